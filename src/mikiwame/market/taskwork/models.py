"""batches    what a client asks of many workers; each owns one posting
forms, fields, choices    what is asked, in versions; a frozen version never changes
units    what it is asked about, numbered in each batch
imports    files from which they come
fundings    money paid in for so many places
places    one row for each answer that was asked for: who has it leased, or answered it
notices    取引条件明示書 of a batch, the same for all who join while it is in force; immutable
participants    workers who accepted a batch's terms, and how far each has come
answers    what a worker gave for one place; revisions    what she had given before she mended it
judgements    how workers of neither side found who looked at a refused answer, without names

More than was asked for can't be answered, because there is no place for it. Keys of units and places are
compound, with the batch first; a migration ties places and answers to them, for Django has no such key, and
through them to their batch.
Claiming and submitting are one function of the database each (migration 0002).
"""

import secrets
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from mikiwame.core.fields import Named, Stateful, iff, one_of
from mikiwame.core.ids import key
from mikiwame.core.lifecycle import Lifecycle
from mikiwame.market.escrow.models import Hold
from mikiwame.market.hiring.models import Posting
from mikiwame.market.members.models import Party

from .states import (
    ANSWER,
    BATCH,
    LOOKED_AT,
    REFUSED,
    AnswerState,
    BatchState,
    FieldKind,
    Finding,
    ImportState,
    PlaceState,
    Reason,
)

APPROVE_DAYS = 5
TIME_LIMIT = 1_800  # seconds


class Batch(Stateful):
    """A form, its units, and how many answers each of them shall have."""

    KIND = "batch"
    LIFECYCLE: ClassVar[Lifecycle] = BATCH

    state = models.TextField(default=BatchState.DRAFT)
    posting = models.OneToOneField(Posting, on_delete=models.PROTECT, related_name="batch")
    client = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="batches")
    reward = models.PositiveIntegerField(null=True, help_text="for one answer, gross, in yen")
    answers_per_unit = models.PositiveIntegerField(default=1)
    answers_per_known = models.PositiveIntegerField(
        default=1, help_text="of each known-answer unit: many meet the same"
    )
    time_limit = models.PositiveIntegerField(default=TIME_LIMIT, help_text="seconds that a claim lasts")
    approve_days = models.PositiveSmallIntegerField(default=APPROVE_DAYS, help_text="silence approves then")
    closes_on = models.DateField(null=True, help_text="the last day, in Japan")
    units = models.PositiveIntegerField(default=0)
    known_units = models.PositiveIntegerField(default=0, help_text="among them: the answer is known, hidden")
    form_version = models.PositiveSmallIntegerField(default=1, help_text="what new claims are asked")
    approval_least = models.PositiveSmallIntegerField(
        null=True, help_text="percent of a worker's judged answers that were approved"
    )
    approved_least = models.PositiveIntegerField(
        null=True, help_text="answers of a worker approved in this category"
    )
    withholds_tax = models.BooleanField(default=False, help_text="settled when it opens")
    ordered_at = models.DateTimeField(
        null=True, help_text="since then its places are being laid out in the background"
    )
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True, help_text="the end of the last day")
    closed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "batches"
        constraints = (
            one_of("taskwork_batch_state_known", "state", BatchState),
            iff(
                "taskwork_batch_opened",
                "opened_at",
                states=[
                    state for state in BatchState if state not in {BatchState.DRAFT, BatchState.PREPARED}
                ],
            ),
            iff("taskwork_batch_closed", "closed_at", states=[BatchState.CLOSED, BatchState.FINISHED]),
            iff("taskwork_batch_finished", "finished_at", states=[BatchState.FINISHED]),
            models.CheckConstraint(
                name="taskwork_batch_whole",
                condition=Q(state=BatchState.DRAFT)
                | Q(reward__gt=0, closes_on__isnull=False, units__gt=0, answers_per_unit__gt=0),
            ),
            models.CheckConstraint(
                name="taskwork_batch_known_within", condition=Q(known_units__lte=F("units"))
            ),
            models.CheckConstraint(name="taskwork_batch_time_limit", condition=Q(time_limit__gte=60)),
        )
        indexes = (models.Index(fields=["client", "-saved_at"], name="taskwork_batch_client"),)

    @property
    def title(self) -> str:
        """What readers call it: as its posting is called."""
        return self.posting.title

    @property
    def about(self) -> dict[str, Any]:
        """What every fact about it says."""
        return {"client": key(Party.KIND, self.client_id), "title": self.title}


