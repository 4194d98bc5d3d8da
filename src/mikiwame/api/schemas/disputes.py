"""Disputes, as they travel."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from mikiwame.api.wire import Sent, Yen, maybe_empty, text
from mikiwame.core.money import MOST
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.states import DisputeState, SettlementState
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.states import TurnKind

from .members import PartyRef


class CaseSent(Sent):
    """How one side sees it; the client may say how much of the money she contests."""

    statement: Annotated[str, text(5_000)]
    contested: Annotated[
        Yen | None, Field(description="Gross, in yen; null: all of it. What is left is paid at once.")
    ] = None


class AppealSent(Sent):
    """What is wrong with a decision."""

    reason: Annotated[str, text(5_000)]


class SettlementSent(Sent):
    """How one side would divide what is contested."""

    to_worker: Annotated[int, Field(strict=True, ge=0, le=MOST, description="Gross, in yen.")]
    note: Annotated[str, maybe_empty(1_000)] = ""


class Decision(Schema):
    """An operator's split; the second one, after an appeal, is another operator's and the last."""

    number: int
    to_worker: int
    ruling: str
    decided_at: datetime


class Dispute(Schema):
    """Two views of one delivery, and how what is contested was divided."""

    id: UUID
    milestone: UUID
    state: DisputeState
    opened_by: PartyRef
    statement: str
    opened_at: datetime
    contested: Annotated[int, Field(description="Gross, in yen; it stays held until it is divided.")]
    answer: str
    answered_at: datetime | None
    decisions: list[Decision]
    appeal: str
    appealed_at: datetime | None
    to_worker: Annotated[int | None, Field(description="Of what was contested, gross, in the end.")]
    ruling: str

    @staticmethod
    def resolve_milestone(dispute: Any) -> UUID:
        return dispute.milestone_id  # type: ignore[no-any-return]

    @staticmethod
    def resolve_decisions(dispute: Any) -> list[Any]:
        return list(queries.decisions(dispute))


class Settlement(Schema):
    """One side's proposal how to divide what is contested."""

    id: UUID
    dispute: UUID
    state: SettlementState
    proposed_by: PartyRef
    to_worker: int
    note: str
    proposed_at: datetime
    until: Annotated[datetime | None, Field(description="For the other side's answer; null once it is over.")]

    @staticmethod
    def resolve_dispute(proposal: Any) -> UUID:
        return proposal.dispute_id  # type: ignore[no-any-return]

    @staticmethod
    def resolve_until(proposal: Any) -> datetime | None:
        return turns.limit(TurnKind.SETTLEMENT, proposal.key)
