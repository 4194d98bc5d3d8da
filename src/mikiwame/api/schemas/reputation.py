"""Reviews and standing as they travel."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field, StrictBool

from mikiwame.api.paging import Page
from mikiwame.api.wire import Sent, maybe_empty, text, whole
from mikiwame.market.reputation.operations.reviews import Verdict

from .members import PartyRef


class ReviewSent(Sent):
    """How it went: four facts (null: can't say), stars, and words."""

    stars: Annotated[int, whole(1, 5)]
    terms_kept: StrictBool | None = None
    on_time: StrictBool | None = None
    clear: StrictBool | None = None
    again: StrictBool | None = None
    comment: Annotated[str, maybe_empty(2_000)] = ""

    def verdict(self) -> Verdict:
        """As the operation takes it."""
        return Verdict(**self.model_dump())


class Review(Schema):
    """What one side says of the other; sealed until ``opened_at``."""

    id: UUID
    author: PartyRef
    about: PartyRef
    stars: int
    terms_kept: bool | None
    on_time: bool | None
    clear: bool | None
    again: bool | None
    comment: str
    written_at: datetime
    opened_at: datetime | None
    reply: str
    replied_at: datetime | None


class Reviews(Page[Review]):
    """A page of the reviews about a party."""


class ContractReviews(Schema):
    """A contract's reviews as the member may read them: her own, and those that are open."""

    own: Review | None
    opened: list[Review]
    opens_at: Annotated[datetime | None, Field(description="When those that are sealed open at the latest.")]


class ReplySent(Sent):
    """The one public answer to a review."""

    text: Annotated[str, text(1_000)]
