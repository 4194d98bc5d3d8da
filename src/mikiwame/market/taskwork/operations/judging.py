"""Answers are judged: approved and paid, or returned with a reason and mended, or rejected for good."""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Value, When

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.ids import key
from mikiwame.core.operation import operation
from mikiwame.core.tax import withholding
from mikiwame.core.texts import clean
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow.drawing import Draw
from mikiwame.market.escrow.models import Release
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member, Party
from mikiwame.market.taskwork import events, queries, rules
from mikiwame.market.taskwork.form import checked
from mikiwame.market.taskwork.models import Answer, Batch, Funding, Participant, Place, Revision
from mikiwame.market.taskwork.states import AnswerState
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind

from . import uploads

log = logging.getLogger(__name__)

EVIDENCE_MOST = 2_000


@operation
def approve(batch: Batch, answers: Collection[UUID], *, by: Member, at: datetime) -> int:
    """The client takes these answers, and they are paid; returns how many.

    Those that no longer wait (approved meanwhile, or returned) are passed over: nothing is paid twice.
    """
    require(rules.may_approve(by, batch))
    waiting = Answer.objects.filter(batch=batch, pk__in=list(answers), state=AnswerState.SUBMITTED)
    return _approve(
        batch, waiting.order_by("id").select_for_update(no_key=True, of=("self",)), by=by.key, at=at
    )


@operation
def approve_all(batch: Batch, *, until: datetime, by: Member, at: datetime, limit: int = 10_000) -> int:
    """The client takes everything that stood there at a moment; returns how many: call again until none.

    What was mended after that she hasn't seen. Answers that somebody else has in hand are left to her.
    """
    require(rules.may_approve(by, batch))
    waiting = Answer.objects.filter(batch=batch, state=AnswerState.SUBMITTED, state_since__lte=until)
    locked = waiting.order_by("id").select_for_update(no_key=True, of=("self",), skip_locked=True)
    return _approve(batch, locked[:limit], by=by.key, at=at)


@operation
def relent(answer: Answer, *, by: Member, at: datetime) -> Answer:
    """The client takes an answer after all that she had returned."""
    answer = lock(answer)
    require(rules.may_approve(by, answer.batch) and rules.answer_in_state(answer, "relent"))

    turns.drop(TurnKind.FIX, answer.key, at=at)
    _approve(answer.batch, [answer], by=by.key, at=at)
    return lock(answer)


@operation
def approve_by_silence(batch: Batch, *, at: datetime, limit: int = 10_000) -> int:
    """Approve what the client left unjudged for the promised days; returns how many, at last none."""
    due = Answer.objects.filter(batch=batch, state=AnswerState.SUBMITTED, limit_at__lte=at)
    locked = due.order_by("id").select_for_update(no_key=True, of=("self",), skip_locked=True)
    return _approve(batch, locked[:limit], by=None, at=at)


def approve_due(*, at: datetime) -> int:
    """Silence approves in every batch in which something is due; returns how many answers. A chore.

    What can't be approved in one batch is logged, and keeps nothing back in the others.
    """
    return sum(_approved_in_silence(batch, at) for batch in queries.unjudged_too_long(at))


@operation
def turn_back(answer: Answer, *, reason: str, evidence: str, by: Member, at: datetime) -> Answer:
    """The client doesn't take an answer as it is. Its worker may mend it once, and keeps the place."""
    answer = lock(answer)
    require(rules.may_turn_back(by, answer, reason, evidence) and rules.in_time(answer, at))

    shown = clean(evidence, most=EVIDENCE_MOST, field="evidence")
    limit = at + timedelta(days=rules.FIX_DAYS)
    answer.become(AnswerState.RETURNED, at=at, reason=reason, evidence=shown, limit_at=limit)
    _hand_back(answer, until=limit, at=at)

    fact = events.AnswerReturned(subject=answer.key, reason=reason, evidence=shown, **_about(answer))
    record(fact, by=by.key, at=at)
    return answer


@operation
def fix(answer: Answer, content: Mapping[str, Any], *, by: Member, at: datetime) -> Answer:
    """The worker mends a returned answer; what she had given before is kept beside it."""
    answer = lock(answer)
    require(rules.may_fix(by, answer, at))
    questions = queries.frozen_questions(answer.batch_id, answer.form_version)
    mended = checked(questions, content)

    Revision.objects.create(
        answer=answer,
        content=answer.content,
        reason=answer.reason,
        evidence=answer.evidence,
        replaced_at=at,
    )
    turns.take(TurnKind.FIX, answer.key, at=at)
    limit = at + timedelta(days=answer.batch.approve_days)
    answer.become(AnswerState.SUBMITTED, at=at, content=mended, fixes=answer.fixes + 1, limit_at=limit)

    if handed := uploads.named_in(questions, mended):
        uploads.hand_in(handed, answer.batch_id, answer.place, answer.pk, by=by)
    record(events.AnswerFixed(subject=answer.key, **_about(answer)), by=by.key, at=at)
    return answer


