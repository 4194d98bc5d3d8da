"""Majority vote: every answer counts the same.

The belief in class ``k`` for item ``i`` is the share of its answers that say ``k``::

    belief(k, i) = votes(k, i) / Σ votes(·, i)

Labels with equally many votes are equally believed: who measures accuracy by it counts a tie between ``n``
labels as ``1 / n`` right, which is what drawing among them would give on the average.

Two of three say 1 about the first item; the two workers who saw the second one disagree:

>>> from mikiwame.market.taskwork.consensus.answers import read
>>> answers = read([0, 0, 0, 1, 1], [7, 8, 9, 7, 8], [1, 1, 0, 1, 0], None)
>>> majority_vote(answers).round(2).tolist()
[[0.33, 0.5], [0.67, 0.5]]
"""

import numpy as np

from .answers import Answers, Floats


def majority_vote(answers: Answers) -> Floats:
    """How far each class is believed of each item, classes × items; each item sums to 1."""
    votes = answers.votes
    total = votes.sum(axis=0)
    even = np.full(votes.shape, 1.0 / max(len(votes), 1))
    return answers.settled(np.divide(votes, total, out=even, where=total > 0.0))
