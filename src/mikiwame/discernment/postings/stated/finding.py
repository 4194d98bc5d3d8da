"""Finds the terms that a posting states."""

from collections.abc import Iterable

from mikiwame.core.terms import Term
from mikiwame.discernment.reports import Stated
from mikiwame.discernment.text import Text

from . import conduct, money, people, time, work
from .pattern import Pattern

_PATTERNS: tuple[Pattern, ...] = (
    *(work.SCOPE + work.DELIVERABLE),
    *(money.REWARD + money.REWARD_BASIS + money.PAYMENT),
    *(time.DEADLINE + time.START + time.PACE + time.DURATION),
    *(people.HEADCOUNT + people.REQUIREMENTS + people.SELECTION),
    *(conduct.ENVIRONMENT + conduct.COMMUNICATION + conduct.INSPECTION),
    *(conduct.RIGHTS + conduct.CONFIDENTIALITY),
)


def find_stated(texts: Iterable[Text]) -> tuple[Stated, ...]:
    """The terms that the texts state, each once, in the sheet's order, with the first words that state it."""
    found: dict[Term, Stated] = {}
    for text in texts:
        for pattern in _PATTERNS:
            if pattern.term in found:
                continue
            place = next(pattern.found(text), None)
            if place is not None:
                found[pattern.term] = Stated(pattern.term, text.quote(place.start, place.end))
    return tuple(found[term] for term in Term if term in found)
