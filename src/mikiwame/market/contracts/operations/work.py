"""Work: it begins, is handed over, inspected, mended, accepted; or is overdue."""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import written
from mikiwame.market.contracts import events, limits, queries, rules
from mikiwame.market.contracts.models import ChangeRequest, Contract, Delivery, Milestone, StatementLine
from mikiwame.market.contracts.rules.hours import may_name
from mikiwame.market.contracts.states import MilestoneState
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.messaging.operations import Upload
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns import queries as clocks
from mikiwame.market.turns.states import TurnKind

from . import course, pacing, periods, topping_up

log = logging.getLogger(__name__)


@operation
def declare_start(contract: Contract, *, by: Member, at: datetime) -> Contract:
    """The client declares that the condition for the start is met: work may begin today."""
    contract = lock(contract)
    require(rules.may_declare_start(by, contract, at))

    turns.take(TurnKind.START, contract.key, at=at)
    contract.starts_on = day_in_tokyo(at)
    contract.save(update_fields=["starts_on"])
    record(events.StartDeclared(subject=contract.key, **contract.sides), by=by.key, at=at)
    _begin_at_hand(contract, at=at)
    return contract


@operation
def begin(contract: Contract, *, at: datetime) -> Contract:
    """The day of the start has come; repeated, it changes nothing."""
    contract = lock(contract)
    if contract.started_at is None and queries.light(contract, day_in_tokyo(at)).is_green:
        _begin_at_hand(contract, at=at)
    return contract


def begin_due(*, at: datetime, limit: int = 100) -> int:
    """A chore: light the lamps whose day has come, each in a transaction of its own; returns how many.

    One that fails is logged and tried again at the next round; it keeps no other dark.
    """
    lit = 0
    for contract in queries.to_start(day_in_tokyo(at), limit):
        try:
            begin(contract, at=at)
            lit += 1
        except Exception:  # whatever is wrong with one contract, the day of the next has come too
            log.exception("the lamp of %s failed to light", contract.key)
    return lit


@operation
def deliver(
    milestone: Milestone, *, note: str, files: Sequence[Upload] = (), by: Member, at: datetime
) -> Delivery:
    """The worker hands over the part at hand; silence until the end of the inspection accepts it."""
    milestone = course.locked(milestone)
    catch_up(milestone, at=at)
    require(rules.may_deliver(by, milestone, at))

    contract, until = milestone.contract, _inspected_until(milestone, at)
    number = milestone.deliveries.count() + 1
    text = written(note, most=5_000, field="note")
    delivery = Delivery.objects.create(milestone=milestone, number=number, note=text, delivered_at=at)
    for upload in files:
        messaging.attach(delivery.key, upload, owner=contract.worker, at=at)
    turns.drop_all(milestone.key, at=at)
    milestone.become(MilestoneState.DELIVERED, at=at)
    course.hand_to(contract.client, TurnKind.INSPECTION, milestone, since=at, until=until)
    pacing.follow(milestone, since=at)

    fact = events.WorkDelivered(
        subject=contract.key, number=milestone.number, delivery=number, until=until, **contract.sides
    )
    record(fact, by=by.key, at=at)
    return delivery


@operation
def request_changes(
    milestone: Milestone, *, term: str, reason: str, lines: Collection[UUID] = (), by: Member, at: datetime
) -> ChangeRequest:
    """The client names a term that is not met; the worker has as many days to mend it as the client had.

    ``lines``: by the hour, the entries of the latest statement that she doubts.
    """
    milestone = course.locked(milestone)
    require(rules.may_request_changes(by, milestone, term, at) and may_name(milestone, lines))

    contract, until = milestone.contract, limits.for_inspection(milestone.contract.sheet, at)
    text = written(reason, most=3_000, field="reason")
    delivery = milestone.deliveries.latest("number")
    request = ChangeRequest.objects.create(delivery=delivery, term=term, reason=text, requested_at=at)
    turns.take(TurnKind.INSPECTION, milestone.key, at=at)
    milestone.become(MilestoneState.CHANGES_REQUESTED, at=at)
    mending = rules.WORK_TURN[contract.course][MilestoneState.CHANGES_REQUESTED]
    course.hand_to(contract.worker, mending, milestone, since=at, until=until)
    StatementLine.objects.filter(pk__in=lines).update(change_request=request)

    record(_asked_for_changes(milestone, term, until), by=by.key, at=at)
    return request


