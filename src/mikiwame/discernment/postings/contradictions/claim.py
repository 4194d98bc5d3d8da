"""What a text says of a term otherwise than its sheet, and numbers that can be held against one another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from mikiwame.core.terms import Term
from mikiwame.discernment.numerals import number
from mikiwame.discernment.postings.place import Place
from mikiwame.discernment.text import Span

FIGURE = r"(?:[0-9]{1,4}|[一二三四五六七八九十]{1,3})"
RANGE = rf"(?P<least>{FIGURE})(?:[~\-](?P<most>{FIGURE}))?"
"""A number or a range; ``extent`` makes a stretch of it."""
OPEN = float("inf")
MOST = 60
"""No text says one thing more often; so a text that does nothing else stays cheap."""
_AT_LEAST = re.compile(r" ?(?:[名人日回本件か月週間]{0,3})(?:以上|~|から)")
_AT_MOST = re.compile(r" ?(?:[名人日回本件か月週間]{0,3})(?:まで|以内|以下)")
_OR_SO = re.compile(r" ?(?:[^。\n0-9、]{0,4})(?:程度|ほど|くらい|ぐらい|前後|目安)")


@dataclass(frozen=True, slots=True)
class Claim:
    """Words of a text, at ``span``, that say of ``term`` something else than the sheet's ``sheet``."""

    term: Term
    span: Span
    sheet: str


@dataclass(frozen=True, slots=True)
class Extent:
    """From ``least`` to ``most`` of something."""

    least: float
    most: float

    def meets(self, other: "Extent", slack: float = 1.0) -> bool:
        """Whether the two have something in common, give or take a factor."""
        return self.least <= other.most * slack and other.least <= self.most * slack

    def times(self, factor: float) -> "Extent":
        """As many times as much."""
        return Extent(self.least * factor, self.most * factor)


def extent(found: re.Match[str]) -> Extent:
    """The stretch of a ``RANGE``: one-sided where the text says so, wider where it is only near."""
    least = number(found["least"])[0]
    most = number(found["most"])[0] if found["most"] else least
    least, most = min(least, most), max(least, most)
    end = found.end("most") if found["most"] else found.end("least")
    if _AT_LEAST.match(found.string, end):
        return Extent(least, OPEN)
    if _OR_SO.match(found.string, end):
        return Extent(least * 0.7, most * 1.3)
    return Extent(least, most)


def at_most(found: re.Match[str]) -> bool:
    """Whether the number is the most: 「3回まで」."""
    return (
        _AT_MOST.match(found.string, found.end("most") if found["most"] else found.end("least")) is not None
    )


def matches(expression: re.Pattern[str], folded: str) -> Iterator[re.Match[str]]:
    """The first ``MOST`` places of an expression."""
    return islice(expression.finditer(folded), MOST)


def clause_has(expression: re.Pattern[str], folded: str, start: int, end: int) -> bool:
    """Whether the clauses around a stretch hold an expression."""
    return expression.search(folded, *Place(folded, start, end).clause_edges()) is not None
