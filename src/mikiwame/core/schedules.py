"""Repeating work: on which days deliveries are due, and which days one payment covers. Pure."""

import calendar
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

import jpholiday

from .calendar import days, is_business_day

DAY = timedelta(days=1)
WEEK = timedelta(days=7)

MOVED_MOST = timedelta(days=14)
"""Further than that no holiday moves a delivery: no run of days without business is that long."""

EMPTY_MOST = 12
"""So many periods in a row may have nothing due before a schedule counts as one that never comes."""


class Repeat(StrEnum):
    """How often something is due."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"
    TIMES_A_WEEK = "times_a_week"
    MONTHLY = "monthly"
    HOURS = "hours"


class Length(StrEnum):
    """How long a period is: what lies in it is laid out and paid ahead together."""

    WEEK = "week"
    MONTH = "month"


class Weekday(StrEnum):
    """A day of the week, Monday first."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class OnHoliday(StrEnum):
    """What becomes of a delivery that is due on a national holiday (国民の祝日)."""

    KEPT = "kept"
    SKIPPED = "skipped"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Schedule:
    """Every day, on some weekdays, so many times a week, on one day of each month, or by the hour.

    ``month_day`` beyond a month's end is its last day, so that 31 is the last of every month. Of so many
    times a week all are due by the week's last day, holiday or not; the weeks are counted from the start.
    Of work by the hour one thing is due each week, on its last day: the hours that were worked in it.
    """

    repeat: Repeat
    weekdays: tuple[Weekday, ...] = ()
    times_a_week: int | None = None
    month_day: int | None = None
    on_holiday: OnHoliday = OnHoliday.KEPT


@dataclass(frozen=True)
class Span:
    """A week or a month of deliveries: its first and last day, and the days on which one is due.

    ``whole``: on which it would be by the schedule alone, days off too.
    """

    first: date
    last: date
    due: tuple[date, ...]
    whole: tuple[date, ...] = field(default=(), compare=False)


def usual_length(schedule: Schedule) -> Length:
    """How long a period is, unless something else is agreed."""
    return Length.MONTH if schedule.repeat == Repeat.MONTHLY else Length.WEEK


def due_days(schedule: Schedule, first: date, last: date, off: Collection[date] = ()) -> Iterator[date]:
    """The days from the first to the last on which a delivery is due, in order; none of those ``off``.

    A day stands there as often as deliveries are due on it: twice only for so many times a week.

    >>> daily = Schedule(Repeat.DAILY, on_holiday=OnHoliday.SKIPPED)
    >>> [day.day for day in due_days(daily, date(2026, 11, 21), date(2026, 11, 24))]
    [21, 22, 24]
    """
    if schedule.repeat == Repeat.TIMES_A_WEEK:
        assert schedule.times_a_week is not None, "terms.rules.scheduled"
        return (end for end in _weeks(first, last) if end not in off for _ in range(schedule.times_a_week))
    if schedule.repeat == Repeat.HOURS:
        return (end for end in _weeks(first, last) if not off or {*days(end - 6 * DAY, end)} - {*off})
    wanted = (day for day in days(first - MOVED_MOST, last + MOVED_MOST) if _falls_on(schedule, day))
    moved = {_moved(day, schedule.on_holiday) for day in wanted}
    return iter(sorted(day for day in moved if day is not None and first <= day <= last and day not in off))


def span(
    schedule: Schedule,
    first: date,
    off: Collection[date] = (),
    length: Length | None = None,
    begun: date | None = None,
) -> Span:
    """What is due in the week or the month that begins on that day: as long as is usual, or agreed otherwise.

    Where nothing is, it reaches on to the first week or month in which something is; nothing is due on days
    that are ``off``. What is off whole is left out of it; by the hour it is that week alone. Months are
    counted from the day on which the first one had ``begun``, so that after a February they end as before.
    Raises ValueError where nothing ever is due.
    """
    begun = begun or first
    length = length or usual_length(schedule)
    last = first - DAY
    for _ in range(EMPTY_MOST + len(off)):  # however many days are off, there is an end to them
        begins = last + DAY
        last = _end(length, begins, begun)
        due = tuple(due_days(schedule, begins, last, off))
        whole = tuple(due_days(schedule, begins, last)) if off else due
        if due:
            return Span(begins if schedule.repeat == Repeat.HOURS else first, last, due, whole)
        if whole:
            first = last + DAY
    raise ValueError(f"nothing is ever due: {schedule}")


def postponed(
    schedule: Schedule, old: Span, first: date, off: Collection[date] = (), length: Length | None = None
) -> Span:
    """The same number of deliveries from a later day on, because the money for them came late."""
    new, due = span(schedule, first, off, length), list(old.due)
    begins = new.first
    days_due = list(new.due)
    while len(days_due) < len(due):
        new = span(schedule, new.last + DAY, off, length)
        days_due += new.due
    kept = tuple(days_due[: len(due)])
    return Span(begins, max(old.last, kept[-1]), kept)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _weeks(first: date, last: date) -> Iterator[date]:
    """The last days of the whole weeks that begin on that day."""
    return map(date.fromordinal, range(first.toordinal() + 6, last.toordinal() + 1, 7))


def _falls_on(schedule: Schedule, day: date) -> bool:
    match schedule.repeat:
        case Repeat.WEEKDAYS:
            return list(Weekday)[day.weekday()] in schedule.weekdays
        case Repeat.MONTHLY:
            assert schedule.month_day is not None, "terms.rules.scheduled"
            return day.day == min(schedule.month_day, calendar.monthrange(day.year, day.month)[1])
        case _:
            return True


def _moved(day: date, on_holiday: OnHoliday) -> date | None:
    if on_holiday == OnHoliday.KEPT or not jpholiday.is_holiday(day):
        return day
    if on_holiday == OnHoliday.SKIPPED:
        return None
    step = DAY if on_holiday == OnHoliday.AFTER else -DAY
    while not is_business_day(day):
        day += step
    return day


def _end(length: Length, first: date, begun: date) -> date:
    if length == Length.WEEK:
        return first + WEEK - DAY
    months = (first.year - begun.year) * 12 + first.month - begun.month
    if months_after(begun, months) == first:
        return months_after(begun, months + 1) - DAY
    return months_after(first, 1) - DAY  # late money moved it off the months that were agreed
