"""The parts of a contract: paid, handed over, inspected, accepted, or contested."""

from uuid import UUID

from ninja import File, Form, Router
from ninja.files import UploadedFile

from mikiwame.core import clock
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.operations import endings, funding, work

from .auth import PAY, POST, WORK, Request
from .schemas import contracts as schemas
from .schemas.escrow import Deposit

router = Router(tags=["milestones"])


@router.get("/milestones/{milestone}", response=schemas.Milestone)
def read_milestone(request: Request, milestone: UUID) -> object:
    """One part of a contract's work."""
    return queries.milestone_for(request.user, milestone)


@router.post("/milestones/{milestone}/payment", response={201: Deposit}, auth=PAY)
def begin_payment(request: Request, milestone: UUID) -> object:
    """Set about paying in; asked again, it is the same deposit."""
    part = queries.milestone_for(request.user, milestone)
    return funding.begin_payment(part, by=request.user, at=clock.now())


@router.post("/milestones/{milestone}/deliveries", response={201: schemas.Delivery}, auth=WORK)
def deliver(
    request: Request,
    milestone: UUID,
    sent: Form[schemas.DeliverySent],
    files: File[list[UploadedFile]] = [],  # noqa: B006  # a default of the schema, not of calls
) -> object:
    """Hand over the part at hand; silence until the end of the inspection accepts it."""
    part = queries.milestone_for(request.user, milestone)
    return work.deliver(part, note=sent.note, files=files, by=request.user, at=clock.now())


@router.post("/milestones/{milestone}/change-requests", response={201: schemas.ChangesAsked}, auth=POST)
def request_changes(request: Request, milestone: UUID, sent: schemas.ChangesAskedSent) -> object:
    """Ask for changes, and name the term that is not met."""
    part = queries.milestone_for(request.user, milestone)
    return work.request_changes(part, **sent.values(), by=request.user, at=clock.now())


@router.post("/milestones/{milestone}/acceptance", response={201: schemas.Milestone}, auth=POST)
def accept_delivery(request: Request, milestone: UUID) -> object:
    """Accept the work; the held money goes to the worker."""
    part = queries.milestone_for(request.user, milestone)
    return work.accept(part, by=request.user, at=clock.now())


@router.post("/milestones/{milestone}/termination", response={201: schemas.ContractRef}, auth=POST)
def end_overdue_contract(request: Request, milestone: UUID, sent: schemas.MaybeReasonSent) -> object:
    """Part from a worker who is overdue; all held money goes back."""
    part = queries.milestone_for(request.user, milestone)
    return endings.end_overdue(part, reason=sent.reason, by=request.user, at=clock.now())
