"""What the pages of workers show: a batch before she joins, her answers, one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse

from mikiwame.core.clock import TOKYO, day_in_tokyo
from mikiwame.core.errors import Refused
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.hiring.listing import Page
from mikiwame.market.paperwork import queries as paperwork
from mikiwame.market.reputation import rules as opinions
from mikiwame.market.taskwork import approving, exams, queries, rules, workers
from mikiwame.market.taskwork.form import Question, Questions, fill, is_shown
from mikiwame.market.taskwork.operations import judging
from mikiwame.market.taskwork.states import UPLOADED, FieldKind
from mikiwame.refusals import sentence

from .acting import MemberRequest, reader_of
from .handing_in import take_files
from .posting_overviews import offered, tasks_offered, why_not
from .tasks_form import asked, content_of, failings

A_PAGE = 50
Shown = dict[str, Any]


@dataclass(frozen=True)
class Given:
    """One question and what was answered, in words; of an upload, its identifier."""

    label: str
    words: list[str]
    file: str = ""
    kind: str = ""


def closed_to(request: HttpRequest, *, at: datetime) -> set[UUID]:
    """Postings of tasks in which the reader can't take part; a visitor has tried none."""
    reader = reader_of(request)
    return workers.closed_to(reader, at=at) if reader else set()


def joined_among(request: HttpRequest, found: Page) -> set[UUID]:
    """Those on a page of the list in which she takes part."""
    reader = reader_of(request)
    shown = [listing.id for listing in found.listings]
    return workers.joined_among(reader.party, shown) if reader and shown else set()


def batch_overview(request: HttpRequest, batch: Any, *, at: datetime) -> Shown:
    """A batch before a worker begins: what is asked, what it pays, whether she can take part, and why not."""
    reader = reader_of(request)
    shown = offered(batch.posting, at=at) | tasks_offered(batch.posting, reader, at=at)
    questions = queries.frozen_questions(batch.pk, batch.form_version)
    shown |= {"batch": batch, "asked": asked(questions, workers.sample(batch))}
    shown |= {"approval_rules": approving.rules_of(batch)}
    admission = exams.admission(batch)
    shown |= {"admission": admission, "paper": paper_in(admission)}
    if reader is None or reader.acts_for(batch.client):
        return shown
    if batch.takes_part:
        mine, earlier = queries.participation_for(reader, batch.pk), workers.notices_of(reader, batch)[1:]
        shown |= {"mine": mine, "is_through": is_through(batch, mine), "earlier_notices": earlier}
        shown["notice_pdf"] = paperwork.fingerprint_of(mine.notice)
        return shown | {"may_review": bool(opinions.may_review_tasks(reader, batch, mine, at))}
    return shown | _standing(reader, batch, admission, at=at)


def _standing(reader: Any, batch: Any, admission: Any, *, at: datetime) -> Shown:
    """What a worker has of what a batch asks for, and what she can do now."""
    record = workers.record_of(reader.party)
    exam = admission.exam if admission else None
    chances = exams.chances(exam, reader.party, at=at) if exam else None
    passed = {exam.pk} if exam and chances and chances.passed else frozenset()
    confirmed, declared = (
        queries.is_confirmed(reader.party, admission, at=at),
        queries.declared(reader.party, admission),
    )
    qualities = record.beside(batch.posting.category_id, passed, confirmed=confirmed, declared=declared)
    ruling = rules.may_join(reader, batch, admission, qualities, at)
    return {
        "may_join": bool(ruling),
        "may_take": chances is not None
        and bool(rules.may_take(reader, batch, admission, chances, qualities, at)),
        "qualities": qualities,
        "why_not": why_not(ruling),
        "record": record,
        "in_category": qualities.in_category,
        "fits": admission is None or bool(rules.lives_and_was_born(admission, qualities)),
        "chances": chances,
    }


def paper_in(admission: Any) -> Any:
    """The exam that is asked for, if one is."""
    return queries.paper(admission.exam) if admission and admission.exam else None


