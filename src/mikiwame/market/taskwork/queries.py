"""Questions about batches, claims and answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import Exists, F, Func, OuterRef, QuerySet, Sum, prefetch_related_objects

from mikiwame.core.errors import NotFound, Ruling, existing
from mikiwame.core.ids import id_of
from mikiwame.market.escrow import queries as money
from mikiwame.market.members import queries as members
from mikiwame.market.members.models import Member, Party

from . import approving, exams, rules
from .exams import Paper
from .form import Question, Questions
from .models import (
    Admission,
    Answer,
    Batch,
    Choice,
    Exam,
    Field,
    Form,
    Funding,
    Import,
    Judgement,
    Participant,
    Place,
    Unit,
)
from .qualities import Qualities
from .states import ANSWER, LOOKED_AT, REFUSED, AnswerState, BatchState, FieldKind, ImportState, PlaceState

IMPORTING = (ImportState.WAITING, ImportState.READING, ImportState.WRITING)
SHOWN_TO_ALL = frozenset(BatchState) - {BatchState.DRAFT, BatchState.PREPARED, BatchState.SUSPENDED}


def batch_for(member: Member, identifier: UUID) -> Batch:
    """One of the member's own batches; raises NotFound."""
    return existing(_batches().filter(pk=identifier, client=member.party_id).first())


def public_batch(identifier: UUID) -> Batch:
    """A batch that anybody may look at; raises NotFound."""
    return existing(_batches().filter(pk=identifier, state__in=[*map(str, SHOWN_TO_ALL)]).first())


def batch_of_funding(purpose: str) -> Batch | None:
    """The batch for which a deposit was asked; None when that is asked for no more."""
    return _batches().filter(fundings=id_of(purpose)).first()


def funding_of(purpose: str) -> Funding:
    """What a deposit was asked for; raises NotFound when that is given up."""
    return existing(Funding.objects.select_related("batch").filter(pk=id_of(purpose)).first())


def is_funded(purpose: str) -> bool:
    """Whether the money for this purpose is held, or was."""
    return Funding.objects.filter(pk=id_of(purpose), hold__isnull=False).exists()


def batches_of(client: Party) -> QuerySet[Batch]:
    """A client's batches, the last one she worked on first."""
    return _batches().filter(client=client).order_by("-saved_at")


def questions(batch: Batch, version: int | None = None) -> Questions:
    """What is asked, in the version in force or another."""
    form = Form.objects.filter(batch=batch, version=version or batch.form_version).first()
    if form is None:
        raise NotFound
    return questions_of(form)


def questions_of(form: Form) -> Questions:
    """What one version of a form asks."""
    return frozen_questions(form.batch_id, form.version) if form.frozen_at else _read(form)


@lru_cache(maxsize=512)
def frozen_questions(batch: UUID, version: int) -> Questions:
    """What a frozen version asks: it never changes, so each process reads it once. Raises NotFound."""
    form = Form.objects.exclude(frozen_at=None).filter(batch=batch, version=version).first()
    if form is None:
        raise NotFound
    return _read(form)


def columns_of(batch: Batch) -> frozenset[str]:
    """The columns that units have; whoever adds units sees to it that all have the same."""
    first = Unit.objects.filter(batch=batch).order_by("number").values_list("columns", flat=True).first()
    return frozenset(first or {})


@dataclass(frozen=True)
class Progress:
    """How many answers came in, and what became of them."""

    answered: int
    approved: int
    rejected: int

    @property
    def standing(self) -> int:
        """How many have their place: all but the rejected."""
        return self.answered - self.rejected


def progress(batch: Batch) -> Progress:
    """How far a batch has come, summed over its participants: there are few of them beside answers."""
    names = ("answered", "approved", "rejected")
    sums = batch.participants.aggregate(**{name: Sum(name, default=0) for name in names})
    return Progress(**sums)


@dataclass(frozen=True)
class Figures:
    """What a batch comes to: places that were paid for, yen that are left and that are awaited, answers."""

    places: int
    held: int
    awaited: int | None
    progress: Progress


