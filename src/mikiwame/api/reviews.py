"""What parties are known for: profile, standing, reviews."""

from uuid import UUID

from ninja import Query, Router

from mikiwame.core import clock
from mikiwame.market.contracts import queries as contracts
from mikiwame.market.members import queries as members
from mikiwame.market.reputation import queries
from mikiwame.market.reputation.operations import reviews as operations

from .auth import WORK, Request
from .paging import Slice, page
from .schemas import members as parties
from .schemas import reputation as schemas

router = Router(tags=["reviews"])


@router.get("/parties/{party}", response=parties.Profile)
def read_party(request: Request, party: UUID) -> object:
    """What everybody may see of a party."""
    return members.public_profile(party)


@router.get("/parties/{party}/reviews", response=schemas.Reviews)
def list_reviews(request: Request, party: UUID, part: Query[Slice]) -> object:
    """What others said of a party, the newest first; sealed reviews are not there yet."""
    return page(queries.reviews_about(members.party(party)), part)


@router.get("/contracts/{contract}/reviews", response=schemas.ContractReviews)
def read_contract_reviews(request: Request, contract: UUID) -> object:
    """What the member wrote of the other side, and what that side wrote, once it can be read."""
    agreed = contracts.contract_for(request.user, contract)
    return queries.reviews_of(agreed, reader=request.user.party)


@router.post("/contracts/{contract}/reviews", response={201: schemas.Review}, auth=WORK)
def write_review(request: Request, contract: UUID, sent: schemas.ReviewSent) -> object:
    """Say how it went; sealed until the other side has, or until the time for reviews is over."""
    agreed = contracts.contract_for(request.user, contract)
    return operations.review(agreed, sent.verdict(), by=request.user, at=clock.now())


@router.post("/reviews/{review}/reply", response={201: schemas.Review}, auth=WORK)
def reply_to_review(request: Request, review: UUID, sent: schemas.ReplySent) -> object:
    """Answer, once and in public, what the other side said."""
    received = queries.review_about(request.user, review)
    return operations.reply(received, text=sent.text, by=request.user, at=clock.now())