@operation
def let_stand(answer: Answer, *, by: Member, at: datetime) -> Answer:
    """The worker agrees: the answer isn't paid, and its place is free for somebody else."""
    answer = lock(answer)
    require(rules.may_let_stand(by, answer, at))

    turns.take(TurnKind.FIX, answer.key, at=at)
    return _reject(answer, by=by.key, at=at)


@operation
def let_stand_by_silence(answer: Answer, *, at: datetime) -> Answer:
    """The worker did nothing about a returned answer in time: the rejection stands."""
    answer = lock(answer)
    require(rules.answer_in_state(answer, "let_stand_by_silence") and rules.is_due(answer.limit_at, at))

    turns.pass_by(TurnKind.FIX, answer.key, at=at)
    return _reject(answer, by=None, at=at)


def _approved_in_silence(batch: Batch, at: datetime) -> int:
    approved = 0
    try:
        while part := approve_by_silence(batch, at=at):
            approved += part
    except Exception:  # whatever one batch raises, the next one's workers wait too
        log.exception("silence can't approve", extra={"batch": batch.key})
    return approved


def _approve(batch: Batch, answers: Iterable[Answer], *, by: str | None, at: datetime) -> int:
    """Pay locked answers that wait, each out of the money that its place was paid for with."""
    judged = list(answers)
    if not judged:
        return 0
    places = Place.objects.filter(batch=batch, number__in=[answer.place for answer in judged])
    funding_of = dict(places.values_list("number", "funding"))
    fundings = {funding.number: funding for funding in batch.fundings.select_related("hold__deposit")}
    paid: list[Release] = []
    for number, group in _grouped(judged, funding_of).items():
        paid += _pay(batch, fundings[number], group, at=at)
    Answer.objects.filter(pk__in=[answer.pk for answer in judged]).update(
        state=AnswerState.APPROVED, state_since=at, limit_at=None
    )
    _count(batch, judged, "approved")

    record(*_approvals(batch, judged, paid, by_silence=by is None), by=by, at=at)
    return len(judged)


def _grouped(answers: Sequence[Answer], funding_of: Mapping[int, int]) -> dict[int, list[Answer]]:
    groups: dict[int, list[Answer]] = defaultdict(list)
    for answer in answers:
        groups[funding_of[answer.place]].append(answer)
    return groups


def _pay(batch: Batch, funding: Funding, answers: Sequence[Answer], *, at: datetime) -> list[Release]:
    assert funding.hold is not None
    withheld = withholding(funding.reward) if batch.withholds_tax else 0
    draws = [Draw(answer.key, answer.worker_id, funding.reward, withheld) for answer in answers]
    return escrow.draw(funding.hold, draws, at=at, agreed_at=batch.opened_at)


def _approvals(
    batch: Batch, answers: Sequence[Answer], paid: Sequence[Release], *, by_silence: bool
) -> list[events.AnswersApproved]:
    """One fact for each worker."""
    counts: dict[UUID, int] = defaultdict(int)
    gross: dict[UUID, int] = defaultdict(int)
    for answer in answers:
        counts[answer.worker_id] += 1
    for release in paid:
        gross[release.worker_id] += release.gross
    return [
        events.AnswersApproved(
            subject=batch.key,
            batch=batch.key,
            worker=key(Party.KIND, worker),
            answers=count,
            gross=gross[worker],
            by_silence=by_silence,
            **batch.about,
        )
        for worker, count in sorted(counts.items())
    ]


def _hand_back(answer: Answer, *, until: datetime, at: datetime) -> None:
    """It is the worker's turn. The client waits for batches: thousands of answers would hide all else."""
    turns.open_turn(
        TurnKind.FIX,
        answer.key,
        whose=answer.worker,
        waiting=None,
        title=answer.batch.title,
        page=answer.key,
        since=at,
        until=until,
    )


def _reject(answer: Answer, *, by: str | None, at: datetime) -> Answer:
    answer.become(AnswerState.REJECTED, at=at, limit_at=None)
    _count(answer.batch, [answer], "rejected")  # a worker's own row is locked before any place is
    Place.objects.filter(batch=answer.batch_id, number=answer.place).update(**Place.free_since(at))

    fact = events.AnswerRejected(
        subject=answer.key, reason=answer.reason, by_silence=by is None, **_about(answer)
    )
    record(fact, by=by, at=at)
    return answer


def _count(batch: Batch, answers: Sequence[Answer], column: str) -> None:
    """Add to what participants' rows tell, in one order, so that nobody waits in a circle."""
    counts: dict[UUID, int] = defaultdict(int)
    for answer in answers:
        counts[answer.worker_id] += 1
    mine = Participant.objects.filter(batch=batch, worker__in=sorted(counts))
    list(mine.order_by("worker").select_for_update(no_key=True).values_list("worker_id"))
    cases = [When(worker=worker, then=Value(count)) for worker, count in counts.items()]
    mine.update(**{column: F(column) + Case(*cases, default=Value(0))})


def _about(answer: Answer) -> dict[str, Any]:
    return {
        "worker": key(Party.KIND, answer.worker_id),
        "batch": answer.batch.key,
        **answer.batch.about,
    }
