"""What a worker asks: where she can take part, how far she has come today, what became of her answers."""

from collections import Counter
from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal, LiteralString
from uuid import UUID

from django.db import connection
from django.db.models import (
    Avg,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)

from mikiwame.core.clock import TOKYO, day_in_tokyo
from mikiwame.core.errors import NotFound, existing
from mikiwame.market.members import queries as members
from mikiwame.market.members.models import Member, Party
from mikiwame.market.messaging.models import Attachment
from mikiwame.market.messaging.queries import Sides

from . import approving, exams, queries, rules
from .claims import Claim, Waiting
from .models import Answer, Batch, Judgement, Notice, Participant, Unit
from .qualities import Qualities
from .states import AnswerState, BatchState

_TOOK = ExpressionWrapper(F("submitted_at") - F("claimed_at"), output_field=DurationField())

_SPANS: LiteralString = """
SELECT date_trunc(%(length)s, answer.submitted_at AT TIME ZONE 'Asia/Tokyo')::date AS since, count(*),
    count(*) FILTER (WHERE answer.state = 'approved'), count(*) FILTER (WHERE answer.state = 'rejected'),
    coalesce(sum(funding.reward) FILTER (WHERE answer.state NOT IN ('approved', 'rejected')), 0),
    coalesce(sum(release.gross), 0), coalesce(sum(release.net), 0)
FROM taskwork_answer AS answer
JOIN taskwork_place AS place ON (place.batch_id, place.number) = (answer.batch_id, answer.place)
JOIN taskwork_funding AS funding ON (funding.batch_id, funding.number) = (place.batch_id, place.funding)
LEFT JOIN escrow_release AS release ON release.purpose = 'answer:' || answer.id
WHERE answer.worker_id = %(worker)s AND answer.submitted_at >= %(since)s AND answer.submitted_at <= %(until)s
GROUP BY 1 ORDER BY 1 DESC
"""


@dataclass(frozen=True)
class Record:
    """How many of a worker's answers were approved, how many rejected, how many approved by category."""

    approved: int
    rejected: int
    by_category: Mapping[str, int]

    @property
    def judged(self) -> int:
        """Of how many the outcome is known."""
        return self.approved + self.rejected

    @property
    def rate(self) -> int:
        """Percent of them that were approved, rounded down."""
        return self.approved * 100 // self.judged if self.judged else 0

    def beside(
        self,
        category: str | None,
        passed: AbstractSet[UUID] = frozenset(),
        *,
        confirmed: bool = False,
        declared: tuple[str, str] = ("", ""),
    ) -> Qualities:
        """As ``rules.qualifies`` takes it, with the exams that she has passed and what else is known."""
        here = self.by_category.get(str(category), 0)
        return Qualities(self.approved, self.rejected, here, passed, confirmed, *declared)


@dataclass(frozen=True)
class Progress:
    """What a worker has answered in a batch today: how many, how many of them aren't decided yet, and the
    seconds that one took on average.
    """

    answers: int
    waiting: int
    seconds: int | None


@dataclass(frozen=True)
class Span:
    """A day or a month of answers, by when they were given.

    ``expected``: gross in yen of what still waits; ``gross`` and ``net``: what was paid.
    """

    since: date
    answers: int
    approved: int
    rejected: int
    expected: int
    gross: int
    net: int

    @property
    def less(self) -> int:
        """What was taken off: the fee, and tax that was kept back."""
        return self.gross - self.net


def batch_to_read(reader: Member | None, identifier: UUID) -> Any:
    """A batch that anybody may look at, or one in which the reader has a part; raises NotFound.

    It is told beside it, as ``takes_part``, whether she has joined.
    """
    related = ("posting__category__parent", "posting__sheet", "posting__client__standing", "client")
    asked = "admission__exam__form"
    mine = Participant.objects.filter(batch=OuterRef("pk"), worker=reader.party_id if reader else None)
    whole = Batch.objects.select_related(*related, asked).prefetch_related("posting__sheet__milestones")
    found = approving.with_rules(whole).annotate(takes_part=Exists(mine)).filter(pk=identifier).first()
    if found is None or not (found.state in queries.SHOWN_TO_ALL or _has_part(reader, found)):
        raise NotFound
    return found


def _has_part(reader: Member | None, batch: Any) -> bool:
    return reader is not None and (reader.acts_for(batch.client) or batch.takes_part)


def sample(batch: Batch) -> Mapping[str, Any]:
    """The columns of one unit, by which a form can be looked at; nothing is leased."""
    units = Unit.objects.filter(batch=batch, known__isnull=True).order_by("number")
    return units.values_list("columns", flat=True).first() or {}


def notice_for(reader: Member, batch: Batch) -> Notice:
    """The terms notice that a worker has accepted, else the one that is in force; raises NotFound."""
    mine = Participant.objects.select_related("notice").filter(batch=batch, worker=reader.party).first()
    return existing(
        mine.notice if mine else Notice.objects.filter(batch=batch).order_by("-issued_at", "-id").first()
    )


def notices_of(reader: Member, batch: Batch) -> QuerySet[Notice]:
    """Every terms notice that counts or has counted for a worker who takes part, the last first."""
    joined = Participant.objects.filter(batch=batch, worker=reader.party).values("joined_at")
    issued = Notice.objects.filter(batch=batch).order_by("-issued_at", "-id")
    first = issued.filter(issued_at__lte=Subquery(joined)).values("issued_at")[:1]
    return issued.filter(issued_at__gte=Subquery(first))


