"""The weights by which a review's comment is judged.

One logistic regression for each of `KINDS` (`linear`), over ideas, their pairs and letters as comments are
weighed by (`comments.features`), and the signs of `signs.py`. Above 0 is more likely than not.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from mikiwame.discernment.comments import features as words
from mikiwame.discernment.linear import Floats, Linear, load
from mikiwame.discernment.text import Text

from .signs import signs

Families = tuple[set[str], ...]


class Kind(StrEnum):
    """What a comment may be, by itself."""

    TROUBLE = "trouble"
    SOUR = "sour"
    GLAD = "glad"
    COERCED = "coerced"
    IRRELEVANT = "irrelevant"


KINDS = tuple(Kind)
FLOORS = (8, 16, 16, 4)
"""The fewest features that a family is scaled by: ideas, pairs, letters, signs."""


def families(text: Text, topics: set[str]) -> Families:
    """The features of a comment; ``topics`` are signs of what it has in common with the other comments."""
    folded = text.folded.strip()
    return (*words.features(folded.replace("\n", " ")), signs(folded) | topics)


@dataclass(frozen=True, slots=True)
class Model:
    """Weights for each kind."""

    linear: Linear

    def score(self, comment: Families) -> Floats:
        """The log-odds of each kind."""
        kinds: Floats = self.linear.score([comment], FLOORS)[0]
        return kinds


@cache
def shipped() -> Model:
    """The model that lies beside this code, made by ``training/reviews.py``."""
    linear, _ = load(__package__)
    return Model(linear)
