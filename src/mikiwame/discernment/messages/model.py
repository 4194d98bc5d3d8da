"""The weights of a sentence's features, and what a sentence is from which score on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from mikiwame.discernment.kinds import Contact
from mikiwame.discernment.linear import Floats, Linear, load

from .features import Features

CONTACTS = tuple(Contact)
FLOORS = (8, 16, 16, 16, 8, 16)
"""The fewest features that a family is scaled by: ideas, pairs, letters, forms, runs, skips."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights for two questions: does a sentence lead around the marketplace; and if so, how."""

    linear: Linear

    def score(self, sentences: Sequence[Features]) -> Floats:
        """The log-odds that each sentence leads around, then of each of ``CONTACTS`` if it does."""
        return self.linear.score(sentences, FLOORS)


@cache
def shipped() -> Model:
    """The model that lies beside this code, made by ``training/messages.py``."""
    return Model(load(__package__)[0])
