"""What is done in a contract with words: each act has a page of its own that says what it means."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mikiwame.core import clock
from mikiwame.core.errors import ALLOWED, Ruling, require
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.operations import endings, work
from mikiwame.market.terms import queries as terms
from mikiwame.web import versions
from mikiwame.web.acting import MemberRequest, done, members_only, page, refusals_in
from mikiwame.web.forms.amendments import DepartureForm
from mikiwame.web.forms.contracts import (
    ChangesForm,
    DeliveryForm,
    OptionalReasonForm,
    ReasonForm,
)
from mikiwame.web.overviews import act_overview
from mikiwame.web.pages import address_of

forms_only = require_http_methods(["GET", "HEAD", "POST"])


@members_only
@forms_only
def delivery(request: MemberRequest, id: UUID) -> HttpResponse:
    """The worker hands over a milestone's work."""
    milestone = queries.milestone_for(request.user, id)
    form = DeliveryForm(request.POST or None, request.FILES or None)
    perform = partial(work.deliver, milestone)
    return act(
        request, "delivery", milestone.contract_id, form, perform, _("納品しました。検収を待ちましょう。")
    )


@members_only
@forms_only
def changes(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client asks for changes, naming the term that is not met."""
    milestone = queries.milestone_for(request.user, id)
    form = ChangesForm(request.POST or None, stated=list(terms.stated(milestone.contract.sheet)))
    perform = partial(work.request_changes, milestone)
    said = _("直しを頼みました。")
    return act(request, "changes", milestone.contract_id, form, perform, said, part=milestone)


@members_only
@forms_only
def cancellation(request: MemberRequest, id: UUID) -> HttpResponse:
    """Either side ends the contract while no money is held."""
    found = queries.contract_for(request.user, id)
    form = ReasonForm(request.POST or None)
    return act(request, "cancellation", id, form, partial(endings.cancel, found), _("契約を終えました。"))


@members_only
@forms_only
def parting(request: MemberRequest, id: UUID) -> HttpResponse:
    """Either side proposes to part while money is held."""
    found = queries.contract_for(request.user, id)
    form = ReasonForm(request.POST or None)
    perform = partial(endings.propose_cancellation, found)
    return act(request, "parting", id, form, perform, _("終了を提案しました。返事をお待ちください。"))


@members_only
@forms_only
def leave(request: MemberRequest, id: UUID) -> HttpResponse:
    """The worker leaves because the start is later than agreed, or worse terms were proposed."""
    found = queries.contract_for(request.user, id)
    form = DepartureForm(request.POST or None, untold=versions.hers_to_tell(request, found))
    return act(request, "leave", id, form, partial(endings.leave, found), _("契約を離れました。"))


@members_only
@forms_only
def overdue(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client ends the contract because the work is overdue."""
    milestone = queries.milestone_for(request.user, id)
    form = OptionalReasonForm(request.POST or None)
    perform = partial(endings.end_overdue, milestone)
    said = _("契約を終えました。仮払いは全額が戻ります。")
    return act(request, "overdue", milestone.contract_id, form, perform, said)


def act(
    request: MemberRequest,
    name: str,
    contract: UUID,
    form: Form,
    perform: Callable[..., object],
    said: str,
    part: Any = None,
    *,
    then: str = "",
    may: Ruling = ALLOWED,
) -> HttpResponse:
    """Show the form of an act, perform it and go on to ``then``, or say next to it why it can't be.

    ``may``: whether it can be done at all, so that nobody writes in vain; raises Refused.
    """
    at = clock.now()
    if not form.is_bound:
        require(may)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            perform(**form.cleaned_data, by=request.user, at=at)
            return done(request, said, address_of(then or f"contract:{contract}"))
    shown = act_overview(request, contract, at=at, part=part)
    return page(request, f"contracts/acts/{name}.html", form=form, at=at, **shown)
