"""Rings: many workers who follow one leader, found by all their meetings together.

**A faction** is a group whose members agree with one another beyond what is expected: the excess of a pair is
about the product of what both have of it. With ``s`` the surplus of agreements of a pair, ``v`` its variance
if both answer by themselves, and ``t`` the most that the surplus could be::

    s(j, j') = a - n · e - usual · t      v = n · e · (1 - e)      t = n · (1 - e)
    c(j)     = Σ s · t / v · c(j') / (1 + Σ t² / v · c(j')²)       over the workers j' whom j meets, in rounds

This is the first factor of the excess, weighted by what each meeting tells; lockstep (Beutel, Xu, Guruswami,
Palow, Faloutsos: *CopyCatch*, WWW 2013) is its kin. Members have ``c`` above ½, and a sum
``Σ s · t / v · c(j')`` of 3.5 deviations or more.

**Who are the honest?** If the model believed the honest, the faction that is left is the ring. If the ring
was believed, it is its own truth and looks skilled, and the faction are the honest, who agree though they are
thought to guess. So both are tried: first only the others are heard, first only the faction; what those
believe tells everybody's habits, these tell the ring anew, its members get one voice, and all are heard. Of
the two readings, and the plain one before them, those are left in which the known answers are about as likely
as in the best (by habits learnt without them; 10 in logarithms less at most). Of these that is kept in which
the ring copies most faithfully (the mean of ``c`` above ¼, 0.7 at least, and 0.1 more where the ring was
believed at first), for people who only agree on the truth are no copies. If one of them finds no ring, the
first is kept. So a ring that is believed, and careless, shows by known answers only.
"""

from dataclasses import dataclass, replace

import numpy as np

from .answers import UNKNOWN, Answers, Flags, Floats
from .logistic_normal import Fit, habits_of, logistic_normal
from .pairs import Pairs, voices
from .twins import twins

MEMBER, SOME, SURE = 0.5, 0.25, 3.5
"""What a member has of the excess, what counts at all, and how sure it must be, in deviations."""

ROUNDS, STILL, PACE = 30, 5e-4, 0.5
"""Rounds in which factions are found, when they end, and how much of each step is taken."""

UNHEARD = 0.02
"""The voice of those who aren't heard at first."""

AGAIN = 2
"""How often a ring is told anew."""

FAITHFUL = 0.7
"""How faithfully a faction must copy to be taken for a ring where known answers don't decide."""

BURDEN = 0.1
"""How much more faithfully they must copy whom the first reading believed."""

LIKELIER = 10.0
"""Difference of logarithms by which known answers decide."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Answers with the voices that they have, and what was learnt from them."""

    answers: Answers
    fit: Fit


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to see a ring: what is heard, how faithfully the ring copies, how likely known answers are."""

    heard: Heard
    faithful: float
    known: float


def likeliest(answers: Answers, pairs: Pairs, members: Flags, heard: Heard) -> Heard:
    """What is heard when a ring has one voice: the faction, or the others; or nobody, as it was ``heard``."""
    plain = Reading(heard, FAITHFUL, likelihood_of_known(answers, heard.fit.belief))
    upheld, overturned = (reading(answers, pairs, first) for first in (~members, members))
    overturned = replace(overturned, faithful=max(overturned.faithful - BURDEN, 0.0))
    readings = (plain, upheld, overturned)
    best = max(one.known for one in readings)
    left = [one for one in readings if one.known > best - LIKELIER]
    if not all(one.faithful for one in left):
        return left[0].heard
    return max(left, key=lambda one: one.faithful).heard


def reading(answers: Answers, pairs: Pairs, first: Flags) -> Reading:
    """Hear some workers first, tell the ring by what they believe, give it one voice, and hear all."""
    heard = answers.heard(np.where(first[answers.worker], 1.0, UNHEARD))
    fit, ring = logistic_normal(heard), Faction(np.zeros(pairs.workers))
    for _ in range(AGAIN):
        scores = habits_of(answers, fit.belief, answers.compared)
        expected = pairs.explained(fit.belief, scores)
        ring = faction(pairs, expected)
        together = ring.members[pairs.one] * ring.members[pairs.other]
        heard = answers.heard(voices(answers, pairs, np.maximum(together, twins(pairs, expected))))
        fit = logistic_normal(heard)
    return Reading(Heard(heard, fit), ring.faithful, likelihood_of_known(answers, fit.belief))


@dataclass(frozen=True, slots=True)
class Faction:
    """What each worker has of a faction's excess, 0..1; 0 where that isn't sure."""

    has: Floats

    @property
    def members(self) -> Floats:
        """The same, 0 for those who have too little to belong to it."""
        return np.where(self.has > MEMBER, self.has, 0.0)

    @property
    def faithful(self) -> float:
        """How faithfully the faction copies: the mean of what those have who have some; 0 if nobody has."""
        some = self.has[self.has > SOME]
        return float(some.mean()) if some.size else 0.0


def faction(pairs: Pairs, expected: Floats) -> Faction:
    """The largest faction, given the rate at which each pair should agree."""
    most, variance = pairs.shared * (1.0 - expected), pairs.shared * expected * (1.0 - expected)
    surplus, tells = (pairs.agreed - pairs.shared * expected) * most / variance, most**2 / variance
    surplus = surplus - tells * max(float(surplus.sum() / tells.sum()), 0.0)
    has = np.ones(pairs.workers)
    for step in (1.0, *[PACE] * ROUNDS):
        total, told = pairs.over_partners(surplus, has), pairs.over_partners(tells, has**2)
        before, has = has, (1.0 - step) * has + step * np.clip(total / (1.0 + told), 0.0, 1.0)
        if np.abs(has - before).max() <= STILL:
            break
    sure = total > SURE * np.sqrt(told)
    return Faction(np.where(sure, has, 0.0))


def likelihood_of_known(answers: Answers, belief: Floats) -> float:
    """The logarithm of the likelihood of what was said of known items, by habits learnt on the others."""
    told = answers.known != UNKNOWN
    scores = habits_of(answers, belief, answers.compared * ~told)
    rows = np.flatnonzero(told[answers.item])
    truth = answers.known[answers.item[rows]]
    return float(scores[truth, answers.worker[rows], answers.label[rows]].sum())
