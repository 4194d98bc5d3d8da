"""Work by the hour: what was worked in a week, and how it is handed in."""

from uuid import UUID

from ninja import Router
from ninja.responses import Status

from mikiwame.core import clock
from mikiwame.market.contracts import timesheets
from mikiwame.market.contracts.operations import timesheets as operations

from .auth import WORK, Request
from .schemas import hours as schemas
from .schemas.contracts import Milestone

router = Router(tags=["periods"])


@router.get("/milestones/{milestone}/timesheet", response=schemas.Timesheet)
def read_timesheet(request: Request, milestone: UUID) -> object:
    """A week by the hour: for the worker what she wrote down, for both what was handed in."""
    return schemas.sheet(request.user, timesheets.week_for(request.user, milestone))


@router.post("/milestones/{milestone}/time-entries", response={201: schemas.TimeEntry}, auth=WORK)
def write_hours(request: Request, milestone: UUID, sent: schemas.TimeEntrySent) -> object:
    """Write down what was worked: on a day of the week, in the past, beside nothing else, within its most."""
    week = timesheets.week_for(request.user, milestone)
    return operations.write_hours(week, sent.spell, note=sent.note, by=request.user, at=clock.now())


@router.get("/time-entries/{time_entry}", response=schemas.TimeEntry)
def read_time_entry(request: Request, time_entry: UUID) -> object:
    """What the worker wrote down."""
    return timesheets.entry_for(request.user, time_entry)


@router.put("/time-entries/{time_entry}", response=schemas.TimeEntry, auth=WORK)
def change_hours(request: Request, time_entry: UUID, sent: schemas.TimeEntrySent) -> object:
    """Write it otherwise; it counts as written now."""
    entry = timesheets.entry_for(request.user, time_entry)
    return operations.change_hours(entry, sent.spell, note=sent.note, by=request.user, at=clock.now())


@router.delete("/time-entries/{time_entry}", response={204: None}, auth=WORK)
def remove_hours(request: Request, time_entry: UUID) -> object:
    """Take it out."""
    operations.remove_hours(timesheets.entry_for(request.user, time_entry), by=request.user, at=clock.now())
    return Status(204, None)


@router.post("/milestones/{milestone}/statement", response={201: Milestone}, auth=WORK)
def hand_in_hours(request: Request, milestone: UUID) -> object:
    """Hand the week in: what was worked is frozen for the client to inspect, other money goes back."""
    week = timesheets.week_for(request.user, milestone)
    return operations.hand_in(week, by=request.user, at=clock.now())
