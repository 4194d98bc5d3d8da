"""Work by the hour: the worker writes down what she works, and each week hands it in as a statement."""

from datetime import datetime

from mikiwame.core.errors import NotFound, require
from mikiwame.core.operation import operation
from mikiwame.core.texts import written
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.hours import NOTE_MOST, Spell
from mikiwame.market.contracts.models import Contract, Milestone, TimeEntry
from mikiwame.market.contracts.rules import has_begun, is_with_worker, leads_where_agreed
from mikiwame.market.contracts.rules import hours as rules
from mikiwame.market.members.models import Member
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.rules import in_time
from mikiwame.market.turns.states import TurnKind

from . import course, pacing, weeks


@operation
def write_hours(milestone: Milestone, spell: Spell, *, note: str, by: Member, at: datetime) -> TimeEntry:
    """The worker writes down what she worked. No fact: until it is handed in, it is hers to change."""
    milestone = _caught_up(milestone, at=at)
    require(rules.may_write(by, milestone, at))
    require(rules.fits(milestone, spell, list(milestone.timesheet.spells.all()), at))

    words = _worded(milestone, note)
    return TimeEntry.objects.create(
        timesheet=milestone.timesheet,
        day=spell.day,
        begins=spell.begins,
        ends=spell.ends,
        note=words,
        written_at=at,
    )


@operation
def change_hours(entry: TimeEntry, spell: Spell, *, note: str, by: Member, at: datetime) -> TimeEntry:
    """She writes it otherwise; it counts as written now."""
    milestone, entry = _locked(entry, at=at)
    require(rules.may_write(by, milestone, at))
    others = list(milestone.timesheet.spells.exclude(pk=entry.pk))
    require(rules.fits(milestone, spell, others, at))

    entry.day, entry.begins, entry.ends = spell.day, spell.begins, spell.ends
    entry.note, entry.written_at = _worded(milestone, note), at
    entry.save()
    return entry


@operation
def remove_hours(entry: TimeEntry, *, by: Member, at: datetime) -> None:
    """She takes it out."""
    milestone, entry = _locked(entry, at=at)
    require(rules.may_write(by, milestone, at))

    entry.delete()


@operation
def hand_in(milestone: Milestone, *, by: Member, at: datetime) -> Milestone:
    """The week is over: what was worked is frozen for the client to inspect, other money goes back."""
    milestone = _caught_up(milestone, at=at)
    require(rules.may_hand_in(by, milestone, at))

    _close(milestone, by=by.key, since=at, at=at)
    return milestone


@operation
def hand_in_by_itself(milestone: Milestone, *, at: datetime) -> Milestone:
    """The time for writing hours down is over: they are handed in as they are."""
    milestone = course.locked(milestone)
    require(is_with_worker(milestone))

    turn = turns.pass_by(TurnKind.TIMESHEET, milestone.key, at=at)
    _close(milestone, by=None, since=turn.until, at=at)
    return milestone


def catch_up(contract: Contract, *, at: datetime) -> None:
    """Weeks whose time is over are handed in, one after the other, whenever a sweep comes by."""
    while contract.is_by_the_hour and (late := queries.late_delivery(contract, at)):
        hand_in_by_itself(late, at=at)


def _caught_up(milestone: Milestone, *, at: datetime) -> Milestone:
    milestone = course.locked(milestone)
    require(in_time(TurnKind.TIMESHEET, milestone.key, at))
    catch_up(milestone.contract, at=at)
    return course.locked(milestone)


def _worded(milestone: Milestone, note: str) -> str:
    """What was done, which leads nowhere that the terms don't name."""
    words = written(note, most=NOTE_MOST, field="note")
    require(leads_where_agreed(milestone.contract, "note", words))
    return words


def _close(milestone: Milestone, *, by: str | None, since: datetime, at: datetime) -> None:
    contract = milestone.contract
    if contract.started_at is None and has_begun(contract, at):
        pacing.begin(contract, at=at)
    weeks.close(milestone, by=by, at=at)
    pacing.go_on(milestone, by=by, since=since, at=at)


def _locked(entry: TimeEntry, *, at: datetime) -> tuple[Milestone, TimeEntry]:
    milestone = _caught_up(entry.timesheet.milestone, at=at)
    found = TimeEntry.objects.filter(pk=entry.pk).first()
    if found is None:
        raise NotFound
    return milestone, found
