"""Days of a calendar as people write them: ``12/20``, ``12月20日``, ``十二月二十日``, ``2026年12月末``."""

import re
from dataclasses import dataclass
from datetime import date

from mikiwame.discernment.numerals import number
from mikiwame.discernment.text import Span

MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
DAY = r"(?:3[01]|[12][0-9]|0?[1-9]|(?:二|三)?十[一二三四五六七八九]?|[一二三四五六七八九])"
PART = r"(?:末日?|下旬|終わり|上旬|初旬|頭|はじめ|初め|中旬|半ば|分|いっぱい)"
WEEKDAY = r"(?:\([月火水木金土日祝・]{1,3}\))?"
CALENDAR_DAY = (
    r"(?<![0-9/.])(?:令和(?P<reiwa>[0-9]{1,2}|元)年|(?P<year>20[0-9]{2})[年/.\-])? ?"
    rf"(?P<month>{MONTH})(?:/(?P<slashed>{DAY})(?![0-9/%枚本件回])|月(?:の?(?P<part>{PART})(?!分)(?<!分)|(?P<day>{DAY})日)){WEEKDAY}"
)
"""An expression with the groups of which ``written`` makes a day."""

_LATE, _EARLY, _MIDDLE = (20, 31), (1, 11), (10, 21)
"""From and to which day people call it late, early, the middle; they overlap, as people do."""
_PARTS = dict.fromkeys("末下終い", _LATE) | dict.fromkeys("上初頭は", _EARLY) | dict.fromkeys("中半", _MIDDLE)


@dataclass(frozen=True, slots=True)
class Written:
    """A day of a month, or a part of it from ``first`` to ``last``; ``year`` where it is said."""

    year: int | None
    month: int
    first: int
    last: int
    span: Span

    def holds(self, day: date) -> bool:
        """Whether a day may be the one that is meant."""
        return (
            self.month == day.month
            and self.first <= day.day <= self.last
            and (self.year is None or self.year == day.year)
        )

    def is_after(self, day: date) -> bool:
        """Whether it lies after a day: without a year, within the half year that follows it."""
        if self.year is not None and self.year != day.year:
            return self.year > day.year
        months = (self.month - day.month) % 12 if self.year is None else self.month - day.month
        return 0 < months < 6 or (months == 0 and self.first > day.day)


def written(found: re.Match[str]) -> Written:
    """The day that a match of ``CALENDAR_DAY`` tells."""
    day = found["slashed"] or found["day"]
    first, last = _PARTS.get(found["part"][0], (1, 31)) if found["part"] else (1, 31)
    if day:
        first = last = int(number(day)[0])
    return Written(
        _year(found), int(number(found["month"])[0]), first, last, Span(found.start(), found.end())
    )


def _year(found: re.Match[str]) -> int | None:
    if found["reiwa"]:
        return 2018 + (1 if found["reiwa"] == "元" else int(found["reiwa"]))
    return int(found["year"]) if found["year"] else None
