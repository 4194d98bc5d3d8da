"""How long a clock runs when clocks stop in between, and when its reader is reminded. Pure: no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

DAY = timedelta(days=1)
APART = timedelta(hours=6)
"""Reminders that would come closer together are one."""


@dataclass(frozen=True, order=True)
class Pause:
    """A time in which a clock stands still: from ``since`` to just before ``until``."""

    since: datetime
    until: datetime


def limit(since: datetime, running: timedelta, pauses: Iterable[Pause]) -> datetime:
    """When a clock has run so long that began to run then."""
    at, left = since, running
    for pause in sorted(pauses):
        if pause.until <= at:
            continue
        free = max(pause.since - at, timedelta())
        if left <= free:
            break
        at, left = pause.until, left - free
    return at + left


def elapsed(since: datetime, until: datetime, pauses: Iterable[Pause]) -> timedelta:
    """How long a clock has run between two moments."""
    at, stood = since, timedelta()
    for pause in sorted(pauses):
        begin, end = max(pause.since, at), min(pause.until, until)
        if begin < end:
            stood += end - begin
            at = end
    return until - since - stood


def reminder(since: datetime, until: datetime, *, after: datetime) -> datetime | None:
    """The next moment to remind whose turn it is: at half of the time, and a day before the limit.

    None where no such moment comes any more. At the limit itself its outcome is told.
    """
    half, day_before = since + (until - since) / 2, until - DAY
    moments = [half, day_before] if day_before - half >= APART else [half]
    return next((moment for moment in moments if moment > after), None)
