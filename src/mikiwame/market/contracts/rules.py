"""Who may do what between an offer and the end of a contract, and what must hold."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import ALLOWED, Ruling, rule
from mikiwame.core.fields import Stateful
from mikiwame.core.lifecycle import Lifecycle
from mikiwame.core.terms import Term
from mikiwame.discernment.kinds import Contact
from mikiwame.discernment.messages.reading import read_message
from mikiwame.discernment.text import LONGEST
from mikiwame.market.escrow import queries as held
from mikiwame.market.escrow.models import Deposit
from mikiwame.market.hiring import rules as hiring
from mikiwame.market.hiring.models import Application, Category
from mikiwame.market.hiring.states import APPLICATION
from mikiwame.market.members import contact
from mikiwame.market.members import rules as members
from mikiwame.market.members.models import Member
from mikiwame.market.messaging.models import Conversation
from mikiwame.market.messaging.states import ContactPolicy
from mikiwame.market.terms import contact as sheets
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.lines import Change, Part, untold
from mikiwame.market.terms.models import Sheet
from mikiwame.market.terms.rules import agreeable
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.rules import in_time, not_over, owes_nothing
from mikiwame.market.turns.states import TurnKind

from . import amounts, limits, queries, tools
from .models import (
    Amendment,
    Break,
    Cancellation,
    Contract,
    EndingNotice,
    Milestone,
    Offer,
    Period,
    StandbyFee,
)
from .states import (
    AMENDMENT,
    BREAK,
    CANCELLATION,
    CONTRACT,
    FULFILLED,
    MILESTONE,
    OFFER,
    PERIOD,
    STANDBY_FEE,
    WITH_WORKER,
    ContractState,
    Course,
    Ending,
    MilestoneState,
    OfferState,
    Side,
)
from .trial_rules import is_decided_over

WORK_TURN = {
    Course.PARTS: {
        MilestoneState.FUNDED: TurnKind.DELIVERY,
        MilestoneState.CHANGES_REQUESTED: TurnKind.CHANGES,
    },
    Course.DELIVERIES: {
        MilestoneState.FUNDED: TurnKind.DUE,
        MilestoneState.CHANGES_REQUESTED: TurnKind.MEND,
    },
    Course.HOURS: {
        MilestoneState.FUNDED: TurnKind.TIMESHEET,
        MilestoneState.CHANGES_REQUESTED: TurnKind.TIMESHEET,
    },
}
"""The worker's clock in the states that are hers.

