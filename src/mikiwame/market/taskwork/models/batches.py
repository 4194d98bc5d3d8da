"""What a client asks for: batches, their units and the files from which these come, money, notices."""

import secrets
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from mikiwame.core.fields import Named, Stateful, iff, one_of
from mikiwame.core.ids import key
from mikiwame.core.lifecycle import Lifecycle
from mikiwame.market.escrow.models import Hold
from mikiwame.market.hiring.models import Posting
from mikiwame.market.members.models import Party
from mikiwame.market.taskwork.states import (
    BATCH,
    ApprovedBy,
    BatchState,
    ImportState,
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


class ApprovalRule(Named):
    """A standing rule by which answers are approved by themselves, until its client ends it."""

    KIND = "approval_rule"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="approval_rules")
    kind = models.TextField()
    least = models.PositiveSmallIntegerField(
        null=True, help_text="known answers that a worker must have given, or hours"
    )
    percent = models.PositiveSmallIntegerField(null=True, help_text="of the known answers, that are right")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ("batch", "kind")
        constraints = (
            models.UniqueConstraint(fields=["batch", "kind"], name="taskwork_approval_rule_once"),
            models.CheckConstraint(
                name="taskwork_approval_rule_whole",
                condition=Q(kind=ApprovedBy.KNOWN, least__gt=0, percent__gt=0, percent__lte=100)
                | Q(kind=ApprovedBy.MAJORITY, least=None, percent=None)
                | Q(kind=ApprovedBy.HOURS, least__gt=0, percent=None),
            ),
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
    """Money for so many places; its deposit's purpose is its key.

    Places leave it for a top-up, and take their money along.
    """

    KIND = "task_funding"

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="fundings")
    number = models.PositiveSmallIntegerField()
    places = models.PositiveIntegerField()
    reward = models.PositiveIntegerField(help_text="for one answer, gross, in yen")
    before = models.PositiveIntegerField(
        null=True, help_text="of a top-up: the reward before it, whose money its places bring along"
    )
    hold = models.OneToOneField(Hold, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["batch", "number"], name="taskwork_funding_number_once"),
            models.CheckConstraint(name="taskwork_funding_amount", condition=Q(places__gte=0, reward__gt=0)),
            models.CheckConstraint(
                name="taskwork_funding_upward", condition=Q(before=None) | Q(reward__gt=F("before"))
            ),
        )

    @property
    def amount(self) -> int:
        """What has to be paid in, in yen, once it is asked for; the fee is inside."""
        return self.places * (self.reward - (self.before or 0))


class Notice(Named):
    """The terms notice of a batch, as whoever joins it receives it."""

    KIND = "task_notice"

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="notices")
    html = models.TextField()
    sha256 = models.BinaryField()
    issued_at = models.DateTimeField()

    @property
    def fingerprint(self) -> str:
        """The hash as people compare it."""
        return bytes(self.sha256).hex()
