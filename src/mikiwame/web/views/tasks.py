"""Doing task work: batches that are open, one of them, the unit in hand, and what became of answers."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mikiwame.core import clock
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.paperwork import operations as paperwork
from mikiwame.market.taskwork import claims, queries, workers
from mikiwame.market.taskwork.operations import judging
from mikiwame.market.taskwork.operations import work as acts
from mikiwame.web import answering, examining, hand
from mikiwame.web.acting import MemberRequest, done, members_only, page, reader_of, see
from mikiwame.web.documents import document, pdf
from mikiwame.web.forms.tasks import TasksForm
from mikiwame.web.handing_in import handed
from mikiwame.web.pages import address_of
from mikiwame.web.tasks_form import may_listen, shows_media


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """Tasks that can be done now, as the address asks."""
    at, form = clock.now(), TasksForm(request.GET)
    closed = answering.closed_to(request, at=at)
    found = hiring.listed(form.filters(without=closed), request.GET.get("after"), at=at)
    shown = {"found": found, "around": form.around(found), "chips": form.chips(), "at": at}
    joined = answering.joined_among(request, found)
    return page(request, "tasks/tasks.html", form=form, closed=closed, joined=joined, **shown)


@shows_media
@require_safe
def batch(request: HttpRequest, id: UUID) -> HttpResponse:
    """One batch: what is asked and what it pays, before anything is agreed or leased."""
    found = workers.batch_to_read(reader_of(request), id)
    if found.opened_at is None:
        return redirect("own_batch", id=id)  # only its client gets here
    return page(request, "tasks/batch.html", **answering.batch_overview(request, found, at=clock.now()))


@members_only
@require_safe
def task_notice(request: MemberRequest, id: UUID) -> HttpResponse:
    """The terms notice of a batch, as whoever takes part has it."""
    found = workers.batch_to_read(request.user, id)
    return document(workers.notice_for(request.user, found).html)


@members_only
@require_safe
def task_notice_pdf(request: MemberRequest, id: UUID) -> HttpResponseBase:
    """The same as PDF; printed now, should the worker process not have come to it yet."""
    found = workers.batch_to_read(request.user, id)
    printed = paperwork.print_notice(workers.notice_for(request.user, found), at=clock.now())
    return pdf(printed.pdf, _("取引条件明示書"))


@members_only
@require_safe
def earlier_notice(request: MemberRequest, id: UUID, notice: UUID) -> HttpResponse:
    """A terms notice that has counted for a worker, before a change in her favour."""
    found = workers.batch_to_read(request.user, id)
    return document(get_object_or_404(workers.notices_of(request.user, found), pk=notice).html)


@members_only
@shows_media
@require_http_methods(["GET", "HEAD", "POST"])
def exam(request: MemberRequest, id: UUID) -> HttpResponse:
    """The short exam before a batch: taken as a whole, marked at once, and told to nobody but her."""
    at, found = clock.now(), workers.batch_to_read(request.user, id)
    paper, wrong = queries.paper_of(found), dict[str, Any]()
    if request.method == "POST":
        attempt, wrong = examining.taken(request, found, paper, at=at)
        if attempt and attempt.passed:
            return done(request, _("合格しました。条件に同意すると、始められます。"), address_of(found.key))
        if attempt:
            return see(reverse("exam", kwargs={"id": id}))
    shown = examining.taking_shown(request, found, paper, at=at) | wrong
    return render(request, "tasks/exam.html", shown, status=422 if wrong else 200)


@members_only
@require_POST
def join_batch(request: MemberRequest, id: UUID) -> HttpResponse:
    """A worker agrees to a batch's terms and has its first unit in hand."""
    at, found = clock.now(), workers.batch_to_read(request.user, id)
    acts.join(found, by=request.user, at=at)
    hand.next_claim(found.pk, request, at=at)
    return see(reverse("work", kwargs={"id": id}))


@members_only
@shows_media
@may_listen
@require_http_methods(["GET", "HEAD", "POST"])
def work(request: MemberRequest, id: UUID) -> HttpResponse:
    """The unit that a worker has in hand; her answer comes in, and the next one is given out."""
    at, found = clock.now(), workers.batch_to_read(request.user, id)
    if request.method == "POST":
        sent = hand.receive(request, found.pk, at=at)
        if not sent.is_taken:
            return hand.in_hand(request, hand.mistaken(request, found, sent, at=at), status=422)
        return hand.go_on(request, found, said=_("送りました。"), at=at)
    if not found.takes_part:
        return redirect("batch", id=id)
    claim = claims.held(found.pk, request.user.party_id, at=at)
    return hand.in_hand(request, hand.overview(request, found, claim, at=at))


@members_only
@require_POST
def claim_next(request: MemberRequest, id: UUID) -> HttpResponse:
    """The next unit, for a worker who has none in hand."""
    at, found = clock.now(), workers.batch_to_read(request.user, id)
    return hand.go_on(request, found, at=at)


@members_only
@require_POST
def give_back(request: MemberRequest, id: UUID) -> HttpResponse:
    """A unit goes to somebody else, and the worker has the next one, or stops."""
    at, found = clock.now(), workers.batch_to_read(request.user, id)
    hand.let_go(request, found.pk, at=at)
    if "stop" in request.POST:
        said = _("おつかれさまでした。引き受けていた1件は、ほかの人に回りました。")
        return done(request, said, address_of(found.key))
    return hand.go_on(request, found, said=_("ほかの人に回しました。"), at=at)


@members_only
@require_POST
def upload(request: MemberRequest, id: UUID) -> HttpResponse:
    """A picture, a recording or a file comes while the rest is still written."""
    shown = handed(request, id, hand.number(request, "place"), at=clock.now())
    return render(request, "tasks/upload.html", shown, status=422 if shown["upload_error"] else 200)


@members_only
@require_safe
def own_answers(request: MemberRequest) -> HttpResponse:
    """All answers that the member gave, what became of each, and what days and months come to."""
    return page(request, "tasks/own_answers.html", **answering.history_overview(request, at=clock.now()))


@members_only
@shows_media
@may_listen
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: MemberRequest, id: UUID) -> HttpResponse:
    """One answer; while it is returned, it can be mended here, once."""
    at, found = clock.now(), workers.answer_for(request.user, id)
    shown = answering.answer_overview(request, found, at=at)
    if request.method == "POST":
        wrong = answering.mend(request, found, at=at)
        if not wrong:
            return done(request, _("直した回答を送りました。"), address_of(found.key))
        return render(request, "tasks/answer.html", shown | wrong, status=422)
    return page(request, "tasks/answer.html", **shown)


@members_only
@require_POST
def let_stand(request: MemberRequest, id: UUID) -> HttpResponse:
    """The worker agrees that a returned answer isn't paid."""
    found = workers.answer_for(request.user, id)
    judging.let_stand(found, by=request.user, at=clock.now())
    return done(request, _("却下を受け入れました。"), address_of(found.key))