Once it has passed, a part is ``overdue``, a delivery is missed, and hours are handed in as they are.
"""


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


AMENDABLE = frozenset(
    {
        "scope",
        "deliverable",
        "reward",
        "quantity",
        "deadline",
        "start_date",
        "start_condition",
        "start_latest",
        "pace",
        "repeat",
        "weekdays",
        "times_a_week",
        "weekly_hours",
        "month_day",
        "on_holiday",
        "duration",
        "duration_months",
        "renews",
        "environment",
        "communication",
        "inspection_days",
        "change_rounds",
        "payment_days",
        "rights",
        "confidentiality",
    }
)
"""What an amendment may change: all columns but those that chose the worker, and the basis of pay."""

WORDED_BY_DAY = frozenset({MilestoneState.UNFUNDED, MilestoneState.FUNDED})
"""The states of a part whose day still counts: its first delivery is to come."""


# Offers


def may_offer(by: Member, application: Application, at: datetime) -> Ruling:
    """The client of the posting, to somebody who applied and waits, while she owes nobody a standby fee."""
    client = application.posting.client
    return (
        rule(by.is_active and by.acts_for(client), "not_the_client")
        and is_decided_over(application, at)
        and owes_nothing(client, at)
    )


def may_offer_directly(by: Member, after: Contract, at: datetime) -> Ruling:
    """The client of a contract that paid something, to its worker: one at a time, and not on and on."""
    most, within = limits.ASKED_AGAIN_MOST, limits.ASKED_AGAIN_WITHIN
    lately = queries.direct_offers(after).filter(made_at__gt=at - within).exclude(state=OfferState.ACCEPTED)
    return (
        is_client(by, after)
        and rule(after.client.left_at is None, "not_the_client")
        and rule(queries.has_paid(after), "not_a_past_worker")
        and rule(after.worker.left_at is None, "worker_has_left")
        and rule(queries.waiting_direct_offer(after) is None, "direct_offer_standing")
        and rule(lately.count() < most, "asked_enough", most=most, days=within.days)
        and owes_nothing(after.client, at)
    )


def is_about(title: str, category: Category | None) -> Ruling:
    """A direct offer says what it is about, as a posting would, and its title leads nowhere outside."""
    return (
        rule(bool(title), "title_missing", field="title")
        and rule(category is not None, "category_missing", field="category")
        and contact.label_inside("title", title)
    )


def may_withdraw_offer(by: Member, offer: Offer, at: datetime) -> Ruling:
    """The client, until it is answered."""
    return is_client(by, offer) and _in_state(OFFER, offer, "withdraw_offer") and _offer_stands(offer, at)


def may_decline_offer(by: Member, offer: Offer, at: datetime) -> Ruling:
    """The worker, in time."""
    return is_worker(by, offer) and _in_state(OFFER, offer, "decline_offer") and _offer_stands(offer, at)


def may_accept_offer(by: Member, offer: Offer, at: datetime) -> Ruling:
    """The worker, in time, and not while operators stop what was posted."""
    return (
        is_worker(by, offer)
        and _in_state(OFFER, offer, "accept_offer")
        and _offer_stands(offer, at)
        and _may_go_on(offer)
    )


def _may_go_on(offer: Offer) -> Ruling:
    return ALLOWED if offer.application is None else hiring.is_not_stopped(offer.application.posting)


def _offer_stands(offer: Offer, at: datetime) -> Ruling:
    return in_time(TurnKind.OFFER, offer.key, at)


# Letters


def names_agreed_tools(conversation: Conversation, text: str) -> Ruling:
    """Once money is held, a text leads outside only by what the terms name; before, ``messaging`` rules."""
    contract = queries.contract_about(conversation)
    if contract is None or conversation.contact_policy == ContactPolicy.CLOSED:
        return ALLOWED
    return leads_where_agreed(contract, "text", text)


def leads_where_agreed(contract: Contract, field: str, text: str) -> Ruling:
    """What of a text leads outside is named by the terms."""
    found = tools.unagreed(read_message(text).findings, text, contract.sheet.communication)
    return contact.ruling_on(field, [*found], code="tool_unagreed", contract=contract.key)


def gives_agreed_addresses(conversation: Conversation, field: str, text: str) -> Ruling:
    """The same of words about what was said elsewhere; a tool's mere name may stand: it says where."""
    contract = queries.contract_about(conversation)
    if contract is None or conversation.contact_policy == ContactPolicy.CLOSED:
        return contact.text_inside(field, text)
    found = tools.unagreed(read_message(text[:LONGEST]).findings, text, contract.sheet.communication)
    given = [one for one in found if one.kind != Contact.TOOL_INVITATION]
    return contact.ruling_on(field, given, code="tool_unagreed", contract=contract.key)


def may_be_asked(conversation: Conversation) -> Ruling:
    """An answer is owed while the contract lives, or the application or direct offer may still become one."""
    states = queries.talked_about(conversation)
    if Contract.KIND in states:
        alive = states[Contract.KIND] not in CONTRACT.final
    elif Application.KIND in states:
        alive = states[Application.KIND] not in APPLICATION.final
    else:
        alive = states.get(Offer.KIND, OfferState.MADE) in OFFER.sources("accept_offer")
    return rule(alive, "nothing_to_answer_for")


def money_may_come(conversation: Conversation) -> Ruling:
    """The same of money, for which a letter waits."""
    return rule(bool(may_be_asked(conversation)), "no_money_comes")


# Money


def may_pay(by: Member, milestone: Milestone, at: datetime) -> Ruling:
    """The client, for the next milestone without money, while its limit has not passed."""
    return is_client(by, milestone.contract) and wants_money(milestone, at)


def wants_money(milestone: Milestone, at: datetime) -> Ruling:
    """The contract lives, the milestones before this one have their money, and its limit has not passed."""
    return (
        _in_state(MILESTONE, milestone, "fund")
        and is_live(milestone.contract)
        and rule(not queries.unfunded_before(milestone), "earlier_milestone_first")
        and _raised_first(milestone.contract)
        and in_time(TurnKind.FUNDING, milestone.key, at)
    )


