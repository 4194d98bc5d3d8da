"""Contests, and answers that are looked at anew, as they travel."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from mikiwame.api.paging import Page
from mikiwame.api.wire import Sent, text
from mikiwame.market.taskwork import queries, workers
from mikiwame.market.taskwork.form import Questions
from mikiwame.market.taskwork.operations.contests import WORDS_MOST
from mikiwame.market.taskwork.states import Finding, Reason

from .taskwork import Form


class ContestSent(Sent):
    """Why a returned answer is right as it is."""

    words: Annotated[str, text(WORDS_MOST)]


class JudgementSent(Sent):
    """For whom somebody finds: the worker, or the client who returned the answer."""

    finding: Finding


class ListedCase(Schema):
    """An answer that the member may look at anew; `id` is the answer's."""

    id: UUID
    title: Annotated[str, Field(description="What the batch is called.")]
    reason: Reason
    limit_at: Annotated[datetime, Field(description="Until then others find; after it an operator decides.")]

    @staticmethod
    def resolve_title(case: Any) -> str:
        return str(case.batch.title)


class Case(ListedCase):
    """All that a judgement needs."""

    form: Form
    columns: dict[str, Any]
    content: dict[str, Any]
    evidence: str
    contest: Annotated[str, Field(description="The worker's words, where she has been heard.")]

    @staticmethod
    def resolve_form(case: Any) -> Questions:
        return queries.frozen_questions(case.batch_id, case.form_version)

    @staticmethod
    def resolve_columns(case: Any) -> Mapping[str, Any]:
        return workers.columns_of(case)


class Judgement(Schema):
    """How the member found."""

    answer: UUID
    finding: Finding
    found_at: datetime

    @staticmethod
    def resolve_answer(judgement: Any) -> UUID:
        return judgement.answer_id  # type: ignore[no-any-return]


Cases = Page[ListedCase]