class Form(Named):
    """One version of what is asked."""

    KIND = "form"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="forms")
    version = models.PositiveSmallIntegerField()
    frozen_at = models.DateTimeField(null=True, help_text="from then on nothing in it changes")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["batch", "version"], name="taskwork_form_version_once"),
        )


class Field(Named):
    """One question, or one thing that is shown."""

    KIND = "field"

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="asked")
    number = models.PositiveSmallIntegerField()
    name = models.SlugField(max_length=40, help_text="its column in results")
    kind = models.TextField()
    label = models.CharField(max_length=500, help_text="may hold {{column}}")
    help = models.CharField(max_length=500, blank=True)
    required = models.BooleanField(default=True)
    least = models.IntegerField(null=True, help_text="number, letters, or choices, by its kind")
    most = models.IntegerField(null=True)
    least_label = models.CharField(max_length=40, blank=True)
    most_label = models.CharField(max_length=40, blank=True)
    show_if = models.CharField(max_length=40, blank=True, help_text="name of an earlier field")
    show_if_value = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("form", "number")
        constraints = (
            one_of("taskwork_field_kind_known", "kind", FieldKind),
            models.UniqueConstraint(fields=["form", "number"], name="taskwork_field_number_once"),
            models.UniqueConstraint(fields=["form", "name"], name="taskwork_field_name_once"),
        )


class Choice(Named):
    """Something that can be chosen."""

    KIND = "choice"

    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="choices")
    number = models.PositiveSmallIntegerField()
    value = models.CharField(max_length=100, help_text="as results say it")
    label = models.CharField(max_length=200)

    class Meta:
        ordering = ("field", "number")
        constraints = (
            models.UniqueConstraint(fields=["field", "number"], name="taskwork_choice_number_once"),
            models.UniqueConstraint(fields=["field", "value"], name="taskwork_choice_value_once"),
        )


class Unit(models.Model):
    """What a form is asked about; a questionnaire has one with no columns."""

    pk = models.CompositePrimaryKey("batch_id", "number")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    columns = models.JSONField(default=dict, help_text="fill the form's placeholders")
    known = models.JSONField(null=True, help_text="right answers by field, hidden from workers")


def stored_at(_import: "Import", _filename: str) -> str:
    """Where an uploaded file lies until it has been taken in, whatever its client called it."""
    return f"imports/{secrets.token_hex(16)}"


class Import(Named):
    """A file from which a draft's units come: first looked through, then written at once."""

    KIND = "task_import"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="imports")
    state = models.TextField(default=ImportState.WAITING)
    file = models.FileField(upload_to=stored_at, max_length=200, help_text="gone when it has ended")
    name = models.CharField(max_length=200, help_text="what its client calls it")
    size = models.PositiveBigIntegerField(help_text="bytes")
    read = models.PositiveIntegerField(default=0, help_text="rows so far")
    bad = models.PositiveIntegerField(default=0, help_text="lines that hold no unit, and are left out")
    bad_lines = models.JSONField(default=list, help_text="the first of them: line, code, context")
    refused = models.JSONField(null=True, help_text="why the whole file isn't taken: line, code, context")
    requested_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            one_of("taskwork_import_state_known", "state", ImportState),
            models.UniqueConstraint(
                fields=["batch"],
                condition=Q(state__in=["waiting", "reading", "writing"]),
                name="taskwork_import_one_at_a_time",
            ),
            models.CheckConstraint(
                name="taskwork_import_refused",
                condition=Q(state="refused", refused__isnull=False) | (~Q(state="refused") & Q(refused=None)),
            ),
        )
        indexes = (models.Index(fields=["batch", "-requested_at"], name="taskwork_import_batch"),)


