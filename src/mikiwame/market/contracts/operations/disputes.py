"""Disputes: one side does not agree about a delivery; both state their case.

What nobody contests is paid at once. What is contested stays held until an operator's decision counts
(``rulings``) or both agree (``settlements``).
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from mikiwame.core.errors import require
from mikiwame.core.operation import operation
from mikiwame.core.texts import written
from mikiwame.market.contracts import events, limits, timesheets
from mikiwame.market.contracts.models import Dispute, Milestone
from mikiwame.market.contracts.rules import disputes as rules
from mikiwame.market.contracts.rules import hours
from mikiwame.market.contracts.states import DisputeState, MilestoneState
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.messaging.operations import Upload
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns import queries as clocks
from mikiwame.market.turns.states import TurnKind

from . import course, resolving, revaluing, weeks
from .work import catch_up

STATEMENT_MOST = 5_000


@operation
def open_dispute(
    milestone: Milestone,
    *,
    statement: str,
    by: Member,
    at: datetime,
    contested: int | None = None,
    lines: Collection[UUID] = (),
    files: Sequence[Upload] = (),
) -> Dispute:
    """Either side contests work that was handed over; the client says how much of it, the rest is paid.

    ``contested``: gross, in yen; ``lines``: of hours, those of the latest statement. All of the milestone
    where nothing is said. The other side answers.
    """
    milestone = course.locked(milestone)
    catch_up(milestone, at=at)
    contested = _priced(milestone, contested, lines)
    require(rules.may_open(by, milestone, contested, at))

    contract = milestone.contract
    dispute = Dispute.objects.create(
        milestone=milestone,
        opened_by=contract.client if by.acts_for(contract.client) else contract.worker,
        statement=written(statement, most=STATEMENT_MOST, field="statement"),
        contested=contested or milestone.amount,
        opened_at=at,
        state_since=at,
    )
    weeks.contest(dispute, lines)
    _attach(dispute, files, by=by, at=at)
    turns.drop_all(milestone.key, at=at)
    milestone.become(MilestoneState.DISPUTED, at=at)
    _tell(dispute, by=by, at=at)
    revaluing.fall_away_if_moot(contract, at=at)
    resolving.pay_undisputed(dispute, by=by.key, at=at)
    if not contract.is_continuing:
        course.go_on(contract, by=by.key, at=at)
    return dispute


@operation
def answer_dispute(
    dispute: Dispute,
    *,
    text: str,
    by: Member,
    at: datetime,
    contested: int | None = None,
    lines: Collection[UUID] = (),
    files: Sequence[Upload] = (),
) -> Dispute:
    """The other side states its case, once, in time; a client may say how much of it she contests."""
    dispute = resolving.locked(dispute)
    contested = _priced(dispute.milestone, contested, lines)
    require(rules.may_answer(by, dispute, contested, at))

    turns.take(TurnKind.DISPUTE_ANSWER, dispute.key, at=at)
    answer = written(text, most=STATEMENT_MOST, field="text")
    changes = {"answer": answer, "answered_at": at, "contested": contested or dispute.contested}
    dispute.become(DisputeState.OPEN, at=at, **changes)
    _attach(dispute, files, by=by, at=at)
    resolving.ask_operators(dispute, since=at)

    contract, number = dispute.milestone.contract, dispute.milestone.number
    record(events.DisputeAnswered(subject=contract.key, number=number, **contract.sides), by=by.key, at=at)
    if lines:
        weeks.contest(dispute, lines)
    if contested and dispute.undisputed:
        course.drop_settlements(dispute, at=at)
        resolving.pay_undisputed(dispute, by=by.key, at=at)
    return dispute


@operation
def go_unanswered(dispute: Dispute, *, at: datetime) -> Dispute:
    """The other side did not answer in time: the operators decide on what is there."""
    dispute = resolving.locked(dispute)
    require(rules.is_answered_by_nobody(dispute))

    turn = turns.pass_by(TurnKind.DISPUTE_ANSWER, dispute.key, at=at)
    dispute.become(DisputeState.OPEN, at=at)
    resolving.ask_operators(dispute, since=clocks.next_round(turn.until, limits.for_dispute, at=at))

    contract, number = dispute.milestone.contract, dispute.milestone.number
    record(events.DisputeUnanswered(subject=contract.key, number=number, **contract.sides), by=None, at=at)
    return dispute


@operation
def add_evidence(dispute: Dispute, files: Sequence[Upload], *, by: Member, at: datetime) -> Dispute:
    """Either side adds files, which the other side and the operators see."""
    dispute = resolving.locked(dispute)
    require(rules.may_attach(by, dispute, at))

    _attach(dispute, files, by=by, at=at)
    return dispute


def _priced(milestone: Milestone, contested: int | None, lines: Collection[UUID]) -> int | None:
    """What is contested; of hours it is what the lines come to that stand now."""
    require(hours.may_contest_by(milestone, contested, lines))
    return timesheets.contested_by(milestone, lines) if lines else contested


def _attach(dispute: Dispute, files: Sequence[Upload], *, by: Member, at: datetime) -> None:
    for upload in files:
        messaging.attach(dispute.key, upload, owner=by.party, at=at)


def _tell(dispute: Dispute, *, by: Member, at: datetime) -> None:
    """The other side is asked to answer."""
    milestone, contract = dispute.milestone, dispute.milestone.contract
    other = contract.other(dispute.opened_by)
    until = limits.for_dispute_answer(at)
    turn = resolving.hand_to(dispute, other, TurnKind.DISPUTE_ANSWER, at=at, until=until)
    fact = events.DisputeOpened(
        subject=contract.key,
        number=milestone.number,
        amount=milestone.amount,
        contested=dispute.contested,
        until=turn.until,
        **contract.sides,
    )
    record(fact, by=by.key, at=at)
