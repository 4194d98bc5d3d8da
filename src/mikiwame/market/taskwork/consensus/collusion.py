"""Colluding workers: who gives the same answers more often than knowing the truth explains.

Workers who answer by themselves agree because both know the truth, or because both like the same label: the
model tells how often two of them should (`logistic_normal`). With ``n`` shared items, ``a`` of them answered
alike, and ``e`` the rate that is expected::

    excess = (a / n - e) / (1 - e)        1 for a copy, 0 for strangers
    noise  = √(e (1 - e) / n) / (1 - e)   how far strangers' excess strays by chance

Copies are pairs with an excess above three times its noise and 0.3 above the usual (the median); and between
workers who have such a pair, any excess above its noise. Half the noise and the usual are taken off, and what
is left says how far one repeats the other: ``copying``, 0..1. All copies of one answer are then one voice::

    voice(i, j) = 1 / (1 + Σ copying(j, j'))        over the workers j' who gave item i the same label

So a ring earns no more than what one of its members could say, and a worker who once agreed by chance loses
next to nothing. Nobody is accused by it: a voice is a weight in the consensus.

**A ring that is believed.** Where a ring has the majority of many items, it is its own truth, the model finds
it skilled, and its agreement looks explained; then the honest agree more than they should. If more than 4 %
of all pairs have a great excess above 2.2 times its noise, a second account begins with suspicion: every pair
counts as a copy as far as it agrees more than both do with others on the average, and from the consensus of
these voices everything is judged anew. It is taken if it makes the agreements about as likely as the first.

Four workers know most; three others copy from one another what they made up:

>>> from mikiwame.market.taskwork.consensus.answers import read
>>> chance = np.random.default_rng(1)
>>> truth, invented = chance.integers(0, 2, (2, 80))
>>> honest = np.where(chance.random((80, 4)) < 0.8, truth[:, None], 1 - truth[:, None])
>>> label = np.column_stack([honest, invented, invented, invented])
>>> item, worker = np.indices(label.shape)
>>> answers = read(item.ravel(), worker.ravel(), label.ravel(), None)
>>> heard = hear(answers).answers
>>> [round(float(heard.weight[heard.worker == worker].mean()), 1) for worker in range(7)]
[1.0, 1.0, 1.0, 1.0, 0.3, 0.3, 0.3]
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .answers import Answers, Flags, Floats, Indexes, sums
from .logistic_normal import Fit, logistic_normal

SHARED = 4
"""Items that two workers must share before anything is said of them."""

CERTAIN, LIKELY, STRANGE = 3.0, 1.0, 2.2
"""Excess in units of its noise: that makes a copy, that does between suspects, that calls for an account."""

GREAT = 0.3
"""Excess above the usual that makes a copy."""

UNEXPLAINED = 0.04
"""Share of pairs with a strange excess above which the second account is made."""

LEEWAY, PRICE = 0.5, 2.0
"""How much less likely the second account may be, per pair; and what each copy costs (both in logarithms)."""

WARY = 1.5
"""Of how many deviations an agreement must be certain to count in the account that begins with suspicion."""

ROUNDS = 2
"""How often the second account judges anew."""

LOWEST, HIGHEST = 0.01, 0.98
"""Agreement that may be expected of anybody."""

MOST = 2_000_000
"""Meetings of answers that are looked at; of larger batches evenly spaced items."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Answers with the voices that they have, and what was learnt from them."""

    answers: Answers
    fit: Fit


def hear(answers: Answers) -> Heard:
    """Find who copies, let copies have one voice, and learn from what is left."""
    fit = logistic_normal(answers)
    pairs = meet(answers)
    if not len(pairs.shared):
        return Heard(answers, fit)
    account = Account(pairs, pairs.explained(answers, fit))
    if account.unexplained > UNEXPLAINED:
        wary = suspicious(answers, pairs)
        if wary.likelihood > account.likelihood - LEEWAY * len(pairs.shared):
            account = wary
    if not account.copying.any():
        return Heard(answers, fit)
    heard = answers.heard(voices(answers, pairs, account.copying))
    return Heard(heard, logistic_normal(heard))


@dataclass(frozen=True, slots=True)
class Pairs:
    """Workers ``one`` and ``other`` (indexes, in order) who share items, with the meetings of their answers.

    ``shared`` and ``agreed`` count items. ``item`` and ``pair`` say of each meeting where and whose it is.
    """

    one: Indexes
    other: Indexes
    shared: Floats
    agreed: Floats
    item: Indexes
    pair: Indexes

    def explained(self, answers: Answers, fit: Fit) -> Floats:
        """The rate at which each pair should agree if both answer by themselves."""
        chances = np.exp(fit.scores)
        met = np.zeros(len(self.shared))
        for believed, by_worker in zip(fit.belief, chances, strict=True):
            alike = np.einsum("pl,pl->p", by_worker[self.one], by_worker[self.other])
            met += alike * sums(self.pair, believed[self.item], len(self.shared))
        return np.clip(met / self.shared, LOWEST, HIGHEST)

    def usual(self, workers: int) -> Floats:
        """The rate at which both agree with others, on the average of the two."""
        ends = np.concatenate([self.one, self.other])
        agreed = sums(ends, np.tile(self.agreed, 2), workers)
        shared = sums(ends, np.tile(self.shared, 2), workers)
        rate = (agreed + 5.0 * self.agreed.sum() / self.shared.sum()) / (shared + 5.0)
        found: Floats = np.minimum((rate[self.one] + rate[self.other]) / 2.0, HIGHEST)
        return found


