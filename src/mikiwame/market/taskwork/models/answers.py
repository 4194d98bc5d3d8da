"""Room for answers, who gives them, and what they say."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from mikiwame.core.fields import Named, Stateful, iff, one_of
from mikiwame.core.lifecycle import Lifecycle
from mikiwame.market.members.models import Party
from mikiwame.market.taskwork.states import (
    ANSWER,
    LOOKED_AT,
    REFUSED,
    AnswerState,
    Finding,
    PlaceState,
    Reason,
)

from .batches import Batch, Notice


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
