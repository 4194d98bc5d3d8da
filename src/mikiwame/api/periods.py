"""Work that goes on: its weeks and months, and their money."""

from uuid import UUID

from ninja import Query, Router

from mikiwame.core import clock
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.operations import breaks, notices, periods

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


@router.post("/contracts/{contract}/breaks", response={201: schemas.Break}, auth=WORK)
def propose_break(request: Request, contract: UUID, sent: schemas.BreakSent) -> object:
    """Propose days off; if the other side agrees, nothing is due on them."""
    found = queries.contract_for(request.user, contract)
    return breaks.propose_break(found, **sent.values(), by=request.user, at=clock.now())


@router.get("/breaks/{break_}", response=schemas.Break)
def read_break(request: Request, break_: UUID) -> object:
    """Days off that were proposed."""
    return queries.break_for(request.user, break_)


@router.post("/breaks/{break_}/answer", response={201: schemas.Break}, auth=WORK)
def answer_break(request: Request, break_: UUID, sent: schemas.AgreeSent) -> object:
    """Agree to days off, or let everything stay due."""
    proposed = queries.break_for(request.user, break_)
    return breaks.answer_break(proposed, agree=sent.agree, by=request.user, at=clock.now())


@router.post("/breaks/{break_}/withdrawal", response={201: schemas.Break}, auth=WORK)
def withdraw_break(request: Request, break_: UUID) -> object:
    """Take a proposal of days off back."""
    return breaks.withdraw_break(queries.break_for(request.user, break_), by=request.user, at=clock.now())


@router.post("/contracts/{contract}/ending-notice", response={201: schemas.EndingNotice}, auth=WORK)
def give_notice(request: Request, contract: UUID, sent: schemas.EndingNoticeSent) -> object:
    """End work that goes on by a last day; until then everything is due and paid as ever."""
    found = queries.contract_for(request.user, contract)
    return notices.give_notice(found, **sent.values(), by=request.user, at=clock.now())


@router.get("/ending-notices/{ending_notice}", response=schemas.EndingNotice)
def read_ending_notice(request: Request, ending_notice: UUID) -> object:
    """A notice that work that goes on ends."""
    return queries.ending_notice_for(request.user, ending_notice)


@router.post("/ending-notices/{ending_notice}/question", response={201: schemas.EndingNotice}, auth=WORK)
def ask_for_reason(request: Request, ending_notice: UUID) -> object:
    """Ask the client why she ends the work."""
    notice = queries.ending_notice_for(request.user, ending_notice)
    return notices.ask_for_reason(notice, by=request.user, at=clock.now())


@router.post("/ending-notices/{ending_notice}/reason", response={201: schemas.EndingNotice}, auth=POST)
def give_reason(request: Request, ending_notice: UUID, sent: schemas.ReasonSent) -> object:
    """Say why the work ends."""
    notice = queries.ending_notice_for(request.user, ending_notice)
    return notices.give_reason(notice, reason=sent.reason, by=request.user, at=clock.now())
