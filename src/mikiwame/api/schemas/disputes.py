"""Disputes, as they travel."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import BaseModel, Field

from mikiwame.api.wire import Sent, Yen, maybe_empty, text
from mikiwame.core.money import MOST
from mikiwame.market.contracts import queries, timesheets
from mikiwame.market.contracts.evidence import Kind
from mikiwame.market.contracts.hours import ENTRIES_MOST
from mikiwame.market.contracts.states import DisputeState, SettlementState
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.states import TurnKind

from .contracts import Change
from .hours import StatementLine
from .members import PartyRef
from .messaging import File


class CaseSent(Sent):
    """How one side sees it; the client may say how much of the money she contests, or which of the hours."""

    statement: Annotated[str, text(5_000)]
    contested: Annotated[
        Yen | None, Field(description="Gross, in yen; null: all of it. What is left is paid at once.")
    ] = None
    lines: Annotated[
        list[UUID],
        Field(
            max_length=ENTRIES_MOST,
            description="By the hour, entries of the latest statement instead of a sum; empty: all of them.",
        ),
    ] = []


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
    lines: Annotated[list[UUID], Field(description="By the hour, the entries that are contested.")]
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
    def resolve_lines(dispute: Any) -> list[UUID]:
        return [line.pk for line in timesheets.contested_in(dispute)]

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


class EvidenceAsked(BaseModel):
    """Which part of the evidence."""

    kind: Annotated[Kind | None, Field(description="Null: of all kinds.")] = None
    page: Annotated[int, Field(ge=1, le=99_999, description="Beyond the last page it is that one.")] = 1


class EvidenceFile(File):
    """A file as evidence, with the hash by which it is known to be the same."""

    fingerprint: Annotated[str, Field(description="SHA-256, in hexadecimal.")]


class Exhibit(Schema):
    """One piece of evidence."""

    id: UUID
    at: datetime
    kind: Kind
    who: Annotated[str, Field(description="Who wrote or sent it, as she is called; empty for facts.")]
    title: Annotated[
        str,
        Field(
            description="The part of a delivery, the term of changes that were asked for, the number of a "
            "version of the terms, the state of a summary, the kind of a fact."
        ),
    ]
    text: str
    data: Annotated[
        dict[str, Any] | None, Field(description="The values of a fact; what was answered to a summary.")
    ]
    files: list[EvidenceFile]
    changes: Annotated[list[Change], Field(description="What a version words otherwise than the one before.")]
    lines: Annotated[list[StatementLine], Field(description="Entries of hours: handed in, or to be changed.")]


class Evidence(Schema):
    """A page of the evidence in the order of time, the oldest first."""

    exhibits: list[Exhibit]
    number: Annotated[int, Field(description="This page, counted from 1.")]
    pages: int
    counts: Annotated[dict[Kind, int], Field(description="How many there are of each kind, on all pages.")]
