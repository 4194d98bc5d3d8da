"""A small linear model over the letters of a clause: it scores, and can say which letters made the score.

    score_k(clause) = bias_k + Σ_g weight[g, k] / √n      g: the n different known runs of 1 to 4 letters

The features are the different runs of letters (character n-grams) of a folded clause, each counted once and
scaled to unit length; the weights are those of one logistic regression a label, trained by the scripts in
``training/``, which ship with their data and a card. (Joachims, Text categorization with support vector
machines, ECML 1998, for linear models over sparse text; runs of letters instead of words, because Japanese
is written without spaces and people spell freely.)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

LONGEST_GRAM = 4


def grams(clause: str, longest: int = LONGEST_GRAM) -> set[str]:
    """The different runs of 1 to ``longest`` letters of a clause, its edges marked by ``^`` and ``$``."""
    marked = f"^{clause.strip()}$"
    return {
        marked[place : place + size]
        for size in range(1, longest + 1)
        for place in range(len(marked) - size + 1)
    }


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights of shape (grams, labels) and biases of shape (labels,), float32."""

    labels: tuple[str, ...]
    places: dict[str, int]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def scores(self, clause: str) -> NDArray[np.float32]:
        """The log-odds of each label, in the order of ``labels``."""
        known = [place for gram in grams(clause) if (place := self.places.get(gram)) is not None]
        if not known:
            return self.bias
        total: NDArray[np.float32] = self.weights[known].sum(axis=0) / np.sqrt(len(known)) + self.bias
        return total

    def save(self, path: str) -> None:
        """Write the model into one compressed file."""
        ordered = sorted(self.places, key=self.places.__getitem__)
        np.savez_compressed(
            path,
            labels=np.array(self.labels),
            grams=np.array("\n".join(gram.replace("\n", " ") for gram in ordered)),
            weights=self.weights.astype(np.float16),
            bias=self.bias,
        )


def load(package: str, name: str) -> Linear:
    """The model that lies beside the code of a package; raises FileNotFoundError where it doesn't."""
    with files(package).joinpath(name).open("rb") as file, np.load(file, allow_pickle=False) as kept:
        return Linear(
            labels=tuple(str(label) for label in kept["labels"]),
            places={gram: place for place, gram in enumerate(str(kept["grams"]).split("\n"))},
            weights=kept["weights"].astype(np.float32),
            bias=kept["bias"].astype(np.float32),
        )


def keep(labels: Sequence[str], known: Iterable[str], weights: NDArray[np.float32], bias: NDArray[np.float32],
         *, least: float) -> Linear:  # fmt: skip
    """The model of those grams that weigh at least ``least`` for some label: most weigh next to nothing."""
    heavy = np.abs(weights).max(axis=1) >= least
    kept = [gram for gram, stays in zip(known, heavy, strict=True) if stays and "\n" not in gram]
    return Linear(tuple(labels), {gram: i for i, gram in enumerate(kept)}, weights[heavy], bias)
