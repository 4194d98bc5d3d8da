"""The consensus of workers whose habits are learnt together: the model behind `aggregate`.

The truth of item ``i`` is drawn from the classes' shares ``p``, and worker ``j`` answers by her habits
(`habits` has their formula and priors)::

    truth(i) ~ p,    label(i, j) ~ exp habit(truth(i), j, ·) / Σ exp habit(truth(i), j, ·)

It is Dawid and Skene's model with a prior over the confusion matrices as a whole, as in hierarchical models
of raters (Paun, Carpenter, Chamberlain, Hovy, Kruschwitz, Poesio: *Comparing Bayesian Models of Annotation*,
TACL 6, 2018: there with one normal for each cell; here the cells are taken apart into what all share,
ability, leaning and the rest, so that a few answers say much). Beliefs and habits take turns::

    belief(k, i) ∝ p(k) · Π exp score(k, j, label(i, j))                 over the workers j of i
    habits       = maximum a posteriori, by Newton's steps, given how often each label met each belief
    p(k)         ∝ 1 + Σ c(i) · belief(k, i) + Σ (1 - c(i)) · plurality(k, i)

**What answers can't tell.** An item with ``n`` answers holds ``n - 1`` comparisons between workers: its
answers count ``c(i) = (n - 1) / n`` each when habits are learnt, and the rest of its share goes to the label
with most votes. So an item with one answer teaches nothing, and where every item has one, it is believed.
Without this, likelihood explains single answers away.

**Where it begins.** From the majority vote; with known answers from the habits that these alone show, so
that a majority that is wrong on all of them isn't believed elsewhere.

Two of five workers know; the other three like the label 2, whatever is asked:

>>> from mikiwame.market.taskwork.consensus.answers import read
>>> truth = np.arange(30) % 3
>>> label = np.column_stack([truth, truth, truth, np.full(30, 2), np.full(30, 2)])
>>> label[::7, 0], label[::5, 2], label[4:9, 3:] = 0, 1, 0
>>> item, worker = np.indices(label.shape)
>>> fit = logistic_normal(read(item.ravel(), worker.ravel(), label.ravel(), None))
>>> bool((fit.belief.argmax(axis=0) == truth).all())
True
"""

from dataclasses import dataclass

import numpy as np

from .answers import UNKNOWN, Answers, Floats, normalised
from .habits import Habits
from .majority import majority_vote

ROUNDS = 60
STILL = 1e-3
"""The rounds end when no belief moves by more."""

FIRST, LATER = 4, 2
"""Rounds of Newton's steps when habits are learnt for the first time, and later."""

ALONE = 3
"""How often the variances are learnt anew where the belief stays as it is."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What was learnt: ``belief`` of classes × items, ``scores`` of truth × worker × label (logarithms)."""

    belief: Floats
    scores: Floats


def logistic_normal(answers: Answers) -> Fit:
    """Learn beliefs and habits from the answers."""
    belief, compared = majority_vote(answers), answers.compared
    plurality = belief >= belief.max(axis=0, initial=0.0) - 1e-9
    votes = (plurality / np.maximum(plurality.sum(axis=0), 1)) @ (1.0 - compared) + 1.0
    habits = Habits(len(answers.classes), len(answers.workers))
    known = (answers.known != UNKNOWN).astype(np.float64)
    habits.learn(answers.confusions(belief * (known if known.any() else compared)), FIRST)
    for _ in range(ROUNDS):
        shares = belief @ compared + votes
        scores = habits.scores()
        prior = np.log(shares / shares.sum())[:, None]
        before, belief = belief, answers.settled(normalised(answers.evidence(scores) + prior))
        if np.abs(belief - before).max(initial=0.0) <= STILL:
            break
        habits.learn(answers.confusions(belief * compared), LATER)
        habits.widen()
    return Fit(belief, scores)


def habits_of(answers: Answers, belief: Floats, counted: Floats) -> Floats:
    """The habits that answers show in the light of a belief: scores of truth × worker × label.

    ``counted`` says how far the answers of each item count, 0..1.
    """
    habits, counts = Habits(len(answers.classes), len(answers.workers)), answers.confusions(belief * counted)
    for _ in range(ALONE):
        habits.learn(counts, LATER)
        habits.widen()
    return habits.scores()
