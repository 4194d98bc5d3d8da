"""Asking somebody again whom one has paid before, without a posting."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mikiwame.core import clock
from mikiwame.core.errors import require
from mikiwame.market.contracts import queries, rules
from mikiwame.market.contracts.operations import direct
from mikiwame.web.acting import MemberRequest, done, members_only, page, refusals_in
from mikiwame.web.forms.offers import DirectOfferForm
from mikiwame.web.overviews import rehearsal_overview
from mikiwame.web.pages import address_of

A_PAGE = 20


@members_only
@require_safe
def past_workers(request: MemberRequest) -> HttpResponse:
    """Whom the member has paid before, each with the way to ask her again."""
    part = Paginator(queries.past_workers(request.user.party), A_PAGE).get_page(request.GET.get("page"))
    return page(request, "offers/past_workers.html", part=part)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def direct_offer_new(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client writes a direct offer, reads what it says, and then makes it."""
    at, after = clock.now(), queries.contract_for(request.user, id)
    require(rules.may_offer_directly(request.user, after, at))
    form, template = DirectOfferForm(request.POST or None, after=after), "offers/direct.html"
    shown: dict[str, Any] = {"after": after, "worker": after.worker, "at": at}
    if form.is_valid() and "rewriting" not in request.POST:
        with refusals_in(form):
            wish: dict[str, Any] = {**form.wish, "message": form.cleaned_data["message"]}
            if "confirmed" in request.POST:
                made = direct.offer_directly(after, **wish, by=request.user, at=at)
                return done(request, _("依頼を出しました。返事をお待ちください。"), address_of(made.key))
            said = direct.rehearse_direct_offer(after, **wish, by=request.user, at=at)
            shown, template = shown | rehearsal_overview(after.worker, said, at=at), "offers/confirm.html"
    return page(request, template, form=form, **shown)
