"""What the start lamp of a contract shows."""

from datetime import date

from mikiwame.market.contracts import lamp
from mikiwame.market.contracts.models import Contract, Milestone
from mikiwame.market.contracts.states import MilestoneState

from .parts import milestones
from .rests import days_off


def light(contract: Contract, today: date) -> lamp.Light:
    """What the start lamp shows on a day in Japan."""
    if contract.is_by_the_hour:
        return lamp.by_the_hour(_by_the_hour(contract, today), today=today)
    states = [part.state for part in milestones(contract)]
    facts = lamp.LampFacts(contract.state, states, contract.starts_on, contract.course)
    return lamp.lamp(facts, today=today)


def _by_the_hour(contract: Contract, today: date) -> lamp.HourFacts:
    weeks = [lamp.Week(part.state, *_days(part)) for part in milestones(contract)]
    ended = contract.broken_off_at is not None
    paid = any(week.state == MilestoneState.FUNDED for week in weeks)
    off = days_off(contract, today) if paid and not ended else ()
    return lamp.HourFacts(contract.state, weeks, contract.starts_on, off, broken_off=ended)


def _days(part: Milestone) -> tuple[date, date]:
    assert part.period is not None, "work by the hour is paid by weeks"
    return part.period.first, part.period.last
