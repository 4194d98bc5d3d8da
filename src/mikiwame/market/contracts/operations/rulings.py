"""An operator's decision in a dispute counts once nobody appeals in time; else another operator decides."""

from datetime import datetime
from typing import TypeAlias

from mikiwame.core.errors import require
from mikiwame.core.operation import operation
from mikiwame.core.texts import written
from mikiwame.market.contracts import events, limits
from mikiwame.market.contracts.models import Decision, Dispute
from mikiwame.market.contracts.rules import disputes as rules
from mikiwame.market.contracts.states import DisputeState, SettledBy
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns import queries as clocks
from mikiwame.market.turns.states import TurnKind

from . import resolving
from .disputes import STATEMENT_MOST

Division: TypeAlias = events.DisputeReviewed | events.DisputeSettled | events.DisputeUnreviewed
"""By what contested money was divided."""


@operation
def decide(dispute: Dispute, *, to_worker: int, ruling: str, by: Member, at: datetime) -> Dispute:
    """An operator decides how much of what is contested, gross in yen, is the worker's, and says why.

    The first decision can be appealed; the second one, another operator's, counts at once.
    """
    dispute = resolving.locked(dispute)
    require(rules.may_decide(by, dispute, to_worker))

    words, appealed = written(ruling, most=STATEMENT_MOST, field="ruling"), dispute.appealed_at is not None
    number = 2 if appealed else 1
    decision = Decision.objects.create(
        dispute=dispute, number=number, by=by, to_worker=to_worker, ruling=words, decided_at=at
    )
    turns.drop_all(dispute.key, at=at)
    if appealed:
        record(_divided(events.DisputeReviewed, decision, dispute), by=by.key, at=at)
        _make_count(decision, dispute, events.DisputeSettled, by=by.key, at=at)
    else:
        _let_appeal(decision, dispute, by=by.key, at=at)
    return dispute


@operation
def appeal_ruling(dispute: Dispute, *, text: str, by: Member, at: datetime) -> Dispute:
    """One side says what is wrong with the decision: another operator decides, for good."""
    dispute = resolving.locked(dispute)
    require(rules.may_appeal(by, dispute, at))

    contract = dispute.milestone.contract
    turns.take(rules.appeal_of(by, dispute), dispute.key, at=at)
    turns.drop_all(dispute.key, at=at)
    dispute.become(
        DisputeState.APPEALED,
        at=at,
        appeal=written(text, most=STATEMENT_MOST, field="text"),
        appealed_at=at,
        appealed_by=contract.client if by.acts_for(contract.client) else contract.worker,
    )
    resolving.ask_operators(dispute, since=at)

    number = dispute.milestone.number
    record(events.RulingAppealed(subject=contract.key, number=number, **contract.sides), by=by.key, at=at)
    return dispute


@operation
def accept_ruling(dispute: Dispute, *, by: Member, at: datetime) -> Dispute:
    """One side won't appeal; once neither will, the decision counts."""
    dispute = resolving.locked(dispute)
    require(rules.may_appeal(by, dispute, at))

    contract, number = dispute.milestone.contract, dispute.milestone.number
    turns.take(rules.appeal_of(by, dispute), dispute.key, at=at)
    record(events.RulingAccepted(subject=contract.key, number=number, **contract.sides), by=by.key, at=at)
    if not clocks.current(dispute.key):
        decision = dispute.decisions.latest("number")
        _make_count(decision, dispute, events.DisputeSettled, by=by.key, at=at)
    return dispute


@operation
def let_ruling_stand(dispute: Dispute, *, at: datetime) -> Dispute:
    """A side's time to appeal is over; once both sides' is, the decision counts."""
    dispute = resolving.locked(dispute)
    require(rules.is_decided(dispute))

    running = [turn for turn in clocks.current(dispute.key) if turn.kind in rules.APPEALS]
    for turn in running:
        if turn.until <= at or len(running) == 1:
            turns.pass_by(turn.kind, dispute.key, at=at)
    if not clocks.current(dispute.key):
        decision = dispute.decisions.latest("number")
        _make_count(decision, dispute, events.DisputeSettled, by=None, at=at)
    return dispute


@operation
def prolong_dispute(dispute: Dispute, *, at: datetime) -> Dispute:
    """The operators did not decide in time: they are asked again.

    That is recorded, and told, once for each decision that is waited for. If they were asked again about an
    appeal, and there is nobody who may decide it, the first decision counts: money isn't kept for nobody.
    """
    dispute = resolving.locked(dispute)
    require(rules.waits_for_operators(dispute))

    told = clocks.has_passed(TurnKind.DISPUTE, dispute.key, since=dispute.state_since)
    turn = turns.pass_by(TurnKind.DISPUTE, dispute.key, at=at)
    if told and rules.is_appealed(dispute) and not rules.has_decider(dispute):
        _make_count(dispute.decisions.get(number=1), dispute, events.DisputeUnreviewed, by=None, at=at)
        return dispute
    resolving.ask_operators(dispute, since=clocks.next_round(turn.until, limits.for_dispute, at=at))
    if not told:
        contract, number = dispute.milestone.contract, dispute.milestone.number
        fact = events.DisputeLate(subject=contract.key, number=number, **contract.sides)
        record(fact, by=None, at=at)
    return dispute


def _let_appeal(decision: Decision, dispute: Dispute, *, by: str, at: datetime) -> None:
    dispute.become(DisputeState.DECIDED, at=at)
    until = resolving.open_appeals(dispute, at=at)
    contract = dispute.milestone.contract
    fact = events.DisputeDecided(
        subject=contract.key,
        number=dispute.milestone.number,
        to_worker=decision.to_worker,
        to_client=dispute.contested - decision.to_worker,
        reason=decision.ruling,
        until=until,
        **contract.sides,
    )
    record(fact, by=by, at=at)


def _make_count(
    decision: Decision, dispute: Dispute, happened: type[Division], *, by: str | None, at: datetime
) -> None:
    resolving.divide(dispute, decision.to_worker, SettledBy.RULING, ruling=decision.ruling, at=at)
    record(_divided(happened, decision, dispute), by=by, at=at)
    resolving.go_on(dispute, by=by, at=at)


def _divided(happened: type[Division], decision: Decision, dispute: Dispute) -> Division:
    contract = dispute.milestone.contract
    return happened(
        subject=contract.key,
        number=dispute.milestone.number,
        to_worker=decision.to_worker,
        to_client=dispute.contested - decision.to_worker,
        reason=decision.ruling,
        **contract.sides,
    )
