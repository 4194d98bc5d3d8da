"""Standby fees (待機料): owed where a contract ends for want of its first money, then paid or let off."""

from datetime import datetime

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.ids import id_of
from mikiwame.core.operation import operation
from mikiwame.core.tax import withholding
from mikiwame.market.contracts import events, limits, queries, rules
from mikiwame.market.contracts.models import Contract, StandbyFee
from mikiwame.market.contracts.states import StandbyState
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow.models import Deposit
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns import queries as clocks
from mikiwame.market.turns.states import TurnKind

from . import course, owing


@operation
def begin_payment(fee: StandbyFee, *, by: Member, at: datetime) -> Deposit:
    """The client sets about paying it; asked again, it is the same deposit."""
    fee = _locked(fee)
    require(rules.may_pay_standby_fee(by, fee))

    contract = fee.contract
    return escrow.request_deposit(
        fee.key,
        title=contract.title,
        payer=contract.client,
        payee=contract.worker,
        amount=fee.amount,
        by=by,
        at=at,
    )


@operation
def pay_standby_fee(deposit: Deposit, *, receipt: str, at: datetime) -> StandbyFee:
    """The money has come: the worker gets it at once, or it goes back where it isn't owed any more.

    ``receipt`` names the payment; the same one, told twice, counts once. Fee and tax are those of a reward.
    """
    fee = _caught_up(StandbyFee.objects.select_related("contract").get(pk=id_of(deposit.purpose)), at=at)
    if not (rules.is_awaited(deposit) and rules.is_owed(fee)):
        escrow.receive_and_return(deposit, receipt=receipt, at=at)
        return fee

    contract = fee.contract
    hold = escrow.receive(deposit, receipt=receipt, at=at)
    withheld = withholding(fee.amount) if contract.withholds_tax else 0
    to, agreed_at = contract.worker, contract.agreed_at
    released = escrow.release(hold, to=to, withheld=withheld, agreed_at=agreed_at, at=at)
    turns.drop_all(fee.key, at=at)
    fee.become(StandbyState.PAID, at=at)

    fact = events.StandbyFeePaid(net=released.net, **queries.about_standby(fee))
    record(fact, by=None, at=at)
    return fee


@operation
def waive_standby_fee(fee: StandbyFee, *, by: Member, at: datetime) -> StandbyFee:
    """The worker lets the client off; what is paid from now on goes back."""
    fee = _caught_up(fee, at=at)
    require(rules.may_waive_standby_fee(by, fee))

    turns.drop_all(fee.key, at=at)
    course.call_off_payment(fee, at=at)
    fee.become(StandbyState.WAIVED, at=at)

    record(events.StandbyFeeWaived(**queries.about_standby(fee)), by=by.key, at=at)
    return fee


@operation
def fall_behind(fee: StandbyFee, *, at: datetime) -> StandbyFee:
    """It was not paid in time: that is recorded once, and the client is asked on, round after round."""
    fee = _locked(fee)
    require(rules.is_owed(fee))

    if queries.falls_behind_first(fee):
        turn = turns.pass_by(TurnKind.STANDBY, fee.key, at=at)
        record(events.StandbyFeeUnpaid(**queries.about_standby(fee)), by=None, at=at)
    else:
        turn = turns.pass_by(TurnKind.STANDBY_LATE, fee.key, at=at)
    since = clocks.next_round(turn.until, limits.for_late_standby_fee, at=at)
    owing.ask(fee, TurnKind.STANDBY_LATE, since=since, until=limits.for_late_standby_fee(since))
    return fee


def _caught_up(fee: StandbyFee, *, at: datetime) -> StandbyFee:
    """With its lock, and after what a sweep would have recorded by now: that it was not paid in time."""
    fee = _locked(fee)
    return fall_behind(fee, at=at) if clocks.is_over(TurnKind.STANDBY, fee.key, at=at) else fee


def _locked(fee: StandbyFee) -> StandbyFee:
    contract: Contract = lock(fee.contract)
    fee = lock(fee)
    fee.contract = contract
    return fee
