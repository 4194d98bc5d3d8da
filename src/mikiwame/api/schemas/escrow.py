"""Money as it travels: whole yen."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from mikiwame.market.escrow import queries
from mikiwame.market.escrow.queries import LineKind
from mikiwame.market.escrow.states import DepositState, Owed


class Split(Schema):
    """How a gross amount is divided: gross = net + fee + withheld, always."""

    gross: int
    net: Annotated[int, Field(description="What arrives.")]
    fee: int
    withheld: Annotated[int, Field(description="Tax that the client keeps back and remits.")]


class Deposit(Schema):
    """Money that the client is asked to pay in."""

    id: UUID
    purpose: Annotated[str, Field(description="What is paid for, as a key: `milestone:…`.")]
    title: str
    state: DepositState
    amount: int
    requested_at: datetime
    checkout: Annotated[str, Field(description="The address where a person pays.")]

    @staticmethod
    def resolve_checkout(deposit: Any) -> str:
        return queries.checkout(deposit)


class Balances(Schema):
    """Where the member's money is, as client and as worker."""

    held: Annotated[int, Field(description="As client: paid in and not yet decided.")]
    expected: Annotated[int, Field(description="As worker: held for her, gross.")]
    spent: Annotated[int, Field(description="As client: gone to workers, before fee and tax.")]
    earned: Annotated[int, Field(description="As worker: hers, waits for the next payouts.")]
    earned_on_the_way: int
    earned_paid: int
    refundable: Annotated[int, Field(description="As client: comes back, waits for the next payouts.")]
    refund_on_the_way: int
    refund_paid: int


class Line(Schema):
    """One line of a statement; amounts are positive, the kind says which way.

    What went out of one payment-in on one day of Japan is one line.
    """

    at: datetime
    side: Owed
    kind: LineKind
    title: str
    purpose: str
    amount: int
    fee: int
    withheld: int
    net: int
    count: Annotated[int, Field(description="How many payments it sums up: of task work often many.")]


class Month(Schema):
    """What a worker earned in one month of Japan."""

    month: date
    releases: int
    gross: int
    fee: int
    withheld: int
    net: int
