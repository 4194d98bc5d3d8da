"""One label for each item, how sure it is, and how well each worker answers: the front door for labels."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .answers import UNKNOWN, Answers, Floats, Ids, Indexes, read, sums
from .collusion import hear
from .majority import majority_vote

TIE = 1e-9
"""Beliefs that differ by less are a tie, in which the lowest label is named."""

BARE = 0.15
"""How much of the confidence rests on the bare votes."""

PRIOR = 2.0
"""Answers as good as everybody's that a worker's skill begins with."""


@dataclass(frozen=True, slots=True)
class Consensus:
    """What the answers say together; ids ascend.

    ``labels[i]`` is the most believable label of ``items[i]``, and ``confidence[i]`` the chance that it is
    right, from 1 / (number of labels seen) to 1. ``worker_skill[j]`` is the chance, 0..1, that an answer of
    ``workers[j]`` is right, and ``worker_voice[j]``, 0..1, how far she speaks for herself: 1 unless her
    answers repeat others' (`collusion`).
    """

    items: Ids
    labels: Ids
    confidence: Floats
    workers: Ids
    worker_skill: Floats
    worker_voice: Floats


def aggregate(
    item: ArrayLike, worker: ArrayLike, label: ArrayLike, *, known: Mapping[int, int] | None = None
) -> Consensus:
    """Unite labels into one for each item, by the models in `logistic_normal` and `collusion`.

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
    >>> found.confidence.round(2).tolist(), found.worker_skill.round(2).tolist()
    ([0.95, 1.0, 0.9, 0.75], [0.88, 0.86, 0.45])

    Raises:
        ValueError: the columns differ in length, or something in them isn't what it should be; the message
            says which.
    """
    answers = read(item, worker, label, known)
    if not len(answers.item):
        return of(answers, answers, majority_vote(answers))
    heard = hear(answers)
    return of(answers, heard.answers, heard.fit.belief)


def of(answers: Answers, heard: Answers, belief: Floats) -> Consensus:
    """The consensus of answers, given the voices they were heard with and the belief (classes × items)."""
    highest = belief.max(axis=0, initial=0.0)
    best = np.argmax(belief >= highest - TIE, axis=0) if len(answers.classes) else np.array([], np.intp)
    return Consensus(
        items=answers.items,
        labels=answers.classes[best],
        confidence=confidence(heard, highest, best),
        workers=answers.workers,
        worker_skill=skills(answers, belief),
        worker_voice=sums(answers.worker, heard.weight, len(answers.workers)) / answers.load,
    )


def confidence(heard: Answers, highest: Floats, best: Indexes) -> Floats:
    """The chance that each label is right: 0.85 of the model's belief, and 0.15 of what bare votes would say.

    Of ``n`` votes, ``v`` for the label, among ``c`` labels, they say ``(v + 1) / (n + c)`` (Laplace's rule of
    succession). No model knows all that makes an item hard; where votes are few, or divided although trusted
    workers agree, it usually is. The parts are fixed, the same for all data. Known answers are certain.
    """
    items, classes = np.arange(len(best)), len(heard.classes)
    bare = (heard.votes[best, items] + 1.0) / (heard.votes.sum(axis=0) + classes)
    found: Floats = np.clip((1.0 - BARE) * highest + BARE * bare, 1.0 / max(classes, 1), 1.0)
    return np.where(heard.known != UNKNOWN, 1.0, found)


def skills(answers: Answers, belief: Floats) -> Floats:
    """The chance that a worker's answer is right: her share of believed answers, shrunk toward everybody's.

    ``(right + 2 · m) / (answers + 2)``, where ``m`` is the share over all workers.
    """
    agreed = answers.weight * belief[answers.label, answers.item]
    right = sums(answers.worker, agreed, len(answers.workers))
    everybody = right.sum() / max(answers.load.sum(), 1.0)
    shrunk: Floats = (right + PRIOR * everybody) / (answers.load + PRIOR)
    return shrunk
