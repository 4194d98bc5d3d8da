"""Weighs a posting's sentences, and decides together with the rules which signs it gives, and where."""

from collections.abc import Sequence

import numpy as np

from mikiwame.discernment.linear import Floats
from mikiwame.discernment.reports import Flagged
from mikiwame.discernment.text import Quote

from .features import surroundings
from .hearing import Heard
from .model import KINDS, Bools, Model

RULED = 2.0
"""How much heavier a sentence counts as the place of a sign where a rule found the sign there."""


def ruled(signs: Sequence[Flagged]) -> Bools:
    """Which kinds the rules found."""
    found = {sign.kind for sign in signs}
    return np.array([kind in found for kind in KINDS])


def weigh(model: Model, heard: Heard, signs: Sequence[Flagged], sort: Sequence[str] = ()) -> list[Flagged]:
    """The signs that a posting gives, one of a kind, where ``signs`` are those that the rules found.

    ``sort`` are the posting's format and category.
    """
    if not heard.parts:
        return []
    alone, by_rules = heard.scores[:, : len(KINDS)], ruled(signs)
    scores = alone + model.surrounded(surroundings(heard.features, sort))
    given = (model.judge(scores, by_rules) > 0) | model.plain(alone, by_rules)
    found = [
        Flagged(KINDS[kind], _place(heard, scores[:, kind], kind, signs))
        for kind in given.nonzero()[0].tolist()
    ]
    return sorted(found, key=lambda sign: (sign.quote.part != "title", sign.quote.start))


def _place(heard: Heard, scores: Floats, kind: int, signs: Sequence[Flagged]) -> Quote:
    """The words that show a kind most: of the rules' words and of the sentences the heaviest."""
    weights = scores.astype(np.float64)
    by_rule: dict[int, Quote] = {}
    for sign in signs:
        if sign.kind is KINDS[kind]:
            for place in heard.meeting(sign.quote):
                by_rule.setdefault(place, sign.quote)
    weights[[*by_rule]] += RULED
    best = int(weights.argmax())
    return by_rule.get(best) or heard.heaviest_clause(best, kind)
