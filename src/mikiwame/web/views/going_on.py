"""Work that goes on: its weeks and months, their money, and how it ends when one side fails."""

from functools import partial
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mikiwame.core import clock
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.operations import periods as operations
from mikiwame.web.acting import MemberRequest, members_only, page
from mikiwame.web.forms.contracts import OptionalReasonForm
from mikiwame.web.pages import address_of
from mikiwame.web.period_overviews import period_overview, periods_overview

from .contract_acts import act, forms_only

A_PAGE = 26
"""Half a year of weeks."""


@members_only
@require_safe
def periods(request: MemberRequest, id: UUID) -> HttpResponse:
    """All weeks or months of a contract."""
    shown = periods_overview(request, id)
    part = Paginator(queries.periods_of(shown["contract"]), A_PAGE).get_page(request.GET.get("page"))
    return page(request, "periods/periods.html", part=part, **shown)


@members_only
@require_safe
def period(request: MemberRequest, id: UUID) -> HttpResponse:
    """The statement of a week or a month."""
    return page(request, "periods/period.html", **period_overview(request, id, at=clock.now()))


@members_only
@require_POST
def payment(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client sets about paying a week or a month in."""
    found = queries.period_for(request.user, id)
    deposit = operations.begin_payment(found, by=request.user, at=clock.now())
    return HttpResponse(status=303, headers={"Location": address_of(deposit.key)})


@members_only
@forms_only
def leave(request: MemberRequest, id: UUID) -> HttpResponse:
    """The worker leaves because the money is late."""
    found = queries.period_for(request.user, id)
    form, perform = OptionalReasonForm(request.POST or None), partial(operations.leave_unpaid, found)
    return act(request, "leave_unpaid", found.contract_id, form, perform, _("契約を離れました。"))


@members_only
@forms_only
def missed(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client ends it because deliveries did not come."""
    found = queries.contract_for(request.user, id)
    form, perform = OptionalReasonForm(request.POST or None), partial(operations.end_after_misses, found)
    return act(request, "missed", id, form, perform, _("契約を終えました。"))
