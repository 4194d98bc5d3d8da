"""Endings before the work is done: cancelled, parted by agreement, left, or ended by lateness."""

from collections.abc import Collection
from datetime import datetime

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean, written
from mikiwame.market.contracts import events, limits, queries, rules
from mikiwame.market.contracts.models import Cancellation, Contract, Milestone
from mikiwame.market.contracts.states import (
    AmendmentState,
    CancellationState,
    ContractState,
    Ending,
    MilestoneState,
)
from mikiwame.market.history.operations import record
from mikiwame.market.members import contact
from mikiwame.market.members.models import Member
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind

from . import amendments, course, leaving_out, periods, rewording
from .work import catch_up

REASON_MOST = 1_000


@operation
def cancel(contract: Contract, *, reason: str, by: Member, at: datetime) -> Contract:
    """Either side ends it at once while no money is held; the client's record keeps that she did."""
    contract = lock(contract)
    require(rules.may_cancel(by, contract, at))

    words = written(reason, most=REASON_MOST, field="reason")
    require(contact.text_inside("reason", words))
    by_client = by.acts_for(contract.client)
    ending = Ending.CANCELLED_BY_CLIENT if by_client else Ending.CANCELLED_BY_WORKER
    course.wind_up(contract, ContractState.CANCELLED, ending, at=at, words=words)

    happened = events.CancelledAfterHiring if by_client else events.WorkerCancelled
    record(happened(subject=contract.key, **contract.sides), by=by.key, at=at)
    return contract


@operation
def propose_cancellation(contract: Contract, *, reason: str, by: Member, at: datetime) -> Cancellation:
    """Either side proposes to part; if the other agrees, all held money goes back to the client."""
    contract = lock(contract)
    require(rules.may_propose_cancellation(by, contract))

    words = written(reason, most=REASON_MOST, field="reason")
    require(rules.stays_inside(contract, "reason", words))
    side = contract.client if by.acts_for(contract.client) else contract.worker
    proposal = Cancellation(contract=contract, proposed_by=side, reason=words, proposed_at=at, state_since=at)
    turn = turns.open_turn(
        TurnKind.CANCELLATION,
        proposal.key,
        whose=contract.other(side),
        waiting=side,
        title=contract.title,
        page=contract.key,
        since=at,
        until=limits.for_cancellation(at),
    )
    proposal.until = turn.until
    proposal.save(force_insert=True)

    fact = events.CancellationProposed(subject=contract.key, until=turn.until, **contract.sides)
    record(fact, by=by.key, at=at)
    return proposal


@operation
def answer_cancellation(proposal: Cancellation, *, agree: bool, by: Member, at: datetime) -> Cancellation:
    """The other side agrees, and the contract ends; or wants to go on."""
    proposal = _locked(proposal)
    require(rules.may_answer_cancellation(by, proposal, at))

    contract = proposal.contract
    turns.take(TurnKind.CANCELLATION, proposal.key, at=at)
    if agree:
        proposal.become(CancellationState.AGREED, at=at)
        _part(contract, proposal.reason, by=by, at=at)
    else:
        proposal.become(CancellationState.REFUSED, at=at)
        record(events.CancellationRefused(subject=contract.key, **contract.sides), by=by.key, at=at)
    return proposal


@operation
def withdraw_cancellation(proposal: Cancellation, *, by: Member, at: datetime) -> Cancellation:
    """Who proposed to part takes it back."""
    proposal = _locked(proposal)
    require(rules.may_withdraw_cancellation(by, proposal, at))

    turns.take(TurnKind.CANCELLATION, proposal.key, at=at)
    proposal.become(CancellationState.WITHDRAWN, at=at)

    contract = proposal.contract
    record(events.CancellationWithdrawn(subject=contract.key, **contract.sides), by=by.key, at=at)
    return proposal


@operation
def lapse_cancellation(proposal: Cancellation, *, at: datetime) -> Cancellation:
    """The proposal to part was not answered in time: the contract goes on."""
    proposal = _locked(proposal)
    require(rules.is_proposed(proposal))

    turns.pass_by(TurnKind.CANCELLATION, proposal.key, at=at)
    proposal.become(CancellationState.LAPSED, at=at)

    contract = proposal.contract
    record(events.CancellationLapsed(subject=contract.key, **contract.sides), by=None, at=at)
    return proposal


