"""Approved answers, their figures and files as they travel."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from mikiwame.api.paging import Page
from mikiwame.api.wire import Sent, whole
from mikiwame.market.taskwork import results
from mikiwame.market.taskwork.states import FieldKind


class ApprovalSent(Sent):
    """Which answers are approved: everything that had come in by a moment."""

    until: Annotated[AwareDatetime, Field(ge=datetime(2020, 1, 1, tzinfo=UTC))]


class ApprovalByKnownSent(Sent):
    """From which share of right answers to known units on a worker's other answers are approved."""

    percent: Annotated[int, whole(1, 100)]


class Approved(Schema):
    """How many were approved; send again until it is 0."""

    approved: int


class Result(Schema):
    """An approved answer; `worker` is the member's public page, under the name that she chose."""

    id: UUID
    unit: int
    worker: UUID
    content: dict[str, Any]
    submitted_at: datetime
    seconds: int

    @staticmethod
    def resolve_worker(answer: Any) -> UUID:
        return answer.worker_id  # type: ignore[no-any-return]


class Bar(Schema):
    """How often something was chosen."""

    label: str
    count: int
    percent: int


class Chart(Schema):
    """What was answered to one field."""

    name: str
    kind: FieldKind
    label: str
    answers: int
    bars: Annotated[list[Bar], Field(description="Of choices and scales.")]
    quartiles: Annotated[list[float], Field(description="Of numbers: least, quarters, most.")]
    texts: Annotated[list[str], Field(description="Of anything else, the latest few.")]

    @staticmethod
    def resolve_name(chart: results.Chart) -> str:
        return chart.question.name

    @staticmethod
    def resolve_kind(chart: results.Chart) -> FieldKind:
        return chart.question.kind

    @staticmethod
    def resolve_label(chart: results.Chart) -> str:
        return chart.question.label


Results = Page[Result]
