"""Reviews and standing as they travel."""

from datetime import datetime
from typing import Annotated, Any
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


class TasksReviewSent(Sent):
    """How a batch was, as far as the worker can say; null: she can't."""

    terms_kept: StrictBool | None = None
    on_time: StrictBool | None = None
    clear: StrictBool | None = None
    again: StrictBool | None = None
    comment: Annotated[str, maybe_empty(500)] = ""

    def verdict(self) -> Verdict:
        """As the operation takes it."""
        return Verdict(**self.model_dump())


class TasksReview(Schema):
    """What a worker says of a batch; nobody else reads it before `opened_at`."""

    id: UUID
    author: PartyRef
    about: PartyRef
    terms_kept: bool | None
    on_time: bool | None
    clear: bool | None
    again: bool | None
    comment: str
    written_at: datetime
    opened_at: datetime


class Said(Schema):
    """How many said yes, of how many who could say."""

    yes: int
    of: int


class TaskReviews(Schema):
    """What workers say of a client's batches, apart from contracts; of each worker the latest counts."""

    people: int
    terms_kept: Said
    on_time: Said
    clear: Said
    again: Said
    latest: list[TasksReview]

    @classmethod
    def of(cls, found: Any) -> "TaskReviews":
        """What is known, as it travels."""
        said = {fact: Said(yes=yes, of=of) for fact, (yes, of) in found.said.items()}
        latest = [TasksReview.model_validate(review, from_attributes=True) for review in found.latest]
        return cls(people=found.people, latest=latest, **said)


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
