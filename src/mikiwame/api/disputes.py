"""Disputes: both cases, the evidence, a decision and an appeal against it, and what both sides agree on."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from mikiwame.core import clock
from mikiwame.market.contracts import evidence, queries
from mikiwame.market.contracts.operations import disputes, rulings, settlements
from mikiwame.wording.records import dispute_pdf

from .auth import WORK, Request
from .schemas import disputes as schemas
from .schemas.messaging import FILE

router = Router(tags=["disputes"])


@router.post("/milestones/{milestone}/disputes", response={201: schemas.Dispute}, auth=WORK)
def open_dispute(request: Request, milestone: UUID, sent: schemas.CaseSent) -> object:
    """Contest work that was handed over; what the client doesn't contest is paid at once."""
    part = queries.milestone_for(request.user, milestone)
    return disputes.open_dispute(
        part,
        statement=sent.statement,
        contested=sent.contested,
        lines=sent.lines,
        by=request.user,
        at=clock.now(),
    )


@router.get("/disputes/{dispute}", response=schemas.Dispute)
def read_dispute(request: Request, dispute: UUID) -> object:
    """A dispute about a delivery of the member's contract, with the decisions of operators."""
    return queries.dispute_for(request.user, dispute)


@router.get("/disputes/{dispute}/evidence", response=schemas.Evidence)
def read_evidence(request: Request, dispute: UUID, part: Query[schemas.EvidenceAsked]) -> object:
    """What was agreed, said, handed over, asked and paid, up to the end of the dispute."""
    found = queries.dispute_for(request.user, dispute)
    return evidence.page(found, kind=part.kind, number=part.page)


@router.get("/disputes/{dispute}/evidence/pdf", openapi_extra=FILE)
def read_evidence_pdf(request: Request, dispute: UUID) -> HttpResponse:
    """The dispute with all of its evidence as one PDF, as its sides and operators get it on its page."""
    found = queries.dispute_to_read(request.user, dispute)
    made = dispute_pdf(found, by=request.user, at=clock.now())
    return HttpResponse(made, content_type="application/pdf")


@router.post("/disputes/{dispute}/answer", response={201: schemas.Dispute}, auth=WORK)
def answer_dispute(request: Request, dispute: UUID, sent: schemas.CaseSent) -> object:
    """State one's own case, once, in time."""
    opened = queries.dispute_for(request.user, dispute)
    return disputes.answer_dispute(
        opened,
        text=sent.statement,
        contested=sent.contested,
        lines=sent.lines,
        by=request.user,
        at=clock.now(),
    )


@router.post("/disputes/{dispute}/appeal", response={201: schemas.Dispute}, auth=WORK)
def appeal_ruling(request: Request, dispute: UUID, sent: schemas.AppealSent) -> object:
    """Appeal against the first decision: another operator decides, for good."""
    decided = queries.dispute_for(request.user, dispute)
    return rulings.appeal_ruling(decided, text=sent.reason, by=request.user, at=clock.now())


@router.post("/disputes/{dispute}/acceptance", response={201: schemas.Dispute}, auth=WORK)
def accept_ruling(request: Request, dispute: UUID) -> object:
    """Accept the first decision; it counts once both sides have."""
    decided = queries.dispute_for(request.user, dispute)
    return rulings.accept_ruling(decided, by=request.user, at=clock.now())


@router.get("/disputes/{dispute}/settlements", response=list[schemas.Settlement])
def list_settlements(request: Request, dispute: UUID) -> object:
    """The proposals of both sides that stand or were accepted."""
    return queries.settlements(queries.dispute_for(request.user, dispute))


@router.post("/disputes/{dispute}/settlements", response={201: schemas.Settlement}, auth=WORK)
def propose_settlement(request: Request, dispute: UUID, sent: schemas.SettlementSent) -> object:
    """Propose how to divide what is contested, in place of what one proposed before."""
    about = queries.dispute_for(request.user, dispute)
    return settlements.propose_settlement(
        about, to_worker=sent.to_worker, note=sent.note, by=request.user, at=clock.now()
    )


@router.post("/settlements/{settlement}/agreement", response={201: schemas.Settlement}, auth=WORK)
def accept_settlement(request: Request, settlement: UUID) -> object:
    """Accept the other side's proposal: the money is divided so at once."""
    proposal = queries.settlement_for(request.user, settlement)
    return settlements.accept_settlement(proposal, by=request.user, at=clock.now())


@router.post("/settlements/{settlement}/refusal", response={201: schemas.Settlement}, auth=WORK)
def refuse_settlement(request: Request, settlement: UUID) -> object:
    """Say no to the other side's proposal: the dispute goes on."""
    proposal = queries.settlement_for(request.user, settlement)
    return settlements.refuse_settlement(proposal, by=request.user, at=clock.now())


@router.post("/settlements/{settlement}/withdrawal", response={201: schemas.Settlement}, auth=WORK)
def withdraw_settlement(request: Request, settlement: UUID) -> object:
    """Take one's own proposal back."""
    proposal = queries.settlement_for(request.user, settlement)
    return settlements.withdraw_settlement(proposal, by=request.user, at=clock.now())
