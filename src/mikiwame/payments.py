"""Money that has come is told to what it was paid for, by the kind of its purpose, in this one place."""

from dataclasses import dataclass
from datetime import datetime

from mikiwame.market.contracts.operations import funding as contracts
from mikiwame.market.contracts.states import MilestoneState
from mikiwame.market.escrow.models import Deposit
from mikiwame.market.taskwork import queries as taskwork
from mikiwame.market.taskwork.operations import opening

TASKS = "task_funding"
"""The kind of purpose that is paid for the answers of many; other money is for a milestone."""


@dataclass(frozen=True)
class Settled:
    """What became of a payment: whether it is held, and the key of what it was paid for, if that is there."""

    held: bool
    about: str | None


def is_for_tasks(deposit: Deposit) -> bool:
    """Whether it pays for answers, not for a milestone."""
    return deposit.purpose.partition(":")[0] == TASKS


def settle(deposit: Deposit, *, receipt: str, at: datetime) -> Settled:
    """A payment has come; ``receipt`` names it, and told twice it counts once."""
    if is_for_tasks(deposit):
        opening.fund(deposit, receipt=receipt, at=at)
        batch = taskwork.batch_of_funding(deposit.purpose)
        return Settled(taskwork.is_funded(deposit.purpose), batch.key if batch else None)
    milestone = contracts.fund(deposit, receipt=receipt, at=at)
    return Settled(milestone.state == MilestoneState.FUNDED, milestone.contract.key)