def figures_of(batches: Iterable[Batch]) -> dict[UUID, Figures]:
    """The figures of several batches by identifier; four statements, however many they are."""
    listed = [batch.pk for batch in batches]
    fundings: dict[UUID, list[Funding]] = {batch: [] for batch in listed}
    for funding in Funding.objects.filter(batch__in=listed):
        fundings[funding.batch_id].append(funding)
    left = money.left_of(one.hold_id for several in fundings.values() for one in several if one.hold_id)
    counted = Participant.objects.filter(batch__in=listed).values_list("batch").order_by()
    sums = counted.annotate(*map(Sum, ("answered", "approved", "rejected")))
    progress = {batch: Progress(*numbers) for batch, *numbers in sums}
    return {
        batch: Figures(
            sum(one.places for one in several if one.hold_id),
            sum(left.get(one.hold_id, 0) for one in several if one.hold_id),
            next((one.amount for one in several if one.hold_id is None), None),
            progress.get(batch, Progress(0, 0, 0)),
        )
        for batch, several in fundings.items()
    }


def results(batch: Batch) -> QuerySet[Answer]:
    """What the client bought: approved answers."""
    return Answer.objects.filter(batch=batch, state=AnswerState.APPROVED)


def participation_for(member: Member, batch: UUID) -> Participant:
    """The member's part in a batch; raises NotFound."""
    return existing(
        Participant.objects.filter(batch=batch, worker=member.party_id).select_related("notice").first()
    )


def is_importing(batch: Batch) -> bool:
    """Whether a file with its units is being taken in."""
    return batch.imports.filter(state__in=IMPORTING).exists()


def imports_of(batch: Batch) -> QuerySet[Import]:
    """The files with units that were handed in for a batch."""
    return Import.objects.filter(batch=batch)


def import_for(member: Member, batch: UUID, identifier: UUID) -> Import:
    """A file that was handed in for one of the member's own batches; raises NotFound."""
    return existing(imports_of(batch_for(member, batch)).filter(pk=identifier).first())


def last_import(batch: Batch) -> Import | None:
    """The file that was handed in last."""
    return batch.imports.order_by("-requested_at").first()


def import_named(identifier: UUID) -> Import:
    """A file with units; raises NotFound."""
    return existing(Import.objects.select_related("batch").filter(pk=identifier).first())


def waiting_imports() -> list[UUID]:
    """Files that nobody has begun to take in."""
    return list(Import.objects.filter(state=ImportState.WAITING).values_list("pk", flat=True))


def ordered() -> list[UUID]:
    """Batches whose places are to be laid out."""
    return list(Batch.objects.exclude(ordered_at=None).values_list("pk", flat=True))


def batch_named(identifier: UUID) -> Batch:
    """Any batch; raises NotFound. For chores, which ask for nobody."""
    return existing(_batches().filter(pk=identifier).first())


def first_units(batch: Batch, number: int) -> list[Unit]:
    """The first units of a batch, to show what they are like."""
    return list(Unit.objects.filter(batch=batch).order_by("number")[:number])


def known_names(batch: Batch) -> frozenset[str]:
    """The questions to which some units have the right answer."""
    if not batch.known_units:
        return frozenset()
    known = Unit.objects.filter(batch=batch, known__isnull=False)
    names = known.annotate(name=Func(F("known"), function="jsonb_object_keys")).values_list("name", flat=True)
    return frozenset(names.distinct())


def places_by_state(batch: Batch) -> dict[str, int]:
    """How many places were paid for, and how many of them are free, claimed and answered."""
    paid = places_paid(batch)
    there = Place.objects.filter(batch=batch)
    free, claimed = (there.filter(state=state).count() for state in (PlaceState.FREE, PlaceState.CLAIMED))
    return {"paid": paid, "free": free, "claimed": claimed, "answered": paid - free - claimed}


def held(batch: Batch) -> int:
    """What is left of the money that was paid in, in yen."""
    return money.left_in(batch.fundings.exclude(hold=None).values_list("hold_id", flat=True))


def awaited(batch: Batch) -> Funding | None:
    """The money that the client was asked for and that hasn't come."""
    return batch.fundings.filter(hold=None).first()


def missing(batch: Batch, at: datetime, asked: Questions | None = None) -> list[Ruling]:
    """Everything that keeps a draft from being paid for, each with its field; ``asked``, where it is read."""
    form, admission = asked or questions(batch), exams.admission(batch)
    failings = rules.failings(batch, form, columns_of(batch), known_names(batch), at)
    fitting = (rules.rule_fits(one, batch, form) for one in approving.rules_of(batch))
    exam = admission.exam if admission else None
    of_exam = rules.exam_failings(paper(exam, form)) if exam and exam.frozen_at is None else ()
    return [*failings, *(ruling for ruling in fitting if not ruling), *of_exam]


def read_along(batch: Batch) -> None:
    """Read at once what the pages of a draft ask again and again: the units of its exam."""
    prefetch_related_objects([batch], "admission__exam__units")


