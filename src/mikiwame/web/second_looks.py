"""What those see who look at a refused answer anew: what was asked, answered and held against it."""

from typing import Any

from mikiwame.market.taskwork import rules

from .judging import one_answer


def refusal_overview(answer: Any) -> dict[str, Any]:
    """The answer with all that a judgement needs."""
    return {"batch": answer.batch, **one_answer(answer)}


def own_overview(answer: Any) -> dict[str, Any]:
    """The same for the worker whose answer it is, and what she can still do."""
    may = {
        "may_contest": bool(rules.answer_in_state(answer, "contest")),
        "may_appeal": bool(rules.answer_in_state(answer, "appeal")),
    }
    return refusal_overview(answer) | may
