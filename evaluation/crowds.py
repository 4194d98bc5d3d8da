"""The public crowdsourcing sets: answers of workers, and the truth."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from evaluation.data import SHARED
from mikiwame.market.taskwork.consensus.answers import Flags, Floats, Ids

FOLDER = SHARED / "consensus"
BARS = {
    "D_Product": 0.940,
    "D_PosSent": 0.960,
    "rte": 0.931,
    "bluebird": 0.889,
    "web": 0.829,
    "dog": 0.843,
    "face": 0.640,
    "SP_amt": 0.944,
}
"""The sets, with the better of crowd-kit 1.4.2's Dawid-Skene and the published enhanced BCC."""

NAMES = tuple(BARS)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Answers, a row each, and the true label of each item that has one."""

    item: Ids
    worker: Ids
    label: Ids
    truth: Mapping[int, int]

    def rows(self, some: Flags) -> "Crowd":
        """Some of the answers."""
        return replace(self, item=self.item[some], worker=self.worker[some], label=self.label[some])


def crowd(name: str) -> Crowd:
    """One public set.

    Raises:
        FileNotFoundError: the data are not beside the repository (``MIKIWAME_DATA``).
    """
    answers = _columns(name, "label.csv")
    truth = _columns(name, "truth.csv")
    item, worker, label = answers.T
    return Crowd(item, worker, label, truth=dict(truth.tolist()))


def hits(items: Ids, classes: Ids, belief: Floats, truth: Mapping[int, int]) -> tuple[Floats, Floats]:
    """How right a belief (classes × items) is of each item with a truth, and how sure of it.

    A tie between ``n`` labels, one of them true, is ``1 / n`` right: that is what drawing would give.
    """
    places = {item: place for place, item in enumerate(items.tolist())}
    told = np.array([places[item] for item in truth if item in places])
    right = np.array([truth[item] for item in truth if item in places])
    highest = belief[:, told].max(axis=0)
    best = belief[:, told] >= highest - 1e-9
    hit = (best & (classes[:, None] == right)).any(axis=0) / best.sum(axis=0)
    return hit, highest


def parts(whole: Crowd, name: str) -> Iterator[tuple[str, int, Crowd]]:
    """Parts of a set: what is left, which draw, and the answers; the truths stay."""
    chance = np.random.default_rng(list(name.encode()))
    items, workers = np.unique(whole.item), np.unique(whole.worker)
    for draw in range(2):
        some = chance.permutation(workers)[: len(workers) // 2]
        yield "half of the workers", draw, whole.rows(np.isin(whole.worker, some))
        some = chance.permutation(items)[: max(len(items) // 3, 40)]
        yield "a third of the items", draw, whole.rows(np.isin(whole.item, some))
        for most in (3, 5, 10):
            if most < 0.8 * len(whole.item) / len(items):
                yield f"{most} answers an item", draw, whole.rows(at_most(whole.item, most, chance))


def at_most(item: Ids, most: int, chance: np.random.Generator) -> Flags:
    """Some rows of each item, drawn by lot."""
    order = np.lexsort((chance.random(len(item)), item))
    begins = np.searchsorted(item[order], item[order])
    kept = np.zeros(len(item), np.bool_)
    kept[order[np.arange(len(item)) - begins < most]] = True
    return kept


RINGS = ("invented", "wrong", "careless", "half right", "constant", "contrary")
"""What a ring does: all give what one made up, or the same wrong label, or copy what one made up but for one
answer in eight, or copy a leader who is right on half of the items, or give one label always; or each gives
the label after the one that she found."""


def colluding(honest: Crowd, share: float, ring: str, chance: np.random.Generator) -> tuple[Crowd, Ids]:
    """The same crowd, in which some of the workers answer as their ring does (`RINGS`); and who they are."""
    everybody, classes = np.unique(honest.worker), np.unique(honest.label)
    members = np.sort(chance.permutation(everybody)[: round(share * len(everybody))])
    items, place = np.unique(honest.item, return_inverse=True)
    true = np.searchsorted(classes, [honest.truth.get(item, int(classes[0])) for item in items.tolist()])
    wrong = true + chance.integers(1, len(classes), len(items))
    invented = chance.integers(0, len(classes), len(items))
    anew = chance.integers(0, len(classes), len(place))
    told = {
        "invented": invented[place],
        "wrong": wrong[place],
        "careless": np.where(chance.random(len(place)) < 0.125, anew, invented[place]),
        "half right": np.where(chance.random(len(items)) < 0.5, true, wrong)[place],
        "constant": np.full(len(place), anew[0]),
        "contrary": np.searchsorted(classes, honest.label) + 1,
    }[ring]
    inside = np.isin(honest.worker, members)
    return replace(honest, label=np.where(inside, classes[told % len(classes)], honest.label)), members


def calibration_error(hit: Floats, confidence: Floats, bins: int = 10) -> float:
    """The expected calibration error: the mean gap between accuracy and confidence, in equally wide bins."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = np.bincount(place, hit - confidence, bins)
    return float(np.abs(gaps).sum() / max(len(hit), 1))


def _columns(name: str, file: str) -> Ids:
    with (FOLDER / name / file).open(encoding="utf-8", newline="") as rows:
        found = [[int(cell) for cell in row] for row in list(csv.reader(rows))[1:]]
    return np.array(found, np.int64)
