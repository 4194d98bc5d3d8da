"""What comes of answers: paid, back in their workers' hands, or rejected for good. Pieces of operations."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from mikiwame.core.database import one_row
from mikiwame.core.ids import key
from mikiwame.core.tax import withholding
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow.drawing import Draw
from mikiwame.market.escrow.models import Release
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Party
from mikiwame.market.taskwork import events, rules
from mikiwame.market.taskwork.models import Answer, Batch, Funding, Participant, Place
from mikiwame.market.taskwork.states import AnswerState
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind

_HOLD_BATCH: LiteralString = "SELECT id FROM taskwork_batch WHERE id = %s FOR SHARE"

_ADD = {
    column: f"""
UPDATE taskwork_participant AS mine SET {column} = mine.{column} + told.many
FROM unnest(%s::uuid[], %s::integer[]) AS told (worker, many)
WHERE mine.batch_id = %s AND mine.worker_id = told.worker
"""  # noqa: S608  # both words are ours
    for column in ("approved", "rejected")
}


def approve(
    batch: Batch,
    answers: Iterable[Answer],
    *,
    by: str | None,
    at: datetime,
    by_silence: bool = False,
    by_rule: str = "",
) -> int:
    """Pay answers that wait, each out of its place's money; they are locked, or are as they are read."""
    hold_batch(batch.pk)
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
    count(batch, judged, "approved")

    ways = {"by_silence": by_silence, "by_rule": by_rule}
    record(*_approvals(batch, judged, paid, **ways), by=by, at=at)
    return len(judged)


def hold_batch(batch: UUID) -> None:
    """Share the batch's row until the transaction ends: whoever changes what it pays, or ends it, waits."""
    one_row(_HOLD_BATCH, batch)


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
    batch: Batch, answers: Sequence[Answer], paid: Sequence[Release], **ways: Any
) -> list[events.AnswersApproved]:
    """One fact for each worker."""
    gross: dict[UUID, int] = defaultdict(int)
    for release in paid:
        gross[release.worker_id] += release.gross
    return [
        events.AnswersApproved(
            subject=batch.key,
            batch=batch.key,
            worker=key(Party.KIND, worker),
            answers=count,
            gross=gross[worker],
            **ways,
            **batch.about,
        )
        for worker, count in sorted(_by_worker(answers).items())
    ]


def overturn(answer: Answer, *, by: str | None, at: datetime) -> None:
    """A refused answer is right after all: it is paid, and told so of its client."""
    approve(answer.batch, [answer], by=by, at=at)
    record(events.AnswerOverturned(subject=answer.key, reason=answer.reason, **about(answer)), by=by, at=at)


def hand_back(answer: Answer, *, by: str | None, at: datetime, **changes: Any) -> None:
    """The worker may mend it once, contest, or let it stand; until then it keeps its place."""
    limit = at + timedelta(days=rules.FIX_DAYS)
    answer.become(AnswerState.RETURNED, at=at, limit_at=limit, **changes)
    wait_for_worker(answer, TurnKind.FIX, at=at)

    fact = events.AnswerReturned(
        subject=answer.key, reason=answer.reason, evidence=answer.evidence, **about(answer)
    )
    record(fact, by=by, at=at)


def ask_operators(answer: Answer, *, by: str | None, at: datetime, **changes: Any) -> None:
    """An operator is to decide."""
    limit = at + timedelta(days=rules.DECIDE_DAYS)
    answer.become(AnswerState.APPEALED, at=at, limit_at=limit, **changes)
    wait_for_operators(answer, since=at)

    fact = events.AnswerAppealed(subject=answer.key, by_silence=by is None, **about(answer))
    record(fact, by=by, at=at)


def wait_for_operators(answer: Answer, *, since: datetime) -> None:
    """It is the operators' turn."""
    assert answer.limit_at is not None
    turn = turns.open_turn(
        TurnKind.APPEAL,
        answer.key,
        whose=None,
        waiting=None,
        title=answer.batch.title,
        page=f"appeal:{answer.pk}",
        since=since,
        until=answer.limit_at,
    )
    answer.limit_at = turn.until
    answer.save(update_fields=["limit_at"])


def wait_for_worker(answer: Answer, kind: TurnKind, *, at: datetime) -> None:
    """It is the worker's turn. The client waits for batches: thousands of answers would hide all else."""
    assert answer.limit_at is not None
    turn = turns.open_turn(
        kind,
        answer.key,
        whose=answer.worker,
        waiting=None,
        title=answer.batch.title,
        page=answer.key,
        since=at,
        until=answer.limit_at,
    )
    answer.limit_at = turn.until
    answer.save(update_fields=["limit_at"])


def reject(answer: Answer, *, by: str | None, at: datetime) -> Answer:
    answer.become(AnswerState.REJECTED, at=at, limit_at=None)
    count(answer.batch, [answer], "rejected")  # a worker's own row is locked before any place is
    Place.objects.filter(batch=answer.batch_id, number=answer.place).update(**Place.free_since(at))

    fact = events.AnswerRejected(
        subject=answer.key, reason=answer.reason, by_silence=by is None, **about(answer)
    )
    record(fact, by=by, at=at)
    return answer


def count(batch: Batch, answers: Sequence[Answer], column: str) -> None:
    """Add to what participants' rows tell, in one order, so that nobody waits in a circle."""
    counts = _by_worker(answers)
    hold_participants(Participant.objects.filter(batch=batch, worker__in=sorted(counts)))
    with connection.cursor() as cursor:
        cursor.execute(_ADD[column], [list(counts), list(counts.values()), batch.pk])


def hold_participants(participants: QuerySet[Participant]) -> list[UUID]:
    """Lock participants of one batch, before any place, as claims and answers do; returns their workers."""
    held = participants.order_by("worker").select_for_update(no_key=True)
    return list(held.values_list("worker_id", flat=True))


def _by_worker(answers: Iterable[Answer]) -> Counter[UUID]:
    return Counter(answer.worker_id for answer in answers)


def about(answer: Answer) -> dict[str, Any]:
    return {
        "worker": key(Party.KIND, answer.worker_id),
        "batch": answer.batch.key,
        **answer.batch.about,
    }