@operation
def leave(
    contract: Contract, *, reason: str = "", worse: Collection[str] = (), by: Member, at: datetime
) -> Contract:
    """The start is later than agreed, or the client proposed worse terms: the worker leaves without fault.

    The held money goes back; only what she handed over is still inspected and paid, without more changes.
    ``worse``: the terms of an open proposal that she calls worse, of those of which only she can tell.
    """
    contract = lock(contract)
    periods.catch_up(contract, at=at)
    amendments.lapse_if_over(contract, at=at)
    require(rules.may_leave(by, contract, worse, at))

    words = clean(reason, most=REASON_MOST, field="reason")
    require(rules.stays_inside(contract, "reason", words))
    late = queries.start_is_late(contract, day_in_tokyo(at))
    _leave_over(contract, worse, by=by, at=at)
    if late:
        course.end(contract, Ending.START_TOO_LATE, by=by.key, at=at, words=words)
    else:
        _depart(contract, words, by=by, at=at)
    return contract


@operation
def miss_start(contract: Contract, *, at: datetime) -> Contract:
    """The client never declared the start: the contract ends, the held money goes back."""
    contract = lock(contract)
    require(rules.is_live(contract))

    turns.pass_by(TurnKind.START, contract.key, at=at)
    course.end(contract, Ending.START_MISSED, by=None, at=at)
    return contract


@operation
def end_overdue(milestone: Milestone, *, reason: str = "", by: Member, at: datetime) -> Contract:
    """The work is overdue, and the client parts: all her held money goes back."""
    milestone = course.locked(milestone)
    catch_up(milestone, at=at)
    require(rules.may_end_overdue(by, milestone, at))

    turns.take(TurnKind.OVERDUE, milestone.key, at=at)
    words = clean(reason, most=REASON_MOST, field="reason")
    course.end(milestone.contract, Ending.DELIVERY_OVERDUE, by=by.key, at=at, words=words)
    return milestone.contract


@operation
def end_by_silence(milestone: Milestone, *, at: datetime) -> Contract:
    """The work is overdue, and nobody said a word: the contract ends, the held money goes back."""
    milestone = course.locked(milestone)
    require(rules.is_with_worker(milestone))

    turns.pass_by(TurnKind.OVERDUE, milestone.key, at=at)
    course.end(milestone.contract, Ending.WORKER_SILENT, by=None, at=at)
    return milestone.contract


def _leave_over(contract: Contract, worse: Collection[str], *, by: Member, at: datetime) -> None:
    """Terms that wait for her answer are refused by that; of others she says by it that they were worse."""
    proposal = queries.hers_to_judge(contract)
    if proposal is None or not (proposal.worsens or worse):
        return
    proposal.contract = contract
    if proposal.state == AmendmentState.PROPOSED:
        rewording.refuse(proposal, worse, by=by, at=at)
    else:
        rewording.call_worse(proposal, worse, by=by, at=at)


def _depart(contract: Contract, words: str, *, by: Member, at: datetime) -> None:
    """The worker is gone; the contract ends now, or with the inspection of what she handed over."""
    turns.drop(TurnKind.DEPARTURE, contract.key, at=at)
    course.drop_amendment(contract, at=at)
    leaving_out.let_go(contract, words, at=at)
    if contract.is_continuing and contract.state == ContractState.RUNNING:
        leaving_out.wind_down(contract, Ending.WORSENED, by=by.key, at=at)
        return
    at_hand = queries.at_hand(contract)
    if at_hand is None or at_hand.state in (MilestoneState.UNFUNDED, MilestoneState.FUNDED):
        course.end(contract, Ending.WORSENED, by=by.key, at=at, words=words)
        return
    others = [part for part in queries.standing(contract) if part != at_hand and not _is_contested(part)]
    refunded = sum(course.give_back(part, at=at) for part in others)
    fact = events.WorkerLeft(subject=contract.key, number=at_hand.number, refunded=refunded, **contract.sides)
    record(fact, by=by.key, at=at)


def _is_contested(milestone: Milestone) -> bool:
    """What is in dispute is decided, whoever leaves."""
    return milestone.state == MilestoneState.DISPUTED


def _part(contract: Contract, reason: str, *, by: Member, at: datetime) -> None:
    """All held money goes back; in work that goes on, but for what was handed over."""
    if not contract.is_continuing:
        course.end(contract, Ending.PARTED, by=by.key, at=at, words=reason)
        return
    contract.ended_reason = reason
    contract.save(update_fields=["ended_reason"])
    leaving_out.wind_down(contract, Ending.PARTED, by=by.key, at=at)


def _locked(proposal: Cancellation) -> Cancellation:
    contract = lock(proposal.contract)
    proposal = lock(proposal)
    proposal.contract = contract
    return proposal
