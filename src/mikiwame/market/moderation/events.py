"""What happened to reports. Who reported is named in no fact that the reported person is told of."""

from dataclasses import dataclass

from mikiwame.market.history.events import Event


@dataclass(frozen=True, kw_only=True)
class ThingReported(Event):
    """A member reported something; the subject is the report."""

    about: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReportDecided(Event):
    """An operator decided about a report; ``party`` is who reported, and hears no more than that."""

    party: str


@dataclass(frozen=True, kw_only=True)
class MemberWarned(Event):
    """An operator warned a member for what was reported, and says why; the subject is the member's party."""

    party: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReportsJudged(Event):
    """What an operator decided about all open reports of one thing; the subject is what was reported."""

    decision: str
    reason: str
    title: str
