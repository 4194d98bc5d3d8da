"""Answers as they are handed in: checked, numbered anew, one voice for each worker on each item."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ids = NDArray[np.int64]
Indexes = NDArray[np.intp]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

UNKNOWN = -1
"""The class of an item whose answer isn't known."""


@dataclass(frozen=True)
class Answers:
    """One row for each label that a worker gave to an item, in the order of items, workers, labels.

    ``item``, ``worker`` and ``label`` are indexes into ``items``, ``workers`` and ``classes`` (the ids and
    label values, ascending). ``weight`` is 1, or less where a worker gave one item several labels: she has
    one voice there, and each label its share. ``known`` holds a class for each item, or `UNKNOWN`.
    """

    items: Ids
    workers: Ids
    classes: Ids
    item: Indexes
    worker: Indexes
    label: Indexes
    weight: Floats
    known: Indexes

    @cached_property
    def worker_label(self) -> Indexes:
        """Per row, the place of its worker and label in a table of workers × classes, laid out flat."""
        found: Indexes = self.worker * len(self.classes) + self.label
        return found

    @cached_property
    def votes(self) -> Floats:
        """How many workers gave each label to each item: classes × items."""
        classes, items = len(self.classes), len(self.items)
        cells = self.label * items + self.item
        return sums(cells, self.weight, classes * items).reshape(classes, items)

    @cached_property
    def load(self) -> Floats:
        """How many answers each worker gave."""
        return sums(self.worker, self.weight, len(self.workers))

    @cached_property
    def compared(self) -> Floats:
        """How far an item's answers test one another: ``(n - 1) / n``, or 1 where the truth is known."""
        voices = self.votes.sum(axis=0)
        found: Floats = np.maximum(voices - 1.0, 0.0) / np.maximum(voices, 1.0)
        found[self.known != UNKNOWN] = 1.0
        return found

    def heard(self, voices: Floats) -> "Answers":
        """The same answers, each with as much of its weight as it has a voice (0..1)."""
        return replace(self, weight=self.weight * voices)

    def settled(self, belief: Floats) -> Floats:
        """The same belief (classes × items), certain of the known answers; it is changed in place."""
        told = np.flatnonzero(self.known != UNKNOWN)
        belief[:, told] = 0.0
        belief[self.known[told], told] = 1.0
        return belief

    def confusions(self, belief: Floats) -> Floats:
        """How often each worker is expected to have met each truth with each label.

        Truths × workers × labels, from ``belief`` of truths × items.
        """
        classes, workers = len(self.classes), len(self.workers)
        found = np.empty((len(belief), workers * classes))
        for truth, now in enumerate(belief):
            found[truth] = sums(self.worker_label, self.weight * now[self.item], workers * classes)
        return found.reshape(len(belief), workers, classes)

    def evidence(self, scores: Floats) -> Floats:
        """What its answers say for each truth of an item: truths × items.

        ``scores`` holds, by truth, worker and label, the logarithm of the chance of that label.
        """
        found = np.empty((len(scores), len(self.items)))
        for truth, by in enumerate(scores):
            found[truth] = sums(self.item, self.weight * by.ravel()[self.worker_label], len(self.items))
        return found


def read(item: ArrayLike, worker: ArrayLike, label: ArrayLike, known: Mapping[int, int] | None) -> Answers:
    """Check three columns and the known answers, and number everything anew.

    Items with a known answer are there whether anybody answered them or not.

    Raises:
        ValueError: the columns differ in length, or something in them isn't what it should be; the message
            says which.
    """
    given = {"item": item, "worker": worker, "label": label}
    columns = {name: whole_numbers(name, values) for name, values in given.items()}
    if len({len(column) for column in columns.values()}) > 1:
        told = ", ".join(f"{name} has {len(column):,}" for name, column in columns.items())
        raise ValueError(f"The columns must be equally long: {told}.")
    known_items = whole_numbers("known", list(known or {}))
    known_labels = whole_numbers("known", list((known or {}).values()))

    items = np.union1d(columns["item"], known_items)
    workers = np.unique(columns["worker"])
    classes = np.union1d(columns["label"], known_labels)
    pair = np.searchsorted(items, columns["item"]) * len(workers)
    pair += np.searchsorted(workers, columns["worker"])
    cells, times = np.unique(
        pair * len(classes) + np.searchsorted(classes, columns["label"]), return_counts=True
    )
    of_pair, label_of = np.divmod(cells, max(len(classes), 1))
    _, voice = np.unique(of_pair, return_inverse=True)
    found = np.full(len(items), UNKNOWN)
    found[np.searchsorted(items, known_items)] = np.searchsorted(classes, known_labels)
    return Answers(
        items=items,
        workers=workers,
        classes=classes,
        item=of_pair // max(len(workers), 1),
        worker=of_pair % max(len(workers), 1),
        label=label_of,
        weight=times / np.bincount(voice, times)[voice],
        known=found,
    )


def whole_numbers(name: str, values: ArrayLike) -> Ids:
    """A column of whole numbers.

    Raises:
        ValueError: they are no whole numbers, too large, or no column.
    """
    found = np.asarray(values)
    if found.ndim != 1:
        raise ValueError(f"{name} must be one column, not {found.ndim} dimensions.")
    if not found.size:
        return np.array([], np.int64)
    if found.dtype.kind not in "iu":
        raise ValueError(f"{name} must hold whole numbers, not {found.dtype}.")
    if found.dtype.kind == "u" and found.max() > np.iinfo(np.int64).max:
        raise ValueError(f"{name} holds a number above 2**63 - 1.")
    return found.astype(np.int64, copy=False)


def sums(places: Indexes, values: Floats, size: int) -> Floats:
    """The sum of the values at each of ``size`` places."""
    found: Floats = np.bincount(places, values, size).astype(np.float64, copy=False)
    return found


def normalised(logarithms: Floats) -> Floats:
    """Chances from their logarithms up to a constant, along the first axis."""
    chances: Floats = np.exp(logarithms - logarithms.max(axis=0, initial=-np.inf, keepdims=True))
    chances /= chances.sum(axis=0)
    return chances
