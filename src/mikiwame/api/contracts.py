"""Contracts: what was agreed, how it starts, and how it ends before its time."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from mikiwame.core import clock
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.operations import endings, work
from mikiwame.market.paperwork import operations as paperwork

from .auth import POST, WORK, Request
from .gathering import gathered
from .paging import Slice, page
from .schemas import contracts as schemas
from .schemas.amendments import DepartureSent
from .schemas.messaging import FILE, files_of

router = Router(tags=["contracts"])


@router.get("/contracts", response=schemas.Contracts)
def list_contracts(request: Request, part: Query[Slice]) -> object:
    """The member's contracts, as client and as worker, the newest first."""
    return page(queries.contracts_of(request.user.party), part)


@router.get("/contracts/{contract}", response=schemas.Contract)
def read_contract(request: Request, contract: UUID) -> object:
    """A contract with its lamp, its terms and its parts."""
    return queries.contract_for(request.user, contract)


@router.get("/contracts/{contract}/terms-notice", response=schemas.TermsNotice)
def read_terms_notice(request: Request, contract: UUID) -> object:
    """The terms notice (取引条件明示書) of a contract, as it was issued."""
    return queries.notice_for(request.user, contract)


@router.get("/contracts/{contract}/terms-notice/pdf", openapi_extra=FILE)
def read_terms_notice_pdf(request: Request, contract: UUID) -> HttpResponse:
    """The same as PDF: made of the page, word by word, and kept for good."""
    printed = paperwork.print_notice(queries.notice_for(request.user, contract), at=clock.now())
    return HttpResponse(bytes(printed.pdf), content_type="application/pdf")


@router.get("/contracts/{contract}/history", response=list[schemas.Happening])
def read_history(request: Request, contract: UUID) -> object:
    """Everything that happened from the offer on, the oldest first."""
    return queries.timeline(queries.contract_for(request.user, contract))


@router.get("/contracts/{contract}/deliveries", response=list[schemas.Delivery])
def list_deliveries(request: Request, contract: UUID) -> object:
    """Everything that was handed over, the newest first."""
    found = queries.deliveries(queries.contract_for(request.user, contract))
    return gathered(found, files=files_of)


@router.post("/contracts/{contract}/start", response={201: schemas.Contract}, auth=POST)
def declare_start(request: Request, contract: UUID) -> object:
    """The condition for the start is met: work may begin today."""
    agreed = queries.contract_for(request.user, contract)
    work.declare_start(agreed, by=request.user, at=clock.now())
    return queries.contract_for(request.user, contract)


@router.post("/contracts/{contract}/call-off", response={201: schemas.Contract}, auth=WORK)
def call_off_contract(request: Request, contract: UUID, sent: schemas.ReasonSent) -> object:
    """End a contract at once, while no money is held."""
    agreed = queries.contract_for(request.user, contract)
    endings.cancel(agreed, reason=sent.reason, by=request.user, at=clock.now())
    return queries.contract_for(request.user, contract)


@router.post("/contracts/{contract}/departure", response={201: schemas.Contract}, auth=WORK)
def leave_contract(request: Request, contract: UUID, sent: DepartureSent) -> object:
    """Leave without fault: the start is later than agreed, or worse terms were proposed after hiring."""
    agreed = queries.contract_for(request.user, contract)
    endings.leave(agreed, reason=sent.reason, worse=sent.worse, by=request.user, at=clock.now())
    return queries.contract_for(request.user, contract)


@router.post("/contracts/{contract}/cancellations", response={201: schemas.Cancellation}, auth=WORK)
def propose_cancellation(request: Request, contract: UUID, sent: schemas.ReasonSent) -> object:
    """Propose to part; if the other side agrees, all held money goes back to the client."""
    agreed = queries.contract_for(request.user, contract)
    return endings.propose_cancellation(agreed, reason=sent.reason, by=request.user, at=clock.now())


@router.get("/cancellations/{cancellation}", response=schemas.Cancellation)
def read_cancellation(request: Request, cancellation: UUID) -> object:
    """A proposal to part."""
    return queries.cancellation_for(request.user, cancellation)


@router.post("/cancellations/{cancellation}/answer", response={201: schemas.Cancellation}, auth=WORK)
def answer_cancellation(request: Request, cancellation: UUID, sent: schemas.AgreeSent) -> object:
    """Agree to part, or go on."""
    proposal = queries.cancellation_for(request.user, cancellation)
    return endings.answer_cancellation(proposal, agree=sent.agree, by=request.user, at=clock.now())


@router.post("/cancellations/{cancellation}/withdrawal", response={201: schemas.Cancellation}, auth=WORK)
def withdraw_cancellation(request: Request, cancellation: UUID) -> object:
    """Take a proposal to part back."""
    proposal = queries.cancellation_for(request.user, cancellation)
    return endings.withdraw_cancellation(proposal, by=request.user, at=clock.now())
