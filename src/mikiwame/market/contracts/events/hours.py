"""What happened to weeks of work by the hour."""

from dataclasses import dataclass
from datetime import date, datetime

from mikiwame.market.history.events import Event

from .sides import Between


@dataclass(frozen=True, kw_only=True)
class HoursHandedIn(Between, Event):
    """The hours of a week were handed in, or by themselves when its time was over; the client inspects them.

    ``returned``: what went back because fewer hours were worked than paid ahead.
    """

    number: int
    delivery: int
    minutes: int
    amount: int
    returned: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class HoursUnused(Between, Event):
    """No hours were worked in a week: its money went back, nobody has failed, and work goes on or is over."""

    number: int
    amount: int
    goes_on: bool


@dataclass(frozen=True, kw_only=True)
class WeekShortened(Between, Event):
    """Work by the hour ended within a week: hours of until then may be written down, until the limit."""

    number: int
    day: date
    until: datetime
