"""Trials as they travel: what is offered, and how the decision after it stands."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from mikiwame.api.wire import Day, Sent, Yen, maybe_empty, text, whole
from mikiwame.core.terms import TRIAL_HOURS_MOST
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.states import Side, TrialState

from .terms import Line, Paragraph


class TrialTermsSent(Sent):
    """What a trial has of its own; every other line is the posting's."""

    trial_hours: Annotated[int, whole(1, TRIAL_HOURS_MOST)]
    reward: Yen
    deadline: Day
    start_date: Day | None = None
    scope: Paragraph = ""
    deliverable: Line = ""
    inspection_days: Annotated[int, whole(1, 14)] | None = None
    change_rounds: Annotated[int, whole(0, 10)] = 2
    rights: Line = ""


class TrialSent(Sent):
    """A small piece of the posted work, for a reward of its own, due soon."""

    title: Annotated[str, text(120), Field(description="Of this small piece; not the posting's.")]
    changes: TrialTermsSent
    message: Annotated[str, maybe_empty(3_000)] = ""

    def values(self) -> dict[str, Any]:
        """What was sent, by the names of the operation."""
        changes = self.changes.model_dump(exclude_unset=True)
        return {"title": self.title, "changes": changes, "message": self.message}


PLACES = {name: f"changes.{name}" for name in TrialTermsSent.model_fields}
"""Where the fields of a trial stand in what was sent."""


class Trial(Schema):
    """A trial: its contract, and whether its client hires."""

    id: UUID
    contract: UUID
    application: UUID
    state: TrialState
    state_since: datetime
    rights: Annotated[Side, Field(description="Whose the rights of its work are now.")]
    until: Annotated[
        datetime | None,
        Field(description="Until when the client decides or decided; null before that."),
    ]

    @staticmethod
    def resolve_contract(trial: Any) -> UUID:
        return trial.contract_id  # type: ignore[no-any-return]

    @staticmethod
    def resolve_application(trial: Any) -> UUID:
        return trial.application_id  # type: ignore[no-any-return]

    @staticmethod
    def resolve_rights(trial: Any) -> Side:
        return queries.rights_of(trial)
