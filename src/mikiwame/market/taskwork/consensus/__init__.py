"""What many answers to one question say together, how sure that is, and how well each worker answers.

- `aggregate` takes labels (one of several choices) and gives each item's most believable one.

The models behind it, each with its formulas and source in its module: `majority`, `dawid_skene`.
It is a library of NumPy alone: it knows nothing of batches, members or databases. No machine's finding
rejects an answer; it informs who decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .answers import Answers, Floats, Ids, read, sums
from .dawid_skene import dawid_skene
from .majority import majority_vote

__all__ = ["Answers", "Consensus", "aggregate", "dawid_skene", "majority_vote", "read"]

TIE = 1e-9
"""Beliefs that differ by less are a tie, in which the lowest label is named."""


@dataclass(frozen=True, slots=True)
class Consensus:
    """What the answers say together.

    ``labels[i]`` is the most believable label of ``items[i]``, and ``confidence[i]`` the chance that it is
    right, from 1 / (number of labels seen) to 1. ``worker_skill[j]`` is the chance, 0..1, that an answer of
    ``workers[j]`` is right. Items and workers are ids, ascending.
    """

    items: Ids
    labels: Ids
    confidence: Floats
    workers: Ids
    worker_skill: Floats


def aggregate(
    item: ArrayLike, worker: ArrayLike, label: ArrayLike, *, known: Mapping[int, int] | None = None
) -> Consensus:
    """Unite labels into one for each item.

    Equally long columns of whole numbers, one row an answer; ids and labels may be any. ``known`` maps items
    to labels that are certain: they are returned as they are, with confidence 1, also for items that nobody
    answered, and tell how good the workers are. A worker has one voice on an item: repeated answers share it.
    Without answers and known ones everything is empty. The order of the rows changes nothing, nor does which
    number stands for what; a tie goes to the lowest label.

    >>> found = aggregate(
    ...     item=[1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4],
    ...     worker=[7, 8, 9, 7, 8, 9, 7, 8, 9, 8, 9],
    ...     label=[5, 5, 5, 6, 6, 5, 5, 5, 6, 6, 5],
    ...     known={2: 6},
    ... )
    >>> found.items.tolist(), found.labels.tolist()
    ([1, 2, 3, 4], [5, 6, 5, 6])

    Raises:
        ValueError: the columns differ in length, or something in them isn't what it should be; the message
            says which.
    """
    answers = read(item, worker, label, known)
    belief = dawid_skene(answers)
    highest = belief.max(axis=0, initial=0.0)
    labels = (
        answers.classes[np.argmax(belief >= highest - TIE, axis=0)] if len(answers.items) else answers.items
    )
    return Consensus(
        items=answers.items,
        labels=labels,
        confidence=highest,
        workers=answers.workers,
        worker_skill=skills(answers, belief),
    )


def skills(answers: Answers, belief: Floats) -> Floats:
    """The chance that a worker's answer is right: her share of believed answers, shrunk toward everybody's.

    ``(right + 2 · m) / (answers + 2)``, where ``m`` is the share over all workers.
    """
    agreed = answers.weight * belief[answers.label, answers.item]
    right = sums(answers.worker, agreed, len(answers.workers))
    everybody = right.sum() / max(answers.load.sum(), 1.0)
    shrunk: Floats = (right + 2.0 * everybody) / (answers.load + 2.0)
    return shrunk
