"""Work that goes on: each week or month is paid ahead in one, and what doesn't come is no end of it."""

import logging
from datetime import datetime

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.ids import id_of
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean
from mikiwame.market.contracts import events, limits, queries, rules
from mikiwame.market.contracts.models import Contract, Milestone, Period
from mikiwame.market.contracts.states import ContractState, Ending, MilestoneState, PeriodState
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow.models import Deposit
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.messaging.states import ContactPolicy
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind

from . import course, holding, leaving_out, pacing, timesheets, topping_up

log = logging.getLogger(__name__)

REASON_MOST = 1_000


def ask_due(*, at: datetime, limit: int = 100) -> int:
    """A chore: ask for the money of what begins soon, each in a transaction of its own; returns how many.

    One that fails is logged and tried again at the next round; however many do, they keep no other waiting.
    """
    asked, failed = 0, list[Period]()
    while asked < limit and (near := queries.periods_to_ask(day_in_tokyo(at), limit - asked, but=failed)):
        for period in near:
            try:
                ask(period, at=at)
                asked += 1
            except Exception:  # whatever is wrong with one contract, the next one's week begins too
                failed.append(period)
                log.exception("the money of %s could not be asked for", period.key)
    return asked


@operation
def ask(period: Period, *, at: datetime) -> Period:
    """A week or a month begins soon: its client is asked to pay it in. Repeated, it changes nothing."""
    period = _locked(period)
    if period.asked_at is None and period.state == PeriodState.UNFUNDED:
        pacing.ask(period, at=at)
    return period


@operation
def begin_payment(period: Period, *, by: Member, at: datetime) -> Deposit:
    """The client sets about paying a week or a month in; asked again, it is the same deposit."""
    period = _locked(period)
    topping_up.lapse_if_over(period.contract, at=at)
    require(rules.may_pay_period(by, period, at))

    contract = period.contract
    return escrow.request_deposit(
        period.key,
        title=contract.title,
        payer=contract.client,
        payee=None,  # its deliveries are paid out of it one by one
        amount=period.amount,
        by=by,
        at=at,
    )


@operation
def fund(deposit: Deposit, *, receipt: str, at: datetime) -> Period:
    """The money has come: it is held for its deliveries, or goes back where nobody waits for it any more.

    ``receipt`` names the payment; the same one, told twice, counts once.
    """
    period = _locked(Period.objects.select_related("contract").get(pk=id_of(deposit.purpose)))
    topping_up.lapse_if_over(period.contract, at=at)
    if not (rules.is_awaited(deposit) and rules.period_wants_money(period, at)):
        escrow.receive_and_return(deposit, receipt=receipt, at=at)
        return period

    rested = queries.next_due(period.contract) is None
    turns.drop_all(period.key, at=at)
    escrow.receive(deposit, receipt=receipt, at=at)
    pacing.postpone(period, at=at)
    period.become(PeriodState.FUNDED, at=at, funded_at=at)
    for part in queries.unpaid_in(period):
        part.become(MilestoneState.FUNDED, at=at)

    record(_funded(period), by=None, at=at)
    _run(period.contract, at=at)
    if rested and rules.has_begun(period.contract, at):
        pacing.begin(period.contract, at=at)
    pacing.lay_out_next(period.contract, at=at)
    return period


@operation
def lapse_payment(period: Period, *, at: datetime) -> Period:
    """The money did not come in time: a contract that never began is over, in another one work rests."""
    period = _locked(period)
    contract = period.contract
    require(rules.is_live(contract))

    if contract.state == ContractState.AGREED:
        turns.pass_by(TurnKind.FIRST_PERIOD, period.key, at=at)
        course.wind_up(contract, ContractState.LAPSED, Ending.FUNDING_LAPSED, at=at)
        fact = events.FundingLapsed(
            subject=contract.key, number=period.number, amount=period.amount, **contract.sides
        )
        record(fact, by=None, at=at)
        return period
    turn = turns.pass_by(TurnKind.PERIOD, period.key, at=at)
    ending = _given_up(contract, at)
    if ending is not None:
        leaving_out.wind_down(contract, ending, by=None, at=at)
        return period

    until = pacing.until_the_end(contract, limits.for_overdue(turn.until), turn.until)
    pacing.remind(period, TurnKind.ARREARS, contract, since=turn.until, until=until)
    record(_unfunded(period, until), by=None, at=at)
    return period


