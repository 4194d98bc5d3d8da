"""Who may pay ahead, and what money is awaited."""

from datetime import datetime

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import ALLOWED, Ruling, rule
from mikiwame.market.contracts import limits, queries
from mikiwame.market.contracts.models import Amendment, Contract, Milestone, Offer, Period, StandbyFee
from mikiwame.market.contracts.states import AMENDMENT, MILESTONE, PERIOD, STANDBY_FEE, MilestoneState
from mikiwame.market.escrow import queries as held
from mikiwame.market.escrow.models import Deposit
from mikiwame.market.members.models import Member
from mikiwame.market.terms.models import Sheet
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.rules import in_time, not_over
from mikiwame.market.turns.states import TurnKind

from .sides_and_states import goes_on, in_state, is_client, is_live, is_worker

MOVES_MONEY = frozenset(
    {
        TurnKind.START,
        TurnKind.INSPECTION,
        TurnKind.OVERDUE,
        TurnKind.DUE,
        TurnKind.MEND,
        TurnKind.TIMESHEET,
        TurnKind.CLIENT_APPEAL,
        TurnKind.WORKER_APPEAL,
    }
)
"""The clocks at whose end held money goes to one side."""


def may_pay(by: Member, milestone: Milestone, at: datetime) -> Ruling:
    """The client, for the next milestone without money, while its limit has not passed."""
    return is_client(by, milestone.contract) and wants_money(milestone, at)


def wants_money(milestone: Milestone, at: datetime) -> Ruling:
    """The contract lives, the milestones before this one have their money, and its limit has not passed."""
    return (
        in_state(MILESTONE, milestone, "fund")
        and is_live(milestone.contract)
        and rule(not queries.unfunded_before(milestone), "earlier_milestone_first")
        and _raised_first(milestone.contract)
        and in_time(TurnKind.FUNDING, milestone.key, at)
    )


def may_pay_period(by: Member, period: Period, at: datetime) -> Ruling:
    """The client, for the next week or month, while its limit has not passed."""
    return is_client(by, period.contract) and period_wants_money(period, at)


def period_wants_money(period: Period, at: datetime) -> Ruling:
    """The contract lives, the week or month is near and has no money yet, and its limit has not passed."""
    return (
        in_state(PERIOD, period, "fund_period")
        and is_live(period.contract)
        and has_days_left(period.contract, at)
        and _is_near(period, at)
        and _raised_first(period.contract)
        and in_time(TurnKind.FIRST_PERIOD, period.key, at)
        and in_time(TurnKind.PERIOD, period.key, at)
        and in_time(TurnKind.ARREARS, period.key, at)
    )


def _is_near(period: Period, at: datetime) -> Ruling:
    """It was asked for, or could be: what is paid binds the worker, so nobody pays further ahead."""
    from_day = period.first - limits.ASKED_AHEAD
    return rule(period.asked_at is not None or day_in_tokyo(at) >= from_day, "period_not_near", day=from_day)


def _raised_first(contract: Contract) -> Ruling:
    """No raise that both agreed to waits for its money: by it, what comes may have other prices."""
    return rule(queries.agreed_amendment(contract) is None, "top_up_first")


def may_pay_top_up(by: Member, proposal: Amendment, at: datetime) -> Ruling:
    """The client, what parts are worth more by an amendment, while its limit has not passed."""
    return is_client(by, proposal.contract) and wants_top_up(proposal, at)


def wants_top_up(proposal: Amendment, at: datetime) -> Ruling:
    """Both agreed to it, the contract goes on, and its limit has not passed."""
    return (
        in_state(AMENDMENT, proposal, "pay_top_up")
        and goes_on(proposal.contract)
        and in_time(TurnKind.TOP_UP, proposal.key, at)
    )


def waits_for_top_up(proposal: Amendment) -> Ruling:
    """Both agreed to it, and its money has not come."""
    return in_state(AMENDMENT, proposal, "lapse_top_up")


def has_days_left(contract: Contract, at: datetime) -> Ruling:
    """By the hour the last day is not over: late money moves deliveries beyond it, but no hours."""
    last = contract.hours_until
    return rule(last is None or day_in_tokyo(at) <= last, "last_day_over", day=last)


def may_pay_standby_fee(by: Member, fee: StandbyFee) -> Ruling:
    """The client, however late."""
    return is_client(by, fee.contract) and is_owed(fee)


def may_waive_standby_fee(by: Member, fee: StandbyFee) -> Ruling:
    """The worker, until it is paid."""
    return is_worker(by, fee.contract) and is_owed(fee)


def is_owed(fee: StandbyFee) -> Ruling:
    """It was neither paid nor let off."""
    return in_state(STANDBY_FEE, fee, "pay_standby_fee")


def keeps_promise(made: Offer, sheet: Sheet) -> Ruling:
    """Whoever applied and is chosen is promised no smaller standby fee than all were, up to her reward."""
    promised = queries.promised_to_wait(made.base, sheet.reward_basis, sheet.reward) or 0
    kept = made.is_direct or (sheet.standby_fee or 0) >= promised
    return rule(kept, "standby_promised", field="standby_fee", least=f"{promised:,}")


def is_awaited(deposit: Deposit) -> Ruling:
    """Its payment has been asked for and has not come yet."""
    return rule(held.open_deposit(deposit.purpose) == deposit, "wrong_state")


def money_in_time(contract: Contract, at: datetime) -> Ruling:
    """The client isn't late with the next money; if she is, that ends the contract and nothing else does."""
    if contract.is_continuing:
        period = queries.unfunded_period(contract)
        return ALLOWED if period is None else in_time(TurnKind.FIRST_PERIOD, period.key, at)
    unpaid = queries.next_to_pay(contract)
    return ALLOWED if unpaid is None else in_time(TurnKind.FUNDING, unpaid.key, at)


def money_undecided(contract: Contract, at: datetime) -> Ruling:
    """No limit has passed at which held money moves by itself."""
    parts = queries.milestones(contract)
    disputes = (part.dispute.key for part in parts if part.state == MilestoneState.DISPUTED)
    running = turns.current(contract.key, *(part.key for part in parts), *disputes)
    rulings = (not_over(turn, at) for turn in running if turn.kind in MOVES_MONEY)
    return next((ruling for ruling in rulings if not ruling), ALLOWED)
