"""What the review pages show: answers as they were given, and what about them may deserve a second look."""

from collections.abc import Mapping
from typing import Any

from mikiwame.market.taskwork import approving, queries, reviewing
from mikiwame.market.taskwork.states import REFUSED, AnswerState

from .answering import given
from .forms.results import ByKnownForm
from .tasks_form import asked

Shown = dict[str, Any]


def review_overview(batch: Any, *, returned: bool) -> Shown:
    """The answers that wait, or those that were returned and whose end isn't known yet."""
    states = REFUSED if returned else (AnswerState.SUBMITTED,)
    waiting = reviewing.waiting(batch, *states)
    return {
        "batch": batch,
        "returned": returned,
        "waiting": [(one, _read(one.answer, one.columns)) for one in waiting],
        "count": reviewing.count(batch, AnswerState.SUBMITTED),
        "count_returned": reviewing.count(batch, *REFUSED),
        "usual": round(reviewing.usual_seconds(batch)),
        "by_known": ByKnownForm() if batch.known_units else None,
        "approval_rules": approving.rules_of(batch),
    }


def one_answer(answer: Any) -> Shown:
    """One answer with what it was asked about."""
    columns = reviewing.columns_of_unit(answer)
    return {"answer": answer, **_read(answer, columns)}


def _read(answer: Any, columns: Mapping[str, Any]) -> Shown:
    """What was shown to the worker, and what she gave."""
    questions = queries.frozen_questions(answer.batch_id, answer.form_version)
    shown = [one for one in asked(questions, columns) if one.question not in set(questions.asked())]
    return {"shown": shown, "given": given(questions, columns, answer.content), "columns": columns}