def paper(exam: Exam, asked: Questions | None = None) -> Paper:
    """An exam with its items; ``asked``: what its form asks, where that is read."""
    return exams.paper(exam, asked or questions_of(exam.form))


def paper_of(batch: Batch) -> Paper:
    """The exam that a batch asks for; raises NotFound where it asks for none."""
    admission = exams.admission(batch)
    if admission is None or admission.exam is None:
        raise NotFound
    return paper(admission.exam)


def participation(batch: Batch, worker: Party) -> Participant | None:
    """The worker's part in a batch, if she has joined."""
    return Participant.objects.filter(batch=batch, worker=worker).first()


def task_record(worker: Party, category: str | None) -> tuple[int, int, int]:
    """How many of a worker's answers were approved, how many rejected, and her experience in that category.

    Experience is what was approved there, and judgements there that agreed with the majority.
    """
    mine = Participant.objects.filter(worker=worker)
    sums = mine.aggregate(approved=Sum("approved", default=0), rejected=Sum("rejected", default=0))
    there = mine.filter(batch__posting__category=category).aggregate(approved=Sum("approved", default=0))
    judged = Judgement.objects.filter(judge=worker, agreed=True, answer__batch__posting__category=category)
    return sums["approved"], sums["rejected"], there["approved"] + judged.count()


def qualities(worker: Party, batch: Batch, admission: Admission | None, *, at: datetime) -> Qualities:
    """What a worker brings to a batch."""
    record = task_record(worker, batch.posting.category_id)
    prefecture, birth_years = declared(worker, admission)
    return Qualities(
        *record,
        passed=exams.passed_by(worker, admission.exam if admission else None),
        confirmed=is_confirmed(worker, admission, at=at),
        prefecture=prefecture,
        birth_years=birth_years,
    )


def declared(worker: Party, admission: Admission | None) -> tuple[str, str]:
    """Where a worker lives and when she was born, opened only where a batch asks for it."""
    return members.declared(worker.pk) if admission is not None and admission.limits else ("", "")


def is_confirmed(worker: Party, admission: Admission | None, *, at: datetime) -> bool:
    """Whether an operator has confirmed who she is; asked only where that matters."""
    asks = admission is not None and admission.identity
    return asks and members.confirmed_identity(worker.pk, at=at) is not None


def places_left(batch: Batch) -> int:
    """How many of the places that were paid for nobody has answered yet."""
    return places_paid(batch) - progress(batch).standing


@dataclass(frozen=True)
class Paid:
    """The money of a batch: what is left in yen, what was asked for besides, was its reward raised?"""

    held: int
    awaited: Funding | None
    topped_up: bool


def paid_for(batch: Batch) -> Paid:
    """What was paid in for a batch; two statements."""
    fundings = list(batch.fundings.all())
    paid = [funding for funding in fundings if funding.hold_id]
    return Paid(
        held=money.left_in(funding.hold_id for funding in paid if funding.hold_id),
        awaited=next((funding for funding in fundings if not funding.hold_id), None),
        topped_up=any(funding.before for funding in paid),
    )


def unapproved(batch: Batch) -> int:
    """How many of the places that were paid for hold no approved answer."""
    return places_paid(batch) - progress(batch).approved


def places_paid(batch: Batch) -> int:
    """How many places were paid for."""
    paid = batch.fundings.exclude(hold=None).aggregate(paid=Sum("places", default=0))["paid"]
    assert isinstance(paid, int)
    return paid


def is_complete(batch: Batch) -> bool:
    """Whether every place has an answer, and every answer is judged."""
    there = Place.objects.filter(batch=batch)
    vacant = (there.filter(state=state).exists() for state in (PlaceState.FREE, PlaceState.CLAIMED))
    return not any(vacant) and not _unjudged(batch).exists()


def given_out() -> QuerySet[Batch]:
    """Open batches of which every place is taken or answered."""
    there = Place.objects.filter(batch=OuterRef("pk"))
    free, claimed = (there.filter(state=state) for state in (PlaceState.FREE, PlaceState.CLAIMED))
    return _batches().filter(~Exists(free), ~Exists(claimed), state=BatchState.OPEN)


def closed() -> QuerySet[Batch]:
    """Batches that wait for their last judgements."""
    return _batches().filter(state=BatchState.CLOSED)


def under_way(batch: Batch) -> bool:
    """Whether a place is claimed, be it over, or an answer isn't judged yet."""
    claims = Place.objects.filter(batch=batch, state=PlaceState.CLAIMED)
    return claims.exists() or _unjudged(batch).exists()


def is_waiting(batch: Batch) -> bool:
    """Whether an answer waits for its judgement."""
    return _unjudged(batch).exists()


