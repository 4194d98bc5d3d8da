"""A week by the hour is closed or cut short: its hours become a statement, or its money goes back.

Called by the operations of this room, inside their transaction and with the contract locked.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.contracts import events, limits, timesheets
from mikiwame.market.contracts.hours import clock_time, pay
from mikiwame.market.contracts.models import (
    Contract,
    Delivery,
    Dispute,
    Milestone,
    StatementLine,
    TimeEntry,
    Timesheet,
)
from mikiwame.market.contracts.states import MilestoneState
from mikiwame.market.history.operations import record
from mikiwame.market.terms.models import Sheet
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns import queries as clocks
from mikiwame.market.turns.states import TurnKind

from . import course, holding, revaluing


def close(milestone: Milestone, *, by: str | None, at: datetime) -> None:
    """What was worked is frozen and inspected, the money for the rest goes back; without hours all of it."""
    turns.drop_all(milestone.key, at=at)
    entries = list(milestone.timesheet.spells.all())
    if entries:
        _hand_in(milestone, entries, by=by, at=at)
    else:
        _give_back(milestone, by=by, at=at)
    revaluing.fall_away_if_moot(milestone.contract, at=at)


def _hand_in(milestone: Milestone, entries: list[TimeEntry], *, by: str | None, at: datetime) -> None:
    contract, sheet = milestone.contract, milestone.timesheet
    delivery = _state(milestone, entries, at=at)
    minutes = sum(entry.minutes for entry in entries)
    amount = pay(minutes, sheet.rate)
    returned = milestone.amount - amount
    if returned:
        holding.give_back_part(milestone, returned, purpose=delivery.key, at=at)
    sheet.stated = minutes
    sheet.save(update_fields=["stated"])
    milestone.become(MilestoneState.DELIVERED, at=at, amount=amount)
    until = limits.for_inspection(contract.sheet, at)
    course.hand_to(contract.client, TurnKind.INSPECTION, milestone, since=at, until=until)

    fact = events.HoursHandedIn(
        subject=contract.key,
        number=milestone.number,
        delivery=delivery.number,
        minutes=minutes,
        amount=amount,
        returned=returned,
        until=until,
        **contract.sides,
    )
    record(fact, by=by, at=at)


def _state(milestone: Milestone, entries: list[TimeEntry], *, at: datetime) -> Delivery:
    """The statement: the entries as they are now, for good; its text is what evidence shows of it."""
    number = milestone.deliveries.count() + 1
    text = "\n".join(_line(entry) for entry in entries)
    delivery = Delivery.objects.create(milestone=milestone, number=number, note=text, delivered_at=at)
    StatementLine.objects.bulk_create(
        StatementLine(
            delivery=delivery,
            number=place,
            day=entry.day,
            begins=entry.begins,
            ends=entry.ends,
            note=entry.note,
            written_at=entry.written_at,
        )
        for place, entry in enumerate(entries, start=1)
    )
    return delivery


def _line(entry: TimeEntry) -> str:
    return f"{entry.day} {clock_time(entry.begins)}–{clock_time(entry.ends)} {entry.note}"


def _give_back(milestone: Milestone, *, by: str | None, at: datetime) -> None:
    holding.give_back(milestone, milestone.amount, at=at)
    milestone.become(MilestoneState.UNUSED, at=at)
    contract = milestone.contract
    fact = events.HoursUnused(
        subject=contract.key,
        number=milestone.number,
        amount=milestone.amount,
        goes_on=_goes_on(contract),
        **contract.sides,
    )
    record(fact, by=by, at=at)


def _goes_on(contract: Contract) -> bool:
    """Whether more is worked after this: there is no last day, or a week before it is to come."""
    to_come = contract.milestones.filter(state__in=(MilestoneState.UNFUNDED, MilestoneState.FUNDED))
    return contract.broken_off_at is None and (contract.ends_on is None or to_come.exists())


def cut_short(milestone: Milestone, *, by: str | None, at: datetime) -> None:
    """Work ends within a week: what was worked until now may still be written down, as after any week."""
    contract, period, today = milestone.contract, milestone.period, day_in_tokyo(at)
    assert period is not None, "by the hour"
    kind = TurnKind.TIMESHEET
    if period.last <= today and clocks.limit(kind, milestone.key) is not None:
        return  # it was over already, and its time runs on
    if contract.started_at is None:  # on its first morning, before any sweep
        contract.started_at = at
        contract.save(update_fields=["started_at"])
    period.last = milestone.due = min(period.last, today)
    period.save(update_fields=["last"])
    milestone.save(update_fields=["due"])
    turns.drop(kind, milestone.key, at=at)
    until = limits.for_timesheet(milestone.due, at)
    course.hand_to(contract.worker, kind, milestone, since=at, until=until)
    fact = events.WeekShortened(
        subject=contract.key, number=milestone.number, day=today, until=until, **contract.sides
    )
    record(fact, by=by, at=at)


def contest(dispute: Dispute, lines: Collection[UUID]) -> None:
    """The lines that stand in doubt: those that were named, else the whole statement."""
    stated = timesheets.latest_lines(dispute.milestone)
    named = [line.pk for line in stated if line.pk in lines or not lines]
    dispute.lines.exclude(pk__in=named).update(dispute=None)
    StatementLine.objects.filter(pk__in=named).update(dispute=dispute)


def lay_out(milestones: list[Milestone], terms: Sheet) -> None:
    """Each of these weeks has its sheet, with the rate and the most hours of the terms that hold now."""
    rate, hours = terms.reward, terms.weekly_hours
    assert rate is not None, "terms.rules.agreeable"
    assert hours is not None, "terms.rules.agreeable"
    Timesheet.objects.bulk_create(
        Timesheet(milestone=milestone, rate=rate, hours=hours) for milestone in milestones
    )
