"""What was paid in for parts and for weeks or months, and what was not."""

from dataclasses import dataclass
from datetime import date, datetime

from mikiwame.market.history.events import Event

from .sides import Between


@dataclass(frozen=True, kw_only=True)
class MilestoneFunded(Between, Event):
    """The money of a milestone is held."""

    number: int
    amount: int


@dataclass(frozen=True, kw_only=True)
class FundingLapsed(Between, Event):
    """The client did not pay in on time: the contract is over, the worker is free."""

    number: int
    amount: int


@dataclass(frozen=True, kw_only=True)
class PeriodFunded(Between, Event):
    """The money of a week or a month of deliveries is held."""

    number: int
    amount: int
    deliveries: int
    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class PeriodUnfunded(Between, Event):
    """The money of the next week or month did not come: work rests until it does, or ends at the limit."""

    number: int
    amount: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class PeriodEnded(Between, Event):
    """The last delivery of a week or a month has come to its end; so much was paid for it."""

    number: int
    accepted: int
    missed: int
    amount: int
