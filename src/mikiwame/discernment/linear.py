"""Weights of named features: what every trained model here begins with, and the file it is kept in.

A stretch of text is told by families of features, each a set of names. What it scores for an output k::

    score_k = bias_k + Σ_family Σ_f weight[f, k] / √max(n_family, floor_family)

with n the number of different features of a family: each family is scaled by itself, so that a long stretch
shouts no louder than a short one, and a lone word doesn't shout. Features without a weight only count in n.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

Stretch = Sequence[AbstractSet[str]]
"""A stretch's features, a set for each family; families at the end may be left out."""

FILE = "model.npz"
_BIAS, _FEATURES, _WEIGHTS, _MADE_FROM = "bias", "features", "weights", "made_from"


class Entries(NamedTuple):
    """The known features of stretches, one after the other: the column and the value of each.

    Each stretch begins at its ``starts`` with an entry of value 0 in column 0, so that none is empty.
    """

    columns: list[int]
    values: NDArray[np.float64]
    starts: list[int]


class Family(NamedTuple):
    """The known features of a stretch in one family, and how many features it has there."""

    known: Sequence[int]
    many: int


def entries(places: Mapping[str, int], stretches: Iterable[Stretch], floors: Sequence[int]) -> Entries:
    """The features of stretches that have a place, scaled by family."""
    return _entered(_families(places, stretches), floors)


def _families(places: Mapping[str, int], stretches: Iterable[Stretch]) -> Iterator[list[Family]]:
    get = places.get
    for stretch in stretches:
        yield [Family([one for one in map(get, own) if one is not None], len(own)) for own in stretch]


def _as_one(stretches: Sequence[Stretch], families: Sequence[list[Family]]) -> list[Family]:
    """The families of several stretches as one."""
    known = (set[int]().union(*(one.known for one in own)) for own in zip(*families, strict=True))
    many = (len(set[str]().union(*own)) for own in zip(*stretches, strict=True))
    return [Family([*own], count) for own, count in zip(known, many, strict=True)]


def _entered(stretches: Iterable[list[Family]], floors: Sequence[int]) -> Entries:
    columns: list[int] = []
    many: list[int] = []
    scales: list[float] = []
    starts: list[int] = []
    for stretch in stretches:
        starts.append(len(columns))
        columns.append(0)
        many.append(1)
        scales.append(0.0)
        for family, floor in zip(stretch, floors, strict=False):
            if family.known:
                columns += family.known
                many.append(len(family.known))
                scales.append(max(family.many, floor) ** -0.5)
    return Entries(columns, np.repeat(np.array(scales), many), starts)


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights of shape (features, outputs), the row of each feature, and a bias for each output."""

    places: dict[str, int]
    weights: Floats
    bias: Floats

    def score(self, stretches: Iterable[Stretch], floors: Sequence[int]) -> Floats:
        """The log-odds of each output in each of at least one stretch: (stretches, outputs)."""
        scores: Floats = self.sums(stretches, floors) + self.bias
        return scores

    def score_with_wholes(
        self, stretches: Sequence[Stretch], wholes: Iterable[range], floors: Sequence[int]
    ) -> Floats:
        """The same, and in further rows some stretches in a row as one; no feature is looked up twice."""
        families = [*_families(self.places, stretches)]
        parts = (slice(one.start, one.stop) for one in wholes)
        families += [_as_one(stretches[one], families[one]) for one in parts]
        scores: Floats = self._summed(_entered(families, floors)) + self.bias
        return scores

    def sums(self, stretches: Iterable[Stretch], floors: Sequence[int]) -> Floats:
        """The same without the bias: what the features alone add."""
        return self._summed(entries(self.places, stretches, floors))

    def _summed(self, found: Entries) -> Floats:
        columns, values, starts = found
        parts = self.weights[columns] * values.astype(np.float32)[:, None]
        summed: Floats = np.add.reduceat(parts, starts, axis=0)
        return summed

    def light(self, least: float) -> Self:
        """Without the features that weigh less than ``least`` for everything: most do."""
        heavy = np.abs(self.weights).max(axis=1) >= least
        kept = [name for name, place in self.places.items() if heavy[place]]
        return replace(self, places={name: i for i, name in enumerate(kept)}, weights=self.weights[heavy])


def beside(*linears: Linear) -> Linear:
    """One that scores all outputs of several, one after the other, so that each feature is looked up once."""
    names = dict.fromkeys(name for one in linears for name in one.places)
    places = {name: place for place, name in enumerate(names)}
    columns = []
    for one in linears:
        weights = np.zeros((len(places), one.weights.shape[1]), np.float32)
        weights[[places[name] for name in one.places]] = one.weights
        columns.append(weights)
    return Linear(places, np.hstack(columns), np.concatenate([one.bias for one in linears]))


def save(path: str, linear: Linear, beside: Mapping[str, Floats], made_from: str) -> None:
    """Write a model into one compressed file.

    ``beside`` are the arrays of its second step, if it has one; ``made_from`` is the fingerprint of what it
    was made from.
    """
    arrays: dict[str, Any] = {
        _FEATURES: np.array("\n".join(linear.places)),
        _WEIGHTS: linear.weights.astype(np.float16),
        _BIAS: linear.bias,
        _MADE_FROM: np.array(made_from),
        **beside,
    }
    np.savez_compressed(path, **arrays)


def load(package: str) -> tuple[Linear, dict[str, Floats]]:
    """The weights that lie beside a package's code, and the arrays of the second step."""
    with files(package).joinpath(FILE).open("rb") as file, np.load(file, allow_pickle=False) as kept:
        arrays = {name: kept[name] for name in kept.files}
    names = str(arrays.pop(_FEATURES)).split("\n")
    weights = arrays.pop(_WEIGHTS).astype(np.float32)
    arrays.pop(_MADE_FROM)
    places = {name: place for place, name in enumerate(names)}
    return Linear(places, weights, arrays.pop(_BIAS)), arrays


def made_from(package: str) -> str:
    """The fingerprint of what the model beside a package's code was made from."""
    with files(package).joinpath(FILE).open("rb") as file, np.load(file, allow_pickle=False) as kept:
        return str(kept[_MADE_FROM])
