"""A client judges the answers to her batch, and takes what came of it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mikiwame.core import clock
from mikiwame.core.errors import NotFound, require
from mikiwame.exports import Export, exported
from mikiwame.market.taskwork import queries, results, reviewing, rules
from mikiwame.market.taskwork.operations import judging
from mikiwame.web.acting import MemberRequest, done, members_only, page, refusals_in, see
from mikiwame.web.forms.results import ByKnownForm, TurnBackForm
from mikiwame.web.judging import one_answer, review_overview
from mikiwame.web.tasks_form import shows_media
from mikiwame.wording.words import called


@members_only
@require_safe
@shows_media
def batch_review(request: MemberRequest, id: UUID) -> HttpResponse:
    """The answers that wait for the client's judgement, those that have waited longest first."""
    batch, at = queries.batch_for(request.user, id), clock.now()
    returned = request.GET.get("show") == "returned"
    return page(request, "results/review.html", at=at, **review_overview(batch, returned=returned))


@members_only
@require_POST
def approve_answers(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client takes the answers that she ticked, or everything that had come in when she looked."""
    batch, at = queries.batch_for(request.user, id), clock.now()
    until = parse_datetime(request.POST.get("until", ""))
    if until is None:
        judging.approve(batch, _ticked(request), by=request.user, at=at)
        return see(_review(batch.pk))
    approved = 0
    while part := judging.approve_all(batch, until=min(until, at), by=request.user, at=at):
        approved += part
    said = _("%(count)s件を承認しました。") % {"count": approved}
    return done(request, said, _review(batch.pk))


@members_only
@require_POST
def approve_by_known(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client takes the answers of workers who were right about the known ones."""
    batch, at = queries.batch_for(request.user, id), clock.now()
    form = ByKnownForm(request.POST)
    percent = form.cleaned_data["percent"] if form.is_valid() else 100
    answers = reviewing.right_on_known(batch, percent=percent, until=at)
    approved = judging.approve(batch, answers, by=request.user, at=at)
    said = _("%(count)s件を承認しました。") % {"count": approved}
    return done(request, said, _review(batch.pk))


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
@shows_media
def turn_back_answer(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client returns one answer with a reason and what shows it."""
    answer = reviewing.answer_to_judge(request.user, id)
    require(rules.answer_in_state(answer, "turn_back"))
    form = TurnBackForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            answer = judging.turn_back(answer, **form.cleaned_data, by=request.user, at=clock.now())
            return done(request, str(called(answer.state, "turned_back")), _review(answer.batch_id))
    return page(request, "results/turn_back.html", form=form, batch=answer.batch, **one_answer(answer))


@members_only
@require_POST
def relent(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client takes an answer after all that she had returned."""
    answer = reviewing.answer_to_judge(request.user, id)
    judging.relent(answer, by=request.user, at=clock.now())
    return done(request, _("承認しました。"), f"{_review(answer.batch_id)}?show=returned")


@members_only
@require_safe
def batch_results(request: MemberRequest, id: UUID) -> HttpResponse:
    """What the approved answers say, question by question."""
    batch = queries.batch_for(request.user, id)
    questions = queries.questions(batch)
    shown: dict[str, Any] = {
        "progress": queries.progress(batch),
        "charts": results.charts(batch, questions),
        "agreed": any(question.kind in results.AGREED for question in questions.asked()),
        "usual": round(reviewing.usual_seconds(batch)),
    }
    return page(request, "results/results.html", batch=batch, **shown)


@members_only
@require_safe
def export(request: MemberRequest, id: UUID, file: Export) -> HttpResponseBase:
    """Approved answers, or what they say together, as a file that is written while it is sent."""
    batch = queries.batch_for(request.user, id)
    return exported(file, batch, queries.questions(batch))


def _ticked(request: MemberRequest) -> list[UUID]:
    """The answers that were ticked; what is no identifier is nobody's answer."""
    try:
        return [UUID(answer) for answer in request.POST.getlist("answer")]
    except ValueError:
        raise NotFound from None


def _review(batch: UUID) -> str:
    return reverse("batch_review", kwargs={"id": batch})
