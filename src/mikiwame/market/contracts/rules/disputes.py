"""Who may do what in a dispute, and what must hold."""

from collections.abc import Container, Sequence
from datetime import datetime

from mikiwame.core.errors import ALLOWED, Ruling, rule
from mikiwame.core.lifecycle import Lifecycle
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.models import Decision, Dispute, Milestone, Settlement
from mikiwame.market.contracts.states import (
    DISPUTE,
    MILESTONE,
    SETTLEMENT,
    UNDECIDED,
    WITH_OPERATORS,
    DisputeState,
)
from mikiwame.market.members import queries as people
from mikiwame.market.members import rules as members
from mikiwame.market.members.models import Member
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.models import Turn
from mikiwame.market.turns.rules import in_time
from mikiwame.market.turns.states import TurnKind

from .sides_and_states import is_party

APPEALS = (TurnKind.CLIENT_APPEAL, TurnKind.WORKER_APPEAL)
"""Each side's time to appeal, of which each may be over by itself."""


def may_open(by: Member, milestone: Milestone, contested: int | None, at: datetime) -> Ruling:
    """Either side, about work that was handed over, before its clock has run out."""
    state = rule(milestone.state in MILESTONE.sources("open_dispute"), "wrong_state")
    return (
        is_party(by, milestone.contract)
        and state
        and in_time(TurnKind.INSPECTION, milestone.key, at)
        and in_time(TurnKind.OVERDUE, milestone.key, at)
        and _may_contest(by, milestone, contested)
    )


def may_answer(by: Member, dispute: Dispute, contested: int | None, at: datetime) -> Ruling:
    """The other side, once, in time."""
    other = dispute.milestone.contract.other(dispute.opened_by)
    return (
        rule(by.is_active and by.acts_for(other), "not_the_other_side")
        and rule(dispute.answered_at is None, "dispute_answered")
        and _in_state(DISPUTE, dispute.state, "answer_dispute")
        and in_time(TurnKind.DISPUTE_ANSWER, dispute.key, at)
        and _may_contest(by, dispute.milestone, contested)
    )


def _may_contest(by: Member, milestone: Milestone, contested: int | None) -> Ruling:
    """Whose money it is says how much of it she contests; the whole, where she says nothing."""
    most = milestone.amount
    return (
        ALLOWED
        if contested is None
        else (
            rule(by.acts_for(milestone.contract.client), "not_the_client")
            and rule(1 <= contested <= most, "number_out_of_range", field="contested", least=1, most=most)
        )
    )


def may_decide(by: Member, dispute: Dispute, to_worker: int) -> Ruling:
    """An operator who is no side of it, deals with neither, and hasn't decided it before; also late."""
    most, decided = dispute.contested, Decision.objects.filter(dispute=dispute).values_list("by", flat=True)
    return may_decide_next(by, dispute, list(decided)) and rule(
        0 <= to_worker <= most, "number_out_of_range", field="to_worker", least=0, most=most
    )


def may_decide_next(by: Member, dispute: Dispute, decided: Container[object]) -> Ruling:
    """The same before she says how; ``decided`` are who has decided it before."""
    contract = dispute.milestone.contract
    sides = by.acts_for(contract.client) or by.acts_for(contract.worker)
    return (
        members.is_operator(by)
        and rule(not sides, "own_dispute")
        and rule(dispute.state in WITH_OPERATORS, "wrong_state")
        and rule(by.pk not in decided, "decided_before")
        and rule(not queries.have_dealt(by.party, contract), "dispute_of_partner")
    )


def is_appealed(dispute: Dispute) -> Ruling:
    """An operator has decided, and one side wants another to decide."""
    return rule(dispute.state == DisputeState.APPEALED, "wrong_state")


def has_decider(dispute: Dispute) -> Ruling:
    """Some operator may decide it."""
    decided = list(Decision.objects.filter(dispute=dispute).values_list("by", flat=True))
    may = any(may_decide_next(one, dispute, decided) for one in people.operators())
    return rule(may, "nobody_decides")


def may_appeal(by: Member, dispute: Dispute, at: datetime) -> Ruling:
    """Either side, in time, unless she has accepted the decision."""
    return (
        is_party(by, dispute.milestone.contract)
        and _in_state(DISPUTE, dispute.state, "appeal_ruling")
        and rule(turns.limit(appeal_of(by, dispute), dispute.key) is not None, "ruling_accepted")
        and in_time(appeal_of(by, dispute), dispute.key, at)
    )


def appeal_of(by: Member, dispute: Dispute) -> TurnKind:
    """The clock of a side's time to appeal."""
    is_client = by.acts_for(dispute.milestone.contract.client)
    return TurnKind.CLIENT_APPEAL if is_client else TurnKind.WORKER_APPEAL


def may_propose(by: Member, dispute: Dispute, to_worker: int, at: datetime) -> Ruling:
    """Either side, while the money is held."""
    most = dispute.contested
    return (
        is_party(by, dispute.milestone.contract)
        and is_undecided(dispute, at)
        and rule(0 <= to_worker <= most, "number_out_of_range", field="to_worker", least=0, most=most)
    )


def may_settle(by: Member, proposal: Settlement, at: datetime) -> Ruling:
    """The other side, in time, while the money is held."""
    other = proposal.dispute.milestone.contract.other(proposal.proposed_by)
    return (
        rule(by.is_active and by.acts_for(other), "not_the_other_side")
        and _in_state(SETTLEMENT, proposal.state, "accept_settlement")
        and in_time(TurnKind.SETTLEMENT, proposal.key, at)
        and is_undecided(proposal.dispute, at)
    )


def may_withdraw(by: Member, proposal: Settlement, at: datetime) -> Ruling:
    """Who proposed it, until it is answered."""
    return (
        members.acts_for(by, proposal.proposed_by)
        and _in_state(SETTLEMENT, proposal.state, "withdraw_settlement")
        and in_time(TurnKind.SETTLEMENT, proposal.key, at)
    )


def is_proposed(proposal: Settlement) -> Ruling:
    """It waits for the other side's answer."""
    return _in_state(SETTLEMENT, proposal.state, "lapse_settlement")


def may_attach(by: Member, dispute: Dispute, at: datetime) -> Ruling:
    """Either side, while the money is held."""
    return is_party(by, dispute.milestone.contract) and is_undecided(dispute, at)


def is_undecided(dispute: Dispute, at: datetime) -> Ruling:
    """The contested money is held; once the time to appeal is over, the decision counts, swept or not."""
    return is_undecided_by(dispute, turns.current(dispute.key), at)


def is_undecided_by(dispute: Dispute, running: Sequence[Turn], at: datetime) -> Ruling:
    """The same by the turns that are open about it."""
    limits = [turn.until for turn in running if turn.kind in APPEALS]
    return rule(dispute.state in UNDECIDED, "wrong_state") and (
        rule(at < max(limits), "too_late", until=max(limits)) if limits else ALLOWED
    )


def is_answered_by_nobody(dispute: Dispute) -> Ruling:
    """It waits for the other side's answer."""
    return _in_state(DISPUTE, dispute.state, "go_unanswered")


def waits_for_operators(dispute: Dispute) -> Ruling:
    """An operator has to decide."""
    return rule(dispute.state in WITH_OPERATORS, "wrong_state")


def is_decided(dispute: Dispute) -> Ruling:
    """An operator's decision waits until the time to appeal is over."""
    return _in_state(DISPUTE, dispute.state, "let_ruling_stand")


def _in_state(lifecycle: Lifecycle, state: str, operation: str) -> Ruling:
    return rule(state in lifecycle.sources(operation), "wrong_state")
