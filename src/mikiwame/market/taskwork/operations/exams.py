"""A client sets a short exam before her tasks; a worker takes it, unpaid, and may claim once she passed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member, Party
from mikiwame.market.taskwork import events, exams, queries, rules
from mikiwame.market.taskwork.exams import Item, Paper
from mikiwame.market.taskwork.form import checked, known_answers
from mikiwame.market.taskwork.models import Admission, Attempt, Batch, Exam, ExamUnit, Form

from . import admitting

NAME_MOST = 60
DEFAULTS = {"pass_least": 80, "chances": 2, "wait_days": 7}


@operation
def set_exam(batch: Batch, values: Mapping[str, Any], *, by: Member, at: datetime) -> Exam:
    """The client begins her draft's own exam, or changes its name, pass mark, attempts and wait."""
    batch = lock(batch)
    admission = exams.admission(batch)
    exam = admission.exam if admission else None
    require(rules.may_write_exam(by, batch, exam))
    for name, value in values.items():
        require(rules.within_limits(name, value))

    if exam is None:
        exam = _begun(batch, at=at)
    for name, value in values.items():
        setattr(exam, name, clean(value, most=NAME_MOST, field="name") if name == "name" else value)
    exam.name = exam.name or batch.title[:NAME_MOST]
    exam.save()
    return exam


@operation
def add_exam_unit(
    batch: Batch, columns: Mapping[str, Any], known: Mapping[str, Any], *, by: Member, at: datetime
) -> ExamUnit:
    """The client adds a unit to her draft's exam, with the right answers; what isn't known isn't asked."""
    exam = set_exam(batch, {}, by=by, at=at)
    questions = queries.questions_of(exam.form)
    right = known_answers(questions, known)
    item = Item(0, columns, right, exams.part(questions, right))
    there = exams.paper(exam, questions)
    require(rules.item_fits(item) and rules.exam_is_short(Paper(exam, (*there.items, item))))

    number = max((item.number for item in there.items), default=0) + 1
    return ExamUnit.objects.create(exam=exam, number=number, columns=dict(columns), known=right)


@operation
def write_exam(
    batch: Batch,
    values: Mapping[str, Any],
    units: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]],
    *,
    by: Member,
    at: datetime,
) -> Exam:
    """All of a draft's own exam at once: columns and right answers of each unit, instead of those before."""
    exam = set_exam(batch, values, by=by, at=at)
    exam.units.all().delete()
    for columns, known in units:
        add_exam_unit(batch, columns, known, by=by, at=at)
    return exam


@operation
def remove_exam_unit(batch: Batch, number: int, *, by: Member, at: datetime) -> None:
    """The client takes a unit out of her draft's exam."""
    exam = set_exam(batch, {}, by=by, at=at)
    exam.units.filter(number=number).delete()


@operation
def name_exam(batch: Batch, exam: Exam, *, by: Member, at: datetime) -> Admission | None:
    """The draft asks for an exam that the client has set in another batch: who has passed there, has here."""
    drop_exam(batch, by=by, at=at)
    require(rules.may_name_exam(by, batch, exam))

    return admitting.put(batch, exam=exam)


@operation
def drop_exam(batch: Batch, *, by: Member, at: datetime) -> None:  # noqa: ARG001
    """The draft asks for no exam; one of its own that was never asked for is gone."""
    batch = lock(batch)
    require(rules.may_write(by, batch))

    admitting.put(batch, exam=None)
    Exam.objects.filter(form__batch=batch, frozen_at=None).delete()


@operation
def take(
    batch: Batch, number: int, content: Mapping[int, Mapping[str, Any]], *, by: Member, at: datetime
) -> Attempt:
    """A worker hands in her answers to a batch's exam, unit by unit; ``number`` says for which attempt.

    Handed in twice with the same answers it is one attempt. Raises Refused with the field that doesn't fit,
    ``exam_waits``, ``exam_passed_already``, and ``attempt_used`` where another window came first.
    """
    lock(by.party)
    paper = queries.paper_of(batch)
    given = {str(item.number): checked(item.questions, content.get(item.number, {})) for item in paper.items}
    mine = Attempt.objects.filter(exam=paper.exam, worker=by.party, number=number).first()
    if mine is not None and mine.content == given:
        return mine
    chances = exams.chances(paper.exam, by.party, at=at)
    admission = exams.admission(batch)
    qualities = queries.qualities(by.party, batch, admission, at=at)
    require(rules.is_next(chances, number))
    require(rules.may_take(by, batch, admission, chances, qualities, at))

    attempt = _marked(paper, given, worker=by.party, number=number, at=at)
    fact = events.ExamTaken(
        subject=batch.key, worker=by.party.key, exam=paper.exam.key, passed=attempt.passed
    )
    record(fact, by=by.key, at=at)
    return attempt


def _begun(batch: Batch, *, at: datetime) -> Exam:
    form = Form.objects.get(batch=batch, version=batch.form_version)
    exam = Exam.objects.create(
        client=batch.client, form=form, name=batch.title[:NAME_MOST], created_at=at, **DEFAULTS
    )
    admitting.put(batch, exam=exam)
    return exam


def _marked(
    paper: Paper, given: Mapping[str, Mapping[str, Any]], *, worker: Party, number: int, at: datetime
) -> Attempt:
    right = sum(exams.right_in(item, given[str(item.number)]) for item in paper.items)
    return Attempt.objects.create(
        exam=paper.exam,
        worker=worker,
        number=number,
        content=given,
        asked=paper.asked,
        right=right,
        passed=right * 100 >= paper.exam.pass_least * paper.asked,
        taken_at=at,
    )