class Funding(Named):
    """Money for so many places; its deposit's purpose is its key."""

    KIND = "task_funding"

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="fundings")
    number = models.PositiveSmallIntegerField()
    places = models.PositiveIntegerField()
    reward = models.PositiveIntegerField(help_text="for one answer, gross, in yen")
    hold = models.OneToOneField(Hold, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["batch", "number"], name="taskwork_funding_number_once"),
            models.CheckConstraint(name="taskwork_funding_amount", condition=Q(places__gt=0, reward__gt=0)),
        )

    @property
    def amount(self) -> int:
        """What has to be paid in, in yen; the fee is inside."""
        return self.places * self.reward


class Place(models.Model):
    """Room for one answer to one unit. Who wants it, waits in the order of tickets."""

    pk = models.CompositePrimaryKey("batch_id", "number")
    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    number = models.PositiveIntegerField()
    unit = models.PositiveIntegerField()
    funding = models.PositiveSmallIntegerField()
    ticket = models.BigIntegerField(help_text="from 1 at first; when returned, the microsecond of that")
    state = models.TextField(default=PlaceState.FREE)
    worker = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    claimed_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True, help_text="the end of the claim")
    form_version = models.PositiveSmallIntegerField(null=True, help_text="what the claim was asked")

    class Meta:
        constraints = (
            one_of("taskwork_place_state_known", "state", PlaceState),
            models.CheckConstraint(
                name="taskwork_place_held",
                condition=Q(state="free", worker=None, claimed_at=None, until=None, form_version=None)
                | Q(
                    state__in=["claimed", "answered"],
                    worker__isnull=False,
                    claimed_at__isnull=False,
                    until__isnull=False,
                    form_version__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                fields=["batch", "unit", "worker"],
                condition=Q(worker__isnull=False),
                name="taskwork_place_once_per_worker",
            ),
            models.UniqueConstraint(
                fields=["batch", "worker"],
                condition=Q(state="claimed"),
                name="taskwork_place_one_claim_per_worker",
            ),
        )
        indexes = (
            models.Index(fields=["batch", "ticket"], condition=Q(state="free"), name="taskwork_place_free"),
            models.Index(
                fields=["batch", "until"], condition=Q(state="claimed"), name="taskwork_place_lease"
            ),
        )

    @staticmethod
    def free_since(at: datetime) -> dict[str, Any]:
        """The columns of a place that is free again since then."""
        ticket = int(at.timestamp()) * 1_000_000 + at.microsecond
        empty = dict.fromkeys(("worker", "claimed_at", "until", "form_version"))
        return {"state": PlaceState.FREE, "ticket": ticket, **empty}


class Notice(Named):
    """The terms notice of a batch, as whoever joins it receives it."""

    KIND = "task_notice"

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="notices")
    html = models.TextField()
    sha256 = models.BinaryField()
    issued_at = models.DateTimeField()


class Participant(models.Model):
    """A worker in a batch: its terms are hers, and this is how far she has come."""

    pk = models.CompositePrimaryKey("batch_id", "worker_id")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="participants", db_index=False)
    worker = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="participations")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+", db_index=False)
    joined_at = models.DateTimeField()
    cursor = models.BigIntegerField(default=0, help_text="the ticket of the last place that she was given")
    looked_again_at = models.DateTimeField(
        null=True, help_text="when all free places were last looked through"
    )
    answered = models.PositiveIntegerField(default=0)
    approved = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    known_answered = models.PositiveIntegerField(default=0, help_text="known-answer units among them")
    known_right = models.PositiveIntegerField(default=0)


