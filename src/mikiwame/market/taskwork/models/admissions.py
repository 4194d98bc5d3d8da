"""What a batch asks of its workers beyond their record: an exam passed, an identity confirmed."""

from django.db import models
from django.db.models import F, Q

from mikiwame.core.fields import Named
from mikiwame.market.members.models import Party

from .batches import Batch
from .forms import Form


class Exam(Named):
    """A few units of which the client knows the answers, asked with a form of hers before any is paid.

    Frozen when a batch opens that asks for it: a pass means the same in every batch that names it.
    """

    KIND = "exam"

    client = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="exams")
    form = models.OneToOneField(Form, on_delete=models.CASCADE, related_name="exam")
    name = models.CharField(max_length=60)
    pass_least = models.PositiveSmallIntegerField(help_text="percent of its questions")
    chances = models.PositiveSmallIntegerField(help_text="attempts before a wait")
    wait_days = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, help_text="from then on nothing in it changes")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="taskwork_exam_numbers",
                condition=Q(pass_least__range=(1, 100), chances__gt=0, wait_days__gt=0),
            ),
        )
        indexes = (models.Index(fields=["client", "-created_at"], name="taskwork_exam_client"),)


class ExamUnit(Named):
    """One unit of an exam: what is shown, and the right answer to each question that it asks."""

    KIND = "exam_unit"

    exam = models.ForeignKey(Exam, on_delete=models.CASCADE, related_name="units")
    number = models.PositiveSmallIntegerField()
    columns = models.JSONField(default=dict, help_text="fill the form's placeholders")
    known = models.JSONField(help_text="right answers by field")

    class Meta:
        ordering = ("exam", "number")
        constraints = (
            models.UniqueConstraint(fields=["exam", "number"], name="taskwork_exam_unit_number_once"),
        )


class Attempt(Named):
    """One worker's answers to a whole exam, once handed in; nobody but she is shown how it went."""

    KIND = "attempt"

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="attempts")
    worker = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField(help_text="from 1; what she hands in says which one it is")
    content = models.JSONField(help_text="number of the unit -> field -> value")
    asked = models.PositiveSmallIntegerField()
    right = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    taken_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["exam", "worker", "number"], name="taskwork_attempt_once"),
            models.UniqueConstraint(
                fields=["exam", "worker"], condition=Q(passed=True), name="taskwork_attempt_passed_once"
            ),
            models.CheckConstraint(
                name="taskwork_attempt_counted", condition=Q(asked__gt=0, right__lte=F("asked"))
            ),
        )


class Admission(models.Model):
    """What a batch asks beyond a worker's record; no row: nothing."""

    batch = models.OneToOneField(Batch, on_delete=models.CASCADE, primary_key=True, related_name="admission")
    exam = models.ForeignKey(Exam, null=True, on_delete=models.RESTRICT, related_name="admissions")
    identity = models.BooleanField(default=False, help_text="an operator has found who she is")

    prefectures = models.TextField(blank=True, default="", help_text="codes, separated by spaces")
    born_since = models.PositiveSmallIntegerField(null=True, help_text="the first year of birth")
    born_until = models.PositiveSmallIntegerField(null=True, help_text="the last one")
    reason = models.TextField(blank=True, default="", help_text="why the work needs that; workers read it")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="taskwork_admission_asks",
                condition=Q(exam__isnull=False)
                | Q(identity=True)
                | ~Q(prefectures="")
                | Q(born_since__isnull=False),
            ),
            models.CheckConstraint(
                name="taskwork_admission_born",
                condition=Q(born_since=None, born_until=None) | Q(born_until__gte=F("born_since")),
            ),
            models.CheckConstraint(
                name="taskwork_admission_reasoned",
                condition=Q(prefectures="", born_since=None, reason="")
                | ~Q(reason="") & (~Q(prefectures="") | Q(born_since__isnull=False)),
            ),
        )

    @property
    def limits(self) -> bool:
        """Whether it asks where somebody lives or when she was born."""
        return bool(self.prefectures) or self.born_since is not None