def may_pay_period(by: Member, period: Period, at: datetime) -> Ruling:
    """The client, for the next week or month, while its limit has not passed."""
    return is_client(by, period.contract) and period_wants_money(period, at)


def period_wants_money(period: Period, at: datetime) -> Ruling:
    """The contract lives, the week or month has no money yet, and its limit has not passed."""
    return (
        _in_state(PERIOD, period, "fund_period")
        and is_live(period.contract)
        and has_days_left(period.contract, at)
        and _raised_first(period.contract)
        and in_time(TurnKind.FIRST_PERIOD, period.key, at)
        and in_time(TurnKind.PERIOD, period.key, at)
        and in_time(TurnKind.ARREARS, period.key, at)
    )


def _raised_first(contract: Contract) -> Ruling:
    """No raise that both agreed to waits for its money: by it, what comes may have other prices."""
    return rule(queries.agreed_amendment(contract) is None, "top_up_first")


def may_pay_top_up(by: Member, proposal: Amendment, at: datetime) -> Ruling:
    """The client, what parts are worth more by an amendment, while its limit has not passed."""
    return is_client(by, proposal.contract) and wants_top_up(proposal, at)


def wants_top_up(proposal: Amendment, at: datetime) -> Ruling:
    """Both agreed to it, the contract goes on, and its limit has not passed."""
    return (
        _in_state(AMENDMENT, proposal, "pay_top_up")
        and goes_on(proposal.contract)
        and in_time(TurnKind.TOP_UP, proposal.key, at)
    )


def waits_for_top_up(proposal: Amendment) -> Ruling:
    """Both agreed to it, and its money has not come."""
    return _in_state(AMENDMENT, proposal, "lapse_top_up")


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
    return _in_state(STANDBY_FEE, fee, "pay_standby_fee")


def keeps_promise(made: Offer, sheet: Sheet) -> Ruling:
    """Whoever applied and is chosen is promised no smaller standby fee than all were."""
    promised = made.base.standby_fee or 0 if made.application is not None else 0
    if made.is_trial:
        promised = min(promised, sheet.reward or 0)
    kept = (sheet.standby_fee or 0) >= promised
    return rule(kept, "standby_promised", field="standby_fee", least=f"{promised:,}")


def is_awaited(deposit: Deposit) -> Ruling:
    """Its payment has been asked for and has not come yet."""
    return rule(held.open_deposit(deposit.purpose) == deposit, "wrong_state")


# Work


def may_declare_start(by: Member, contract: Contract, at: datetime) -> Ruling:
    """The client, while held money waits for the condition of the start."""
    return (
        is_client(by, contract)
        and is_live(contract)
        and rule(turns.limit(TurnKind.START, contract.key) is not None, "no_start_to_declare")
        and in_time(TurnKind.START, contract.key, at)
    )


def may_deliver(by: Member, milestone: Milestone, at: datetime) -> Ruling:
    """The worker, the part at hand, at a green lamp and before the patience with her ends."""
    contract = milestone.contract
    return (
        is_worker(by, contract)
        and rule(not contract.is_by_the_hour, "hours_are_handed_in")
        and lamp_is_green(contract, day_in_tokyo(at))
        and _in_state(MILESTONE, milestone, "deliver")
        and rule(contract.is_continuing or milestone == queries.at_hand(contract), "earlier_milestone_first")
        and in_time(TurnKind.OVERDUE, milestone.key, at)
        and in_time(TurnKind.DUE, milestone.key, at)
        and in_time(TurnKind.MEND, milestone.key, at)
    )


def may_request_changes(by: Member, milestone: Milestone, term: str, at: datetime) -> Ruling:
    """The client, in time and within the agreed rounds, naming a term that is not met by who still works."""
    rounds = milestone.contract.sheet.change_rounds
    return (
        is_client(by, milestone.contract)
        and rule(milestone.contract.left_at is None, "left_already")
        and _in_state(MILESTONE, milestone, "request_changes")
        and in_time(TurnKind.INSPECTION, milestone.key, at)
        and rule(queries.change_rounds_used(milestone) < rounds, "no_rounds_left", most=rounds)
        and rule(term in terms.stated(milestone.contract.sheet), "choice_unknown", field="term")
    )


