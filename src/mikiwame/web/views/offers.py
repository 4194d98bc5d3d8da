"""Offers: the client makes one, the worker reads and answers it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mikiwame.core import clock
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.operations import offers
from mikiwame.market.hiring import queries as hiring
from mikiwame.web.acting import MemberRequest, done, members_only, page, refusals_in
from mikiwame.web.forms.offers import DeclineOfferForm, OfferForm
from mikiwame.web.freshness import is_seen
from mikiwame.web.overviews import offer_overview, rehearsal_overview
from mikiwame.web.pages import address_of


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def offer_new(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client writes an offer, reads what it says, and then makes it."""
    at, application = clock.now(), hiring.applicant_for(request.user, id)
    form = OfferForm(request.POST or None, sheet=application.posting.sheet, price=application.price)
    template = "offers/new.html"
    shown: dict[str, Any] = {"application": application, "worker": application.worker, "at": at}
    if form.is_valid() and "rewriting" not in request.POST:
        with refusals_in(form):
            wish = {"changes": form.changes, "parts": form.parts, "message": form.cleaned_data["message"]}
            said: dict[str, Any] = {**wish, "by": request.user, "at": at}
            if "confirmed" in request.POST:
                made = offers.offer(application, **said)
                return done(request, _("内定を出しました。返事をお待ちください。"), address_of(made.key))
            shown |= rehearsal_overview(application.worker, offers.rehearse_offer(application, **said), at=at)
            template = "offers/confirm.html"
    return page(request, template, form=form, **shown)


@members_only
@require_safe
def offer(request: MemberRequest, id: UUID) -> HttpResponse:
    """One offer, for its two sides."""
    at, found = clock.now(), queries.offer_for(request.user, id)
    if is_seen(request, lambda: queries.newest_with(found)):
        return HttpResponse(status=204)
    shown = offer_overview(request, found, at=at)
    return page(request, "offers/offer.html", decline_form=DeclineOfferForm(), at=at, **shown)


@members_only
@require_POST
def acceptance(request: MemberRequest, id: UUID) -> HttpResponse:
    """The worker accepts."""
    contract = offers.accept_offer(queries.offer_for(request.user, id), by=request.user, at=clock.now())
    hired, tried = (
        _("内定を承諾しました。仮払いを待ちましょう。"),
        _("お試しを承諾しました。仮払いを待ちましょう。"),
    )
    return done(request, tried if contract.is_trial else hired, address_of(contract.key))


@members_only
@require_POST
def refusal(request: MemberRequest, id: UUID) -> HttpResponse:
    """The worker declines."""
    at, found, form = clock.now(), queries.offer_for(request.user, id), DeclineOfferForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            offers.decline_offer(found, **form.cleaned_data, by=request.user, at=at)
            said = _("お試しを辞退しました。") if found.is_trial else _("内定を辞退しました。")
            return done(request, said, address_of(found.key))
    shown = offer_overview(request, found, at=at)
    return page(request, "offers/offer.html", form=form, decline_form=form, at=at, **shown)


@members_only
@require_POST
def withdrawal(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client takes it back."""
    found = queries.offer_for(request.user, id)
    offers.withdraw_offer(found, by=request.user, at=clock.now())
    said = _("お試しの依頼を取り消しました。") if found.is_trial else _("内定を取り消しました。")
    return done(request, said, address_of(found.key))
