"""Finds where a posting's text says something else than its terms sheet."""

import re
from collections.abc import Callable, Iterable, Iterator

from mikiwame.core.terms import Term
from mikiwame.discernment.postings.flags.guards import quoted, told_of
from mikiwame.discernment.postings.place import Place
from mikiwame.discernment.postings.sheet import Sheet
from mikiwame.discernment.reports import Contradiction
from mikiwame.discernment.text import Text

from . import days, money, numbers, pace, tools
from .claim import Claim

_READERS: tuple[Callable[[Text, Sheet], Iterator[Claim]], ...] = (
    money.rewards,
    money.bases,
    days.deadlines,
    days.starts,
    pace.paces,
    numbers.durations,
    numbers.headcounts,
    tools.tools,
    numbers.inspections,
    numbers.rounds,
    numbers.payments,
)

_DENIED = re.compile("ではなく|ではありません|でなく|じゃな")


def find_contradictions(texts: Iterable[Text], sheet: Sheet) -> tuple[Contradiction, ...]:
    """What the texts say otherwise than the sheet, in the sheet's order; each place once a term."""
    if sheet == Sheet():
        return ()
    found: dict[tuple[Term, str, int], Contradiction] = {}
    for text in texts:
        for reader in _READERS:
            for claim in reader(text, sheet):
                place = Place(text.folded, claim.span.start, claim.span.end)
                if not (quoted(place) or told_of(place) or _DENIED.search(place.tail)):
                    quote = text.quote(claim.span.start, claim.span.end)
                    found.setdefault(
                        (claim.term, quote.part, quote.start), Contradiction(claim.term, quote, claim.sheet)
                    )
    order = list(Term)
    return tuple(sorted(found.values(), key=lambda one: order.index(one.term)))
