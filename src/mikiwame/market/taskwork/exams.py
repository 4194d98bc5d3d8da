"""Exams: what of a form each unit of one asks, how answers are marked, and how a worker stands in one."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from django.db.models import QuerySet

from mikiwame.core.database import one_row
from mikiwame.core.errors import existing
from mikiwame.market.members.models import Party

from .form import Question, Questions, known_answer
from .models import Admission, Attempt, Batch, Exam, Unit
from .states import SHOWN, UPLOADED, FieldKind

UNMARKED = UPLOADED | {FieldKind.LONG_TEXT}
"""What takes long, or has no one right answer."""

_FIGURES: LiteralString = """
SELECT (
    SELECT count(*) FROM taskwork_examunit AS unit, jsonb_object_keys(unit.known) WHERE unit.exam_id = %s
), count(DISTINCT worker_id), count(DISTINCT worker_id) FILTER (WHERE passed)
FROM taskwork_attempt WHERE exam_id = %s
"""


@dataclass(frozen=True)
class Item:
    """One unit of an exam, and the part of the form that it asks."""

    number: int
    columns: Mapping[str, Any]
    known: Mapping[str, Any]
    questions: Questions

    @property
    def asked(self) -> int:
        """How many questions it asks."""
        return sum(1 for _ in self.questions.asked())


@dataclass(frozen=True)
class Paper:
    """An exam as it is set: its items in their order."""

    exam: Exam
    items: tuple[Item, ...]

    @property
    def asked(self) -> int:
        """How many questions it asks in all."""
        return sum(item.asked for item in self.items)


@dataclass(frozen=True)
class Chances:
    """How a worker stands in an exam.

    ``number``: of the attempt that would be her next; ``left``: attempts before a wait, that one included;
    ``again_at``: the end of the wait, where she is in one.
    """

    number: int
    left: int
    again_at: datetime | None
    last: Attempt | None

    @property
    def passed(self) -> bool:
        """Whether she has passed."""
        return self.last is not None and self.last.passed


def part(questions: Questions, known: Mapping[str, Any]) -> Questions:
    """What of a form is asked where these answers are known: their questions, and what is only shown.

    A question that hung on another one, which isn't asked, hangs on nothing.
    """
    kept = tuple(
        _to_answer(question, hangs=question.show_if in known)
        for question in questions.all
        if question.name in known or question.kind in SHOWN
    )
    return replace(questions, all=kept)


def _to_answer(question: Question, *, hangs: bool) -> Question:
    """Left out, it would be wrong: so nothing in an exam is optional."""
    loose = question if hangs else replace(question, show_if="", show_if_value="")
    return replace(loose, required=question.is_asked)


def markable(questions: Questions) -> Questions:
    """The same form without what no exam asks, as its client fills it in: what she leaves out isn't asked."""
    kept = tuple(replace(one, required=False) for one in questions.all if one.kind not in UNMARKED)
    return replace(questions, all=kept)


def misfits(item: Item) -> list[str]:
    """The names of known answers that are no answer to the form, or that no exam asks."""
    asked = {question.name: question for question in item.questions.asked()}
    return [name for name, value in item.known.items() if not _fits(asked.get(name), value)]


def _fits(question: Question | None, value: Any) -> bool:
    if question is None or question.kind in UNMARKED:
        return False
    try:
        known_answer(question, value)
    except ValueError:
        return False
    return True


def right_in(item: Item, content: Mapping[str, Any]) -> int:
    """How many of an item's questions are answered as is known; of words, width and case don't matter."""
    return sum(_alike(content.get(name), value) for name, value in item.known.items())


def _alike(given: Any, known: Any) -> bool:
    if isinstance(given, str) and isinstance(known, str):
        return _folded(given) == _folded(known)
    return bool(given == known)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def paper(exam: Exam, questions: Questions) -> Paper:
    """An exam with its items, by what its form asks; one statement, or none where they are read."""
    units = exam.units.all()
    items = (Item(unit.number, unit.columns, unit.known, part(questions, unit.known)) for unit in units)
    return Paper(exam, tuple(items))


def admission(batch: Batch) -> Admission | None:
    """What a batch asks beyond a worker's record; no statement where the batch was read with it."""
    found: Admission | None = getattr(batch, "admission", None)
    return found


def passed_by(worker: Party, exam: Exam | None) -> frozenset[UUID]:
    """That exam, if there is one and she has passed it."""
    if exam is None or not Attempt.objects.filter(exam=exam, worker=worker, passed=True).exists():
        return frozenset()
    return frozenset({exam.pk})


def nameable(client: Party) -> QuerySet[Exam]:
    """Exams of a client's that her batches can name, the newest first."""
    return Exam.objects.filter(client=client).exclude(frozen_at=None).order_by("-created_at")


def nameable_by(client: Party, identifier: UUID) -> Exam:
    """One of them; raises NotFound."""
    return existing(nameable(client).filter(pk=identifier).first())


def chances(exam: Exam, worker: Party, *, at: datetime) -> Chances:
    """How a worker stands in an exam; one statement."""
    return standing(exam, list(Attempt.objects.filter(exam=exam, worker=worker).order_by("number")), at)


def chances_in(exams: Iterable[Exam], worker: Party, *, at: datetime) -> Mapping[UUID, Chances]:
    """The same for many exams; one statement."""
    wanted = {exam.pk: exam for exam in exams}
    taken: dict[UUID, list[Attempt]] = {identifier: [] for identifier in wanted}
    for attempt in Attempt.objects.filter(exam__in=list(wanted), worker=worker).order_by("number"):
        taken[attempt.exam_id].append(attempt)
    return {identifier: standing(wanted[identifier], mine, at) for identifier, mine in taken.items()}


def standing(exam: Exam, taken: Sequence[Attempt], at: datetime) -> Chances:
    """How somebody stands after these attempts: after every ``chances`` of them there is a wait."""
    last = taken[-1] if taken else None
    in_round = len(taken) % exam.chances
    again_at = None
    if last is not None and in_round == 0:
        over = last.taken_at + timedelta(days=exam.wait_days)
        again_at = over if at < over else None
    return Chances(len(taken) + 1, 0 if again_at else exam.chances - in_round, again_at, last)


def figures(exam: Exam) -> tuple[int, int, int]:
    """How many questions an exam asks, how many workers have taken it, and how many have passed; not who."""
    asked, takers, passed = one_row(_FIGURES, exam.pk, exam.pk)
    return int(asked), takers, passed


def unit_to_take(batch: Batch, exam: Exam | None, skipped: int) -> Unit | None:
    """A unit of a batch from which one of its exam can be made; none twice, hidden known ones last."""
    there = [unit.columns for unit in exam.units.all()] if exam else []
    units = Unit.objects.filter(batch=batch).exclude(columns__in=there).order_by("number")
    wanted = slice(skipped, skipped + 1)
    return (
        units.filter(known__isnull=True)[wanted].first() or units.filter(known__isnull=False)[wanted].first()
    )


def unit_numbered(batch: Batch, number: int) -> Unit | None:
    """One unit of a batch."""
    return Unit.objects.filter(batch=batch, number=number).first()
