"""Pairs of workers who meet on items: how often they agree, should agree, and what voice copies have."""

from dataclasses import dataclass

import numpy as np

from .answers import Answers, Floats, Indexes, sums

LOWEST, HIGHEST = 0.01, 0.98
"""Agreement that may be expected of anybody."""

MOST = 500_000
"""Meetings of answers that are looked at, about; of larger batches evenly spaced items."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Workers ``one`` and ``other`` (indexes, in order) who share items, with the meetings of their answers.

    ``shared`` and ``agreed`` count items. ``item`` and ``pair`` say of each meeting where and whose it is.
    """

    workers: int
    one: Indexes
    other: Indexes
    shared: Floats
    agreed: Floats
    item: Indexes
    pair: Indexes

    def explained(self, belief: Floats, scores: Floats) -> Floats:
        """The rate at which each pair should agree if both answer by themselves.

        ``belief`` is classes × items; ``scores`` are the logarithms of chances, truth × worker × label.
        """
        met = np.zeros(len(self.shared))
        for believed, by_worker in zip(belief, np.exp(scores), strict=True):
            alike = np.einsum("pl,pl->p", by_worker[self.one], by_worker[self.other])
            met += alike * sums(self.pair, believed[self.item], len(self.shared))
        rate: Floats = np.clip(met / self.shared, LOWEST, HIGHEST)
        return rate

    def over_partners(self, weight: Floats, of_partner: Floats) -> Floats:
        """For each worker, the sum over her partners of the pair's weight times what the partner has."""
        from_one = sums(self.other, weight * of_partner[self.one], self.workers)
        return from_one + sums(self.one, weight * of_partner[self.other], self.workers)


def meet(answers: Answers) -> Pairs:
    """All pairs of workers who share an item."""
    rows, workers = np.arange(len(answers.item)), max(len(answers.workers), 1)
    answered = np.bincount(answers.item, minlength=len(answers.items))
    spacing = int(np.ceil(answered @ (answered - 1) / 2 / MOST))
    if spacing > 1:
        rows = rows[answers.item % spacing == 0]
    left, right = meetings(answers.item[rows])
    left, right = rows[left], rows[right]
    two = answers.worker[left] != answers.worker[right]
    left, right = left[two], right[two]
    one, other = np.sort([answers.worker[left], answers.worker[right]], axis=0)
    found, pair = np.unique(one * workers + other, return_inverse=True)
    alike = (answers.label[left] == answers.label[right]).astype(np.float64)
    return Pairs(
        workers=len(answers.workers),
        one=found // workers,
        other=found % workers,
        shared=np.bincount(pair, minlength=len(found)).astype(np.float64),
        agreed=sums(pair, alike, len(found)),
        item=answers.item[left],
        pair=pair,
    )


def meetings(item: Indexes) -> tuple[Indexes, Indexes]:
    """Every two rows of one item, once: the earlier ones, and the later ones. Rows stand by items."""
    later = np.searchsorted(item, item, side="right") - np.arange(len(item)) - 1
    left = np.repeat(np.arange(len(item)), later)
    step = np.arange(len(left)) - np.repeat(np.cumsum(later) - later, later)
    return left, left + 1 + step


def voices(answers: Answers, pairs: Pairs, copying: Floats) -> Floats:
    """The voice of each answer, 0..1, given how far the workers of each pair copy."""
    copies = np.flatnonzero(copying)
    if not copies.size:
        return np.ones(len(answers.item))
    rows = np.flatnonzero(np.isin(answers.worker, np.union1d(pairs.one[copies], pairs.other[copies])))
    left, right = meetings(answers.item[rows])
    left, right = rows[left], rows[right]
    same = answers.label[left] == answers.label[right]
    left, right = left[same], right[same]

    keys = pairs.one[copies] * pairs.workers + pairs.other[copies]
    one, other = np.sort([answers.worker[left], answers.worker[right]], axis=0)
    key = one * pairs.workers + other
    place = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
    repeated = np.where(keys[place] == key, copying[copies][place], 0.0)
    total = sums(left, repeated, len(answers.item)) + sums(right, repeated, len(answers.item))
    voice: Floats = 1.0 / (1.0 + total)
    return voice
