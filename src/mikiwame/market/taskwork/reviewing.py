"""What a client sees who judges answers: those that wait, and what about them may deserve a second look.

Signals inform; none of them rejects anything. Unapproved answers are read here and nowhere else.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from mikiwame.core.errors import existing
from mikiwame.market.members.models import Member

from . import approving
from .models import Answer, Batch, Participant, Unit
from .rules import KNOWN_LEAST
from .states import REFUSED, AnswerState

SHOWN_AT_ONCE = 20
FAST = 3
"""An answer that took less than a third of the usual time is marked."""
SAME = 5
"""So many answers of one worker that say the same are marked."""
_SAME = """
SELECT worker_id, content::text, count(*) FROM taskwork_answer
WHERE batch_id = %s AND worker_id = ANY(%s) GROUP BY 1, 2 HAVING count(*) >= %s
"""


@dataclass(frozen=True)
class Signals:
    """What is remarkable about an answer; empty where nothing is."""

    fast: bool
    same: int
    """how many answers of the same worker say the same; 0: not many"""
    known: tuple[int, int] | None
    """right and all answers of the worker to known-answer units; None: too few"""
    known_wrong: bool
    """this very unit's answer is known, and is another"""

    @property
    def any(self) -> bool:
        """Whether a second look is worth it."""
        poor = self.known is not None and self.known[0] * 2 < self.known[1]
        return self.fast or bool(self.same) or poor or self.known_wrong


@dataclass(frozen=True)
class Waiting:
    """An answer to be judged, with what it was asked about."""

    answer: Answer
    columns: dict[str, Any]
    signals: Signals


def waiting(batch: Batch, *states: AnswerState) -> list[Waiting]:
    """The answers in these states that have waited longest, a page of them; five statements."""
    rows = Answer.objects.filter(batch=batch, state__in=states).select_related("worker")
    answers = list(rows.order_by("limit_at", "id")[:SHOWN_AT_ONCE])
    units = Unit.objects.filter(batch=batch, number__in={answer.unit for answer in answers})
    columns = dict(units.values_list("number", "columns"))
    usual, same, known = usual_seconds(batch), _same(batch, answers), _known(batch, answers)
    return [
        Waiting(answer, columns.get(answer.unit, {}), _signals(answer, usual, same, known))
        for answer in answers
    ]


def usual_seconds(batch: Batch) -> float:
    """The median of how long the latest two hundred answers took; 0 without any."""
    latest = Answer.objects.filter(batch=batch).order_by("-id")[:200]
    taken = [
        lasted.total_seconds()
        for lasted in latest.values_list(F("submitted_at") - F("claimed_at"), flat=True)
    ]
    return median(taken) if taken else 0.0


def count(batch: Batch, *states: AnswerState) -> int:
    """How many answers are in these states."""
    return Answer.objects.filter(batch=batch, state__in=states).count()


def answer_to_judge(client: Member, identifier: UUID) -> Answer:
    """An answer to the member's own batch that she can still judge; raises NotFound."""
    open_to_her = [AnswerState.SUBMITTED, *REFUSED]
    answers = Answer.objects.select_related("batch__posting", "batch__client", "worker")
    return existing(
        answers.filter(batch__client=client.party_id, pk=identifier, state__in=open_to_her).first()
    )


def columns_of_unit(answer: Answer) -> dict[str, Any]:
    """What an answer was asked about."""
    units = Unit.objects.filter(batch=answer.batch_id, number=answer.unit)
    return dict(units.values_list("columns", flat=True)[0])


def right_on_known(batch: Batch, *, percent: int, until: datetime) -> list[UUID]:
    """Waiting answers of workers who got at least so much of the known answers right, at most 10,000."""
    answers = Answer.objects.filter(batch=batch, state=AnswerState.SUBMITTED, submitted_at__lte=until)
    proven = approving.proven(answers, batch=batch.pk, least=KNOWN_LEAST, percent=percent)
    return list(proven.values_list("pk", flat=True)[: approving.AT_ONCE])


def _same(batch: Batch, answers: Sequence[Answer]) -> dict[tuple[UUID, str], int]:
    workers = sorted({answer.worker_id for answer in answers})
    with connection.cursor() as cursor:
        cursor.execute(_SAME, [batch.pk, workers, SAME])
        return {(worker, _said(json.loads(content))): count for worker, content, count in cursor.fetchall()}


def _said(content: Mapping[str, Any]) -> str:
    """An answer as one text, the same for the same answer."""
    return json.dumps(content, sort_keys=True)


def _known(batch: Batch, answers: Sequence[Answer]) -> dict[UUID, tuple[int, int]]:
    mine = Participant.objects.filter(
        batch=batch, worker__in={answer.worker_id for answer in answers}, known_answered__gte=KNOWN_LEAST
    )
    return {
        worker: (right, met)
        for worker, right, met in mine.values_list("worker", "known_right", "known_answered")
    }


def _signals(
    answer: Answer,
    usual: float,
    same: dict[tuple[UUID, str], int],
    known: dict[UUID, tuple[int, int]],
) -> Signals:
    return Signals(
        fast=answer.seconds * FAST < usual,
        same=same.get((answer.worker_id, _said(answer.content)), 0),
        known=known.get(answer.worker_id),
        known_wrong=answer.known_right is False,
    )
