"""What parties are known for: profile, standing, reviews."""

from uuid import UUID

from ninja import Query, Router

from mikiwame.core import clock
from mikiwame.market.contracts import queries as contracts
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.members import queries as members
from mikiwame.market.reputation import queries
from mikiwame.market.reputation.operations import reviews as operations
from mikiwame.market.taskwork import workers

from .auth import WORK, Request
from .paging import Slice, page
from .schemas import members as parties
from .schemas import reports
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


@router.get("/parties/{party}/task-reviews", response=schemas.TaskReviews)
def read_task_reviews(request: Request, party: UUID) -> object:
    """What workers say of a client's batches, once it is open; apart from what contracts brought."""
    found = queries.task_reviews_about(members.party(party), at=clock.now())
    return schemas.TaskReviews.of(found)


@router.post("/tasks/{batch}/review", response={201: schemas.TasksReview}, auth=WORK)
def review_tasks(request: Request, batch: UUID, sent: schemas.TasksReviewSent) -> object:
    """Say how a batch was, once everything that the member answered is decided; sealed for two weeks."""
    found = workers.batch_to_read(request.user, batch)
    return operations.review_tasks(found, sent.verdict(), by=request.user, at=clock.now())


@router.get("/parties/{party}/report", response=reports.PartyReport)
def read_party_report(request: Request, party: UUID) -> object:
    """What a party's record and reviews let one say, and how surely. Advice, which the party can contest."""
    return queries.report_about(members.public_profile(party).party, at=clock.now())


@router.get("/postings/{posting}/report", response=reports.PostingReport)
def read_posting_report(request: Request, posting: UUID) -> object:
    """What a posting's text says, lacks and warns of, and what is known of its client."""
    return queries.report_on(hiring.posting_for(request.user, posting), at=clock.now())


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
