"""One number for each item, and how each worker errs: the front door for numbers.

The model. Worker ``j`` measures the truth of item ``i`` with a bias of her own, and with errors that are now
and then gross (Student's t with 4 degrees of freedom; Lange, Little, Taylor: *Robust Statistical Modeling
Using the t Distribution*, JASA 84, 1989)::

    value(i, j) = truth(i) + bias(j) + spread(j) · error,    error ~ t(4),    bias(j) ~ N(b, τ²)

From the medians on, in rounds, with the residual ``r`` of each answer::

    w          = 5 / (4 + (r / spread(j))²)                                a gross error weighs little
    bias(j)    = (Σ w · (value - truth) + v · b) / (Σ w + v)               v = spread(j)² / τ²
    spread(j)² = (Σ w · r² + 4 · s²) / (Σ c + 4)                           s²: Σ w · r² / Σ c over everybody
    truth(i)   = Σ w / spread(j)² · (value - bias(j)) / Σ w / spread(j)²   over the item's answers
    τ²         = the mean of (bias - b)² and what is uncertain of it

``c = (n - 1) / n`` on an item with ``n`` answers, 1 on known ones: as in `logistic_normal`, an answer alone
tests nothing. A bias ``b`` that all share shows by known answers only: it is the median of the errors there.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .answers import Flags, Floats, Ids, Indexes, sums, whole_numbers

FREEDOM = 4.0
"""Degrees of freedom of the errors."""

PRIOR = 4.0
"""Answers of everybody's spread that a worker's begins with."""

ROUNDS = 100
STILL = 1e-7
"""The rounds end when no truth moves by more, in units of everybody's spread."""

EXACT = 1e-9
"""The least spread, relative to the largest number."""


@dataclass(frozen=True, slots=True)
class NumberConsensus:
    """What the answers say together; ids ascend, numbers are in the answers' own unit.

    ``values[i]`` is the most believable number of ``items[i]``, and ``errors[i]`` its standard error:
    infinite where no two answers can be compared, so that nothing tells how far they stray.
    ``worker_bias[j]`` is how much too high ``workers[j]`` answers on the average, ``worker_spread[j]`` how
    far her answers stray around that.
    """

    items: Ids
    values: Floats
    errors: Floats
    workers: Ids
    worker_bias: Floats
    worker_spread: Floats


@dataclass(frozen=True, slots=True)
class Measurements:
    """One row for each worker and item, several answers as their mean; indexes into the ascending ids.

    ``known`` holds the truth of each item, or NaN.
    """

    items: Ids
    workers: Ids
    item: Indexes
    worker: Indexes
    value: Floats
    known: Floats


def aggregate_numbers(
    item: ArrayLike, worker: ArrayLike, value: ArrayLike, *, known: Mapping[int, float] | None = None
) -> NumberConsensus:
    """Unite numbers into one for each item.

    Equally long columns, one row an answer: ``item`` and ``worker`` are whole numbers, ``value`` is finite.
    ``known`` maps items to numbers that are certain: they are returned as they are, with error 0.

    Worker 4 answers two too high, and worker 2 once slips by a digit:

    >>> found = aggregate_numbers(
    ...     item=np.repeat(np.arange(6), 4),
    ...     worker=[1, 2, 3, 4] * 6,
    ...     value=[10, 10, 9, 12, 20, 21, 20, 22, 15, 15, 15, 17, 31, 310, 30, 33, 12, 11, 12, 14, 25, 25]
    ...     + [26, 27],
    ...     known={0: 10, 5: 25},
    ... )
    >>> found.values.round(1).tolist()
    [10.0, 20.1, 15.1, 30.9, 12.0, 25.0]
    >>> found.worker_bias.round(1)[2:].tolist()
    [-0.2, 1.9]

    Raises:
        ValueError: the columns differ in length, or something in them isn't what it should be; the message
            says which.
    """
    measured = read_numbers(item, worker, value, known)
    if not len(measured.items):
        nothing = np.array([], np.float64)
        return NumberConsensus(measured.items, nothing, nothing, measured.workers, nothing, nothing)
    return settle(measured)


def medians(measured: Measurements) -> Floats:
    """The median of each item's answers; of two in the middle, their mean. Known items have their truth.

    >>> medians(read_numbers([1, 1, 1, 2, 2], [1, 2, 3, 1, 2], [5, 6, 100, 1, 2], None)).tolist()
    [6.0, 1.5]
    """
    order = np.lexsort((measured.value, measured.item))
    ends = np.cumsum(np.bincount(measured.item, minlength=len(measured.items)))
    begins = np.concatenate([[0], ends[:-1]])
    found = measured.known.copy()
    open_ = np.flatnonzero(np.isnan(found))
    low, high = (begins[open_] + ends[open_] - 1) // 2, (begins[open_] + ends[open_]) // 2
    found[open_] = (measured.value[order[low]] + measured.value[order[high]]) / 2.0
    return found


