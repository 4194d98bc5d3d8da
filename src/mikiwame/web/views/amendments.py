"""Amendments: proposing other terms, answering, and every version that there was."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mikiwame.core import clock
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.operations import amendments, topping_up
from mikiwame.market.messaging import queries as messaging
from mikiwame.web import versions
from mikiwame.web.acting import MemberRequest, done, members_only, page, refusals_in, see
from mikiwame.web.forms.amendments import AmendmentForm, WorseForm
from mikiwame.web.overviews import act_overview
from mikiwame.web.pages import address_of


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def amendment_new(request: MemberRequest, id: UUID) -> HttpResponse:
    """Either side writes other terms, reads the difference, and then proposes it."""
    at, shown = clock.now(), act_overview(request, id, at=clock.now())
    contract, template = shown["contract"], "contracts/amendments/new.html"
    form = AmendmentForm(request.POST or None, contract=contract, **versions.quoted(request))
    if form.is_valid() and "rewriting" not in request.POST:
        with refusals_in(form):
            reason = form.cleaned_data["reason"]
            if "confirmed" in request.POST:
                amendments.propose_amendment(contract, **form.wish, reason=reason, by=request.user, at=at)
                return done(request, _("提案しました。返事をお待ちください。"), address_of(contract.key))
            shown |= versions.rehearsed(request, contract, form.wish, reason, at=at)
            template = "contracts/amendments/confirm.html"
    return page(request, template, form=form, at=at, **shown)


@members_only
@require_safe
def quotation(request: MemberRequest, id: UUID) -> HttpResponse:
    """From a message to the proposal that quotes it."""
    message = messaging.message_for(request.user, id)
    contract = queries.contract_in(message.conversation_id)
    return redirect(reverse("amendment_new", kwargs={"id": contract.pk}, query={"message": message.pk}))


@members_only
@require_POST
def acceptance(request: MemberRequest, id: UUID) -> HttpResponse:
    """The other side agrees to the new terms."""
    proposal = queries.amendment_for(request.user, id)
    contract = amendments.accept_amendment(proposal, by=request.user, at=clock.now())
    holds = contract.sheet_id == proposal.sheet_id
    said = _("新しい条件に合意しました。取引条件明示書を発行しました。")
    waits = _("新しい条件に合意しました。増額分が入金されると、この条件になります。")
    return done(request, said if holds else waits, address_of(contract.key))


@members_only
@require_POST
def top_up(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client sets about paying what is more by terms that both agreed to."""
    proposal = queries.amendment_for(request.user, id)
    return see(address_of(topping_up.begin_payment(proposal, by=request.user, at=clock.now()).key))


@members_only
@require_POST
def refusal(request: MemberRequest, id: UUID) -> HttpResponse:
    """The other side wants the old terms; the worker may say what would be worse for her."""
    proposal = queries.amendment_for(request.user, id)
    form = WorseForm(request.POST, untold=versions.untold(request, proposal))
    worse = form.cleaned_data.get("worse", []) if form.is_valid() else []
    amendments.refuse_amendment(proposal, worse=worse, by=request.user, at=clock.now())
    return done(request, _("断りました。これまでの条件のまま続きます。"), address_of(proposal.contract.key))


@members_only
@require_POST
def withdrawal(request: MemberRequest, id: UUID) -> HttpResponse:
    """Who proposed it takes it back."""
    proposal = queries.amendment_for(request.user, id)
    amendments.withdraw_amendment(proposal, by=request.user, at=clock.now())
    return done(request, _("条件の変更の提案を取り下げました。"), address_of(proposal.contract.key))


@members_only
@require_safe
def terms_versions(request: MemberRequest, id: UUID) -> HttpResponse:
    """Every version of a contract's terms: posted, offered, agreed, and each proposal to change them."""
    return page(request, "contracts/versions.html", **versions.overview(request, id))
