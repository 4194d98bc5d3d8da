"""Weighs a posting's sentences, and decides together with the rules which signs it gives, and where."""

from collections.abc import Sequence

import numpy as np

from mikiwame.discernment.reports import Flagged
from mikiwame.discernment.text import Quote

from .hearing import Heard
from .model import KINDS, Bools, Model


def ruled(signs: Sequence[Flagged]) -> Bools:
    """Which kinds the rules found."""
    found = {sign.kind for sign in signs}
    return np.array([kind in found for kind in KINDS])


def marked(heard: Heard, signs: Sequence[Flagged]) -> Bools:
    """In which sentences the rules found which kinds: (sentences, kinds)."""
    marks = np.zeros((len(heard.parts), len(KINDS)), bool)
    for sign in signs:
        marks[heard.meeting(sign.quote), KINDS.index(sign.kind)] = True
    return marks


def weigh(model: Model, heard: Heard, signs: Sequence[Flagged], sort: Sequence[str] = ()) -> list[Flagged]:
    """The signs that a posting gives, one of a kind, where ``signs`` are those that the rules found.

    ``sort`` are the posting's format and category.
    """
    if not heard.parts:
        return []
    alone, marks = heard.scores[:, : len(KINDS)], marked(heard, signs)
    scores = alone + model.surrounded(heard.around(sort))
    given = model.given(alone, scores, marks, heard.denying, ruled(signs))
    places = model.places(scores, marks).tolist()
    found = [
        Flagged(KINDS[kind], _place(heard, places[kind], kind, signs)) for kind in given.nonzero()[0].tolist()
    ]
    return sorted(found, key=lambda sign: (sign.quote.part != "title", sign.quote.start))


def _place(heard: Heard, heaviest: int, kind: int, signs: Sequence[Flagged]) -> Quote:
    """The words of the heaviest sentence that show a kind: those of the rules where they found it there."""
    mine = (sign.quote for sign in signs if sign.kind is KINDS[kind])
    by_rule = next((quote for quote in mine if heaviest in heard.meeting(quote)), None)
    return by_rule or heard.heaviest_clause(heaviest, kind)
