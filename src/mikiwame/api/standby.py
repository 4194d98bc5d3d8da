"""Standby fees (待機料): what a worker is owed who waited for money that never came."""

from uuid import UUID

from ninja import Router

from mikiwame.core import clock
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.operations import standby

from .auth import PAY, WORK, Request
from .schemas import contracts as schemas
from .schemas.escrow import Deposit

router = Router(tags=["contracts"])


@router.get("/standby-fees/{fee}", response=schemas.StandbyFee)
def read_standby_fee(request: Request, fee: UUID) -> object:
    """The standby fee of a contract that ended for want of its first money."""
    return queries.standby_fee_for(request.user, fee)


@router.post("/standby-fees/{fee}/payment", response={201: Deposit}, auth=PAY)
def begin_standby_payment(request: Request, fee: UUID) -> object:
    """Set about paying it; asked again, it is the same deposit. The worker gets it as soon as it has come."""
    found = queries.standby_fee_for(request.user, fee)
    return standby.begin_payment(found, by=request.user, at=clock.now())


@router.post("/standby-fees/{fee}/waiver", response={201: schemas.StandbyFee}, auth=WORK)
def waive_standby_fee(request: Request, fee: UUID) -> object:
    """Let the client off; what is paid from then on goes back to her."""
    found = queries.standby_fee_for(request.user, fee)
    return standby.waive_standby_fee(found, by=request.user, at=clock.now())
