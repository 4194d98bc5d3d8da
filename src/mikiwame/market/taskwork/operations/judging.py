"""Answers are judged: approved and paid, or returned with a reason and mended, or rejected for good."""

import logging
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member, Party
from mikiwame.market.taskwork import events, queries, rules
from mikiwame.market.taskwork.form import checked
from mikiwame.market.taskwork.models import Answer, Batch, Revision
from mikiwame.market.taskwork.states import AnswerState
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind

from . import outcomes, uploads
from .clocks import TURN_IN

log = logging.getLogger(__name__)

EVIDENCE_MOST = 2_000


@operation
def approve(batch: Batch, answers: Collection[UUID], *, by: Member, at: datetime) -> int:
    """The client takes these answers, and they are paid; returns how many.

    Those that no longer wait (approved meanwhile, or returned) are passed over: nothing is paid twice.
    """
    require(rules.may_approve(by, batch))
    waiting = Answer.objects.filter(batch=batch, pk__in=list(answers), state=AnswerState.SUBMITTED)
    return outcomes.approve(
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
    return outcomes.approve(batch, locked[:limit], by=by.key, at=at)


@operation
def relent(answer: Answer, *, by: Member, at: datetime) -> Answer:
    """The client takes an answer after all that she had returned."""
    answer = lock(answer)
    require(rules.may_approve(by, answer.batch) and rules.answer_in_state(answer, "relent"))

    turns.drop_all(answer.key, at=at)
    outcomes.approve(answer.batch, [answer], by=by.key, at=at)
    return lock(answer)


@operation
def approve_by_silence(batch: Batch, *, at: datetime, limit: int = 10_000) -> int:
    """Approve what the client left unjudged for the promised days; returns how many, at last none."""
    due = Answer.objects.filter(batch=batch, state=AnswerState.SUBMITTED, limit_at__lte=at)
    locked = due.order_by("id").select_for_update(no_key=True, of=("self",), skip_locked=True)
    return outcomes.approve(batch, locked[:limit], by=None, at=at, by_silence=True)


def approve_due(*, at: datetime) -> int:
    """Silence approves in every batch in which something is due; returns how many answers. A chore.

    What can't be approved in one batch is logged, and keeps nothing back in the others.
    """
    return sum(_approved_in_silence(batch, at) for batch in queries.unjudged_too_long(at))


@operation
def turn_back(answer: Answer, *, reason: str, evidence: str, by: Member, at: datetime) -> Answer:
    """The client doesn't take an answer as it is. Its worker may mend it once, and keeps the place.

    Of a client who refuses too much, others look at it first, and its worker hears of it only then.
    """
    answer = lock(answer)
    require(rules.may_turn_back(by, answer, reason, evidence) and rules.in_time(answer, at))

    shown = clean(evidence, most=EVIDENCE_MOST, field="evidence")
    _one_refusal_at_a_time(answer.batch.client)
    if rules.too_many_refused(*queries.refusals(answer.batch.client, at=at)):
        limit = at + timedelta(days=rules.JUDGE_DAYS)
        answer.become(AnswerState.DOUBTED, at=at, reason=reason, evidence=shown, limit_at=limit)
        about = outcomes.about(answer)
        fact = events.AnswerDoubted(subject=answer.key, reason=reason, evidence=shown, **about)
        record(fact, by=by.key, at=at)
    else:
        outcomes.hand_back(answer, by=by.key, at=at, reason=reason, evidence=shown)
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
    own = {"content": mended, "fixes": answer.fixes + 1, "confirmed_at": None}
    answer.become(AnswerState.SUBMITTED, at=at, limit_at=limit, **own)

    if handed := uploads.named_in(questions, mended):
        uploads.hand_in(handed, answer.batch_id, answer.place, answer.pk, by=by)
    record(events.AnswerFixed(subject=answer.key, **outcomes.about(answer)), by=by.key, at=at)
    return answer


@operation
def let_stand(answer: Answer, *, by: Member, at: datetime) -> Answer:
    """The worker agrees: the answer isn't paid, and its place is free for somebody else."""
    answer = lock(answer)
    require(rules.may_let_stand(by, answer, at))

    turns.take(TURN_IN[answer.state], answer.key, at=at)
    return outcomes.reject(answer, by=by.key, at=at)


@operation
def let_stand_by_silence(answer: Answer, *, at: datetime) -> Answer:
    """The worker did nothing about it in time: the rejection stands."""
    answer = lock(answer)
    require(rules.answer_in_state(answer, "let_stand_by_silence") and rules.is_due(answer.limit_at, at))

    turns.pass_by(TURN_IN[answer.state], answer.key, at=at)
    return outcomes.reject(answer, by=None, at=at)


def _one_refusal_at_a_time(client: Party) -> None:
    """A client's refusals are counted one after the other."""
    list(Party.objects.select_for_update(no_key=True).filter(pk=client.pk).values_list("pk"))


def _approved_in_silence(batch: Batch, at: datetime) -> int:
    approved = 0
    try:
        while part := approve_by_silence(batch, at=at):
            approved += part
    except Exception:  # whatever one batch raises, the next one's workers wait too
        log.exception("silence can't approve", extra={"batch": batch.key})
    return approved
