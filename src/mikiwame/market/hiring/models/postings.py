"""Kinds of work, and what is offered of them."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from mikiwame.core.fields import Named, Stateful, iff, one_of
from mikiwame.core.lifecycle import Lifecycle
from mikiwame.core.terms import Format
from mikiwame.market.hiring.states import POSTING, PostingState
from mikiwame.market.members.models import Party
from mikiwame.market.terms.models import Sheet


class Category(models.Model):
    """A kind of work; top level has no parent."""

    slug = models.SlugField(primary_key=True, max_length=60)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    name_ja = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField(default=0)
    withholding = models.BooleanField(default=False, help_text="income tax is kept back by clients who must")

    class Meta:
        verbose_name_plural = "categories"
        ordering = ("order", "slug")


class TaskFigures(models.Model):
    """What changes about tasks while they are offered; empty for other work, and until it is known."""

    places_left = models.PositiveIntegerField(null=True, help_text="answers still asked for")
    seconds = models.PositiveIntegerField(null=True, help_text="what an answer takes, expected or measured")
    hourly = models.PositiveBigIntegerField(null=True, help_text="yen an hour that this comes to")

    class Meta:
        abstract = True


class Posting(Stateful, TaskFigures):
    """Work that a client offers, with its terms and its places."""

    KIND = "posting"
    LIFECYCLE: ClassVar[Lifecycle] = POSTING

    state = models.TextField(default=PostingState.DRAFT)
    client = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="postings")
    format = models.TextField(default=Format.PROJECT)
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120, blank=True)
    body = models.TextField(max_length=20_000, blank=True)
    sheet = models.OneToOneField(Sheet, on_delete=models.PROTECT, related_name="+")
    newcomer_places = models.PositiveIntegerField(default=0)
    continuing = models.BooleanField(default=False, help_text="継続: more of the same is meant to follow")
    apply_until = models.DateField(null=True, help_text="the last day; tasks close after it")
    decide_days = models.PositiveSmallIntegerField(
        default=7, help_text="days after apply_until until applicants hear"
    )
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    decide_until = models.DateTimeField(null=True, help_text="the promise of when applicants hear")
    task_places = models.PositiveIntegerField(
        null=True, help_text="answers asked for in all; those that were added are not in the frozen sheet"
    )
    suspended_at = models.DateTimeField(
        null=True, help_text="an operator stopped it; stays when it expires, so that it stays hidden"
    )

    class Meta:
        constraints = (
            one_of("hiring_posting_state_known", "state", PostingState),
            one_of("hiring_posting_format_known", "format", Format),
            iff(
                "hiring_posting_published",
                "published_at",
                states=[state for state in PostingState if state != PostingState.DRAFT],
            ),
            models.CheckConstraint(
                name="hiring_posting_promise",
                condition=Q(state="draft")
                | Q(format="task", decide_until=None, category__isnull=False)
                | (~Q(format="task") & Q(decide_until__gt=F("published_at"), category__isnull=False)),
            ),
            models.CheckConstraint(
                name="hiring_posting_task_places",
                condition=(
                    Q(format="task", task_places__gt=0, places_left__lte=F("task_places"))
                    & ~Q(state="draft")
                    & Q(places_left__isnull=False)
                )
                | ((Q(state="draft") | ~Q(format="task")) & Q(task_places=None, places_left=None)),
            ),
            models.CheckConstraint(
                name="hiring_posting_task_measured",
                condition=Q(format="task") | Q(seconds=None, hourly=None),
            ),
            models.CheckConstraint(
                name="hiring_posting_suspended",
                condition=(
                    Q(state="suspended", suspended_at__isnull=False)
                    | Q(state="expired")
                    | (~Q(state__in=["suspended", "expired"]) & Q(suspended_at=None))
                ),
            ),
            models.CheckConstraint(
                name="hiring_posting_decide_within", condition=Q(decide_days__gte=1, decide_days__lte=30)
            ),
        )
        indexes = (
            models.Index(fields=["client", "-saved_at"], name="hiring_posting_client"),
            models.Index(
                fields=["-published_at", "-id"], condition=Q(state="open"), name="hiring_posting_open"
            ),
            models.Index(
                fields=["-state_since", "-id"],
                condition=Q(state="suspended"),
                name="hiring_posting_suspended_last",
            ),
        )

    @property
    def heard_by(self) -> date | None:
        """The last day on which applicants are promised to hear, in Tokyo."""
        return self.apply_until and self.apply_until + timedelta(days=self.decide_days)


class Requirement(Named):
    """Something an applicant must or should bring."""

    KIND = "requirement"

    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="requirements")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    essential = models.BooleanField(default=True)

    class Meta:
        ordering = ("posting", "number")
        constraints = (
            models.UniqueConstraint(fields=["posting", "number"], name="hiring_requirement_number_once"),
        )


class Question(Named):
    """Something the client asks every applicant."""

    KIND = "question"

    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    required = models.BooleanField(default=True)

    class Meta:
        ordering = ("posting", "number")
        constraints = (
            models.UniqueConstraint(fields=["posting", "number"], name="hiring_question_number_once"),
        )
