"""What followed a trial; ``application`` is that on which it was made."""

from dataclasses import dataclass
from datetime import datetime

from mikiwame.market.history.events import Event

from .sides import Between


@dataclass(frozen=True, kw_only=True)
class Tried(Between):
    """What every fact about a trial carries; ``rights``: whose those of its work are from now on."""

    application: str
    rights: str


@dataclass(frozen=True, kw_only=True)
class TrialEnded(Tried, Event):
    """The trial is over: the client says until the limit whether she hires; until then nothing passes."""

    until: datetime


@dataclass(frozen=True, kw_only=True)
class TrialReopened(Tried, Event):
    """The offer that followed the trial came to nothing: the client decides again until the limit."""

    until: datetime


@dataclass(frozen=True, kw_only=True)
class TrialHired(Tried, Event):
    """Both agreed after the trial: the rights of its work pass to the client, as its terms say."""


@dataclass(frozen=True, kw_only=True)
class TrialDeclined(Tried, Event):
    """The client does not hire after the trial; ``reason`` is one of ``hiring.states.DeclineReason``."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class TrialWithdrawn(Tried, Event):
    """The worker does not want to be hired after the trial."""


@dataclass(frozen=True, kw_only=True)
class TrialUndecided(Tried, Event):
    """The client let the time to decide after the trial pass."""
