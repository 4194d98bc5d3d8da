"""Money for a milestone: paid in, held, or returned because it came too late."""

from datetime import datetime

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.ids import id_of
from mikiwame.core.operation import operation
from mikiwame.market.contracts import events, queries, rules
from mikiwame.market.contracts.models import Milestone
from mikiwame.market.contracts.states import ContractState, Ending, MilestoneState
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow.models import Deposit
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind

from . import course, topping_up


@operation
def begin_payment(milestone: Milestone, *, by: Member, at: datetime) -> Deposit:
    """The client sets about paying in; asked again, it is the same deposit."""
    milestone = course.locked(milestone)
    topping_up.lapse_if_over(milestone.contract, at=at)
    require(rules.may_pay(by, milestone, at))

    contract = milestone.contract
    return escrow.request_deposit(
        milestone.key,
        title=contract.title,
        payer=contract.client,
        payee=contract.worker,
        amount=milestone.amount,
        by=by,
        at=at,
    )


@operation
def fund(deposit: Deposit, *, receipt: str, at: datetime) -> Milestone:
    """The money has come: it is held for its milestone, or goes back where nobody waits for it any more.

    ``receipt`` names the payment; the same one, told twice, counts once.
    """
    milestone = course.locked(Milestone.objects.select_related("contract").get(pk=id_of(deposit.purpose)))
    topping_up.lapse_if_over(milestone.contract, at=at)
    if not (rules.is_awaited(deposit) and rules.wants_money(milestone, at)):
        escrow.receive_and_return(deposit, receipt=receipt, at=at)
        return milestone

    contract = milestone.contract
    first = contract.state == ContractState.AGREED
    turns.take(TurnKind.FUNDING, milestone.key, at=at)
    escrow.receive(deposit, receipt=receipt, at=at)
    milestone.become(MilestoneState.FUNDED, at=at)
    if first:
        contract.become(ContractState.RUNNING, at=at)
    course.allow_contact(contract, at=at)

    fact = events.MilestoneFunded(
        subject=contract.key, number=milestone.number, amount=milestone.amount, **contract.sides
    )
    record(fact, by=None, at=at)
    if milestone == queries.at_hand(contract):
        _start(milestone, first=first, at=at)
    return milestone


@operation
def lapse_funding(milestone: Milestone, *, at: datetime) -> Milestone:
    """The client did not pay in on time: the contract is over, the worker is free."""
    milestone = course.locked(milestone)
    contract = milestone.contract
    require(rules.is_live(contract))

    turns.pass_by(TurnKind.FUNDING, milestone.key, at=at)
    course.wind_up(contract, ContractState.LAPSED, Ending.FUNDING_LAPSED, at=at)

    fact = events.FundingLapsed(
        subject=contract.key, number=milestone.number, amount=milestone.amount, **contract.sides
    )
    record(fact, by=None, at=at)
    return lock(milestone)


def _start(milestone: Milestone, *, first: bool, at: datetime) -> None:
    """The start is waited for once; later parts begin as soon as their money is there."""
    if first:
        course.start_or_wait(milestone, at=at)
    else:
        course.begin(milestone, at=at)