def may_accept(by: Member, milestone: Milestone, at: datetime) -> Ruling:
    """The client, within the inspection; afterwards silence has accepted."""
    return (
        is_client(by, milestone.contract)
        and _in_state(MILESTONE, milestone, "accept")
        and in_time(TurnKind.INSPECTION, milestone.key, at)
        and rule(not queries.awaits_raise(milestone), "top_up_first")
    )


# Endings


def may_cancel(by: Member, contract: Contract, at: datetime) -> Ruling:
    """Either side, at once, while no money is held and its limit is to come; with money it is a proposal."""
    return (
        is_party(by, contract)
        and _in_state(CONTRACT, contract, "cancel")
        and rule(not contract.is_continuing or contract.state == ContractState.AGREED, "ends_otherwise")
        and rule(not queries.holds_money(contract), "money_is_held")
        and _money_in_time(contract, at)
    )


def _money_in_time(contract: Contract, at: datetime) -> Ruling:
    """The client isn't late with the next money; if she is, that ends the contract and nothing else does."""
    if contract.is_continuing:
        period = queries.unfunded_period(contract)
        return ALLOWED if period is None else in_time(TurnKind.FIRST_PERIOD, period.key, at)
    unpaid = queries.next_to_pay(contract)
    return ALLOWED if unpaid is None else in_time(TurnKind.FUNDING, unpaid.key, at)


def may_propose_cancellation(by: Member, contract: Contract) -> Ruling:
    """Either side, while money is held."""
    return (
        is_party(by, contract)
        and _in_state(CONTRACT, contract, "answer_cancellation")
        and rule(contract.is_continuing or queries.holds_money(contract), "no_money_is_held")
    )


def may_answer_cancellation(by: Member, proposal: Cancellation, at: datetime) -> Ruling:
    """The other side, in time, and before another clock has decided over the money."""
    other = proposal.contract.other(proposal.proposed_by)
    return (
        rule(by.is_active and by.acts_for(other), "not_the_other_side")
        and _in_state(CANCELLATION, proposal, "answer_cancellation")
        and in_time(TurnKind.CANCELLATION, proposal.key, at)
        and _money_undecided(proposal.contract, at)
    )


def _money_undecided(contract: Contract, at: datetime) -> Ruling:
    """No limit has passed at which held money moves by itself."""
    parts = queries.milestones(contract)
    disputes = (part.dispute.key for part in parts if part.state == MilestoneState.DISPUTED)
    running = turns.current(contract.key, *(part.key for part in parts), *disputes)
    rulings = (not_over(turn, at) for turn in running if turn.kind in MOVES_MONEY)
    return next((ruling for ruling in rulings if not ruling), ALLOWED)


def may_withdraw_cancellation(by: Member, proposal: Cancellation, at: datetime) -> Ruling:
    """Who proposed it, until it is answered."""
    return (
        members.acts_for(by, proposal.proposed_by)
        and _in_state(CANCELLATION, proposal, "withdraw_cancellation")
        and in_time(TurnKind.CANCELLATION, proposal.key, at)
    )


def may_leave(by: Member, contract: Contract, worse: Collection[str], at: datetime) -> Ruling:
    """The worker, once: her start is later than agreed, or her client proposed worse terms."""
    late = queries.start_is_late(contract, day_in_tokyo(at))
    return (
        is_worker(by, contract)
        and _in_state(CONTRACT, contract, "leave")
        and rule(contract.left_at is None, "left_already")
        and _money_in_time(contract, at)
        and (ALLOWED if late else _money_undecided(contract, at) and has_way_out(contract, worse, at))
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
        and _in_state(MILESTONE, milestone, "end_overdue")
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
        and _in_state(CONTRACT, contract, "go_on")
        and works_on(contract)
        and rule(queries.missed_in_a_row(contract) >= most, "too_few_missed", most=most)
    )


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
    return _in_state(BREAK, proposed, "lapse_break")


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


# Amendments


