"""Reporting what goes against the rules."""

from ninja import Query, Router

from mikiwame.core import clock
from mikiwame.market.moderation import queries
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
