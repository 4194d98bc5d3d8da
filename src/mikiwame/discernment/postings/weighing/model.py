"""The weights of a sentence's features, and what a posting's sentences and the rules say together.

First step, one logistic regression for each kind of sign (``linear``) over the families of a sentence and of
its posting's surroundings, which excuse only so much (``MOST_EXCUSED``). Second step, one logistic regression
over what the posting shows of a kind (``evidence``): its heaviest sentence, whether a rule found it, what
else was found; with a bias and a trust in the rules of its own for each kind. What one sentence says plainly
stands whatever surrounds it (``Model.plain``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mikiwame.discernment.kinds import DANGEROUS, Flag
from mikiwame.discernment.linear import Floats, Linear, load

from .features import Features

Bools = NDArray[np.bool_]

KINDS = tuple(Flag)
FLOORS = (30, 8, 8)
"""The fewest features that a sentence's family is scaled by: letters, ideas, denied."""
FLOORS_AROUND = (30, 60, 12)
"""The fewest that a family of the surroundings is scaled by: ideas, letters, sort."""
LARGEST_SCORE = 6.0
MOST_EXCUSED = 4.0
"""By how much the surroundings make a sign less likely, at most: else padding would hide any."""
PLAIN, PLAIN_BY_RULE = 3.5, 0.7
"""From which score of a sentence alone its sign stands whatever is around it; the second with a rule."""
FIRST = np.array([0.4 if kind in DANGEROUS else 0.6 for kind in KINDS], np.float32)
"""How sure a posting's first sign must be, which alone makes the alarm."""
FURTHER = np.array([-1.2 if kind in DANGEROUS else -0.4 for kind in KINDS], np.float32)
"""How sure one beside it must be: where something is odd already, a danger is sooner believed."""
DENIED = 0.5
"""By how much surer a sign must be in a sentence that denies or forbids something, which may be the sign."""
ALARMING = np.array([kind is not Flag.TERMS_AFTER_HIRE for kind in KINDS])
"""Which kinds alone make an alarm, beside which doubtful ones are believed."""
RULED = 2.0
"""How much heavier a sentence counts as the place of a sign where a rule found the sign there."""
AGREEING = 3
"""So many sentences of one kind count together: more only repeat it."""
SHARED = 6
"""How many of the second step's weights all kinds share: those of ``evidence``."""


def evidence(scores: Floats, ruled: Bools) -> Floats:
    """What a posting shows of each kind, in a row each.

    ``scores`` are its sentences' (sentences, kinds), ``ruled`` the kinds that rules found. The columns: the
    heaviest score; whether a rule found it; both together; how many other kinds rules found; the heaviest
    score of another kind; by how much other sentences add to the heaviest, as log-odds.
    """
    bounded = np.minimum(np.maximum(scores, -LARGEST_SCORE), LARGEST_SCORE)
    heaviest = bounded.max(axis=0)
    order = np.argsort(heaviest)
    others = np.full(len(heaviest), heaviest[order[-1]], np.float32)
    others[order[-1]] = heaviest[order[-2]]
    found = ruled.astype(np.float32)
    odds = np.log(np.exp(bounded).sum(axis=0))
    added = np.minimum(odds - heaviest, np.log(AGREEING))
    among = np.log1p(found.sum() - found)
    return np.stack([heaviest, found, heaviest * found, among, others, added], axis=1)


@dataclass(frozen=True, slots=True)
class Model:
    """Weights for each kind, and of the second step.

    ``shared`` has a weight for each column of ``evidence``, ``own`` each kind's bias and trust in rules.
    """

    linear: Linear
    shared: Floats
    own: Floats

    def score(self, sentences: Sequence[Features], around: Features = ()) -> Floats:
        """The log-odds of each kind in each sentence of a posting: (sentences, kinds)."""
        told: Floats = self.alone(sentences) + self.surrounded(around)
        return told

    def alone(self, sentences: Sequence[Features]) -> Floats:
        """The log-odds of each kind in each sentence, wherever it stands: (sentences, kinds)."""
        return self.linear.score(sentences, FLOORS)

    def surrounded(self, around: Features) -> Floats:
        """What a posting's surroundings add to each kind; calm words all around excuse only so much."""
        added: Floats = np.maximum(self.linear.sums([around], FLOORS_AROUND)[0], -MOST_EXCUSED)
        return added

    def judge(self, scores: Floats, ruled: Bools) -> Floats:
        """The log-odds of each kind in a posting of at least one sentence."""
        told: Floats = evidence(scores, ruled) @ self.shared + self.own[0] + self.own[1] * ruled
        return told

    def given(self, alone: Floats, scores: Floats, marked: Bools, denying: Bools, ruled: Bools) -> Bools:
        """Which kinds a posting of at least one sentence gives.

        ``scores`` are its sentences' within their surroundings, ``alone`` without; ``marked`` and ``denying``
        are as in `plain`, ``ruled`` the kinds that rules found.
        """
        judged = self.judge(scores, ruled)
        doubt = DENIED * denying[self.places(scores, marked)]
        sure: Bools = (judged > FIRST + doubt) | self.plain(alone, marked, denying)
        return sure | (judged > FURTHER) & np.any(sure & ALARMING)

    @staticmethod
    def plain(alone: Floats, marked: Bools, denying: Bools) -> Bools:
        """Which kinds a sentence gives so plainly that no surroundings excuse it.

        ``marked`` are the sentences in which rules found each kind: (sentences, kinds), as ``alone``;
        ``denying`` those that deny or forbid something: rules have looked for that themselves.
        """
        least = PLAIN + DENIED * denying[:, None]
        plain: Bools = (alone > least) | marked & (alone > PLAIN_BY_RULE)
        found: Bools = np.any(plain, axis=0)
        return found

    @staticmethod
    def places(scores: Floats, marked: Bools) -> NDArray[np.intp]:
        """In which sentence a posting shows each kind most."""
        found: NDArray[np.intp] = (scores + RULED * marked).argmax(axis=0)
        return found


def read(package: str) -> Model:
    """The model that lies beside a package's code."""
    linear, second = load(package)
    return Model(linear, **second)


@cache
def shipped() -> Model:
    """The model that lies beside this code, made by ``training/postings.py``."""
    return read(__package__)