def settle(measured: Measurements) -> NumberConsensus:
    """Let truths, biases and spreads take turns until nothing moves."""
    worker, workers, tested = measured.worker, len(measured.workers), compared(measured)
    shift, truth = shared_bias(measured), medians(measured)
    truth = np.where(np.isnan(measured.known), truth - shift, truth)
    least = EXACT * (1.0 + np.abs(measured.value).max(initial=0.0))
    gap = measured.value - truth[measured.item]
    residual = gap - shift
    common = max(float(np.median(np.abs(residual))) if len(residual) else 0.0, least) ** 2
    spread, width = np.full(workers, common), common
    for _ in range(ROUNDS):
        weight = (FREEDOM + 1.0) / (FREEDOM + residual**2 / spread[worker])
        total = sums(worker, weight, workers) + spread / width
        bias = (sums(worker, weight * gap, workers) + spread / width * shift) / total
        strayed = weight * (gap - bias[worker]) ** 2
        common = max(strayed.sum() / max(tested.sum(), 1.0), least**2)
        spread = (sums(worker, strayed, workers) + PRIOR * common) / (sums(worker, tested, workers) + PRIOR)
        width = max(float(np.mean((bias - shift) ** 2 + spread / total)) if workers else 0.0, least**2)
        before, truth = truth, centre(measured, weight / spread[worker], bias)
        gap = measured.value - truth[measured.item]
        residual = gap - bias[worker]
        if np.abs(truth - before).max() <= STILL * np.sqrt(common):
            break
    precision = sums(measured.item, weight / spread[worker], len(measured.items))
    told = np.count_nonzero(~np.isnan(measured.known[measured.item]))
    unsure = 1.0 / np.maximum(precision, 1e-300) + width / max(told or workers, 1)
    guess = 1.0 if tested.any() else np.inf
    errors = np.where(np.isnan(measured.known), guess * np.sqrt(unsure), 0.0)
    return NumberConsensus(measured.items, truth, errors, measured.workers, bias, np.sqrt(spread))


def shared_bias(measured: Measurements) -> float:
    """How much too high everybody answers: the median on known items, 0 where none is known."""
    gap = measured.value - measured.known[measured.item]
    told = gap[~np.isnan(gap)]
    return float(np.median(told)) if len(told) else 0.0


def compared(measured: Measurements) -> Floats:
    """Per answer, how far it is tested by others: ``(n - 1) / n``, or 1 where the truth is known."""
    answered = np.bincount(measured.item, minlength=len(measured.items))[measured.item]
    told: Flags = ~np.isnan(measured.known[measured.item])
    return np.where(told, 1.0, (answered - 1.0) / np.maximum(answered, 1.0))


def centre(measured: Measurements, precision: Floats, bias: Floats) -> Floats:
    """The truths, given how precise each answer is and how far each worker is off."""
    total = sums(measured.item, precision, len(measured.items))
    said = sums(measured.item, precision * (measured.value - bias[measured.worker]), len(measured.items))
    found = measured.known.copy()
    open_ = np.isnan(found)
    found[open_] = said[open_] / total[open_]
    return found


def read_numbers(
    item: ArrayLike, worker: ArrayLike, value: ArrayLike, known: Mapping[int, float] | None
) -> Measurements:
    """Check three columns and the known answers, and unite what a worker said of one item.

    Raises:
        ValueError: the columns differ in length, or something in them isn't what it should be; the message
            says which.
    """
    given_items, given_workers = whole_numbers("item", item), whole_numbers("worker", worker)
    values = finite("value", value)
    lengths = {"item": len(given_items), "worker": len(given_workers), "value": len(values)}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} has {length:,}" for name, length in lengths.items())
        raise ValueError(f"The columns must be equally long: {told}.")
    known_items = whole_numbers("known", list(known or {}))

    items, workers = np.union1d(given_items, known_items), np.unique(given_workers)
    cells = np.searchsorted(items, given_items) * len(workers) + np.searchsorted(workers, given_workers)
    cells, place, times = np.unique(cells, return_inverse=True, return_counts=True)
    truths = np.full(len(items), np.nan)
    truths[np.searchsorted(items, known_items)] = finite("known", list((known or {}).values()))
    return Measurements(
        items=items,
        workers=workers,
        item=cells // max(len(workers), 1),
        worker=cells % max(len(workers), 1),
        value=sums(place, values, len(cells)) / times,
        known=truths,
    )


def finite(name: str, values: ArrayLike) -> Floats:
    """A column of finite numbers.

    Raises:
        ValueError: something in it is no finite number, or it is no column.
    """
    found = np.asarray(values)
    if found.ndim != 1:
        raise ValueError(f"{name} must be one column, not {found.ndim} dimensions.")
    if found.size and found.dtype.kind not in "iuf":
        raise ValueError(f"{name} must hold numbers, not {found.dtype}.")
    numbers = found.astype(np.float64)
    astray = np.flatnonzero(~np.isfinite(numbers))
    if astray.size:
        raise ValueError(f"{name}[{astray[0]}] is {numbers[astray[0]]}, which is no finite number.")
    return numbers
