"""Contracts: the list by whose turn it is, the one page of each, and what is done there."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mikiwame.core import clock
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.operations import endings, funding, work
from mikiwame.market.paperwork import operations as paperwork
from mikiwame.web.acting import MemberRequest, done, members_only, page, see
from mikiwame.web.documents import document, pdf
from mikiwame.web.forms.contracts import DeliveryForm
from mikiwame.web.freshness import is_seen
from mikiwame.web.overviews import contract_overview, contracts_by_turn
from mikiwame.web.pages import address_of
from mikiwame.web.period_overviews import going_on_overview


@members_only
@require_safe
def contracts(request: MemberRequest) -> HttpResponse:
    """All contracts of the reader, what waits on her first."""
    at = clock.now()
    return page(request, "contracts/contracts.html", at=at, **contracts_by_turn(request, at=at))


@members_only
@require_safe
def contract(request: MemberRequest, id: UUID) -> HttpResponse:
    """The one page of a contract."""
    at, found = clock.now(), queries.contract_for(request.user, id)
    if is_seen(request, lambda: queries.newest_in(found)):
        return HttpResponse(status=204)
    shown = (going_on_overview if found.is_continuing else contract_overview)(request, found, at=at)
    form = DeliveryForm(auto_id="delivery_%s")  # the conversation on the page has a form with files too
    template = "periods/contract.html" if found.is_continuing else "contracts/contract.html"
    return page(request, template, delivery_form=form, at=at, **shown)


@members_only
@require_safe
def terms_notice(request: MemberRequest, id: UUID, number: int | None = None) -> HttpResponse:
    """A terms notice as it was stored; a document of its own, so it brings a policy of its own."""
    return document(queries.notice_for(request.user, id, number).html)


@members_only
@require_safe
def terms_notice_pdf(request: MemberRequest, id: UUID, number: int | None = None) -> HttpResponseBase:
    """The same as PDF; printed now, should the worker process not have come to it yet."""
    printed = paperwork.print_notice(queries.notice_for(request.user, id, number), at=clock.now())
    return pdf(printed.pdf, _("取引条件明示書"))


@members_only
@require_POST
def payment(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client sets about paying for a milestone."""
    milestone = queries.milestone_for(request.user, id)
    deposit = funding.begin_payment(milestone, by=request.user, at=clock.now())
    return see(address_of(deposit.key))


@members_only
@require_POST
def start(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client declares that the condition for the start is met."""
    found = queries.contract_for(request.user, id)
    work.declare_start(found, by=request.user, at=clock.now())
    return done(request, _("開始を知らせました。ランプが緑になりました。"), address_of(found.key))


@members_only
@require_POST
def acceptance(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client accepts a delivery; the money goes to the worker."""
    milestone = queries.milestone_for(request.user, id)
    work.accept(milestone, by=request.user, at=clock.now())
    return done(
        request, _("受け入れました。報酬はワーカーに支払われます。"), address_of(milestone.contract.key)
    )


@members_only
@require_POST
def agreement(request: MemberRequest, id: UUID) -> HttpResponse:
    """The other side agrees to part."""
    proposal = queries.cancellation_for(request.user, id)
    endings.answer_cancellation(proposal, agree=True, by=request.user, at=clock.now())
    return done(request, _("同意しました。契約は終わりました。"), address_of(proposal.contract.key))


@members_only
@require_POST
def disagreement(request: MemberRequest, id: UUID) -> HttpResponse:
    """The other side wants to go on."""
    proposal = queries.cancellation_for(request.user, id)
    endings.answer_cancellation(proposal, agree=False, by=request.user, at=clock.now())
    return done(request, _("同意しないと伝えました。契約は続きます。"), address_of(proposal.contract.key))


@members_only
@require_POST
def withdrawal(request: MemberRequest, id: UUID) -> HttpResponse:
    """Who proposed to part takes it back."""
    proposal = queries.cancellation_for(request.user, id)
    endings.withdraw_cancellation(proposal, by=request.user, at=clock.now())
    return done(request, _("終了の提案を取り下げました。"), address_of(proposal.contract.key))
