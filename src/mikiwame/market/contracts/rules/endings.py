"""Who may part, leave and end work."""

from collections.abc import Collection
from datetime import datetime

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import ALLOWED, Ruling, rule
from mikiwame.market.contracts import limits, queries
from mikiwame.market.contracts.models import Cancellation, Contract, Milestone, Period
from mikiwame.market.contracts.states import CANCELLATION, CONTRACT, MILESTONE, ContractState, Side
from mikiwame.market.members import rules as members
from mikiwame.market.members.models import Member
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.rules import in_time
from mikiwame.market.turns.states import TurnKind

from .amendments import may_call_worse
from .money import money_in_time, money_undecided
from .sides_and_states import in_state, is_client, is_live, is_party, is_worker, works_on


def may_cancel(by: Member, contract: Contract, at: datetime) -> Ruling:
    """Either side, at once, while no money is held and its limit is to come; with money it is a proposal."""
    return (
        is_party(by, contract)
        and in_state(CONTRACT, contract, "cancel")
        and rule(not contract.is_continuing or contract.state == ContractState.AGREED, "ends_otherwise")
        and rule(not queries.holds_money(contract), "money_is_held")
        and money_in_time(contract, at)
    )


def may_propose_cancellation(by: Member, contract: Contract) -> Ruling:
    """Either side, while money is held."""
    return (
        is_party(by, contract)
        and in_state(CONTRACT, contract, "answer_cancellation")
        and rule(contract.is_continuing or queries.holds_money(contract), "no_money_is_held")
    )


def may_answer_cancellation(by: Member, proposal: Cancellation, at: datetime) -> Ruling:
    """The other side, in time, and before another clock has decided over the money."""
    other = proposal.contract.other(proposal.proposed_by)
    return (
        rule(by.is_active and by.acts_for(other), "not_the_other_side")
        and in_state(CANCELLATION, proposal, "answer_cancellation")
        and in_time(TurnKind.CANCELLATION, proposal.key, at)
        and money_undecided(proposal.contract, at)
    )


def may_withdraw_cancellation(by: Member, proposal: Cancellation, at: datetime) -> Ruling:
    """Who proposed it, until it is answered."""
    return (
        members.acts_for(by, proposal.proposed_by)
        and in_state(CANCELLATION, proposal, "withdraw_cancellation")
        and in_time(TurnKind.CANCELLATION, proposal.key, at)
    )


def may_leave(by: Member, contract: Contract, worse: Collection[str], at: datetime) -> Ruling:
    """The worker, once: her start is later than agreed, or her client proposed worse terms."""
    late = queries.start_is_late(contract, day_in_tokyo(at))
    return (
        is_worker(by, contract)
        and in_state(CONTRACT, contract, "leave")
        and rule(contract.left_at is None, "left_already")
        and money_in_time(contract, at)
        and (ALLOWED if late else money_undecided(contract, at) and has_way_out(contract, worse, at))
        and _of_what_waits(contract, worse)
    )


def _of_what_waits(contract: Contract, worse: Collection[str]) -> Ruling:
    """What she calls worse stands in the proposal that waits for her answer, or was taken back before it."""
    proposal = queries.hers_to_judge(contract)
    if proposal is None:
        return rule(not worse, "choice_unknown", field="worse")
    return may_call_worse(proposal, worse)


def has_way_out(contract: Contract, worse: Collection[str], at: datetime) -> Ruling:
    """Worse terms wait for her answer, or came to nothing a while ago; as judged, or as she says."""
    proposal = queries.proposed_amendment(contract)
    if proposal is not None and proposal.side == Side.CLIENT and (proposal.worsens or worse):
        return in_time(TurnKind.AMENDMENT, proposal.key, at)
    lately = turns.limit(TurnKind.DEPARTURE, contract.key) is not None
    said = worse or queries.untold_proposal(contract) is None
    return (
        rule(lately, "no_way_out")
        and in_time(TurnKind.DEPARTURE, contract.key, at)
        and rule(bool(said), "worse_unsaid", field="worse")
    )


def may_end_overdue(by: Member, milestone: Milestone, at: datetime) -> Ruling:
    """The client, once the work is overdue."""
    return (
        is_client(by, milestone.contract)
        and in_state(MILESTONE, milestone, "end_overdue")
        and rule(turns.limit(TurnKind.OVERDUE, milestone.key) is not None, "not_overdue")
        and in_time(TurnKind.OVERDUE, milestone.key, at)
    )


def may_leave_unpaid(by: Member, period: Period, at: datetime) -> Ruling:
    """The worker, while the money of the next week or month is late and waited for."""
    return (
        is_worker(by, period.contract)
        and is_live(period.contract)
        and rule(turns.limit(TurnKind.ARREARS, period.key) is not None, "money_not_late")
        and in_time(TurnKind.ARREARS, period.key, at)
    )


def may_end_after_misses(by: Member, contract: Contract) -> Ruling:
    """The client, once several deliveries in a row did not come."""
    most = limits.MISSED_IN_A_ROW
    return (
        is_client(by, contract)
        and in_state(CONTRACT, contract, "go_on")
        and works_on(contract)
        and rule(queries.missed_in_a_row(contract) >= most, "too_few_missed", most=most)
    )
