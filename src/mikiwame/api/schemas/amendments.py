"""Proposals to change terms, as they travel."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from mikiwame.api.wire import Sent, maybe_empty, text
from mikiwame.core.terms import Term
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.states import AmendmentState
from mikiwame.market.terms import queries as terms

from .contracts import Change
from .members import PartyRef
from .terms import PartSent, Terms, TermsSent, parts_in

Worse = Annotated[
    list[Term], Field(max_length=17, description="The changed terms that the worker calls worse for her.")
]


class AmendmentSent(Sent):
    """The terms that change, and why; columns that aren't sent stay as they are."""

    changes: TermsSent = TermsSent()
    parts: Annotated[
        list[PartSent] | None, Field(max_length=50, description="Null: as they are; empty: it is one part.")
    ] = None
    reason: Annotated[str, text(1_000)]

    def values(self) -> dict[str, Any]:
        """What was sent, by the names of the operation."""
        changes = self.changes.model_dump(exclude_unset=True)
        parts = None if self.parts is None else parts_in(self.parts)
        return {"changes": changes, "parts": parts, "reason": self.reason}


class RefusalSent(Sent):
    """A no to other terms."""

    worse: Worse = []


class DepartureSent(Sent):
    """Why the worker leaves without fault, if she wants to say it."""

    reason: Annotated[str, maybe_empty(1_000)] = ""
    worse: Worse = []


class Amendment(Schema):
    """A proposal to change terms of a contract."""

    id: UUID
    contract: UUID
    state: AmendmentState
    state_since: datetime
    proposed_by: PartyRef
    reason: str
    proposed_at: datetime
    until: datetime
    terms: Annotated[Terms, Field(description="All terms, as they would be.")]
    changes: Annotated[list[Change], Field(description="The terms that differ from those that it changes.")]
    worsens: Annotated[
        list[Term], Field(description="What becomes worse for the worker: as judged, and as she said.")
    ]

    top_up: Annotated[
        int,
        Field(description="Yen asked of the client for parts that are paid already and worth more; or was."),
    ]

    @staticmethod
    def resolve_top_up(amendment: Any) -> int:
        return queries.top_up_of(amendment)

    @staticmethod
    def resolve_contract(amendment: Any) -> UUID:
        return amendment.contract_id  # type: ignore[no-any-return]

    @staticmethod
    def resolve_terms(amendment: Any) -> object:
        return amendment.sheet

    @staticmethod
    def resolve_changes(amendment: Any) -> object:
        return terms.difference(amendment.base, amendment.sheet)
