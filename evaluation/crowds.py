"""The public crowdsourcing sets: answers of workers, and the truth."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from evaluation.data import SHARED
from mikiwame.market.taskwork.consensus.answers import Floats, Ids

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


def calibration_error(hit: Floats, confidence: Floats, bins: int = 10) -> float:
    """The expected calibration error: the mean gap between accuracy and confidence, in equally wide bins."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = np.bincount(place, hit - confidence, bins)
    return float(np.abs(gaps).sum() / max(len(hit), 1))


def _columns(name: str, file: str) -> Ids:
    with (FOLDER / name / file).open(encoding="utf-8", newline="") as rows:
        found = [[int(cell) for cell in row] for row in list(csv.reader(rows))[1:]]
    return np.array(found, np.int64)
