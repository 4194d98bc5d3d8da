"""Reports as they travel."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from mikiwame.api.paging import Page
from mikiwame.api.wire import Sent, maybe_empty, text
from mikiwame.market.moderation.states import ReportReason, ReportState


class FilingSent(Sent):
    """What a member reports, and why."""

    about: Annotated[
        str, text(60), Field(description="Its key: `message:…`, `conversation:…`, `party:…` or `posting:…`.")
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
