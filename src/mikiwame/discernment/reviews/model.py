"""The weights by which a review's comment is judged.

    score_k(comment) = bias_k + Σ_family Σ_f weight[f, k] / √max(n_family, floor_family)

with n the number of different features of a family in the comment: one logistic regression for each of
`KINDS`, over ideas, their pairs and letters as comments are weighed by (`comments.features`), and the signs
of `signs.py`. Above 0 is more likely than not.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Self

import numpy as np
from numpy.typing import NDArray

from mikiwame.discernment.comments import features as words
from mikiwame.discernment.text import Text

from .signs import signs

Floats = NDArray[np.float32]
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
    """Weights of shape (features, kinds)."""

    places: dict[str, int]
    weights: Floats
    bias: Floats

    def score(self, comment: Families) -> Floats:
        """The log-odds of each kind."""
        total = self.bias
        for family, floor in zip(comment, FLOORS, strict=True):
            known = [place for one in family if (place := self.places.get(one)) is not None]
            if known:
                total = total + self.weights[known].sum(axis=0) / np.float32(max(len(family), floor) ** 0.5)
        return total

    def light(self, least: float) -> Self:
        """Without the features that weigh less than ``least`` for everything: most do."""
        heavy = np.abs(self.weights).max(axis=1) >= least
        kept = [name for name, place in self.places.items() if heavy[place]]
        return replace(self, places={name: i for i, name in enumerate(kept)}, weights=self.weights[heavy])

    def save(self, path: str) -> None:
        """Write the model into one compressed file."""
        np.savez_compressed(
            path,
            features=np.array("\n".join(self.places)),
            weights=self.weights.astype(np.float16),
            bias=self.bias,
        )


@cache
def shipped() -> Model:
    """The model that lies beside this code, made by ``training/reviews.py``."""
    with (
        files(__package__).joinpath("model.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as kept,
    ):
        return Model(
            places={name: place for place, name in enumerate(str(kept["features"]).split("\n"))},
            weights=kept["weights"].astype(np.float32),
            bias=kept["bias"],
        )
