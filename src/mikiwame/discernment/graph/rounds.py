"""Fairness from agreement, agreement from what the fair say: in rounds, until nothing moves."""

from dataclasses import dataclass

import numpy as np

from .ratings import Floats, Opinions

PRIOR = 0.5
"""The fairness of a rater of whom nothing is known; it weighs as much as one full piece of evidence."""

CROWD = 10.0
"""Voices from which on it gets cheap to agree with them."""

ROUNDS = 100
STILL = 1e-6
"""The rounds end when no fairness moves by more."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Where the rounds ended: ``fairness`` per rater, ``goodness`` per ratee.

    Per opinion: ``elsewhere``, her fairness without it; ``expected``, the mean of what the others said;
    ``voices``, how much they had to say (with 0, ``expected`` means nothing).
    """

    fairness: Floats
    goodness: Floats
    elsewhere: Floats
    expected: Floats
    voices: Floats


def settle(opinions: Opinions, weight: Floats, evidence: Floats) -> Agreement:
    """Let raters and ratees judge one another until nothing moves.

    ``weight`` is what an opinion counts for its ratee, ``evidence`` for its rater, both per opinion in 0..1.
    """
    now = listen(opinions, weight, np.full(len(opinions.raters), PRIOR), np.full(len(weight), PRIOR))
    for _ in range(ROUNDS):
        fairness, elsewhere = judge(opinions, evidence, now)
        before, now = now, listen(opinions, weight, fairness, elsewhere)
        if np.abs(now.fairness - before.fairness).max() <= STILL:
            break
    return now


def listen(opinions: Opinions, weight: Floats, fairness: Floats, elsewhere: Floats) -> Agreement:
    """What the fair say of each ratee, and what each rater could have expected from the others."""
    voice = weight * elsewhere**2
    said = voice * opinions.score
    voices = np.bincount(opinions.ratee, weights=voice)
    total = np.bincount(opinions.ratee, weights=said)
    others = np.maximum(voices[opinions.ratee] - voice, 0.0)
    rest = np.divide(total[opinions.ratee] - said, others, out=np.zeros_like(others), where=others > 0.0)
    return Agreement(
        fairness=fairness,
        goodness=total / (1.0 + voices),
        elsewhere=elsewhere,
        expected=np.clip(rest, -1.0, 1.0),
        voices=others,
    )


def judge(opinions: Opinions, evidence: Floats, heard: Agreement) -> tuple[Floats, Floats]:
    """How fair each rater is, and how fair without each of her opinions."""
    known = heard.voices / (1.0 + heard.voices) * np.sqrt(CROWD / (CROWD + heard.voices))
    weight = evidence * known
    agreed = weight * closeness(opinions.score, heard.expected)
    weights = np.bincount(opinions.rater, weights=weight)
    total = np.bincount(opinions.rater, weights=agreed)
    fairness = (PRIOR + total) / (1.0 + weights)
    elsewhere = (PRIOR + total[opinions.rater] - agreed) / (1.0 + weights[opinions.rater] - weight)
    return fairness, elsewhere


def closeness(score: Floats, expected: Floats) -> Floats:
    """How well a score agrees with what was to be expected: 1 when equal, 0.37 half the scale apart."""
    close: Floats = np.exp(-np.square(score - expected))
    return close


def reliability(settled: Agreement, opinions: Opinions, score: Floats) -> Floats:
    """How far each rating can be relied on: its rater's other opinions, and its agreement with others."""
    opinion = opinions.of_rating
    known = (settled.voices / (1.0 + settled.voices))[opinion]
    agreed = known * closeness(score, settled.expected[opinion])
    return (settled.elsewhere[opinion] + agreed) / (1.0 + known)
