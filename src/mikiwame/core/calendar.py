"""The days on which people in Japan work."""

from collections.abc import Iterator
from datetime import date, timedelta

import jpholiday

SATURDAY = 5


def days(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def is_business_day(day: date) -> bool:
    """Whether it is neither a weekend nor a national holiday (国民の祝日に関する法律)."""
    return day.weekday() < SATURDAY and not jpholiday.is_holiday(day)


def after_business_days(day: date, number: int) -> date:
    """The business day that comes so many of them after a day."""
    while number:
        day += timedelta(days=1)
        number -= is_business_day(day)
    return day


def business_days(first: date, last: date) -> int:
    """How many business days there are from the first day to the last."""
    return sum(map(is_business_day, days(first, last)))
