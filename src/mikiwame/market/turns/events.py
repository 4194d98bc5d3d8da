"""What the clocks themselves do. What turns are about, the rooms that open and end them record."""

from dataclasses import dataclass
from datetime import date, datetime

from mikiwame.market.history.events import Event


@dataclass(frozen=True, kw_only=True)
class TurnReminded(Event):
    """Somebody was reminded that it is her turn; the subject is the turn."""

    party: str
    turn_kind: str
    title: str
    page: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class ClocksStopped(Event):
    """All clocks stand still for a while: an outage of the instance, or days on which it is closed."""

    stop_kind: str
    since: datetime
    until: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class CalendarMade(Event):
    """A member let her calendar program read her turns; a key that she had before is of no use any more."""


@dataclass(frozen=True, kw_only=True)
class CalendarRemoved(Event):
    """A member's turns can be read by no calendar program any more."""


@dataclass(frozen=True, kw_only=True)
class AbsenceAnnounced(Event):
    """A party will be away: clocks that begin from now on wait for it."""

    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class AbsenceWithdrawn(Event):
    """A party won't be away after all."""

    first: date
    last: date
