"""Amendments: other terms of a live contract, proposed by one side, answered by the other."""

from uuid import UUID

from ninja import Router

from mikiwame.core import clock
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.operations import amendments, topping_up

from .auth import PAY, WORK, Request
from .gathering import gathered
from .problems import placed
from .schemas import amendments as schemas
from .schemas.contracts import PLACES, TermsNotice, prints_of
from .schemas.escrow import Deposit

router = Router(tags=["amendments"])


@router.get("/contracts/{contract}/terms-notices", response=list[TermsNotice])
def list_terms_notices(request: Request, contract: UUID) -> object:
    """The terms notices of a contract, one for each version that both agreed to, the first first."""
    agreed = queries.contract_for(request.user, contract)
    return gathered(queries.notices_for(request.user, agreed.pk), printed=prints_of)


@router.get("/contracts/{contract}/amendments", response=list[schemas.Amendment])
def list_amendments(request: Request, contract: UUID) -> object:
    """Everything that was proposed to change in a contract, the first first."""
    agreed = queries.contract_for(request.user, contract)
    return queries.amendments(agreed).prefetch_related("amount_changes")


@router.post("/contracts/{contract}/amendments", response={201: schemas.Amendment}, auth=WORK)
def propose_amendment(request: Request, contract: UUID, sent: schemas.AmendmentSent) -> object:
    """Propose other terms; until the other side accepts, the old ones stand."""
    agreed = queries.contract_for(request.user, contract)
    with placed(PLACES):
        made = amendments.propose_amendment(agreed, **sent.values(), by=request.user, at=clock.now())
    return queries.amendment_for(request.user, made.pk)


@router.get("/amendments/{amendment}", response=schemas.Amendment)
def read_amendment(request: Request, amendment: UUID) -> object:
    """A proposal to change terms, and how its terms differ."""
    return queries.amendment_for(request.user, amendment)


@router.post("/amendments/{amendment}/acceptance", response={201: schemas.Amendment}, auth=WORK)
def accept_amendment(request: Request, amendment: UUID) -> object:
    """Agree: its terms hold from now on, or once the client has paid what is more for parts paid already."""
    proposal = queries.amendment_for(request.user, amendment)
    amendments.accept_amendment(proposal, by=request.user, at=clock.now())
    return queries.amendment_for(request.user, amendment)


@router.post("/amendments/{amendment}/payment", response={201: Deposit}, auth=PAY)
def begin_top_up(request: Request, amendment: UUID) -> object:
    """Set about paying what is more, once both have agreed; asked again, it is the same deposit."""
    proposal = queries.amendment_for(request.user, amendment)
    return topping_up.begin_payment(proposal, by=request.user, at=clock.now())


@router.post("/amendments/{amendment}/refusal", response={201: schemas.Amendment}, auth=WORK)
def refuse_amendment(request: Request, amendment: UUID, sent: schemas.RefusalSent) -> object:
    """Keep the old terms; the worker may say which of the new ones would be worse for her."""
    proposal = queries.amendment_for(request.user, amendment)
    amendments.refuse_amendment(proposal, worse=sent.worse, by=request.user, at=clock.now())
    return queries.amendment_for(request.user, amendment)


@router.post("/amendments/{amendment}/withdrawal", response={201: schemas.Amendment}, auth=WORK)
def withdraw_amendment(request: Request, amendment: UUID) -> object:
    """Take a proposal to change terms back."""
    proposal = queries.amendment_for(request.user, amendment)
    amendments.withdraw_amendment(proposal, by=request.user, at=clock.now())
    return queries.amendment_for(request.user, amendment)
