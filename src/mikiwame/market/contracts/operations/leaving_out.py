"""Some of what would have been due is left out: days off, and what lies after the last day, or after the end.

Called by the operations of this room, inside their transaction and with the contract locked.
"""

from datetime import date, datetime

from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.contracts import limits, queries
from mikiwame.market.contracts.models import Break, Contract, Milestone, Period
from mikiwame.market.contracts.states import Ending, MilestoneState, PeriodState
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind

from . import course, holding, pacing, revaluing, weeks


def run_out(contract: Contract, ending: Ending, *, last: date, by: str | None, at: datetime) -> None:
    """Work goes on until a last day, for which money is asked at once where it isn't there, and then ends."""
    contract.ends_on, contract.leaving = last, ending
    contract.save(update_fields=["ends_on", "leaving"])
    revaluing.fall_away(contract, at=at)
    period = queries.unfunded_period(contract)
    if period is not None and contract.is_by_the_hour:
        _shorten(period, last)
    if period is not None:
        idle = queries.is_off(contract, period)
        beyond = [part for part in queries.unpaid_in(period) if idle or part.due > last]
        leave_out(period, beyond, MilestoneState.DROPPED, at=at)
    if period is not None and period.state == PeriodState.UNFUNDED:
        if period.last > last:
            period.last = last
            period.save(update_fields=["last"])
        if period.asked_at is None:
            pacing.ask(period, at=at)
    pacing.end_if_over(contract, by=by, at=at)


def wind_down(contract: Contract, ending: Ending, *, by: str | None, at: datetime) -> None:
    """Nothing is due any more: money of what was not handed over goes back, the rest is inspected as ever."""
    contract.ends_on, contract.leaving = day_in_tokyo(at), ending
    contract.broken_off_at = contract.broken_off_at or at
    contract.save(update_fields=["ends_on", "leaving", "broken_off_at"])
    for part in contract.milestones.filter(state=MilestoneState.FUNDED).select_related("period"):
        part.contract = contract
        _break_off(part, by=by, at=at)
    pacing.drop_unfunded(contract, at=at)
    course.drop_amendment(contract, at=at)
    for period in contract.periods.filter(state=PeriodState.FUNDED):
        pacing.close_if_over(period, at=at)
    pacing.end_if_over(contract, by=by, at=at)


def _break_off(part: Milestone, *, by: str | None, at: datetime) -> None:
    """Nothing more is done for it: its money goes back; by the hour, that of a week that has not begun."""
    assert part.period is not None, "work that goes on"
    if part.contract.is_by_the_hour and part.period.first <= day_in_tokyo(at):
        weeks.cut_short(part, by=by, at=at)
        return
    holding.give_back(part, part.amount, at=at)
    part.become(MilestoneState.REFUNDED, at=at)
    turns.drop_all(part.key, at=at)


def skip(contract: Contract, off: Break, *, at: datetime) -> int:
    """Nothing is due on days off, and money for it goes back; returns how many deliveries are left out."""
    due = queries.due_within(contract, off)
    paid = list(due.filter(state=MilestoneState.FUNDED).select_related("period"))
    for part in paid:
        part.contract = contract
        holding.give_back(part, part.amount, at=at)
        part.become(MilestoneState.SKIPPED, at=at)
        turns.drop_all(part.key, at=at)
    period = queries.unfunded_period(contract)
    unpaid = list(due.filter(state=MilestoneState.UNFUNDED))
    if period is not None:
        leave_out(period, unpaid, MilestoneState.SKIPPED, at=at)
        if period.state == PeriodState.DROPPED:
            pacing.lay_out_next(contract, at=at)
    for over in contract.periods.filter(state=PeriodState.FUNDED):
        pacing.close_if_over(over, at=at)
    revaluing.fall_away_if_moot(contract, at=at)
    pacing.begin_next(contract, since=at)
    pacing.end_if_over(contract, by=None, at=at)
    return len(paid) + len(unpaid)


def _shorten(period: Period, last: date) -> None:
    """The hours of a week that has no money yet are due by a last day within it."""
    if period.first <= last < period.last:
        period.last = last
        period.save(update_fields=["last"])
        period.milestones.filter(state=MilestoneState.UNFUNDED).update(due=last)


def leave_out(period: Period, parts: list[Milestone], state: MilestoneState, *, at: datetime) -> None:
    """Some of what a week or a month asks money for is not due; with nothing left, it is dropped."""
    if not parts:
        return
    for part in parts:
        part.become(state, at=at)
    course.call_off_payment(period, at=at)
    left = period.amount - sum(part.amount for part in parts)
    if left:
        period.amount = left
        period.save(update_fields=["amount"])
    else:
        turns.drop_all(period.key, at=at)
        period.become(PeriodState.DROPPED, at=at)


def let_go(contract: Contract, words: str, *, at: datetime) -> None:
    """The worker is gone without fault: what she was to change is inspected as it was handed over."""
    contract.left_at, contract.ended_reason = at, words
    contract.save(update_fields=["left_at", "ended_reason"])
    until = limits.for_inspection(contract.sheet, at)
    for milestone in contract.milestones.filter(state=MilestoneState.CHANGES_REQUESTED):
        milestone.contract = contract
        turns.drop_all(milestone.key, at=at)
        milestone.become(MilestoneState.DELIVERED, at=at)
        course.hand_to(contract.client, TurnKind.INSPECTION, milestone, since=at, until=until)
