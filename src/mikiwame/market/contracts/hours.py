"""Work by the hour: spells of work within a day, and what so many minutes are paid. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mikiwame.core.clock import TOKYO

AN_HOUR = 60
A_DAY = 24 * AN_HOUR
"""In minutes, as all times here."""

ENTRIES_MOST = 60
"""So many entries at most has a week."""

NOTE_MOST = 200

_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)", re.ASCII)


@dataclass(frozen=True, order=True)
class Spell:
    """Work on a day in Japan, from one minute of it to another; the day ends with minute 1,440."""

    day: date
    begins: int
    ends: int

    @property
    def minutes(self) -> int:
        """How long it was.

        >>> Spell(date(2026, 11, 2), 9 * 60, 12 * 60 + 30).minutes
        210
        """
        return self.ends - self.begins

    @property
    def begins_at(self) -> datetime:
        """The moment of its begin."""
        return _moment(self.day, self.begins)

    @property
    def ends_at(self) -> datetime:
        """The moment of its end."""
        return _moment(self.day, self.ends)

    def overlaps(self, other: "Spell") -> bool:
        """Whether some of it is worked in the other one, too; where one ends the next may begin."""
        return self.day == other.day and self.begins < other.ends and other.begins < self.ends


def clock_time(minute: int) -> str:
    """A minute of the day as clocks show it.

    >>> clock_time(545), clock_time(1_440)
    ('09:05', '24:00')
    """
    return f"{minute // AN_HOUR:02}:{minute % AN_HOUR:02}"


def minute_of(text: str) -> int:
    """The minute of the day that is written so; raises ValueError for anything else.

    >>> minute_of("9:05"), minute_of("24:00")
    (545, 1440)
    """
    match = _CLOCK.fullmatch(text)
    minute = int(match[1]) * AN_HOUR + int(match[2]) if match else A_DAY + 1
    if minute > A_DAY:
        raise ValueError(f"not a time of the day: {text!r}")
    return minute


def pay(minutes: int, rate: int) -> int:
    """What so many minutes of a week are paid at so much an hour, in yen.

    All minutes of the week are added up first, and the sum is rounded once, up to a whole yen: the worker's
    favour. Full hours never are more than their number times the rate.

    >>> pay(60, 1_500), pay(61, 1_500), pay(1, 1_001), pay(0, 1_500)
    (1500, 1525, 17, 0)
    """
    return -(-minutes * rate // AN_HOUR)


def contested(minutes: int, doubted: int, rate: int) -> int:
    """How much less a week would be paid without the doubted minutes, in yen.

    >>> contested(61, 1, 1_500), contested(61, 61, 1_500)
    (25, 1525)
    """
    return pay(minutes, rate) - pay(minutes - doubted, rate)


def _moment(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(), TOKYO) + timedelta(minutes=minute)
