"""Disputes: one side does not agree about a delivery; both state their case, an operator decides."""

from datetime import datetime

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import written
from mikiwame.market.contracts import events, limits, rules
from mikiwame.market.contracts.models import Dispute, Milestone
from mikiwame.market.contracts.states import DisputeState, Ending, MilestoneState
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind

from . import course, holding, pacing
from .work import catch_up

STATEMENT_MOST = 5_000


@operation
def open_dispute(milestone: Milestone, *, statement: str, by: Member, at: datetime) -> Dispute:
    """Either side asks the operators to decide about work that was handed over; the money stays held."""
    milestone = course.locked(milestone)
    catch_up(milestone, at=at)
    require(rules.may_open_dispute(by, milestone, at))

    contract = milestone.contract
    dispute = Dispute.objects.create(
        milestone=milestone,
        opened_by=contract.client if by.acts_for(contract.client) else contract.worker,
        statement=written(statement, most=STATEMENT_MOST, field="statement"),
        opened_at=at,
        state_since=at,
    )
    turns.drop_all(milestone.key, at=at)
    milestone.become(MilestoneState.DISPUTED, at=at)
    _ask_operators(dispute, since=at, at=at)

    fact = events.DisputeOpened(
        subject=contract.key, number=milestone.number, amount=milestone.amount, **contract.sides
    )
    record(fact, by=by.key, at=at)
    return dispute


@operation
def answer_dispute(dispute: Dispute, *, text: str, by: Member, at: datetime) -> Dispute:
    """The other side states its case, once."""
    dispute = _locked(dispute)
    require(rules.may_answer_dispute(by, dispute))

    dispute.answer, dispute.answered_at = written(text, most=STATEMENT_MOST, field="text"), at
    dispute.save(update_fields=["answer", "answered_at"])

    contract, number = dispute.milestone.contract, dispute.milestone.number
    record(events.DisputeAnswered(subject=contract.key, number=number, **contract.sides), by=by.key, at=at)
    return dispute


@operation
def settle_dispute(dispute: Dispute, *, to_worker: int, ruling: str, by: Member, at: datetime) -> Dispute:
    """An operator decides how much of the gross amount, in yen, is the worker's; the rest goes back.

    All of it is as if the work had been accepted, and the contract goes on; else the contract ends, unless
    its work goes on by a schedule.
    """
    dispute = _locked(dispute)
    require(rules.may_settle(by, dispute, to_worker))

    milestone, words = dispute.milestone, written(ruling, most=STATEMENT_MOST, field="ruling")
    turns.drop_all(dispute.key, at=at)
    dispute.become(DisputeState.SETTLED, at=at, to_worker=to_worker, ruling=words)
    _split(milestone, to_worker, at=at)

    contract = milestone.contract
    fact = events.DisputeSettled(
        subject=contract.key,
        number=milestone.number,
        to_worker=to_worker,
        to_client=milestone.amount - to_worker,
        reason=words,
        **contract.sides,
    )
    record(fact, by=by.key, at=at)
    if to_worker == milestone.amount or contract.is_continuing:
        pacing.go_on(milestone, by=by.key, since=at, at=at)
    else:
        course.end(contract, Ending.SETTLED, by=by.key, at=at)
    return dispute


@operation
def prolong_dispute(dispute: Dispute, *, at: datetime) -> Dispute:
    """The operators did not decide in time: that is recorded, and they are asked again."""
    dispute = _locked(dispute)
    require(rules.is_open(dispute))

    turn = turns.pass_by(TurnKind.DISPUTE, dispute.key, at=at)
    _ask_operators(dispute, since=turn.until, at=at)

    contract, number = dispute.milestone.contract, dispute.milestone.number
    record(events.DisputeLate(subject=contract.key, number=number, **contract.sides), by=None, at=at)
    return dispute


def _ask_operators(dispute: Dispute, *, since: datetime, at: datetime) -> None:
    turns.open_turn(
        TurnKind.DISPUTE,
        dispute.key,
        whose=None,
        waiting=None,
        title=dispute.milestone.contract.title,
        page=dispute.key,
        since=since,
        until=limits.for_dispute(at),
    )


def _split(milestone: Milestone, to_worker: int, *, at: datetime) -> None:
    holding.divide(milestone, to_worker, at=at)
    if to_worker:
        milestone.become(MilestoneState.ACCEPTED, at=at, accepted_at=at)
    else:
        milestone.become(MilestoneState.REFUNDED, at=at)


def _locked(dispute: Dispute) -> Dispute:
    milestone = course.locked(dispute.milestone)
    dispute = lock(dispute)
    dispute.milestone = milestone
    return dispute
