"""Work that goes on: its weeks and months, and their money."""

from uuid import UUID

from ninja import Query, Router

from mikiwame.core import clock
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.operations import periods

from .auth import PAY, POST, WORK, Request
from .paging import Slice, page
from .schemas import contracts as schemas
from .schemas.escrow import Deposit

router = Router(tags=["periods"])


@router.get("/contracts/{contract}/periods", response=schemas.Periods)
def list_periods(request: Request, contract: UUID, part: Query[Slice]) -> object:
    """The weeks or months of a contract whose work goes on, the latest first."""
    return page(queries.periods_of(queries.contract_for(request.user, contract)), part)


@router.get("/periods/{period}", response=schemas.PeriodWhole)
def read_period(request: Request, period: UUID) -> object:
    """A week or a month with its deliveries."""
    return queries.period_for(request.user, period)


@router.post("/periods/{period}/payment", response={201: Deposit}, auth=PAY)
def begin_period_payment(request: Request, period: UUID) -> object:
    """Set about paying a week or a month in; asked again, it is the same deposit."""
    found = queries.period_for(request.user, period)
    return periods.begin_payment(found, by=request.user, at=clock.now())


@router.post("/periods/{period}/departure", response={201: schemas.Contract}, auth=WORK)
def leave_unpaid_contract(request: Request, period: UUID, sent: schemas.MaybeReasonSent) -> object:
    """Leave without fault: the money is late. What was handed over is inspected and paid."""
    found = queries.period_for(request.user, period)
    periods.leave_unpaid(found, reason=sent.reason, by=request.user, at=clock.now())
    return queries.contract_for(request.user, found.contract_id)


@router.post("/contracts/{contract}/termination", response={201: schemas.Contract}, auth=POST)
def end_after_misses(request: Request, contract: UUID, sent: schemas.MaybeReasonSent) -> object:
    """Part from a worker who missed several deliveries in a row; their money goes back."""
    found = queries.contract_for(request.user, contract)
    periods.end_after_misses(found, reason=sent.reason, by=request.user, at=clock.now())
    return queries.contract_for(request.user, contract)
