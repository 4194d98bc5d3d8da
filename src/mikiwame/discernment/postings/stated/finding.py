"""Finds the terms that a posting states."""

from collections.abc import Iterable

from mikiwame.core.terms import Term
from mikiwame.discernment.postings.expressions import expressions
from mikiwame.discernment.reports import Stated
from mikiwame.discernment.text import Span, Text, touching

from . import money
from .pattern import Pattern
from .period import Period, find_periods


def find_stated(texts: Iterable[Text]) -> tuple[Stated, ...]:
    """The terms that the texts state, each once, in the sheet's order, with the first words that state it."""
    found: dict[Term, Stated] = {}
    for text in texts:
        periods = tuple(find_periods(text))
        for pattern, places in expressions().found_in(text.folded, Pattern):
            if pattern.term not in found and (place := _place(pattern, text, places, periods)):
                found[pattern.term] = Stated(pattern.term, text.quote(place.start, place.end))
        for period in periods:
            for term in (Term.START, Term.DEADLINE, Term.DURATION):
                if term not in found and period.states(term):
                    found[term] = Stated(term, text.quote(period.start, period.end))
        for term, span in money.find_money(text):
            if term not in found:
                found[term] = Stated(term, text.quote(span.start, span.end))
    return tuple(found[term] for term in Term if term in found)


def _place(
    pattern: Pattern, text: Text, places: Iterable[tuple[int, int]], periods: tuple[Period, ...]
) -> Span | None:
    """The first place of a pattern that no stretch of time explains otherwise."""
    for place in pattern.places(text.folded, places):
        if not any(period.denies(pattern.term, place) for period in touching(periods, place)):
            return place
    return None