def unjudged_too_long(at: datetime) -> QuerySet[Batch]:
    """Batches of which an answer has waited for as long as its client was given."""
    due = Answer.objects.filter(batch=OuterRef("pk"), state=AnswerState.SUBMITTED, limit_at__lte=at)
    return _batches().filter(Exists(due))


def _unjudged(batch: Batch) -> QuerySet[Answer]:
    return Answer.objects.filter(batch=batch, state__in=sorted(ANSWER.open))


def answers_of(worker: Party) -> QuerySet[Answer]:
    """A worker's answers, the newest first."""
    return Answer.objects.filter(worker=worker).select_related("batch__posting").order_by("-submitted_at")


def answer_for(member: Member, identifier: UUID) -> Answer:
    """An answer that the member gave; raises NotFound."""
    found = (
        Answer.objects.select_related("batch__posting").filter(pk=identifier, worker=member.party_id).first()
    )
    if found is None:
        raise NotFound
    return found


def refusals(client: Party, *, at: datetime) -> tuple[int, int]:
    """How many of a client's answers she refused lately, and how many were judged, as far as that matters."""
    lately = Answer.objects.filter(batch__client=client, state_since__gte=at - rules.REFUSED_WITHIN)
    refused = lately.filter(state__in=[*REFUSED, AnswerState.REJECTED]).count()
    enough = (refused + 1) * 100 // rules.REFUSED_MOST
    return refused, refused + lately.filter(state=AnswerState.APPROVED)[:enough].count()


def refused_of(worker: Member, identifier: UUID) -> Answer:
    """A worker's own answer of which she has heard that it was refused; raises NotFound."""
    found = answer_for(worker, identifier)
    if not found.reason or found.state in {AnswerState.SUBMITTED, AnswerState.DOUBTED}:
        raise NotFound
    return found


def findings(answer: Answer) -> list[str]:
    """How others have found so far about an answer as it is now."""
    return list(answer.judgements.filter(fixes=answer.fixes).values_list("finding", flat=True))


def times_judged(answer: Answer, judge: Party) -> int:
    """How often a worker has judged an answer: once or never."""
    return answer.judgements.filter(judge=judge).count()


def approved_of(worker: Party) -> int:
    """How many of a worker's answers were approved."""
    return task_record(worker, None)[0]


def to_judge(judge: Member, *, at: datetime) -> QuerySet[Answer]:
    """What a worker may look at anew, the most urgent first; nothing for who may not judge."""
    return judged_by(judge).filter(limit_at__gt=at).order_by("limit_at", "id")


def judged_by(judge: Member) -> QuerySet[Answer]:
    """What waits for judges, of whom the worker can be one."""
    if not rules.is_judge(judge, approved_of(judge.party)):
        return Answer.objects.none()
    waiting = Answer.objects.filter(state__in=LOOKED_AT).select_related("batch__posting")
    others = waiting.exclude(worker=judge.party).exclude(batch__client=judge.party)
    mine = Judgement.objects.filter(judge=judge.party, answer=OuterRef("pk"))
    return others.filter(~Exists(mine))


def judgeable(judge: Member, identifier: UUID, *, at: datetime) -> Answer:
    """An answer that a worker may look at anew; raises NotFound."""
    return existing(to_judge(judge, at=at).filter(pk=identifier).first())


def appealed(identifier: UUID) -> Answer:
    """An answer that operators decide, or have decided; raises NotFound."""
    whole = Answer.objects.select_related("batch__posting", "batch__client", "worker")
    return existing(whole.filter(pk=identifier).exclude(reason="").first())


def _batches() -> QuerySet[Batch]:
    whole = Batch.objects.select_related("posting__category", "client", "admission__exam__form")
    return approving.with_rules(whole)


def _read(form: Form) -> Questions:
    choices: dict[UUID, list[tuple[str, str]]] = {}
    for choice in Choice.objects.filter(field__form=form):
        choices.setdefault(choice.field_id, []).append((choice.value, choice.label))
    fields = Field.objects.filter(form=form)
    return Questions(form.version, tuple(_question(field, choices.get(field.pk, [])) for field in fields))


def _question(field: Field, choices: list[tuple[str, str]]) -> Question:
    return Question(
        name=field.name,
        kind=FieldKind(field.kind),
        label=field.label,
        help=field.help,
        required=field.required,
        least=field.least,
        most=field.most,
        least_label=field.least_label,
        most_label=field.most_label,
        show_if=field.show_if,
        show_if_value=field.show_if_value,
        choices=tuple(choices),
    )
