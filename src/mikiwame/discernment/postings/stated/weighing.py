"""Weighs a posting's sentences for each term, and decides together with the rules which terms it states.

A sentence's score for a term is a logistic regression over its features (``weighing.features``). A posting
states a term unless none of its sentences does (noisy or)::

    told = log-odds of 1 - Π (1 - σ(score))
    judged = slope · told + bias_term + trust_term · (whether a rule found the term)

The scores are learnt from whole postings, of which only is known which terms they state.
"""

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mikiwame.core.terms import Term
from mikiwame.discernment.postings.weighing.features import Features
from mikiwame.discernment.postings.weighing.hearing import Heard
from mikiwame.discernment.postings.weighing.model import Model, read
from mikiwame.discernment.reports import Stated

Floats = NDArray[np.float32]

TERMS = tuple(Term)
LARGEST = 6.0
"""No posting is surer of a term than by these log-odds."""


def weigh(model: Model, heard: Heard, found: Mapping[Term, Stated], sort: str = "") -> dict[Term, Stated]:
    """The terms that a posting states, where ``found`` are those that the rules found.

    A term that the rules didn't find is quoted by its heaviest clause. ``sort`` is the posting's format.
    """
    if not heard.parts:
        return dict(found)
    scores = heard.scores[:, -len(TERMS) :] + model.surrounded(around(sort))
    judged = judge(model, told(scores), np.array([term in found for term in TERMS]))
    stated = (judged > 0).nonzero()[0].tolist()
    return {TERMS[place]: found.get(TERMS[place]) or _said(heard, scores, place) for place in stated}


def around(sort: str) -> Features:
    """A posting's surroundings: no more than its format."""
    return frozenset(), frozenset(), frozenset({f"S:{sort}"} if sort else ())


def told(scores: Floats) -> Floats:
    """The log-odds that at least one sentence states each term: (terms), of (sentences, terms)."""
    silent = np.logaddexp(0, scores).sum(axis=0)
    odds: Floats = np.log(np.expm1(np.clip(silent, 1e-4, LARGEST)))
    return np.clip(odds, -LARGEST, LARGEST)


def judge(model: Model, odds: Floats, ruled: NDArray[np.bool_]) -> Floats:
    """The log-odds of each term in a posting, by its sentences and by the rules."""
    judged: Floats = odds * model.shared[0] + model.own[0] + model.own[1] * ruled
    return judged


def _said(heard: Heard, scores: Floats, place: int) -> Stated:
    heaviest = int(scores[:, place].argmax())
    return Stated(TERMS[place], heard.heaviest_clause(heaviest, place - len(TERMS)))


@cache
def shipped() -> Model:
    """The model that lies beside this code, made by ``training/stated.py``."""
    return read(__package__)
