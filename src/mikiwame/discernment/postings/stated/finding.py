"""Finds the terms that a posting states."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice, takewhile

from mikiwame.core.terms import Term
from mikiwame.discernment.postings.index import Index
from mikiwame.discernment.postings.needs import needs
from mikiwame.discernment.reports import Stated
from mikiwame.discernment.text import Span, Text

from . import conduct, money, payday, people, time, work
from .pattern import Pattern
from .period import Period, find_periods

_PATTERNS: tuple[Pattern, ...] = (
    *(work.SCOPE + work.DELIVERABLE),
    *(money.REWARD + money.REWARD_BASIS + money.PAYMENT + payday.PAYDAY),
    *(time.DEADLINE + time.START + time.PACE + time.DURATION),
    *(people.HEADCOUNT + people.REQUIREMENTS + people.SELECTION),
    *(conduct.ENVIRONMENT + conduct.COMMUNICATION + conduct.INSPECTION),
    *(conduct.RIGHTS + conduct.CONFIDENTIALITY),
)


def find_stated(texts: Iterable[Text]) -> tuple[Stated, ...]:
    """The terms that the texts state, each once, in the sheet's order, with the first words that state it."""
    found: dict[Term, Stated] = {}
    for text in texts:
        periods = tuple(find_periods(text))
        for pattern in _index().met_by(text.folded):
            if pattern.term not in found and (place := _place(pattern, text, periods)):
                found[pattern.term] = Stated(pattern.term, text.quote(place.start, place.end))
        for period in periods:
            for term in (Term.START, Term.DEADLINE, Term.DURATION):
                if term not in found and period.states(term):
                    found[term] = Stated(term, text.quote(period.start, period.end))
        for term, span in money.find_money(text):
            if term not in found:
                found[term] = Stated(term, text.quote(span.start, span.end))
    return tuple(found[term] for term in Term if term in found)


@cache
def _index() -> Index[Pattern]:
    return Index((pattern, needs(pattern.says)) for pattern in _PATTERNS)


def _place(pattern: Pattern, text: Text, periods: tuple[Period, ...]) -> Span | None:
    """The first place of a pattern that no stretch of time explains otherwise."""
    for place in pattern.found(text):
        if not any(period.denies(pattern.term, place) for period in _around(place, periods)):
            return place
    return None


def _around(place: Span, periods: tuple[Period, ...]) -> Iterator[Period]:
    """The stretches of time that a place touches; they are in order and none overlaps another."""
    first = bisect_right(periods, place.start, key=lambda period: period.end)
    return takewhile(lambda period: period.start < place.end, islice(periods, first, None))
