"""Whom a batch asks: the record that they must have, and the short exam before it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mikiwame.core import clock
from mikiwame.core.errors import require
from mikiwame.market.taskwork import exams, queries, rules
from mikiwame.market.taskwork.operations import admissions
from mikiwame.market.taskwork.operations import exams as acts
from mikiwame.web.acting import MemberRequest, done, members_only, page, refusals_in, see
from mikiwame.web.batch_overviews import admission_shown, draft_shown
from mikiwame.web.examining import Sent, exam_shown, whole
from mikiwame.web.forms.admissions import AdmissionForm, ExamForm, NamedExamForm
from mikiwame.web.pages import address_in
from mikiwame.web.tasks_form import shows_media

from .batches import onward


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def batch_admission(request: MemberRequest, id: UUID) -> HttpResponse:
    """What a draft asks of its workers."""
    at, batch = clock.now(), queries.batch_for(request.user, id)
    require(rules.may_write(request.user, batch))
    form = AdmissionForm(request.POST or None, batch=batch, admission=exams.admission(batch))
    if form.is_valid():
        with refusals_in(form):
            admissions.write(batch, form.of_batch(), form.asked(), by=request.user, at=at)
            return done(request, _("保存しました。"), onward(request, id, otherwise="batch_admission"))
    named, questions = NamedExamForm(exams=exams.nameable(batch.client)), queries.questions(batch)
    shown = draft_shown(batch, at=at, questions=questions) | admission_shown(batch, questions)
    return page(request, "batches/admission.html", form=form, step="batch_admission", named=named, **shown)


@members_only
@require_POST
def begin_exam(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client begins an exam of her draft's own."""
    acts.set_exam(queries.batch_for(request.user, id), {}, by=request.user, at=clock.now())
    return see(address_in("batch_exam", id))


@members_only
@require_POST
def name_exam(request: MemberRequest, id: UUID) -> HttpResponse:
    """The draft asks for an exam that was asked before."""
    at, batch = clock.now(), queries.batch_for(request.user, id)
    form = NamedExamForm(request.POST, exams=exams.nameable(batch.client))
    if form.is_valid():
        exam = exams.nameable_by(batch.client, UUID(form.cleaned_data["exam"]))
        acts.name_exam(batch, exam, by=request.user, at=at)
    return see(address_in("batch_admission", id))


@members_only
@require_POST
def drop_exam(request: MemberRequest, id: UUID) -> HttpResponse:
    """The draft asks for no exam any more."""
    acts.drop_exam(queries.batch_for(request.user, id), by=request.user, at=clock.now())
    return done(request, _("試験をやめました。"), address_in("batch_admission", id))


@members_only
@shows_media
@require_http_methods(["GET", "HEAD", "POST"])
def batch_exam(request: MemberRequest, id: UUID) -> HttpResponse:
    """A draft's own exam: its name and numbers, and its questions with their answers."""
    batch = queries.batch_for(request.user, id)
    admission = exams.admission(batch)
    if admission is None or not rules.may_write_exam(request.user, batch, admission.exam):
        return see(address_in("batch_admission", id))
    form = ExamForm(request.POST or None, exam=admission.exam)
    if form.is_valid():
        with refusals_in(form):
            acts.set_exam(batch, form.cleaned_data, by=request.user, at=clock.now())
            return done(request, _("保存しました。"), address_in("batch_exam", id))
    return _exam_page(request, batch, admission.exam, form)


@members_only
@shows_media
@require_POST
def add_exam_unit(request: MemberRequest, id: UUID) -> HttpResponse:
    """One unit more, with the answers that are right."""
    at, batch = clock.now(), queries.batch_for(request.user, id)
    exam = acts.set_exam(batch, {}, by=request.user, at=at)
    sent = Sent.of(request.POST, batch, exam)
    if sent.is_taken(by=request.user, at=at):
        return see(address_in("batch_exam", id) + "#more")
    return _exam_page(request, batch, exam, ExamForm(exam=exam), sent)


@members_only
@require_POST
def remove_exam_unit(request: MemberRequest, id: UUID) -> HttpResponse:
    """One unit less."""
    batch, number = queries.batch_for(request.user, id), whole(request.POST.get("number", ""))
    acts.remove_exam_unit(batch, number, by=request.user, at=clock.now())
    return see(address_in("batch_exam", id))


def _exam_page(
    request: MemberRequest, batch: Any, exam: Any, form: ExamForm, sent: Sent | None = None
) -> HttpResponse:
    questions = queries.questions(batch)
    shown = draft_shown(batch, at=clock.now(), questions=questions)
    shown |= exam_shown(batch, exam, questions, sent, skip=request.GET.get("skip", ""))
    response = page(request, "batches/exam.html", form=form, step="batch_admission", **shown)
    response.status_code = 422 if sent else response.status_code
    return response
