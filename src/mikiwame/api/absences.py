"""When a member is away, announced beforehand; and when all clocks stand still."""

from uuid import UUID

from ninja import Router

from mikiwame.core import clock
from mikiwame.market.turns import operations, queries

from .auth import APPLY, Request
from .schemas import absences as schemas

router = Router(tags=["turns"])


@router.get("/me/absences", response=list[schemas.Absence])
def list_absences(request: Request) -> object:
    """When the member is away now or will be, the next time first."""
    return queries.absences(request.user.party, at=clock.now())


@router.post("/me/absences", response={201: schemas.Absence}, auth=APPLY)
def announce_absence(request: Request, sent: schemas.AbsenceSent) -> object:
    """Be away: limits of answers that begin afterwards wait, but for due dates, inspections and payments."""
    return operations.announce_absence(**sent.model_dump(), by=request.user, at=clock.now())


@router.post("/me/absences/{absence}/withdrawal", response=schemas.Absence, auth=APPLY)
def withdraw_absence(request: Request, absence: UUID) -> object:
    """Be there after all; what was given longer stays so."""
    own = queries.absence_for(request.user.party, absence)
    return operations.withdraw_absence(own, by=request.user, at=clock.now())


@router.get("/stops", response=list[schemas.Stop])
def list_stops(request: Request) -> object:  # the same for everybody
    """When all clocks stand still or will, and where they stood in the last thirty days; the latest first."""
    return queries.stops(at=clock.now())
