"""Stretches of time, ``10/6~10/20``.

A short one says when work starts and when it is due, a long one when it starts and how long it lasts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mikiwame.core.terms import Term
from mikiwame.discernment.numerals import number
from mikiwame.discernment.postings.dates import DAY, MONTH, PART, WEEKDAY
from mikiwame.discernment.text import Span, Text

SHORT = 35
"""The most days between two dates of which the second is a due date; a longer stretch is an engagement."""

_FROM = re.compile(
    rf"(?<![0-9])(?P<month>{MONTH})(?:/(?P<slashed>{DAY})|月(?:の?(?P<part>{PART})|(?P<day>{DAY})日)?)"
    rf"{WEEKDAY}[ ]?(?:~|-|→|から|がら|より|に?(?:着手|開始|スタート|始め|start)[^。\n0-9]{{0,4}})[、,]?[ ]?"
    rf"(?P<next_year>翌年?|来年?|同年)?の?"
    rf"(?:(?P<to_month>{MONTH})(?:/(?:(?P<to_slashed>{DAY})|(?P<to_end>末))|"
    rf"月(?:の?(?P<to_part>{PART})|(?P<to_day>{DAY})日)?)|(?P<only_day>{DAY})日)(?![0-9本件枚回束])"
    rf"(?P<delivers>{WEEKDAY}[^。\n、]{{0,4}}(?:納品|完成|公開|校了|提出|締|〆|仕上|返))?"
)
_OF_OTHERS = re.compile(r"応募|募集|受付|選考|放送|掲載|会期|キャンペーン")


@dataclass(frozen=True, slots=True)
class Period:
    """From one date to another; ``due`` is whether the second date is when the work is due."""

    start: int
    end: int
    due: bool

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)

    def states(self, term: Term) -> bool:
        """Whether it says this about the work."""
        return term in {Term.START, Term.DEADLINE if self.due else Term.DURATION}

    def denies(self, term: Term, place: Span) -> bool:
        """Whether words that seem to state a term belong to this stretch, which states another."""
        return term in {Term.DEADLINE, Term.DURATION} and not self.states(term) and self.span.overlaps(place)


def find_periods(text: Text) -> Iterator[Period]:
    """Every stretch between two dates that is about the work, in the order of the text."""
    folded = text.folded
    for found in _FROM.finditer(folded):
        line = max(folded.rfind("\n", 0, found.start()), folded.rfind("。", 0, found.start())) + 1
        if not _OF_OTHERS.search(folded, max(line, found.start() - 40), found.start()):
            yield Period(found.start(), found.end(), bool(found["delivers"]) or _days(found) <= SHORT)


def _days(found: re.Match[str]) -> int:
    """About how many days lie between the dates, with months of thirty days."""
    month = _whole(found["month"])
    to_month = _whole(found["to_month"]) if found["to_month"] else month
    first = month * 30 + _day(found["slashed"] or found["day"], found["part"], without=1)
    last = to_month * 30 + _day(
        found["to_slashed"] or found["to_day"] or found["only_day"], found["to_part"], without=30
    )
    return last - first + (360 if last < first else 0)


def _day(day: str | None, part: str | None, *, without: int) -> int:
    if day:
        return _whole(day)
    if not part or part == "分":
        return without
    if part[0] in "末下終い":
        return 28
    return 15 if part[0] in "中半" else 3


def _whole(digits: str) -> int:
    return int(number(digits)[0])
