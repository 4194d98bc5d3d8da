"""What became of a standby fee."""

from dataclasses import dataclass
from datetime import datetime

from mikiwame.market.history.events import Event

from .sides import Between


@dataclass(frozen=True, kw_only=True)
class Standby(Between):
    """What every fact about a standby fee carries; ``amount`` gross."""

    amount: int


@dataclass(frozen=True, kw_only=True)
class StandbyFeeOwed(Standby, Event):
    """The first money never came, and for that the terms promised the worker a standby fee."""

    until: datetime


@dataclass(frozen=True, kw_only=True)
class StandbyFeePaid(Standby, Event):
    """The client paid the standby fee: ``net`` of it arrives, the fee and the tax are as of any reward."""

    net: int


@dataclass(frozen=True, kw_only=True)
class StandbyFeeWaived(Standby, Event):
    """The worker wants the standby fee no more."""


@dataclass(frozen=True, kw_only=True)
class StandbyFeeUnpaid(Standby, Event):
    """The standby fee was not paid in time; it is still owed."""
