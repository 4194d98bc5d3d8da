"""Who may take days off, and give notice of the end of work that goes on."""

from datetime import date, datetime

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import Ruling, rule
from mikiwame.market.contracts import limits, queries
from mikiwame.market.contracts.models import Break, Contract, EndingNotice
from mikiwame.market.contracts.states import BREAK, ContractState, Ending
from mikiwame.market.members import rules as members
from mikiwame.market.members.models import Member
from mikiwame.market.turns.rules import in_time
from mikiwame.market.turns.states import TurnKind

from .sides_and_states import in_state, is_client, is_party, is_worker


def may_propose_break(by: Member, contract: Contract, first: date, last: date, at: datetime) -> Ruling:
    """Either side of work that goes on: some days from today on, not many, and not far away."""
    today = day_in_tokyo(at)
    most, ahead = limits.BREAK_DAYS_MOST, limits.AHEAD_MOST
    return (
        is_party(by, contract)
        and rule(contract.is_continuing and contract.state == ContractState.RUNNING, "wrong_state")
        and rule(first >= today, "date_past", field="first")
        and rule(first <= last, "absence_backward", field="last")
        and rule((last - first).days < most, "break_too_long", field="last", most=most)
        and rule(last <= today + ahead, "date_too_far", field="last")
    )


def may_answer_break(by: Member, proposed: Break, at: datetime) -> Ruling:
    """The other side, in time."""
    other = proposed.contract.other(proposed.proposed_by)
    return (
        rule(by.is_active and by.acts_for(other), "not_the_other_side")
        and is_proposed_break(proposed)
        and in_time(TurnKind.BREAK, proposed.key, at)
    )


def may_withdraw_break(by: Member, proposed: Break, at: datetime) -> Ruling:
    """Who proposed it, until it is answered."""
    return (
        members.acts_for(by, proposed.proposed_by)
        and is_proposed_break(proposed)
        and in_time(TurnKind.BREAK, proposed.key, at)
    )


def is_proposed_break(proposed: Break) -> Ruling:
    """It waits for an answer."""
    return in_state(BREAK, proposed, "lapse_break")


def may_give_notice(by: Member, contract: Contract, last: date, at: datetime) -> Ruling:
    """Either side of work that goes on, once, for a last day after the paid time and the time for notice."""
    return (
        is_party(by, contract)
        and rule(contract.is_continuing and contract.state == ContractState.RUNNING, "wrong_state")
        and rule(not contract.leaving or contract.leaving == Ending.FINISHED, "ends_already")
        and _last_day(by, contract, last, at)
    )


def _last_day(by: Member, contract: Contract, last: date, at: datetime) -> Ruling:
    side = limits.NoticeBy.CLIENT if by.acts_for(contract.client) else limits.NoticeBy.WORKER
    earliest = queries.notice_day(contract, side, day_in_tokyo(at))
    latest = contract.ends_on or day_in_tokyo(at) + limits.AHEAD_MOST
    return rule(last >= earliest, "notice_too_short", field="last", day=earliest) and rule(
        last <= latest, "notice_too_long", field="last", day=latest
    )


def may_ask_for_reason(by: Member, notice: EndingNotice) -> Ruling:
    """The worker, once, of a notice that the client gave without a reason."""
    contract = notice.contract
    return (
        is_worker(by, contract)
        and rule(notice.given_by_id == contract.client_id and not notice.reason, "reason_given")
        and rule(notice.asked_at is None, "reason_asked_already")
    )


def may_give_reason(by: Member, notice: EndingNotice, at: datetime) -> Ruling:
    """The client, once she was asked and in time."""
    return (
        is_client(by, notice.contract)
        and rule(notice.asked_at is not None, "wrong_state")
        and lacks_reason(notice)
        and in_time(TurnKind.REASON, notice.key, at)
    )


def lacks_reason(notice: EndingNotice) -> Ruling:
    """Nobody has said why yet."""
    return rule(not notice.reason, "reason_given")