class Answer(Stateful):
    """What a worker gave for one place. It is kept, whatever becomes of it."""

    KIND = "answer"
    LIFECYCLE: ClassVar[Lifecycle] = ANSWER

    state = models.TextField(default=AnswerState.SUBMITTED)
    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, related_name="answers", db_index=False, db_constraint=False
    )
    unit = models.PositiveIntegerField()
    place = models.PositiveIntegerField()
    worker = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="answers", db_index=False)
    form_version = models.PositiveSmallIntegerField()
    content = models.JSONField(help_text="field -> value")
    known_right = models.BooleanField(null=True, help_text="of a known-answer unit: all as known")
    claimed_at = models.DateTimeField()
    submitted_at = models.DateTimeField()
    limit_at = models.DateTimeField(
        null=True, help_text="what happens by itself then: silence approves, or a rejection stands"
    )
    fixes = models.PositiveSmallIntegerField(default=0, help_text="how often it was mended")
    reason = models.TextField(blank=True, default="", help_text="why it was returned")
    evidence = models.TextField(blank=True, default="", max_length=2_000)
    contest = models.TextField(
        blank=True, default="", db_default="", max_length=2_000, help_text="the worker's words against it"
    )
    confirmed_at = models.DateTimeField(
        null=True, help_text="when others or an operator found its return right, before the worker was heard"
    )

    class Meta:
        constraints = (
            one_of("taskwork_answer_state_known", "state", AnswerState),
            iff("taskwork_answer_limited", "limit_at", states=sorted(ANSWER.open)),
            models.UniqueConstraint(
                fields=["batch", "unit", "worker"], name="taskwork_answer_once_per_worker"
            ),
            models.UniqueConstraint(
                fields=["batch", "place"],
                condition=~Q(state=AnswerState.REJECTED),
                name="taskwork_answer_once_per_place",
            ),
            models.CheckConstraint(
                name="taskwork_answer_returned_with_reason",
                condition=~Q(state__in=[*map(str, REFUSED), "rejected"])
                | (Q(reason__in=[str(reason) for reason in Reason]) & ~Q(evidence="")),
            ),
            models.CheckConstraint(
                name="taskwork_answer_contested_in_words",
                condition=~Q(state__in=["contested", "upheld"]) | ~Q(contest=""),
            ),
            models.CheckConstraint(name="taskwork_answer_mended_once", condition=Q(fixes__lte=1)),
            models.CheckConstraint(
                name="taskwork_answer_forward", condition=Q(submitted_at__gte=F("claimed_at"))
            ),
        )
        indexes = (
            models.Index(
                fields=["limit_at", "id"], condition=Q(limit_at__isnull=False), name="taskwork_answer_due"
            ),
            models.Index(
                fields=["limit_at"],
                condition=Q(state__in=[str(state) for state in LOOKED_AT]),
                name="taskwork_answer_looked_at",
            ),
            models.Index(fields=["batch", "state", "id"], name="taskwork_answer_batch"),
            models.Index(fields=["worker", "-submitted_at"], name="taskwork_answer_worker"),
        )

    @property
    def seconds(self) -> int:
        """How long it took, from the claim to the submission."""
        return int((self.submitted_at - self.claimed_at).total_seconds())


class Revision(Named):
    """What an answer said before it was mended, and why it had been returned."""

    KIND = "revision"

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="revisions")
    content = models.JSONField()
    reason = models.TextField()
    evidence = models.TextField()
    replaced_at = models.DateTimeField()


class Judgement(Named):
    """How one worker found who belongs to neither side; she sees form, unit, answer and reason, no names."""

    KIND = "judgement"

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="judgements")
    judge = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="judgements")
    fixes = models.PositiveSmallIntegerField(help_text="how often the answer had been mended")
    finding = models.TextField()
    agreed = models.BooleanField(null=True, help_text="with the majority; null: there is none")
    found_at = models.DateTimeField()

    class Meta:
        constraints = (
            one_of("taskwork_judgement_finding_known", "finding", Finding),
            models.UniqueConstraint(fields=["answer", "judge"], name="taskwork_judgement_once"),
        )
