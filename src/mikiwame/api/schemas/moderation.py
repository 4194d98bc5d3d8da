"""Reports and sanctions as they travel."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from mikiwame.api.paging import Page
from mikiwame.api.wire import Sent, maybe_empty, text
from mikiwame.market.moderation.states import ReportReason, ReportState, SanctionKind, SanctionState
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.states import TurnKind


class FilingSent(Sent):
    """What a member reports, and why."""

    about: Annotated[
        str,
        text(60),
        Field(description="Its key: `message:…`, `conversation:…`, `party:…`, `posting:…` or `offer:…`."),
    ]
    reason: Literal["outside", "fraud", "illegal", "harassment", "personal_data", "other"]
    words: Annotated[str, maybe_empty(2_000)] = ""


class FiledReport(Schema):
    """A report of the member's own; what was decided is not told."""

    id: UUID
    about: str
    reason: ReportReason
    words: str
    seen_title: Annotated[str, Field(description="What it was called when it was reported.")]
    filed_at: datetime
    state: ReportState


class FiledReports(Page[FiledReport]):
    """A page of the member's reports."""


class Sanction(Schema):
    """What an operator decided against the member; who reported is never told."""

    id: UUID
    kind: SanctionKind
    about: Annotated[str, Field(description="Key of what it is about.")]
    title: str
    reason: str
    imposed_at: datetime
    state: SanctionState
    appeal: str
    appealed_at: datetime | None
    late_since: Annotated[
        datetime | None,
        Field(description="When operators should have decided; it stays until they do."),
    ]
    ruling: Annotated[str, Field(description="Another operator's reason, after an appeal.")]


class SanctionInDetail(Sanction):
    """The same, with its clock."""

    appeal_until: Annotated[datetime | None, Field(description="While the member may appeal.")]

    @staticmethod
    def resolve_appeal_until(sanction: Any) -> datetime | None:
        return turns.limit(TurnKind.SANCTION_APPEAL, sanction.key)


class Sanctions(Page[Sanction]):
    """A page of what operators decided against the member."""


class SanctionAppealSent(Sent):
    """What is wrong with the decision, in the member's words."""

    text: Annotated[str, text(2_000)]
