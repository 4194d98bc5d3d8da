"""Offers (内定): made, answered, taken back."""

from uuid import UUID

from ninja import Query, Router

from mikiwame.core import clock
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.operations import direct, offers
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.terms import queries as terms

from .auth import APPLY, POST, Request
from .paging import Slice, page
from .problems import placed
from .schemas import contracts as schemas
from .schemas.escrow import Split

router = Router(tags=["offers"])


@router.post("/applications/{application}/offers", response={201: schemas.Offer}, auth=POST)
def make_offer(request: Request, application: UUID, sent: schemas.OfferSent) -> object:
    """Offer the work to an applicant: binding, if she accepts in time."""
    received = hiring.application_for(request.user, application)
    with placed(schemas.PLACES):
        made = offers.offer(received, **sent.values(), by=request.user, at=clock.now())
    return queries.offer_for(request.user, made.pk)


@router.post("/contracts/{contract}/offers", response={201: schemas.Offer}, auth=POST)
def offer_directly(request: Request, contract: UUID, sent: schemas.DirectOfferSent) -> object:
    """Offer more work, without a posting, to the worker of a contract that has paid her: binding, as ever."""
    after = queries.contract_for(request.user, contract)
    with placed(schemas.PLACES):
        made = direct.offer_directly(after, **sent.values(), by=request.user, at=clock.now())
    return queries.offer_for(request.user, made.pk)


@router.get("/past-workers", response=schemas.PastWorkers)
def list_past_workers(request: Request, part: Query[Slice]) -> object:
    """Whom the member has paid before, each with the last contract that paid her, the latest first."""
    return page(queries.past_workers(request.user.party), part)


@router.get("/offers", response=schemas.Offers)
def list_offers(request: Request, part: Query[Slice]) -> object:
    """The offers that the member made or got, the newest first."""
    return page(queries.offers_of(request.user.party), part)


@router.get("/offers/{offer}", response=schemas.Offer)
def read_offer(request: Request, offer: UUID) -> object:
    """An offer with its terms and how they differ from the posting's, or the earlier contract's."""
    return queries.offer_for(request.user, offer)


@router.get("/offers/{offer}/split", response=Split)
def split_offer(request: Request, offer: UUID) -> object:
    """How the reward of an offer would be divided if it were paid out today."""
    read = queries.offer_for(request.user, offer)
    parts, taxed = terms.parts(read.sheet), queries.withholds_tax(read)
    amounts = (part.amount for part in parts)
    return escrow.preview(*amounts, worker=read.worker, withholds_tax=taxed, at=clock.now())


@router.post("/offers/{offer}/acceptance", response={201: schemas.Contract}, auth=APPLY)
def accept_offer(request: Request, offer: UUID) -> object:
    """Agree to the terms: there is a contract, and it is the client's turn to pay in."""
    received = queries.offer_for(request.user, offer)
    contract = offers.accept_offer(received, by=request.user, at=clock.now())
    return queries.contract_for(request.user, contract.pk)


@router.post("/offers/{offer}/decline", response={201: schemas.Offer}, auth=APPLY)
def decline_offer(request: Request, offer: UUID, sent: schemas.NoteSent) -> object:
    """Decline an offer; an application stands, so that a better one can come."""
    received = queries.offer_for(request.user, offer)
    offers.decline_offer(received, note=sent.note, by=request.user, at=clock.now())
    return queries.offer_for(request.user, offer)


@router.post("/offers/{offer}/withdrawal", response={201: schemas.Offer}, auth=POST)
def withdraw_offer(request: Request, offer: UUID) -> object:
    """Take an offer back; the place of an applicant is free again."""
    made = queries.offer_for(request.user, offer)
    offers.withdraw_offer(made, by=request.user, at=clock.now())
    return queries.offer_for(request.user, offer)
