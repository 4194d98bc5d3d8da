"""How a contract ended before its time, and who proposed that."""

from dataclasses import dataclass
from datetime import datetime

from mikiwame.market.history.events import Event

from .sides import Between


@dataclass(frozen=True, kw_only=True)
class WorkerLeft(Between, Event):
    """The worker left over worse terms; what she had handed over is still inspected and paid."""

    number: int
    refunded: int


@dataclass(frozen=True, kw_only=True)
class CancelledAfterHiring(Between, Event):
    """The client cancelled a contract while no money was held."""


@dataclass(frozen=True, kw_only=True)
class WorkerCancelled(Between, Event):
    """The worker cancelled a contract while no money was held."""


@dataclass(frozen=True, kw_only=True)
class CancellationProposed(Between, Event):
    """One side proposed to part; if the other agrees, the held money goes back to the client."""

    until: datetime


@dataclass(frozen=True, kw_only=True)
class CancellationRefused(Between, Event):
    """The other side wants to go on."""


@dataclass(frozen=True, kw_only=True)
class CancellationWithdrawn(Between, Event):
    """The proposal to part was taken back."""


@dataclass(frozen=True, kw_only=True)
class CancellationLapsed(Between, Event):
    """The proposal to part was not answered in time: the contract goes on."""


@dataclass(frozen=True, kw_only=True)
class ContractEnded(Between, Event):
    """The contract ended before its time; why, and what went back to the client."""

    ending: str
    refunded: int
