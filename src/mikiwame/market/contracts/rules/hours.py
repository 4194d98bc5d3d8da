"""Who may write down and hand in hours, and what must hold of them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import Ruling, rule
from mikiwame.market.contracts import queries, timesheets
from mikiwame.market.contracts.hours import A_DAY, ENTRIES_MOST, Spell
from mikiwame.market.contracts.models import Milestone, Period, TimeEntry
from mikiwame.market.contracts.states import MILESTONE, WITH_WORKER, MilestoneState
from mikiwame.market.members.models import Member
from mikiwame.market.turns.rules import in_time
from mikiwame.market.turns.states import TurnKind

from .sides_and_states import has_begun, is_worker


def may_write(by: Member, milestone: Milestone, at: datetime) -> Ruling:
    """The worker, until the week is handed in, or again where changes were asked for, in time."""
    contract = milestone.contract
    return (
        is_worker(by, contract)
        and rule(contract.is_by_the_hour, "not_by_the_hour")
        and rule(milestone.state != MilestoneState.UNFUNDED, "lamp_unfunded")
        and rule(milestone.state in WITH_WORKER, "wrong_state")
        and in_time(TurnKind.TIMESHEET, milestone.key, at)
        and rule(has_begun(contract, at), "lamp_before_start")
    )


def fits(milestone: Milestone, spell: Spell, others: Sequence[TimeEntry], at: datetime) -> Ruling:
    """The spell lies in the week and the past, was paid ahead, and fits to what else was written down."""
    return (
        rule(0 <= spell.begins < spell.ends <= A_DAY, "hours_backward", field="ends")
        and _in_its_week(milestone, spell, at)
        and _beside(milestone, spell, others)
    )


def _in_its_week(milestone: Milestone, spell: Spell, at: datetime) -> Ruling:
    period = milestone.period
    assert isinstance(period, Period), "may_write"
    assert period.funded_at is not None, "may_write"
    paid = period.funded_at.replace(second=0, microsecond=0)
    off = queries.days_off(milestone.contract, spell.day)
    ended = milestone.contract.broken_off_at
    return (
        rule(
            period.first <= spell.day <= period.last,
            "hours_of_another_week",
            field="day",
            first=period.first,
            last=period.last,
        )
        and rule(spell.day not in off, "hours_on_day_off", field="day")
        and rule(spell.ends_at <= at, "hours_ahead", field="ends")
        and rule(ended is None or spell.ends_at <= ended, "hours_after_end", field="ends", since=ended)
        and rule(spell.begins_at >= paid, "hours_before_money", field="begins", since=paid)
    )


def _beside(milestone: Milestone, spell: Spell, others: Sequence[TimeEntry]) -> Ruling:
    most = milestone.timesheet.minutes_most
    whole = spell.minutes + sum(other.minutes for other in others)
    return (
        rule(len(others) < ENTRIES_MOST, "too_many_spells", most=ENTRIES_MOST)
        and rule(not any(spell.overlaps(other.spell) for other in others), "hours_overlap", field="begins")
        and rule(whole <= most, "hours_beyond_cap", field="ends", minutes=most - whole + spell.minutes)
    )


def may_hand_in(by: Member, milestone: Milestone, at: datetime) -> Ruling:
    """The worker, from the week's last day on, or at once where changes were asked for."""
    changed, last = milestone.state == MilestoneState.CHANGES_REQUESTED, milestone.due
    return (
        is_worker(by, milestone.contract)
        and rule(milestone.contract.is_by_the_hour, "not_by_the_hour")
        and rule(milestone.state in MILESTONE.sources("hand_in"), "wrong_state")
        and in_time(TurnKind.TIMESHEET, milestone.key, at)
        and rule(changed or day_in_tokyo(at) >= last, "week_not_over", day=last)
    )


def may_contest_by(milestone: Milestone, contested: int | None, lines: Collection[UUID]) -> Ruling:
    """Of hours the client contests entries, or all of them, and no sum; of other work a sum, or all of it."""
    if lines:
        return may_name(milestone, lines)
    return rule(contested is None or not milestone.contract.is_by_the_hour, "lines_missing", field="lines")


def may_name(milestone: Milestone, lines: Collection[UUID]) -> Ruling:
    """Who doubts hours names entries of the latest statement; of other work there are none."""
    if not milestone.contract.is_by_the_hour:
        return rule(not lines, "choice_unknown", field="lines")
    stated = {line.pk for line in timesheets.latest_lines(milestone)}
    return rule(bool(lines), "lines_missing", field="lines") and rule(
        stated.issuperset(lines), "choice_unknown", field="lines"
    )
