"""From the start of work to its acceptance."""

from dataclasses import dataclass
from datetime import date, datetime

from mikiwame.market.history.events import Event

from .sides import Between


@dataclass(frozen=True, kw_only=True)
class StartDeclared(Between, Event):
    """The client declared that the condition for the start is met."""


@dataclass(frozen=True, kw_only=True)
class WorkMayBegin(Between, Event):
    """The lamp is green for a milestone; its due date moved by the days that the worker had to wait."""

    number: int
    due: date
    postponed: int


@dataclass(frozen=True, kw_only=True)
class WorkDelivered(Between, Event):
    """The worker handed over a milestone's work; silence until the limit accepts it."""

    number: int
    delivery: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class DeliveryOverdue(Between, Event):
    """The work was not handed over in time; the contract ends by itself at the limit."""

    number: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class DeliveryMissed(Between, Event):
    """A delivery of work that goes on did not come in time: its money goes back, and the work goes on."""

    number: int
    due: date
    amount: int
    in_a_row: int


@dataclass(frozen=True, kw_only=True)
class ChangesRequested(Between, Event):
    """The client asked for changes and named the term that is not met."""

    number: int
    term: str
    round: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class DeliveryAccepted(Between, Event):
    """The client accepted a milestone's work; the money went to the worker."""

    number: int
    amount: int
    net: int


@dataclass(frozen=True, kw_only=True)
class DeliveryAcceptedBySilence(Between, Event):
    """The inspection's limit passed without a word: the work is accepted, the money went to the worker."""

    number: int
    amount: int
    net: int


@dataclass(frozen=True, kw_only=True)
class ContractFinished(Between, Event):
    """All parts are done and paid."""
