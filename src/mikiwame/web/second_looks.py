"""What those see who look at a refused answer anew: what was asked, answered and held against it."""

from dataclasses import dataclass
from typing import Any

from mikiwame.market.taskwork import queries, rules
from mikiwame.market.taskwork.form import Question, fill
from mikiwame.market.taskwork.states import SHOWN


@dataclass(frozen=True)
class Line:
    """One question as it was asked, or what it showed, and what was answered."""

    label: str
    words: list[str]
    is_shown: bool


def refusal_overview(answer: Any) -> dict[str, Any]:
    """The answer with all that a judgement needs."""
    questions, columns = queries.frozen_questions(answer.batch_id, answer.form_version), queries.asked(answer)
    lines = [
        Line(fill(question.label, columns), _words(question, answer.content), question.kind in SHOWN)
        for question in questions.all
        if question.kind in SHOWN or question.name in answer.content
    ]
    return {"answer": answer, "batch": answer.batch, "lines": lines}


def own_overview(answer: Any) -> dict[str, Any]:
    """The same for the worker whose answer it is, and what she can still do."""
    may = {
        "may_contest": bool(rules.answer_in_state(answer, "contest")),
        "may_appeal": bool(rules.answer_in_state(answer, "appeal")),
    }
    return refusal_overview(answer) | may


def _words(question: Question, content: dict[str, Any]) -> list[str]:
    """What was chosen by its label, all else as it was written."""
    value, labels = content.get(question.name, []), dict(question.choices)
    return [str(labels.get(one, one)) for one in (value if isinstance(value, list) else [value])]