def is_through(batch: Any, mine: Any) -> bool:
    """Whether a worker has answered every unit that there is, so that nothing more can come to her."""
    return mine is not None and mine.answered >= batch.units


def given(questions: Questions, columns: Mapping[str, Any], content: Mapping[str, Any]) -> list[Given]:
    """An answer to be read: each question that was shown, and what was said."""
    return [
        _given(question, fill(question.label, columns), content[question.name])
        for question in questions.asked()
        if question.name in content and is_shown(question, content)
    ]


def told(questions: Questions, columns: Mapping[str, Any], content: Mapping[str, Any]) -> list[str]:
    """The texts that were shown beside the questions."""
    shown = [one for one in questions.all if one.kind == FieldKind.SHOW_TEXT and is_shown(one, content)]
    return [fill(one.label, columns) for one in shown]


def _given(question: Question, label: str, value: Any) -> Given:
    if question.kind in UPLOADED:
        return Given(label, [], file=str(value).partition(":")[2], kind=question.kind)
    called = dict(question.choices)
    values = value if isinstance(value, list) else [value]
    return Given(label, [called.get(str(one), str(one)) for one in values])


def history_overview(request: MemberRequest, *, at: datetime) -> Shown:
    """A worker's answers by day, what each brought, and what the days on the page and the months come to."""
    worker, state = request.user.party, request.GET.get("state", "")
    part = Paginator(workers.answers_of(worker, state=state), A_PAGE).get_page(request.GET.get("page"))
    answers = list(part.object_list)
    paid = escrow.released(answer.key for answer in answers)
    by_day = groupby(answers, lambda answer: day_in_tokyo(answer.submitted_at))
    sums = _sums(worker, answers)
    return {
        "part": part,
        "state": state,
        "days": [(sums[day], [(answer, paid.get(answer.key)) for answer in group]) for day, group in by_day],
        "months": workers.spans(worker, "month", since=at - timedelta(days=365), until=at),
        "at": at,
    }


def _sums(worker: Any, answers: list[Any]) -> Mapping[Any, workers.Span]:
    """What the days of these answers come to, each as a whole."""
    if not answers:
        return {}
    days = [day_in_tokyo(answer.submitted_at) for answer in (answers[-1], answers[0])]
    first, last = (datetime.combine(day, time.min, TOKYO) for day in days)
    spans = workers.spans(worker, "day", since=first, until=last + timedelta(days=1))
    return {span.since: span for span in spans}


def answer_overview(request: MemberRequest, answer: Any, *, at: datetime) -> Shown:
    """One answer for her who gave it: what it says, what became of it, and what she can still do."""
    batch, questions = answer.batch, queries.frozen_questions(answer.batch_id, answer.form_version)
    columns = workers.columns_of(answer)
    return {
        "answer": answer,
        "batch": batch,
        "told": told(questions, columns, answer.content),
        "given": given(questions, columns, answer.content),
        "asked": asked(questions, columns, answer.content),
        "paid": escrow.released([answer.key]).get(answer.key),
        "split": escrow.preview(batch.reward, worker=answer.worker, withholds_tax=batch.withholds_tax, at=at),
        "may_fix": bool(rules.may_fix(request.user, answer, at)),
        "uploads_to": reverse("upload", kwargs={"id": answer.batch_id}),
        "may_let_stand": bool(rules.may_let_stand(request.user, answer, at)),
        "at": at,
    }


def mend(request: MemberRequest, answer: Any, *, at: datetime) -> Shown:
    """Take in the mended answer; returns what its page shows instead where something doesn't fit."""
    questions = queries.frozen_questions(answer.batch_id, answer.form_version)
    files, refused = take_files(request, answer.batch_id, answer.place, questions, at=at)
    content = content_of(questions, request.POST) | files
    errors = failings(questions, content) | refused
    try:
        if not errors:
            judging.fix(answer, content, by=request.user, at=at)
            return {}
    except Refused as refusal:
        errors = {str(refusal.field or ""): sentence(refusal)}
    again = asked(questions, workers.columns_of(answer), content, errors)
    return {"asked": again, "wrong": errors, "refusal": errors.get("", "")}
