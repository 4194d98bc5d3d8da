"""What happened to reports and sanctions. No fact that the reported person is told of names who reported."""

from dataclasses import dataclass
from datetime import datetime

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
    """An operator warned a member for what was reported, and says why; the subject is the member's party.

    She may appeal against ``sanction`` until the limit.
    """

    party: str
    reason: str
    sanction: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class ReportsJudged(Event):
    """What an operator decided about all open reports of one thing; the subject is what was reported."""

    decision: str
    reason: str
    title: str


@dataclass(frozen=True, kw_only=True)
class AboutSanction:
    """Whom a sanction concerns, and what it is about; the subject is the sanction."""

    party: str
    measure: str
    title: str


@dataclass(frozen=True, kw_only=True)
class SanctionAppealed(AboutSanction, Event):
    """Whom it concerns says what is wrong with it: another operator decides."""


@dataclass(frozen=True, kw_only=True)
class AppealMissed(AboutSanction, Event):
    """Nobody appealed in time: it is final."""


@dataclass(frozen=True, kw_only=True)
class SanctionLate(AboutSanction, Event):
    """The operators didn't decide about an appeal in time, and are asked again; that upholds nothing."""


@dataclass(frozen=True, kw_only=True)
class SanctionUnreviewed(AboutSanction, Event):
    """There was nobody but who had decided to look at an appeal: a warning falls away, a stop stays."""


@dataclass(frozen=True, kw_only=True)
class SanctionUpheld(AboutSanction, Event):
    """After an appeal, another operator found the same."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class SanctionLifted(AboutSanction, Event):
    """After an appeal, another operator found otherwise; ``undone`` unless the posting was over by then."""

    reason: str
    undone: bool


@dataclass(frozen=True, kw_only=True)
class ReportReviewed(Event):
    """After an appeal, a report was looked at anew; ``party`` is who reported, and hears no more."""

    party: str