def may_propose_amendment(by: Member, contract: Contract, changes: Collection[str], at: datetime) -> Ruling:
    """Either side, while the contract lives and nobody is about to leave it."""
    kept = next((name for name in changes if name not in AMENDABLE), None)
    return (
        is_party(by, contract)
        and goes_on(contract)
        and _money_in_time(contract, at)
        and rule(kept is None, "term_stands", field=kept)
    )


def may_answer_amendment(by: Member, proposal: Amendment, at: datetime) -> Ruling:
    """The other side, in time."""
    other = proposal.contract.other(proposal.proposed_by)
    return (
        rule(by.is_active and by.acts_for(other), "not_the_other_side")
        and _in_state(AMENDMENT, proposal, "refuse_amendment")
        and in_time(TurnKind.AMENDMENT, proposal.key, at)
    )


def may_accept_amendment(by: Member, proposal: Amendment, at: datetime) -> Ruling:
    """The other side, in time, while the terms that it changes hold and no clock has decided over money."""
    contract = proposal.contract
    return (
        may_answer_amendment(by, proposal, at)
        and goes_on(contract)
        and rule(proposal.base_id == contract.sheet_id, "terms_changed_since")
        and _money_in_time(contract, at)
        and _money_undecided(contract, at)
        and fits(contract, proposal.sheet, at)
    )


def may_withdraw_amendment(by: Member, proposal: Amendment, at: datetime) -> Ruling:
    """Who proposed it, until it is answered."""
    return (
        members.acts_for(by, proposal.proposed_by)
        and _in_state(AMENDMENT, proposal, "withdraw_amendment")
        and in_time(TurnKind.AMENDMENT, proposal.key, at)
    )


def may_call_worse(proposal: Amendment, worse: Collection[str]) -> Ruling:
    """The worker, of what the client would change and of which only she can tell."""
    asked = proposal.side == Side.CLIENT or not worse
    hers = set(untold(terms.difference(proposal.base, proposal.sheet)))
    return rule(asked and hers.issuperset(worse), "choice_unknown", field="worse")


def stays_inside(contract: Contract, field: str, text: str) -> Ruling:
    """While no money is held nothing is said that leads around the marketplace."""
    return ALLOWED if _is_open(contract) else contact.text_inside(field, text)


def rewords_inside(contract: Contract, sheet: Sheet) -> Ruling:
    """The same of the lines that another version words otherwise; once money is held they may name tools."""
    return ALLOWED if _is_open(contract) else sheets.stays_inside(sheet, contract.sheet)


def _is_open(contract: Contract) -> bool:
    """Contact details may be exchanged."""
    return contract.conversation.contact_policy == ContactPolicy.OPEN


def says_something(changes: Sequence[Change]) -> Ruling:
    """At least one term is worded otherwise."""
    return rule(bool(changes), "nothing_changes")


def fits(contract: Contract, sheet: Sheet, at: datetime) -> Ruling:
    """The two could agree to that version now: it is whole, and touches nothing that has happened."""
    agreed = contract.sheet
    same_start = terms.stated(sheet)[Term.START] == terms.stated(agreed)[Term.START]
    begun = contract.started_at is not None
    return (
        agreeable(sheet, at, agreed)
        and is_due_some_day(sheet)
        and rule(same_start or not begun, "start_reached", field="start_date")
        and rule(bool(sheet.repeat) == contract.is_continuing, "term_stands", field="repeat")
        and _divided_alike(contract, sheet)
        and _moves_held_money_one_way(contract, sheet, at, same_start=same_start)
    )


def _moves_held_money_one_way(contract: Contract, sheet: Sheet, at: datetime, *, same_start: bool) -> Ruling:
    """More has to be paid in, and all of it waits for that; so nothing else of it hurries meanwhile."""
    effect = amounts.effect(contract, sheet, day_in_tokyo(at))
    if not effect.top_up:
        return ALLOWED
    return rule(not effect.returned, "raise_or_lower", field="milestones") and rule(
        same_start, "start_or_raise", field="start_date"
    )


def _divided_alike(contract: Contract, sheet: Sheet) -> Ruling:
    """Of work that goes on, what has its money stays as it is by itself: other terms hold for what comes."""
    if contract.is_continuing:
        return ALLOWED
    agreed = contract.sheet
    return _parts_fit(queries.standing(contract), terms.parts(agreed), terms.parts(sheet))


