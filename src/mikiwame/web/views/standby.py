"""The standby fee of a contract whose first money never came: the client pays it, or is let off."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mikiwame.core import clock
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.operations import standby
from mikiwame.web.acting import MemberRequest, done, members_only, see
from mikiwame.web.pages import address_of


@members_only
@require_POST
def payment(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client sets about paying it."""
    fee = queries.standby_fee_for(request.user, id)
    return see(address_of(standby.begin_payment(fee, by=request.user, at=clock.now()).key))


@members_only
@require_POST
def waiver(request: MemberRequest, id: UUID) -> HttpResponse:
    """The worker wants it no more."""
    fee = queries.standby_fee_for(request.user, id)
    standby.waive_standby_fee(fee, by=request.user, at=clock.now())
    return done(request, _("受け取らないと伝えました。"), address_of(fee.contract.key))
