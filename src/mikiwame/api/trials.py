"""Trials (お試し): offered to an applicant, and decided over."""

from uuid import UUID

from ninja import Router

from mikiwame.core import clock
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.operations import trials
from mikiwame.market.hiring import queries as hiring

from .auth import APPLY, POST, Request
from .problems import placed
from .schemas import contracts
from .schemas import trials as schemas
from .schemas.hiring import DeclineSent

router = Router(tags=["trials"])


@router.post("/applications/{application}/trials", response={201: contracts.Offer}, auth=POST)
def offer_trial(request: Request, application: UUID, sent: schemas.TrialSent) -> object:
    """Offer an applicant a trial, once for ever: small paid work, after which you decide whether you hire.

    To hire, make an offer on the same application.
    """
    received = hiring.application_for(request.user, application)
    with placed(schemas.PLACES):
        made = trials.offer_trial(received, **sent.values(), by=request.user, at=clock.now())
    return queries.offer_for(request.user, made.pk)


@router.get("/trials/{trial}", response=schemas.Trial)
def read_trial(request: Request, trial: UUID) -> object:
    """How the decision after a trial stands, and whose the rights of its work are."""
    return queries.trial_for(request.user, trial)


@router.post("/trials/{trial}/decline", response={201: schemas.Trial}, auth=POST)
def decline_trial(request: Request, trial: UUID, sent: DeclineSent) -> object:
    """Don't hire after a trial; the reason is read by the worker, who keeps the rights."""
    over = queries.trial_for(request.user, trial)
    said = {"reason": sent.reason, "note": sent.note}
    trials.decline_trial(over, **said, by=request.user, at=clock.now())
    return queries.trial_for(request.user, trial)


@router.post("/trials/{trial}/withdrawal", response={201: schemas.Trial}, auth=APPLY)
def withdraw_trial(request: Request, trial: UUID) -> object:
    """Take the application back while the client decides after a trial."""
    over = queries.trial_for(request.user, trial)
    trials.withdraw_trial(over, by=request.user, at=clock.now())
    return queries.trial_for(request.user, trial)
