"""Dawid and Skene: each worker confuses the classes in her own way.

The model (Dawid, Skene: *Maximum Likelihood Estimation of Observer Error-Rates Using the EM Algorithm*,
Applied Statistics 28, 1979). The truth of item ``i`` is drawn from the classes' shares ``p``; worker ``j``
answers from the row of her own confusion matrix that belongs to the truth, whoever else has answered::

    truth(i) ~ p,    label(i, j) ~ π(j, truth(i), ·)

Expectation and maximisation take turns, from the majority vote on::

    belief(k, i) ∝ p(k) · Π π(j, k, label(i, j))                        over the workers j of i
    π(j, k, l)   ∝ ½ + Σ belief(k, i) · [label(i, j) = l]               over the items i of j
    p(k)         ∝ ½ + Σ belief(k, i)

The ½ makes it the maximum a posteriori under Dirichlet priors of 1.5: a worker with few answers is nearly a
stranger, and nothing is impossible because it hasn't been seen.

Three workers see six items. The third one always says the contrary, so what she says tells as much:

>>> from mikiwame.market.taskwork.consensus.answers import read
>>> item, worker = np.repeat(np.arange(6), 3), np.tile([1, 2, 3], 6)
>>> answers = read(item, worker, [0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 1, 1, 0, 0, 1, 1], None)
>>> dawid_skene(answers).argmax(axis=0).tolist()
[0, 1, 0, 1, 1, 0]
"""

import numpy as np

from .answers import Answers, Floats, normalised
from .majority import majority_vote

SMOOTHING = 0.5
"""Answers added to each cell of a confusion matrix, and items to each class."""

ROUNDS = 100
STILL = 1e-4
"""The rounds end when no belief moves by more."""


def dawid_skene(answers: Answers) -> Floats:
    """How far each class is believed of each item, classes × items; each item sums to 1."""
    belief = majority_vote(answers)
    for _ in range(ROUNDS):
        confusions = answers.confusions(belief) + SMOOTHING
        shares = belief.sum(axis=1) + SMOOTHING
        scores = np.log(confusions / confusions.sum(axis=2, keepdims=True))
        prior = np.log(shares / shares.sum())
        before, belief = belief, answers.settled(normalised(answers.evidence(scores) + prior[:, None]))
        if np.abs(belief - before).max(initial=0.0) <= STILL:
            break
    return belief