def _parts_fit(standing: Sequence[Milestone], agreed: Sequence[Part], parts: Sequence[Part]) -> Ruling:
    """What was handed over keeps its money and its day, what is done its name; some work is left."""
    paid = [milestone for milestone in standing if milestone.state != MilestoneState.UNFUNDED]
    alive = len(parts) > len(paid) or any(part.state not in MILESTONE.final for part in paid)
    rulings = (
        rule(len(parts) >= len(paid), "held_part_stays", field="milestones"),
        *map(_part_fits, paid, agreed, parts),
        rule(alive, "no_part_left", field="milestones"),
    )
    return next((ruling for ruling in rulings if not ruling), ALLOWED)


def _part_fits(milestone: Milestone, agreed: Part, part: Part) -> Ruling:
    dated = milestone.state in WORDED_BY_DAY or part.due == agreed.due
    named = milestone.state not in MILESTONE.final or part.title == agreed.title
    to_come = milestone.state == MilestoneState.FUNDED
    return (
        rule(to_come or part.amount == milestone.amount, "held_amount_stays", field="milestones")
        and rule(dated, "handed_over_day_stays", field="milestones")
        and rule(named, "finished_part_stays", field="milestones")
    )


def is_reworded(proposal: Amendment) -> Ruling:
    """The proposal to change terms waits for an answer."""
    return _in_state(AMENDMENT, proposal, "lapse_amendment")


# Common


def is_client(by: Member, thing: Offer | Contract) -> Ruling:
    """The member speaks for the client."""
    return rule(by.is_active and by.acts_for(thing.client), "not_the_client")


def is_worker(by: Member, thing: Offer | Contract) -> Ruling:
    """The member speaks for the worker."""
    return rule(by.is_active and by.acts_for(thing.worker), "not_the_worker")


def is_party(by: Member, contract: Contract) -> Ruling:
    """The member speaks for one of the two sides."""
    return rule(by.is_active and (by.acts_for(contract.client) or by.acts_for(contract.worker)), "not_found")


def has_begun(contract: Contract, at: datetime) -> bool:
    """The day of the start is reached."""
    return contract.starts_on is not None and contract.starts_on <= day_in_tokyo(at)


def is_live(contract: Contract) -> Ruling:
    """It is not over."""
    return rule(contract.state in CONTRACT.open, "contract_over")


def goes_on(contract: Contract) -> Ruling:
    """It lives, the worker has not left, and it isn't about to end before its agreed time."""
    return (
        is_live(contract)
        and rule(contract.left_at is None, "left_already")
        and rule(contract.leaving in ("", Ending.FINISHED), "ending_already")
    )


def works_on(contract: Contract) -> Ruling:
    """It lives, and its work is to come, until its last day at least: neither side has broken it off."""
    return is_live(contract) and rule(contract.leaving in ("", *FULFILLED), "ends_already")


def lamp_is_green(contract: Contract, today: date) -> Ruling:
    """Terms are agreed, the money is held, the start is reached."""
    light = queries.light(contract, today)
    return rule(light.is_green, f"lamp_{light.reason}")


def stands(offer: Offer) -> Ruling:
    """It has neither been answered nor taken back."""
    return _in_state(OFFER, offer, "lapse_offer")


def is_due_some_day(sheet: Sheet) -> Ruling:
    """Each part of the work has a last day, so that no clock runs without an end."""
    return rule(all(part.due for part in terms.parts(sheet)), "due_missing", field="deadline")


def is_delivered(milestone: Milestone) -> Ruling:
    """It was handed over and waits for the inspection."""
    return _in_state(MILESTONE, milestone, "accept_by_silence")


def is_with_worker(milestone: Milestone) -> Ruling:
    """The money is held, and the work is hers to hand over."""
    return rule(milestone.state in WITH_WORKER, "wrong_state")


def is_proposed(proposal: Cancellation) -> Ruling:
    """The proposal to part waits for an answer."""
    return _in_state(CANCELLATION, proposal, "lapse_cancellation")


def _in_state(lifecycle: Lifecycle, thing: Stateful, operation: str) -> Ruling:
    return rule(thing.state in lifecycle.sources(operation), "wrong_state")
