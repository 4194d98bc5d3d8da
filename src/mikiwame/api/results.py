"""What a batch brings its client: answers are approved, counted, and taken along."""

from datetime import UTC
from uuid import UUID

from django.http import StreamingHttpResponse
from ninja import Query, Router

from mikiwame.core import clock
from mikiwame.exports import Export, exported
from mikiwame.market.taskwork import queries, results, reviewing
from mikiwame.market.taskwork.operations import judging

from .auth import POST, Request
from .paging import Slice, page
from .schemas import results as schemas
from .schemas.messaging import FILE

router = Router(tags=["batches"])


@router.post("/batches/{batch}/approvals", response={201: schemas.Approved}, auth=POST)
def approve_answers(request: Request, batch: UUID, sent: schemas.ApprovalSent) -> object:
    """Approve and pay what had come in by a moment, at most 10,000 answers at once."""
    own, at = queries.batch_for(request.user, batch), clock.now()
    approved = judging.approve_all(own, until=min(sent.until, at).astimezone(UTC), by=request.user, at=at)
    return {"approved": approved}


@router.post("/batches/{batch}/approvals/by-known", response={201: schemas.Approved}, auth=POST)
def approve_by_known(request: Request, batch: UUID, sent: schemas.ApprovalByKnownSent) -> object:
    """Approve and pay what came from workers who were right about the known units, at most 10,000 answers."""
    own, at = queries.batch_for(request.user, batch), clock.now()
    proven = reviewing.right_on_known(own, percent=sent.percent, until=at)
    return {"approved": judging.approve(own, proven, by=request.user, at=at)}


@router.get("/batches/{batch}/charts", response=list[schemas.Chart])
def read_charts(request: Request, batch: UUID) -> object:
    """What the approved answers say, field by field."""
    own = queries.batch_for(request.user, batch)
    return results.charts(own, queries.questions(own))


@router.get("/batches/{batch}/results", response=schemas.Results)
def list_results(request: Request, batch: UUID, part: Query[Slice]) -> object:
    """Approved answers, the newest first; others are read on the review page alone."""
    return page(queries.results(queries.batch_for(request.user, batch)), part)


@router.get("/batches/{batch}/results/{export}", openapi_extra=FILE)
def export_results(request: Request, batch: UUID, export: Export) -> StreamingHttpResponse:
    """Approved answers, or what they say together, as a file that is written while it is sent."""
    own = queries.batch_for(request.user, batch)
    return exported(export, own, queries.questions(own))
