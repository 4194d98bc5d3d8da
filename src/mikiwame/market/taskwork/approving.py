"""Standing rules: which answers are approved by themselves, before silence approves them.

A rule only ever approves. What no rule fits waits for its client as before, and a client who ends a rule has
her whole time again. A wrong answer to a unit whose answer is known is never approved for being well meant,
only for having waited long enough.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from .models import Answer, ApprovalRule, Batch, Field, Participant
from .states import AnswerState, ApprovedBy, FieldKind

COMPARED = frozenset({FieldKind.SINGLE, FieldKind.MULTIPLE, FieldKind.SCALE})
"""Kinds of questions to which answers can be the same; the others are left out when they are compared."""

AT_ONCE = 10_000

# More than half of what was asked for: whatever is still to come, no other answer can have as many.
_MAJORITY = """
SELECT answer.id
FROM (
    SELECT id, batch_id, unit, state, known_right, content - %(left_out)s::text[] AS compared,
        count(*) OVER (PARTITION BY unit, content - %(left_out)s::text[]) AS alike
    FROM taskwork_answer
    WHERE batch_id = %(batch)s AND state IN ('submitted', 'approved') AND unit = ANY (ARRAY(
        SELECT DISTINCT unit FROM taskwork_answer WHERE batch_id = %(batch)s AND state = 'submitted'
    ))
) AS answer
JOIN taskwork_batch AS batch ON batch.id = answer.batch_id
JOIN taskwork_unit AS unit ON unit.batch_id = answer.batch_id AND unit.number = answer.unit
CROSS JOIN LATERAL (
    SELECT CASE WHEN unit.known IS NULL THEN batch.answers_per_unit ELSE batch.answers_per_known END
        AS answers
) AS asked
WHERE answer.state = 'submitted' AND answer.known_right IS DISTINCT FROM false
AND asked.answers > 1 AND answer.compared <> '{}' AND answer.alike * 2 > asked.answers
ORDER BY answer.id LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Rule:
    """A rule as its client sets it; ``least``: known answers of a worker, or hours."""

    kind: ApprovedBy
    least: int | None = None
    percent: int | None = None

    @property
    def said(self) -> str:
        """As its fact tells it: ``known 5 80``, ``majority``, ``hours 24``."""
        return " ".join(str(part) for part in (self.kind, self.least, self.percent) if part is not None)


def with_rules(batches: QuerySet[Batch]) -> QuerySet[Batch]:
    """The same batches, each with its rules: whoever shows one shows them, and asks no more."""
    own = ApprovalRule.objects.filter(batch=OuterRef("pk")).order_by("kind")
    parts = JSONObject(kind="kind", least="least", percent="percent")
    return batches.annotate(ruled_by=ArraySubquery(own.values(parts=parts)))


def rules_of(batch: Batch) -> list[Rule]:
    """The rules that stand, or stood when the batch was read ``with_rules``."""
    known = getattr(batch, "ruled_by", None)
    rows = batch.approval_rules.values("kind", "least", "percent") if known is None else known
    return [Rule(ApprovedBy(row["kind"]), row["least"], row["percent"]) for row in rows]


def standing() -> list[UUID]:
    """The rules of all batches in which an answer waits."""
    there = Answer.objects.filter(batch=OuterRef("batch"), state=AnswerState.SUBMITTED)
    return list(ApprovalRule.objects.filter(Exists(there)).values_list("pk", flat=True))


def waiting(rule: ApprovalRule, *, at: datetime) -> QuerySet[Answer]:
    """The answers that a rule approves now."""
    answers = Answer.objects.filter(batch=rule.batch_id, state=AnswerState.SUBMITTED)
    return _FITTING[ApprovedBy(rule.kind)](answers, rule, at)


def proven(answers: QuerySet[Answer], *, batch: UUID, least: int, percent: int) -> QuerySet[Answer]:
    """Those of workers who got so many of the known answers right, of at least so many that they met."""
    known = Participant.objects.filter(
        batch=batch, known_answered__gte=least, known_right__gte=F("known_answered") * percent / 100.0
    )
    return answers.filter(worker__in=known.values("worker")).exclude(known_right=False)


def _known(answers: QuerySet[Answer], rule: ApprovalRule, _at: datetime) -> QuerySet[Answer]:
    assert rule.least is not None
    assert rule.percent is not None
    return proven(answers, batch=rule.batch_id, least=rule.least, percent=rule.percent)


def _majority(answers: QuerySet[Answer], rule: ApprovalRule, _at: datetime) -> QuerySet[Answer]:
    asked = Field.objects.filter(form__batch=rule.batch_id)
    left_out = asked.exclude(kind__in=COMPARED).values_list("name", flat=True).distinct()
    with connection.cursor() as cursor:
        cursor.execute(_MAJORITY, {"batch": rule.batch_id, "left_out": list(left_out), "limit": AT_ONCE})
        return answers.filter(pk__in=[identifier for (identifier,) in cursor.fetchall()])


def _hours(answers: QuerySet[Answer], rule: ApprovalRule, at: datetime) -> QuerySet[Answer]:
    assert rule.least is not None
    silence = timedelta(days=rule.batch.approve_days)  # its limit moves by what an outage lost
    return answers.filter(limit_at__lte=at + silence - timedelta(hours=rule.least))


_FITTING: Mapping[ApprovedBy, Callable[[QuerySet[Answer], ApprovalRule, datetime], QuerySet[Answer]]] = {
    ApprovedBy.KNOWN: _known,
    ApprovedBy.MAJORITY: _majority,
    ApprovedBy.HOURS: _hours,
}
