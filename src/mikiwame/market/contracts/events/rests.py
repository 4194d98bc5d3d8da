"""Days off, and notices that work ends."""

from dataclasses import dataclass
from datetime import date, datetime

from mikiwame.market.history.events import Event

from .sides import Between


@dataclass(frozen=True, kw_only=True)
class BreakProposed(Between, Event):
    """One side proposed days off in work that goes on."""

    first: date
    last: date
    until: datetime


@dataclass(frozen=True, kw_only=True)
class BreakAgreed(Between, Event):
    """Both agreed on days off: so many deliveries are left out, and their money goes back."""

    first: date
    last: date
    skipped: int


@dataclass(frozen=True, kw_only=True)
class BreakRefused(Between, Event):
    """The other side wants no days off."""

    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class BreakWithdrawn(Between, Event):
    """The proposal of days off was taken back."""

    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class BreakLapsed(Between, Event):
    """The proposal of days off was not answered in time: everything stays due."""

    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class NoticeGiven(Between, Event):
    """One side gave notice: work that goes on ends with a last day."""

    by_client: bool
    last: date


@dataclass(frozen=True, kw_only=True)
class ReasonRequested(Between, Event):
    """The worker asked why the client ends the work; she answers until the limit."""

    until: datetime


@dataclass(frozen=True, kw_only=True)
class ReasonGiven(Between, Event):
    """The client said why she ends the work."""


@dataclass(frozen=True, kw_only=True)
class ReasonWithheld(Between, Event):
    """The client did not say in time why she ends the work."""
