"""Colluding workers: who gives the same answers more often than knowing the truth explains.

Workers who answer by themselves agree because both know the truth, or because both like the same label: the
model tells how often two of them should (`logistic_normal`). With ``n`` shared items, ``a`` of them answered
alike, and ``e`` the rate that is expected, their excess of agreement is::

    excess = (a / n - e) / (1 - e)        1 for copies, 0 for strangers
    noise  = √(e (1 - e) / n) / (1 - e)   how far strangers' excess strays by chance

*Twins* repeat one another: workers with four or more shared items, whose excess is above three times its
noise, and 0.3 above what is usual. *Rings* are larger, and may share few items pair by pair; they are found
as a whole (`rings`). The excess, less half its noise, is the share in which one copies, and all copies of one
answer are one voice::

    voice(i, j) = 1 / (1 + Σ copying(j, j'))        over the workers j' who gave item i the same label

So a ring earns no more than what one of its members could say, and who once agreed by chance loses next to
nothing. Nobody is accused by it: a voice is a weight in the consensus.

Four workers know most; three others copy from one another what they made up:

>>> from mikiwame.market.taskwork.consensus.answers import read
>>> chance = np.random.default_rng(1)
>>> truth, invented = chance.integers(0, 2, (2, 80))
>>> honest = np.where(chance.random((80, 4)) < 0.8, truth[:, None], 1 - truth[:, None])
>>> label = np.column_stack([honest, invented, invented, invented])
>>> item, worker = np.indices(label.shape)
>>> heard = hear(read(item.ravel(), worker.ravel(), label.ravel(), None)).answers
>>> [round(float(heard.weight[heard.worker == worker].mean()), 1) for worker in range(7)]
[1.0, 1.0, 1.0, 1.0, 0.4, 0.4, 0.4]
"""

import numpy as np

from .answers import Answers
from .logistic_normal import logistic_normal
from .pairs import meet, voices
from .rings import Heard, faction, likeliest
from .twins import twins

TELLING, FEWEST = 0.05, 3
"""Share of the workers, and number, that a faction must have to be looked at as a ring."""


def hear(answers: Answers) -> Heard:
    """Find who copies, let copies have one voice, and learn from what is left."""
    heard = Heard(answers, logistic_normal(answers))
    pairs = meet(answers)
    if not len(pairs.shared):
        return heard
    expected = pairs.explained(heard.fit.belief, heard.fit.scores)
    copying = twins(pairs, expected)
    if copying.any():
        weighed = answers.heard(voices(answers, pairs, copying))
        heard = Heard(weighed, logistic_normal(weighed))
    members = faction(pairs, expected).members > 0.0
    if np.count_nonzero(members) < max(TELLING * pairs.workers, FEWEST):
        return heard
    return likeliest(answers, pairs, members, heard)
