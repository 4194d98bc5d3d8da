"""Pieces of operations: what a batch asks beyond a worker's record, in one row while anything is asked."""

from typing import Any

from mikiwame.market.taskwork import exams
from mikiwame.market.taskwork.models import Admission, Batch

NOTHING: dict[str, Any] = {
    "exam": None,
    "identity": False,
    "prefectures": "",
    "born_since": None,
    "born_until": None,
    "reason": "",
}
"""What each column says where nothing is asked."""


def put(batch: Batch, **asked: Any) -> Admission | None:
    """Change what a locked batch asks for; what asks for nothing is no row."""
    admission = Admission.objects.filter(batch=batch).first() or Admission(batch=batch)
    for name, value in asked.items():
        setattr(admission, name, value)
    if not admission.limits:
        admission.reason = ""
    if all(getattr(admission, name) == value for name, value in NOTHING.items()):
        Admission.objects.filter(batch=batch).delete()
        return None
    admission.save()
    return admission


def carry_over(batch: Batch, again: Batch) -> None:
    """A copy asks for the same, but for an exam that its batch has never asked."""
    admission = exams.admission(batch)
    if admission is not None:
        asked = {name: getattr(admission, name) for name in NOTHING}
        if admission.exam is not None and admission.exam.frozen_at is None:
            asked["exam"] = None
        put(again, **asked)
