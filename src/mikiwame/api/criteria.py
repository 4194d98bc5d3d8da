"""A member's own criteria: kept filters of the list of postings."""

from uuid import UUID

from ninja import Router
from ninja.responses import Status

from mikiwame.core import clock
from mikiwame.market.hiring import queries
from mikiwame.market.hiring.operations import criteria as own

from .auth import APPLY, Request
from .problems import placed
from .schemas import criteria as schemas

router = Router(tags=["hiring"])


@router.get("/me/criteria", response=list[schemas.Criteria])
def list_criteria(request: Request) -> object:
    """What the member looks for, by names of hers; at most ten."""
    return queries.criteria_of(request.user)


@router.post("/me/criteria", response={201: schemas.Criteria}, auth=APPLY)
def save_criteria(request: Request, sent: schemas.CriteriaSent) -> object:
    """Keep what the list of postings is asked for."""
    with placed(schemas.PLACES):
        return own.save(sent.wanted, name=sent.name, by=request.user, at=clock.now())


@router.get("/me/criteria/{criteria}", response=schemas.Criteria)
def read_criteria(request: Request, criteria: UUID) -> object:
    """What one of them asks for."""
    return queries.own_criteria(request.user, criteria)


@router.put("/me/criteria/{criteria}", response=schemas.Criteria, auth=APPLY)
def change_criteria(request: Request, criteria: UUID, sent: schemas.CriteriaSent) -> object:
    """Put another name and other filters in place of these."""
    kept = queries.own_criteria(request.user, criteria)
    with placed(schemas.PLACES):
        return own.change(kept, sent.wanted, name=sent.name, by=request.user, at=clock.now())


@router.delete("/me/criteria/{criteria}", response={204: None}, auth=APPLY)
def remove_criteria(request: Request, criteria: UUID) -> object:
    """Forget them."""
    own.remove(queries.own_criteria(request.user, criteria), by=request.user)
    return Status(204, None)


@router.post("/me/criteria/{criteria}/beginning", response={201: schemas.Criteria}, auth=APPLY)
def begin_with_criteria(request: Request, criteria: UUID) -> object:
    """The member's page of postings begins with these, and no longer with others."""
    kept = queries.own_criteria(request.user, criteria)
    return own.begin_with(kept, by=request.user, at=clock.now())


@router.delete("/me/criteria/{criteria}/beginning", response=schemas.Criteria, auth=APPLY)
def begin_plain(request: Request, criteria: UUID) -> object:
    """The member's page of postings begins without these again."""
    kept = queries.own_criteria(request.user, criteria)
    return own.begin_plain(kept, by=request.user, at=clock.now())
