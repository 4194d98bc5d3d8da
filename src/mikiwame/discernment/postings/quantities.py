"""How much work there is: 「3,000字」, 「2〜3万字」, 「10ページ」, 「音声60分」."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mikiwame.discernment.numerals import number, scale
from mikiwame.discernment.text import Span

_FIGURE = r"[0-9][0-9,]{0,12}(?:\.[0-9]{1,9})?"
_COUNT = rf"(?P<least>{_FIGURE})(?P<scale>[万千]?)(?:~(?P<most>{_FIGURE})(?P<most_scale>[万千]?))? ?"
CHARACTERS = "(?:文字|字(?!幕|体|形|起))"
REACH = 240
"""A quantity belongs to a sum that stands no more letters away."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """From ``least`` to ``most`` of something."""

    least: float
    most: float
    span: Span

    def distance(self, span: Span) -> int:
        """How many letters lie between it and a stretch, about."""
        return min(abs(self.span.start - span.start), abs(span.end - self.span.end))


def of(counter: str, before: str = "") -> re.Pattern[str]:
    """The expression for a number of what a counter counts, after some words."""
    return re.compile(before + _COUNT + counter)


def nearest(quantity: re.Pattern[str], text: str, span: Span) -> Quantity | None:
    """The quantity closest to a stretch of a folded text, if one of several is within reach."""
    near = list(_quantities(quantity, text, max(0, span.start - REACH), min(len(text), span.end + REACH)))
    near = [one for one in near if one.least >= 2] or near
    return min(near, key=lambda one: (one.distance(span), one.least), default=None)


def _quantities(quantity: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Quantity]:
    for found in quantity.finditer(text, start, end):
        least = number(found["least"])[0] * scale(found["scale"])
        if found["most"]:
            most = number(found["most"])[0] * scale(found["most_scale"])
            least *= scale(found["most_scale"]) if not found["scale"] and least < most else 1
        else:
            most = least
        yield Quantity(least, max(least, most), Span(found.start(), found.end()))