@operation
def accept(milestone: Milestone, *, by: Member, at: datetime) -> Milestone:
    """The client accepts the work; the held money goes to the worker."""
    milestone = course.locked(milestone)
    topping_up.lapse_if_over(milestone.contract, at=at)
    require(rules.may_accept(by, milestone, at))

    contract = milestone.contract
    turns.take(TurnKind.INSPECTION, milestone.key, at=at)
    net = course.pay_out(milestone, at=at)

    fact = events.DeliveryAccepted(
        subject=contract.key, number=milestone.number, amount=milestone.amount, net=net, **contract.sides
    )
    record(fact, by=by.key, at=at)
    pacing.go_on(milestone, by=by.key, since=at, at=at)
    return milestone


@operation
def accept_by_silence(milestone: Milestone, *, at: datetime) -> Milestone:
    """The inspection is over without a word: the work is accepted, the held money goes to the worker."""
    milestone = course.locked(milestone)
    topping_up.lapse_if_over(milestone.contract, at=at)
    require(rules.is_delivered(milestone))

    contract = milestone.contract
    turns.pass_by(TurnKind.INSPECTION, milestone.key, at=at)
    net = course.pay_out(milestone, at=at)

    fact = events.DeliveryAcceptedBySilence(
        subject=contract.key, number=milestone.number, amount=milestone.amount, net=net, **contract.sides
    )
    record(fact, by=None, at=at)
    pacing.go_on(milestone, by=None, since=at, at=at)
    return milestone


@operation
def fall_overdue(milestone: Milestone, *, at: datetime) -> Milestone:
    """The work was not handed over in time: the client may part with all her money, or wait a while."""
    milestone = course.locked(milestone)
    require(rules.is_with_worker(milestone))

    contract = milestone.contract
    kind = rules.WORK_TURN[contract.course][MilestoneState(milestone.state)]
    turn = turns.pass_by(kind, milestone.key, at=at)
    until = limits.for_overdue(turn.until)
    course.hand_to(contract.worker, TurnKind.OVERDUE, milestone, since=turn.until, until=until)

    fact = events.DeliveryOverdue(
        subject=contract.key, number=milestone.number, until=until, **contract.sides
    )
    record(fact, by=None, at=at)
    return milestone


def catch_up(milestone: Milestone, *, at: datetime) -> None:
    """Do first what a sweep would have done by now, so that nothing depends on when one comes by.

    The milestone was read by ``course.locked``.
    """
    topping_up.lapse_if_over(milestone.contract, at=at)
    begin(milestone.contract, at=at)
    milestone.contract.refresh_from_db()
    if milestone.contract.is_continuing:
        periods.catch_up(milestone.contract, at=at)
        milestone.refresh_from_db(fields=["state", "amount"])
        return
    milestone.refresh_from_db(fields=["due", "postponed"])
    kind = rules.WORK_TURN[milestone.contract.course].get(MilestoneState(milestone.state))
    limit = clocks.limit(kind, milestone.key) if kind else None
    if limit is not None and limit <= at:
        fall_overdue(milestone, at=at)


def _inspected_until(milestone: Milestone, at: datetime) -> datetime:
    """Silence accepts nothing of which both agreed that it is worth more, while that can still be paid."""
    until = limits.for_inspection(milestone.contract.sheet, at)
    proposal = queries.agreed_amendment(milestone.contract)
    if proposal is None or not queries.awaits_raise(milestone):
        return until
    return max(until, clocks.limit(TurnKind.TOP_UP, proposal.key) or until)


def _asked_for_changes(milestone: Milestone, term: str, until: datetime) -> events.ChangesRequested:
    return events.ChangesRequested(
        subject=milestone.contract.key,
        number=milestone.number,
        term=term,
        round=queries.change_rounds_used(milestone),
        until=until,
        **milestone.contract.sides,
    )


def _begin_at_hand(contract: Contract, *, at: datetime) -> None:
    if contract.is_continuing:
        pacing.begin(contract, at=at)
        return
    milestone = queries.at_hand(contract)
    assert milestone is not None, "a green lamp shines on a part"
    milestone.contract = contract
    course.begin(milestone, at=at)