def record_of(worker: Party) -> Record:
    """What became of a worker's answers, and her judgements as experience; two statements."""
    mine = Participant.objects.filter(worker=worker).values_list("batch__posting__category")
    rows = list(mine.annotate(Sum("approved"), Sum("rejected")))
    judged = Judgement.objects.filter(judge=worker, agreed=True)
    experience = Counter(map(str, judged.values_list("answer__batch__posting__category", flat=True)))
    experience.update({str(category): approved for category, approved, _ in rows})
    return Record(
        approved=sum(approved for _, approved, _ in rows),
        rejected=sum(rejected for _, _, rejected in rows),
        by_category=experience,
    )


def closed_to(worker: Member, *, at: datetime) -> set[UUID]:
    """Postings of open batches in which a worker can't take part: her own, and those that ask for more.

    An exam that she can take now keeps her out of none.
    """
    asks = Q(approval_least__isnull=False) | Q(approved_least__isnull=False)
    asks |= Q(admission__isnull=False) | Q(client=worker.party)
    asking = Batch.objects.filter(asks, state=BatchState.OPEN).select_related("posting", "admission__exam")
    record, found = record_of(worker.party), list(asking)
    admissions = {batch.pk: exams.admission(batch) for batch in found}
    exams_asked = [admission.exam for admission in admissions.values() if admission and admission.exam]
    chances = exams.chances_in(exams_asked, worker.party, at=at) if exams_asked else {}
    open_to_her = {exam for exam, mine in chances.items() if mine.passed or mine.left}
    known = any(admission and admission.identity for admission in admissions.values()) and bool(
        members.confirmed_identity(worker.party_id, at=at)
    )
    limiting = next((one for one in admissions.values() if one and one.limits), None)
    declared = queries.declared(worker.party, limiting)
    return {
        batch.posting_id
        for batch in found
        if batch.client_id == worker.party_id
        or not rules.qualifies(
            batch,
            admissions[batch.pk],
            record.beside(batch.posting.category_id, open_to_her, confirmed=known, declared=declared),
        )
    }


def joined_among(worker: Party, postings: Collection[UUID]) -> set[UUID]:
    """Those of some postings in whose batches a worker takes part."""
    mine = Participant.objects.filter(worker=worker, batch__posting__in=list(postings))
    return set(mine.values_list("batch__posting", flat=True))


def progress(batch: UUID, worker: Party, *, at: datetime) -> Progress:
    """What a worker has answered in a batch today, as days are in Japan; what was rejected doesn't count."""
    midnight = datetime.combine(day_in_tokyo(at), time.min, TOKYO)
    today = Answer.objects.filter(batch=batch, worker=worker, submitted_at__gte=midnight)
    waiting = Count("pk", filter=~Q(state=AnswerState.APPROVED))
    counted = today.exclude(state=AnswerState.REJECTED)
    sums = counted.aggregate(answers=Count("pk"), waiting=waiting, took=Avg(_TOOK))
    seconds = round(sums["took"].total_seconds()) if sums["took"] else None
    return Progress(sums["answers"], sums["waiting"], seconds)


def answers_of(worker: Party, *, state: str = "") -> QuerySet[Answer]:
    """A worker's answers, the newest first; those of one state, if it is one."""
    every = queries.answers_of(worker)
    return every.filter(state=state) if state in set(AnswerState) else every


def spans(worker: Party, length: Literal["day", "month"], *, since: datetime, until: datetime) -> list[Span]:
    """What a worker answered between two moments, by days or months of Japan, the newest first."""
    asked = {"length": length, "worker": worker.pk, "since": since, "until": until}
    with connection.cursor() as cursor:
        cursor.execute(_SPANS, asked)
        return [Span(*row) for row in cursor.fetchall()]


def answer_for(member: Member, identifier: UUID) -> Answer:
    """An answer that the member gave, with what it was about; raises NotFound."""
    found = Answer.objects.select_related("batch__posting", "batch__client", "worker")
    return existing(found.filter(pk=identifier, worker=member.party_id).first())


def answer_to_see(reader: Member, identifier: UUID) -> Answer:
    """An answer for its worker, for its client unless it was rejected, and for who looks at it anew.

    An operator sees what was appealed. Raises NotFound for all others.
    """
    try:
        return _answer_for(reader, identifier, ~Q(state=AnswerState.REJECTED))
    except NotFound:
        if reader.is_operator:
            return queries.appealed(identifier)
        raise


def answer_sides(identifier: UUID) -> Sides | None:
    """Who has an answer and its files: its client, too, unless she gave it back for good."""
    found = Answer.objects.select_related("batch__client", "worker").filter(pk=identifier)
    answer = found.exclude(state=AnswerState.REJECTED).first()
    return Sides(answer.batch.client.key, answer.worker.key, "desk") if answer else None


def answer_delivered_to(reader: Member, identifier: UUID) -> Answer:
    """The same for programs: a client has only what she has approved, and an operator is one member more."""
    return _answer_for(reader, identifier, Q(state=AnswerState.APPROVED))


def _answer_for(reader: Member, identifier: UUID, to_client: Q) -> Answer:
    readable = Q(worker=reader.party) | Q(batch__client=reader.party) & to_client
    found = Answer.objects.filter(readable, pk=identifier).first()
    return existing(found or queries.judged_by(reader).filter(pk=identifier).first())


def waiting_files(claim: Claim, worker: Party) -> dict[str, str]:
    """What she has sent so far for the unit in hand: the keys of files by question."""
    begins = Waiting(claim.batch, claim.place, worker.pk, "").subject
    files = Attachment.objects.filter(subject__startswith=begins, owner=worker).order_by("uploaded_at")
    return {Waiting.of(file.subject).question: file.key for file in files}


def columns_of(answer: Answer) -> Mapping[str, Any]:
    """The unit that an answer is about."""
    found: Mapping[str, Any] = Unit.objects.get(batch=answer.batch_id, number=answer.unit).columns
    return found
