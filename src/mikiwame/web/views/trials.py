"""Trials: the client offers one, and says afterwards whether she hires."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mikiwame.core import clock
from mikiwame.core.errors import require
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.operations import trials
from mikiwame.market.contracts.rules import trials as rules
from mikiwame.market.hiring import queries as hiring
from mikiwame.web.acting import MemberRequest, done, members_only, page, refusals_in
from mikiwame.web.forms.applications import DeclineForm
from mikiwame.web.forms.trials import TrialForm
from mikiwame.web.overviews import contract_overview, rehearsal_overview
from mikiwame.web.pages import address_of


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def trial_new(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client writes a trial, reads what it says, and then offers it."""
    at, application = clock.now(), hiring.applicant_for(request.user, id)
    require(rules.may_offer_trial(request.user, application, at))
    form = TrialForm(request.POST or None, application=application, at=at)
    template, shown = "trials/new.html", {"application": application, "worker": application.worker, "at": at}
    if form.is_valid() and "rewriting" not in request.POST:
        with refusals_in(form):
            said: dict[str, Any] = {**form.wish, "by": request.user, "at": at}
            if "confirmed" in request.POST:
                made = trials.offer_trial(application, message=form.cleaned_data["message"], **said)
                return done(request, _("お試しを頼みました。返事をお待ちください。"), address_of(made.key))
            shown |= rehearsal_overview(application.worker, trials.rehearse_trial(application, **said), at=at)
            template = "trials/confirm.html"
    return page(request, template, form=form, **shown)


@members_only
@require_POST
def trial_refusal(request: MemberRequest, id: UUID) -> HttpResponse:
    """After the trial the client doesn't hire, and the worker is told why."""
    at, trial, form = clock.now(), queries.trial_for(request.user, id), DeclineForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            trials.decline_trial(trial, **form.cleaned_data, by=request.user, at=at)
            return done(request, _("見送りを伝えました。"), address_of(trial.contract.key))
    shown = contract_overview(request, queries.contract_for(request.user, trial.contract_id), at=at)
    shown["trial"]["decline"] = form
    return page(request, "contracts/contract.html", form=form, at=at, **shown)


@members_only
@require_POST
def trial_withdrawal(request: MemberRequest, id: UUID) -> HttpResponse:
    """After the trial the worker takes her application back."""
    trial = queries.trial_for(request.user, id)
    trials.withdraw_trial(trial, by=request.user, at=clock.now())
    return done(request, _("応募を取り下げました。"), address_of(trial.contract.key))
