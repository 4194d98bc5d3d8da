"""What happened in a dispute; ``to_worker`` and ``to_client`` divide what is contested."""

from dataclasses import dataclass
from datetime import datetime

from mikiwame.market.history.events import Event

from .sides import Between


@dataclass(frozen=True, kw_only=True)
class DisputeOpened(Between, Event):
    """One side does not agree about a delivery; ``contested`` of it stays held, the other side answers."""

    number: int
    amount: int
    contested: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class UndisputedPaid(Between, Event):
    """What nobody contests of a milestone in dispute went to the worker at once."""

    number: int
    amount: int
    net: int


@dataclass(frozen=True, kw_only=True)
class DisputeAnswered(Between, Event):
    """The other side stated its case; an operator decides until the limit."""

    number: int


@dataclass(frozen=True, kw_only=True)
class DisputeUnanswered(Between, Event):
    """The other side did not answer in time; the operators decide on what is there."""

    number: int


@dataclass(frozen=True, kw_only=True)
class DisputeLate(Between, Event):
    """The operators did not decide in time; they are asked again. Told once for each decision."""

    number: int


@dataclass(frozen=True, kw_only=True)
class DisputeDecided(Between, Event):
    """An operator decided who gets how much, and why; it counts unless one side appeals until the limit."""

    number: int
    to_worker: int
    to_client: int
    reason: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class RulingAccepted(Between, Event):
    """One side accepts the operator's decision before the time to appeal is over."""

    number: int


@dataclass(frozen=True, kw_only=True)
class RulingAppealed(Between, Event):
    """One side appealed; another operator decides for good."""

    number: int


@dataclass(frozen=True, kw_only=True)
class DisputeReviewed(Between, Event):
    """Another operator decided after an appeal, for good."""

    number: int
    to_worker: int
    to_client: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class DisputeUnreviewed(Between, Event):
    """There was nobody but who had decided to look at an appeal: the first decision counts, against nobody.

    The contested money was divided by it.
    """

    number: int
    to_worker: int
    to_client: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class DisputeSettled(Between, Event):
    """An operator's decision counts: the contested money was divided by it."""

    number: int
    to_worker: int
    to_client: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class SettlementProposed(Between, Event):
    """One side proposed how to divide the contested money; earlier facts name no time for the answer."""

    number: int
    to_worker: int
    to_client: int
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class SettlementRefused(Between, Event):
    """The other side does not agree to a proposal to divide the contested money."""

    number: int


@dataclass(frozen=True, kw_only=True)
class SettlementLapsed(Between, Event):
    """A proposal to divide the contested money was not answered in time."""

    number: int


@dataclass(frozen=True, kw_only=True)
class SettlementWithdrawn(Between, Event):
    """A proposal to divide the contested money was taken back."""

    number: int


@dataclass(frozen=True, kw_only=True)
class DisputeAgreed(Between, Event):
    """Both sides settled the dispute between themselves: the contested money was divided as they agreed."""

    number: int
    to_worker: int
    to_client: int
