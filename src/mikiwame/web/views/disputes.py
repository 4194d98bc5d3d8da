"""The operators' queue of disputes, and the page on which one is decided."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mikiwame.core import clock
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.operations import disputes as operations
from mikiwame.web.acting import MemberRequest, done, operators_only, page, refusals_in
from mikiwame.web.forms.contracts import SettlementForm
from mikiwame.web.overviews import dispute_overview
from mikiwame.web.pages import address_of


@operators_only
@require_safe
def disputes(request: MemberRequest) -> HttpResponse:
    """What waits for a decision, the oldest first."""
    return page(request, "disputes/disputes.html", disputes=queries.disputes(), at=clock.now())


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: MemberRequest, id: UUID) -> HttpResponse:
    """The evidence of one dispute, and the operator's decision."""
    at, found = clock.now(), queries.dispute(id)
    form = SettlementForm(request.POST or None, amount=found.milestone.amount)
    if form.is_valid():
        with refusals_in(form):
            operations.settle_dispute(found, **form.cleaned_data, by=request.user, at=at)
            return done(request, _("判断を記録し、仮払いを分けました。"), address_of(found.key))
    shown = dispute_overview(found)
    return page(request, "disputes/dispute.html", form=form, at=at, **shown)
