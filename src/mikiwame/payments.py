"""Money that has come is told to what it was paid for, by the kind of its purpose, in this one place."""

from dataclasses import dataclass
from datetime import datetime

from mikiwame.market.contests import queries as contests
from mikiwame.market.contests.operations import opening as contest_opening
from mikiwame.market.contracts.operations import funding as contracts
from mikiwame.market.contracts.operations import periods, standby, topping_up
from mikiwame.market.contracts.states import AmendmentState, MilestoneState, PeriodState, StandbyState
from mikiwame.market.escrow.models import Deposit
from mikiwame.market.taskwork import queries as taskwork
from mikiwame.market.taskwork.operations import opening

TASKS, PERIOD, CONTEST = "task_funding", "period", "contest"
"""The kinds of purposes that are paid for many at once."""

STANDBY = "standby_fee"
"""Money that goes on to a worker at once."""

TOP_UP = "amendment"
"""What is more by other terms, of parts that are paid already; all other money is for a milestone."""


@dataclass(frozen=True)
class Settled:
    """What became of a payment: whether it was taken, and the key of what it was for, if that is there."""

    held: bool
    about: str | None


def is_for_tasks(deposit: Deposit) -> bool:
    """Whether it pays for answers, not for work under a contract."""
    return _kind(deposit) == TASKS


def is_for_period(deposit: Deposit) -> bool:
    """Whether it pays for a week or a month of deliveries."""
    return _kind(deposit) == PERIOD


def is_for_contest(deposit: Deposit) -> bool:
    """Whether it pays for prizes."""
    return _kind(deposit) == CONTEST


def is_standby_fee(deposit: Deposit) -> bool:
    """Whether it pays for having waited."""
    return _kind(deposit) == STANDBY


def is_top_up(deposit: Deposit) -> bool:
    """Whether it pays what is more by other terms."""
    return _kind(deposit) == TOP_UP


def settle(deposit: Deposit, *, receipt: str, at: datetime) -> Settled:
    """A payment has come; ``receipt`` names it, and told twice it counts once."""
    if is_for_tasks(deposit):
        opening.fund(deposit, receipt=receipt, at=at)
        batch = taskwork.batch_of_funding(deposit.purpose)
        return Settled(taskwork.is_funded(deposit.purpose), batch.key if batch else None)
    if is_for_period(deposit):
        period = periods.fund(deposit, receipt=receipt, at=at)
        return Settled(period.state == PeriodState.FUNDED, period.contract.key)
    if is_for_contest(deposit):
        contest_opening.fund(deposit, receipt=receipt, at=at)
        contest = contests.contest_of_deposit(deposit.purpose)
        hold = contest.hold if contest else None
        return Settled(hold is not None and hold.deposit_id == deposit.pk, contest.key if contest else None)
    if is_standby_fee(deposit):
        fee = standby.pay_standby_fee(deposit, receipt=receipt, at=at)
        return Settled(fee.state == StandbyState.PAID, fee.contract.key)
    if is_top_up(deposit):
        proposal = topping_up.fund(deposit, receipt=receipt, at=at)
        return Settled(proposal.state == AmendmentState.ACCEPTED, proposal.contract.key)
    milestone = contracts.fund(deposit, receipt=receipt, at=at)
    return Settled(milestone.state == MilestoneState.FUNDED, milestone.contract.key)


def _kind(deposit: Deposit) -> str:
    return deposit.purpose.partition(":")[0]
