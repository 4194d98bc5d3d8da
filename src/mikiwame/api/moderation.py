"""Reporting what goes against the rules, and appealing against what operators decide."""

from uuid import UUID

from ninja import Query, Router

from mikiwame.core import clock
from mikiwame.market.moderation import queries
from mikiwame.market.moderation.operations import appeals
from mikiwame.market.moderation.operations import reports as filing

from .auth import WORK, Request
from .paging import Slice, page
from .schemas import moderation as schemas

router = Router(tags=["moderation"])


@router.post("/reports", response={201: schemas.FiledReport}, auth=WORK)
def file_report(request: Request, sent: schemas.FilingSent) -> object:
    """Report a message, a conversation's other side, a member or a posting; they never hear from whom."""
    values = sent.model_dump()
    return filing.report(values.pop("about"), **values, by=request.user, at=clock.now())


@router.get("/me/reports", response=schemas.FiledReports)
def list_reports(request: Request, part: Query[Slice]) -> object:
    """What the member has reported, the newest first, and whether an operator has decided."""
    return page(queries.reports_of(request.user), part)


@router.get("/me/sanctions", response=schemas.Sanctions)
def list_sanctions(request: Request, part: Query[Slice]) -> object:
    """What operators decided against the member, the newest first."""
    return page(queries.sanctions_of(request.user), part)


@router.get("/me/sanctions/{sanction}", response=schemas.SanctionInDetail)
def read_sanction(request: Request, sanction: UUID) -> object:
    """One of them, and what came of an appeal."""
    return queries.own_sanction(request.user, sanction)


@router.post("/me/sanctions/{sanction}/appeal", response={201: schemas.SanctionInDetail}, auth=WORK)
def appeal_sanction(request: Request, sanction: UUID, sent: schemas.SanctionAppealSent) -> object:
    """Appeal, once: another operator decides, with a reason."""
    found = queries.own_sanction(request.user, sanction)
    return appeals.appeal(found, **sent.values(), by=request.user, at=clock.now())
