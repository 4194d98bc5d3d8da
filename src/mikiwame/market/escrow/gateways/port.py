"""What a payment service must do for us. No Django, no service's own words."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Order:
    """Pay that party this amount; the same identifier is the same payment, however often it is sent."""

    id: UUID
    party: UUID
    amount: int


@dataclass(frozen=True)
class Sent:
    """The service took the order; it may already know that the money has arrived."""

    reference: str
    arrived: bool


@dataclass(frozen=True)
class Failed:
    """The service won't pay this order, now or later."""

    reason: str


class Unavailable(Exception):
    """The service gave no answer; the order is sent again with the next round."""


class Gateway(Protocol):
    """A payment service."""

    def checkout(self, deposit: UUID) -> str:
        """The address where a client pays a deposit in."""

    def pay_out(self, order: Order) -> Sent | Failed:
        """Hand over one payment; raises Unavailable when there was no answer."""