def _given_up(contract: Contract, at: datetime) -> Ending | None:
    """Why late money is not waited for any longer: too much was missed, or the last day is over."""
    if queries.missed_in_a_row(contract) >= limits.MISSED_IN_A_ROW:
        return Ending.DELIVERIES_MISSED
    return None if rules.has_days_left(contract, at) else Ending.PERIOD_UNFUNDED


@operation
def end_unfunded(period: Period, *, at: datetime) -> Contract:
    """The money did not come at all: nothing more is due, and what was handed over is paid."""
    period = _locked(period)
    contract = period.contract
    require(rules.is_live(contract))

    turns.pass_by(TurnKind.ARREARS, period.key, at=at)
    leaving_out.wind_down(contract, Ending.PERIOD_UNFUNDED, by=None, at=at)
    return contract


@operation
def leave_unpaid(period: Period, *, reason: str = "", by: Member, at: datetime) -> Contract:
    """The money is late: the worker leaves without fault.

    What she handed over is inspected and paid, without more changes.
    """
    period = _locked(period)
    contract = period.contract
    catch_up(contract, at=at)
    require(rules.may_leave_unpaid(by, period, at))

    words = clean(reason, most=REASON_MOST, field="reason")
    require(rules.stays_inside(contract, "reason", words))
    leaving_out.let_go(contract, words, at=at)
    leaving_out.wind_down(contract, Ending.PERIOD_UNFUNDED, by=by.key, at=at)
    return contract


@operation
def miss(milestone: Milestone, *, at: datetime) -> Milestone:
    """A delivery did not come in time, nor did others of that day: their money goes back, work goes on."""
    milestone = course.locked(milestone)
    require(rules.is_with_worker(milestone))

    kind = rules.WORK_TURN[milestone.contract.course][MilestoneState(milestone.state)]
    turn = turns.pass_by(kind, milestone.key, at=at)
    contract = milestone.contract
    for part in queries.missed_with(milestone):
        part.contract = contract
        holding.give_back(part, part.amount, at=at)
        part.become(MilestoneState.MISSED, at=at)
        turns.drop_all(part.key, at=at)
        record(_missed(part), by=None, at=at)
    pacing.go_on(milestone, by=None, since=turn.until, at=at)
    return lock(milestone)


@operation
def end_after_misses(contract: Contract, *, reason: str = "", by: Member, at: datetime) -> Contract:
    """Several deliveries in a row did not come, and the client parts; what was handed over is paid."""
    contract = lock(contract)
    catch_up(contract, at=at)
    require(rules.may_end_after_misses(by, contract))

    contract.ended_reason = clean(reason, most=REASON_MOST, field="reason")
    require(rules.stays_inside(contract, "reason", contract.ended_reason))
    contract.save(update_fields=["ended_reason"])
    leaving_out.wind_down(contract, Ending.DELIVERIES_MISSED, by=by.key, at=at)
    return contract


def catch_up(contract: Contract, *, at: datetime) -> None:
    """Do first what a sweep would have done by now, so that nothing depends on when one comes by."""
    topping_up.lapse_if_over(contract, at=at)
    timesheets.catch_up(contract, at=at)
    while late := queries.late_delivery(contract, at):
        miss(late, at=at)
    contract.refresh_from_db()


def _run(contract: Contract, *, at: datetime) -> None:
    """With the first money the contract runs."""
    if contract.state == ContractState.AGREED:
        contract.become(ContractState.RUNNING, at=at)
        messaging.set_policy(contract.conversation, ContactPolicy.OPEN, at=at)


def _locked(period: Period) -> Period:
    contract = lock(period.contract)
    period = lock(period)
    period.contract = contract
    return period


def _funded(period: Period) -> events.PeriodFunded:
    return events.PeriodFunded(
        subject=period.contract.key,
        number=period.number,
        amount=period.amount,
        deliveries=period.milestones.filter(state=MilestoneState.FUNDED).count(),
        first=period.first,
        last=period.last,
        **period.contract.sides,
    )


def _unfunded(period: Period, until: datetime) -> events.PeriodUnfunded:
    contract = period.contract
    return events.PeriodUnfunded(
        subject=contract.key, number=period.number, amount=period.amount, until=until, **contract.sides
    )


def _missed(part: Milestone) -> events.DeliveryMissed:
    contract = part.contract
    return events.DeliveryMissed(
        subject=contract.key,
        number=part.number,
        due=part.due,
        amount=part.amount,
        in_a_row=queries.missed_in_a_row(contract),
        **contract.sides,
    )
