"""Independent Bayesian classifier combination, with priors learnt from all workers.

The model (Kim, Ghahramani: *Bayesian Classifier Combination*, AISTATS 2012). As Dawid and Skene's, but each
row of a confusion matrix is drawn from a Dirichlet that belongs to the truth, the same for all workers, and
so are the classes' shares::

    p ~ Dirichlet(1),    truth(i) ~ p,    π(j, k, ·) ~ Dirichlet(α(k)),    label(i, j) ~ π(j, truth(i), ·)

Variational Bayes, with the digamma function ψ::

    n(j, k, l)   = Σ belief(k, i) · [label(i, j) = l]                    over the items i of j
    belief(k, i) ∝ exp ψ(1 + Σ belief(k, ·)) · Π exp E(j, k, label(i, j))    over the workers j of i
    E(j, k, l)   = ψ(α(k, l) + n(j, k, l)) - ψ(Σ α(k, ·) + Σ n(j, k, ·))     the expected log π(j, k, l)

and ``α(k)`` is empirical: each round takes steps of the fixed point that maximises the likelihood of all
workers' counts (Minka: *Estimating a Dirichlet distribution*, 2000)::

    α(k, l) ← α(k, l) · Σ [ψ(α(k, l) + n(j, k, l)) - ψ(α(k, l))] / Σ [ψ(A + N(j)) - ψ(A)]

over the workers ``j``, where ``A = Σ α(k, ·)`` and ``N(j) = Σ n(j, k, ·)``.

Two workers know, a third one answers as she likes:

>>> from mikiwame.market.taskwork.consensus.answers import read
>>> truth = np.arange(12) % 2
>>> label = np.column_stack([truth, truth, [0, 0, 0, 1, 1, 1] * 2])
>>> item, worker = np.indices(label.shape)
>>> belief = independent_bcc(read(item.ravel(), worker.ravel(), label.ravel(), None))
>>> bool((belief.argmax(axis=0) == truth).all())
True
"""

import numpy as np

from .answers import Answers, Floats, normalised
from .gamma import digamma
from .majority import majority_vote

ROUNDS, STEPS = 100, 3
STILL = 1e-4
"""The rounds end when no belief moves by more."""

LEAST, MOST = 1e-3, 1e4
"""Bounds of a prior's parameters."""


def independent_bcc(answers: Answers) -> Floats:
    """How far each class is believed of each item, classes × items; each item sums to 1."""
    belief, classes = majority_vote(answers), len(answers.classes)
    priors = np.ones((classes, classes)) + classes * np.eye(classes)
    for _ in range(ROUNDS):
        counts = answers.confusions(belief)
        for _ in range(STEPS):
            priors = empirical(priors, counts)
        scores = expected_logarithms(counts + priors[:, None, :])
        shares = digamma(belief.sum(axis=1) + 1.0)[:, None]
        before, belief = belief, answers.settled(normalised(answers.evidence(scores) + shares))
        if np.abs(belief - before).max(initial=0.0) <= STILL:
            break
    return belief


def empirical(priors: Floats, counts: Floats) -> Floats:
    """The priors (truth × label) after a step toward those of which the counts are likeliest."""
    total = priors.sum(axis=1)[:, None]
    cells = (digamma(counts + priors[:, None, :]) - digamma(priors)[:, None, :]).sum(axis=1)
    rows = (digamma(counts.sum(axis=2) + total) - digamma(total)).sum(axis=1)
    moved: Floats = np.clip(priors * cells / np.maximum(rows, 1e-12)[:, None], LEAST, MOST)
    return moved


def expected_logarithms(parameters: Floats) -> Floats:
    """E log π of Dirichlets along the last axis."""
    return digamma(parameters) - digamma(parameters.sum(axis=-1, keepdims=True))
