"""The operators' pages: what waits on them, postings to stop, and what operators did; for others, nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mikiwame.core import clock
from mikiwame.market.contests import queries as contests
from mikiwame.market.contests.operations import exclusions
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.history import queries as history
from mikiwame.market.members import queries as members
from mikiwame.market.moderation import queries as reported
from mikiwame.market.moderation.operations import stops
from mikiwame.market.taskwork import queries as taskwork
from mikiwame.market.turns import queries as turns
from mikiwame.web.acting import MemberRequest, done, operators_only, page, refusals_in
from mikiwame.web.contest_overviews import exclusion_shown
from mikiwame.web.forms.contests import RulingForm
from mikiwame.web.forms.operations import ReasonForm
from mikiwame.wording.words import WORDS

SHOWN = 50
LATELY = timedelta(days=30)
A_YEAR = timedelta(days=365)
EXCLUSIONS: dict[str, Callable[..., object]] = {"exclude": exclusions.exclude, "keep": exclusions.keep}


@operators_only
@require_safe
def operations(request: MemberRequest) -> HttpResponse:
    """The queues, and the newest postings."""
    at = clock.now()
    return page(
        request,
        "operations/operations.html",
        turns=turns.of_operators()[:SHOWN],
        failed_payouts=history.facts_of(["escrow.PayoutFailed"], since=at - LATELY)[:SHOWN],
        suspended=hiring.suspended()[:SHOWN],
        newest=hiring.published()[:SHOWN],
        papers=members.waiting_papers().count(),
        reports=reported.waiting(request.user).count(),
        appeals=reported.appeals(request.user).count(),
        few=members.operators().count() < members.OPERATORS_LEAST,
        at=at,
    )


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
def suspension(request: MemberRequest, id: UUID) -> HttpResponse:
    """Stop a posting."""
    posting, said = hiring.posting_for(request.user, id), _("募集を止めました。")
    return _moderated(request, posting, stops.suspend, said, "operations/suspension.html", posting=posting)


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
def reinstatement(request: MemberRequest, id: UUID) -> HttpResponse:
    """Put a stopped posting back."""
    posting, said = hiring.posting_for(request.user, id), _("募集を再開しました。")
    template = "operations/reinstatement.html"
    return _moderated(request, posting, stops.reinstate, said, template, posting=posting)


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
def batch_suspension(request: MemberRequest, id: UUID) -> HttpResponse:
    """Stop a batch of tasks."""
    batch, said = taskwork.batch_named(id), _("バッチを止めました。")
    template = "operations/batch_suspension.html"
    return _moderated(request, batch.posting, stops.suspend, said, template, batch=batch)


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
def batch_reinstatement(request: MemberRequest, id: UUID) -> HttpResponse:
    """Let a stopped batch go on."""
    batch, said = taskwork.batch_named(id), _("バッチを再開しました。")
    template = "operations/batch_reinstatement.html"
    return _moderated(request, batch.posting, stops.reinstate, said, template, batch=batch)


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
def contest_suspension(request: MemberRequest, id: UUID) -> HttpResponse:
    """Stop a contest."""
    contest, said = contests.contest_to_moderate(id), _("コンペを止めました。")
    template = "operations/contest_suspension.html"
    return _moderated(request, contest.posting, stops.suspend, said, template, contest=contest)


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
def contest_reinstatement(request: MemberRequest, id: UUID) -> HttpResponse:
    """Let a stopped contest go on."""
    contest, said = contests.contest_to_moderate(id), _("コンペを再開しました。")
    template = "operations/contest_reinstatement.html"
    return _moderated(request, contest.posting, stops.reinstate, said, template, contest=contest)


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
def exclusion(request: MemberRequest, id: UUID) -> HttpResponse:
    """An entry that its client says breaks a rule, and the operator's decision."""
    at, asked = clock.now(), contests.exclusion_to_judge(request.user, id)
    form = RulingForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            ruling, act = form.cleaned_data["ruling"], EXCLUSIONS[form.cleaned_data["finding"]]
            act(asked, ruling=ruling, by=request.user, at=at)
            return done(request, _("判断を記録しました。"), "operations")
    return page(
        request, "operations/exclusion.html", form=form, **exclusion_shown(request.user, asked, at=at)
    )


def _moderated(
    request: MemberRequest,
    posting: Any,
    act: Callable[..., object],
    said: str,
    template: str,
    /,
    **named: Any,
) -> HttpResponse:
    """An operator acts on a posting, with a reason; the page shows what is ``named``."""
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            act(posting, **form.cleaned_data, by=request.user, at=clock.now())
            return done(request, said, "operations")
    return page(request, template, form=form, **named)


@operators_only
@require_safe
def audit(request: MemberRequest) -> HttpResponse:
    """What operators did in the last year, newest first, each with its reason."""
    facts = history.facts_of(WORDS["audit"], since=clock.now() - A_YEAR).reverse()[:SHOWN]
    names = members.names(fact.by for fact in facts if fact.by)
    acts = [{"fact": fact, "by": fact.by and names.get(fact.by, _("退会した運営者"))} for fact in facts]
    return page(request, "operations/audit.html", acts=acts)