@dataclass(frozen=True)
class Account:
    """One explanation of why pairs agree: the rate that is expected, and copying for the rest."""

    pairs: Pairs
    expected: Floats

    @cached_property
    def excess(self) -> Floats:
        """How far agreement goes beyond what is expected."""
        found: Floats = (self.pairs.agreed / self.pairs.shared - self.expected) / (1.0 - self.expected)
        return found

    @cached_property
    def noise(self) -> Floats:
        """How far the excess strays by chance."""
        found: Floats = np.sqrt(self.expected / (1.0 - self.expected) / self.pairs.shared)
        return found

    @cached_property
    def unexplained(self) -> float:
        """The share of pairs with a strange excess."""
        return float(np.mean((self.excess > STRANGE * self.noise) & (self.excess > GREAT)))

    @cached_property
    def copying(self) -> Floats:
        """How far one of a pair repeats the other."""
        beyond = self.excess - max(float(np.median(self.excess)), 0.0)
        certain = (self.excess > CERTAIN * self.noise) & (beyond > GREAT)
        suspect = np.union1d(self.pairs.one[certain], self.pairs.other[certain])
        both = np.isin(self.pairs.one, suspect) & np.isin(self.pairs.other, suspect)
        copies = certain | (both & (self.excess > LIKELY * self.noise))
        return np.where(copies, np.clip(beyond - self.noise / 2.0, 0.0, 1.0), 0.0)

    @cached_property
    def likelihood(self) -> float:
        """The logarithm of the likelihood of all agreements, less the price of the copies."""
        rate = np.clip(self.expected + (1.0 - self.expected) * self.copying, LOWEST, 1.0 - LOWEST)
        agreed, apart = self.pairs.agreed, self.pairs.shared - self.pairs.agreed
        likelihood = agreed @ np.log(rate) + apart @ np.log(1.0 - rate)
        return float(likelihood - PRICE * np.count_nonzero(self.copying))


def suspicious(answers: Answers, pairs: Pairs) -> Account:
    """The account that begins with suspicion."""
    usual = pairs.usual(len(answers.workers))
    rate = (pairs.agreed + 1.0) / (pairs.shared + 2.0)
    certain = rate - WARY * np.sqrt(rate * (1.0 - rate) / (pairs.shared + 3.0))
    copying = np.clip((certain - usual) / (1.0 - usual), 0.0, 1.0)
    for _ in range(ROUNDS):
        heard = answers.heard(voices(answers, pairs, copying))
        account = Account(pairs, pairs.explained(answers, logistic_normal(heard)))
        copying = account.copying
    return account


def meet(answers: Answers) -> Pairs:
    """All pairs of workers who share enough items."""
    rows = np.arange(len(answers.item))
    answered = np.bincount(answers.item, minlength=len(answers.items))
    too_many = int(np.ceil(answered @ (answered - 1) / 2 / MOST))
    if too_many > 1:
        rows = rows[answers.item % too_many == 0]
    left, right = meetings(answers.item[rows])
    left, right = rows[left], rows[right]
    workers = len(answers.workers)
    one, other = np.sort([answers.worker[left], answers.worker[right]], axis=0)
    found, pair = np.unique(one * workers + other, return_inverse=True)
    shared = np.bincount(pair, minlength=len(found))
    enough = (shared >= SHARED) & (found // max(workers, 1) != found % max(workers, 1))
    place = np.cumsum(enough) - 1
    kept = np.flatnonzero(enough[pair])
    alike = (answers.label[left] == answers.label[right]).astype(np.float64)
    return Pairs(
        one=found[enough] // max(workers, 1),
        other=found[enough] % max(workers, 1),
        shared=shared[enough].astype(np.float64),
        agreed=sums(place[pair[kept]], alike[kept], int(enough.sum())),
        item=answers.item[left[kept]],
        pair=place[pair[kept]],
    )


def meetings(item: Indexes) -> tuple[Indexes, Indexes]:
    """Every two rows of one item, once: the earlier ones, and the later ones. Rows stand by items."""
    ends = np.searchsorted(item, item, side="right")
    later = ends - np.arange(len(item)) - 1
    left = np.repeat(np.arange(len(item)), later)
    step = np.arange(len(left)) - np.repeat(np.cumsum(later) - later, later)
    return left, left + 1 + step


def voices(answers: Answers, pairs: Pairs, copying: Floats) -> Floats:
    """The voice of each answer, 0..1, given how far the workers of each pair copy."""
    copies = np.flatnonzero(copying)
    rows = np.flatnonzero(np.isin(answers.worker, np.union1d(pairs.one[copies], pairs.other[copies])))
    left, right = meetings(answers.item[rows])
    left, right = rows[left], rows[right]
    same: Flags = answers.label[left] == answers.label[right]
    left, right = left[same], right[same]

    workers = len(answers.workers)
    keys = pairs.one[copies] * workers + pairs.other[copies]
    one, other = np.sort([answers.worker[left], answers.worker[right]], axis=0)
    place = np.minimum(np.searchsorted(keys, one * workers + other), len(keys) - 1)
    shared = np.where(keys[place] == one * workers + other, copying[copies][place], 0.0)
    repeated = sums(left, shared, len(answers.item)) + sums(right, shared, len(answers.item))
    found: Floats = 1.0 / (1.0 + repeated)
    return found
