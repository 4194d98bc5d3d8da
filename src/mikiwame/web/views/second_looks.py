"""A refused answer is contested, looked at anew by others without names, appealed, and decided."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mikiwame.core import clock
from mikiwame.market.taskwork import queries, rules
from mikiwame.market.taskwork.operations import contests
from mikiwame.web.acting import MemberRequest, done, members_only, operators_only, page, refusals_in
from mikiwame.web.forms.second_looks import ContestForm, JudgementForm, RulingForm
from mikiwame.web.pages import address_of
from mikiwame.web.second_looks import own_overview, refusal_overview
from mikiwame.web.tasks_form import shows_media

SHOWN = 20


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
@shows_media
def contest_answer(request: MemberRequest, id: UUID) -> HttpResponse:
    """What was held against her answer; the worker says why it is right as it is."""
    at, answer = clock.now(), queries.refused_of(request.user, id)
    form = ContestForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            contests.contest(answer, **form.cleaned_data, by=request.user, at=at)
            said = _("異議を送りました。見直しのあいだ、枠は保たれます。")
            return done(request, said, address_of(answer.key))
    return page(request, "judgements/contest.html", form=form, at=at, **own_overview(answer))


@members_only
@require_POST
def appeal_answer(request: MemberRequest, id: UUID) -> HttpResponse:
    """The worker asks an operator."""
    answer = queries.answer_for(request.user, id)
    contests.appeal(answer, by=request.user, at=clock.now())
    return done(request, _("運営に判断を求めました。"), address_of(answer.key))


@members_only
@require_safe
def judgements(request: MemberRequest) -> HttpResponse:
    """What a worker with experience may look at anew."""
    at, approved = clock.now(), queries.approved_of(request.user.party)
    context: dict[str, Any] = {
        "answers": queries.to_judge(request.user, at=at)[:SHOWN],
        "may_judge": bool(rules.is_judge(request.user, approved)),
        "approved": approved,
        "least": rules.JUDGE_APPROVED_LEAST,
    }
    return page(request, "judgements/judgements.html", at=at, **context)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
@shows_media
def judgement(request: MemberRequest, id: UUID) -> HttpResponse:
    """One answer, without names, and the finding about it."""
    at, answer = clock.now(), queries.judgeable(request.user, id, at=clock.now())
    form = JudgementForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            contests.judge(answer, **form.cleaned_data, by=request.user, at=at)
            return done(request, _("判断を送りました。"), "judgements")
    return page(request, "judgements/judgement.html", form=form, at=at, **refusal_overview(answer))


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
@shows_media
def appeal(request: MemberRequest, id: UUID) -> HttpResponse:
    """One appealed answer, and the operator's decision."""
    at, answer = clock.now(), queries.appealed(id)
    form = RulingForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            contests.decide(answer, **form.cleaned_data, by=request.user, at=at)
            return done(request, _("判断を記録しました。"), "operations")
    shown = refusal_overview(answer) | {"findings": queries.findings(answer)}
    return page(request, "judgements/appeal.html", form=form, at=at, **shown)
