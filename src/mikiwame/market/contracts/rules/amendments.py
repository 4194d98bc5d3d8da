"""Who may change terms, and what must still hold then."""

from collections.abc import Collection, Sequence
from datetime import datetime

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import ALLOWED, Ruling, rule
from mikiwame.core.terms import Term
from mikiwame.market.contracts import amounts, queries
from mikiwame.market.contracts.models import Amendment, Contract, Milestone
from mikiwame.market.contracts.states import AMENDMENT, MILESTONE, MilestoneState, Side
from mikiwame.market.members import contact
from mikiwame.market.members import rules as members
from mikiwame.market.members.models import Member
from mikiwame.market.messaging.states import ContactPolicy
from mikiwame.market.terms import contact as sheets
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.lines import Change, Part, untold
from mikiwame.market.terms.models import Sheet
from mikiwame.market.terms.rules import agreeable
from mikiwame.market.turns.rules import in_time
from mikiwame.market.turns.states import TurnKind

from .money import money_in_time, money_undecided
from .sides_and_states import goes_on, in_state, is_due_some_day, is_party

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


def may_propose_amendment(by: Member, contract: Contract, changes: Collection[str], at: datetime) -> Ruling:
    """Either side, while the contract lives and nobody is about to leave it."""
    kept = next((name for name in changes if name not in AMENDABLE), None)
    return (
        is_party(by, contract)
        and goes_on(contract)
        and money_in_time(contract, at)
        and rule(kept is None, "term_stands", field=kept)
    )


def may_answer_amendment(by: Member, proposal: Amendment, at: datetime) -> Ruling:
    """The other side, in time."""
    other = proposal.contract.other(proposal.proposed_by)
    return (
        rule(by.is_active and by.acts_for(other), "not_the_other_side")
        and in_state(AMENDMENT, proposal, "refuse_amendment")
        and in_time(TurnKind.AMENDMENT, proposal.key, at)
    )


def may_accept_amendment(by: Member, proposal: Amendment, at: datetime) -> Ruling:
    """The other side, in time, while the terms that it changes hold and no clock has decided over money."""
    contract = proposal.contract
    return (
        may_answer_amendment(by, proposal, at)
        and goes_on(contract)
        and rule(proposal.base_id == contract.sheet_id, "terms_changed_since")
        and money_in_time(contract, at)
        and money_undecided(contract, at)
        and fits(contract, proposal.sheet, at)
    )


def may_withdraw_amendment(by: Member, proposal: Amendment, at: datetime) -> Ruling:
    """Who proposed it, until it is answered."""
    return (
        members.acts_for(by, proposal.proposed_by)
        and in_state(AMENDMENT, proposal, "withdraw_amendment")
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
    return in_state(AMENDMENT, proposal, "lapse_amendment")
