"""categories    two levels, edited by the operator
postings    what a client looks for; its terms are a sheet
places    one row per place, so that the last one can't be taken twice
questions, requirements    what applicants answer and tick
applications    one per worker and posting; with answers, met requirements
posting_index    what lists and search read
criteria    a member's own named filters over the list, as columns; at most ten, one for each number
drafts are postings in state draft

A place is taken only by an application to its own posting: (taken_by, posting) refers to an application's
(id, posting). Django has no such key, so a migration writes it.
"""

from dataclasses import fields
from datetime import date, timedelta
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q

from mikiwame.core.fields import Named, Stateful, iff, one_of
from mikiwame.core.lifecycle import Lifecycle
from mikiwame.core.terms import Format, RewardBasis
from mikiwame.discernment.kinds import Verdict
from mikiwame.market.members.models import Member, Party
from mikiwame.market.messaging.models import Conversation
from mikiwame.market.terms.models import Sheet

from .listing import CROWD_STEPS, FINISHED_STEPS, Care, Filters, Sort
from .states import APPLICATION, POSTING, ApplicationState, DeclineReason, PostingState


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


class Posting(Stateful):
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
    apply_until = models.DateField(null=True)
    decide_days = models.PositiveSmallIntegerField(
        default=7, help_text="days after apply_until until applicants hear"
    )
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    decide_until = models.DateTimeField(null=True, help_text="the promise of when applicants hear")
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
                condition=Q(state="draft") | Q(decide_until__gt=F("published_at"), category__isnull=False),
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
        indexes = (models.Index(fields=["client", "-saved_at"], name="hiring_posting_client"),)

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


class Application(Stateful):
    """A worker's wish to do a posting's work."""

    KIND = "application"
    LIFECYCLE: ClassVar[Lifecycle] = APPLICATION

    state = models.TextField(default=ApplicationState.SUBMITTED)
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="applications")
    worker = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="applications")
    conversation = models.OneToOneField(Conversation, on_delete=models.PROTECT, related_name="+")
    message = models.TextField(max_length=5_000)
    price = models.BigIntegerField(help_text="what she asks for, by the basis of the sheet, in yen")
    submitted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    decline_reason = models.TextField(blank=True, default="")
    decline_note = models.TextField(blank=True, max_length=1_000)

    class Meta:
        constraints = (
            one_of("hiring_application_state_known", "state", ApplicationState),
            iff("hiring_application_ended", "ended_at", states=sorted(APPLICATION.final)),
            models.UniqueConstraint(
                fields=["posting", "worker"],
                condition=~Q(state=ApplicationState.WITHDRAWN),
                name="hiring_application_once_per_posting",
            ),
            models.CheckConstraint(name="hiring_application_price_positive", condition=Q(price__gt=0)),
            models.CheckConstraint(
                name="hiring_application_declined_with_reason",
                condition=(
                    Q(state="declined", decline_reason__in=[str(reason) for reason in DeclineReason])
                    | (~Q(state="declined") & Q(decline_reason=""))
                ),
            ),
        )
        indexes = (
            models.Index(fields=["posting", "submitted_at"], name="hiring_application_posting"),
            models.Index(fields=["worker", "-submitted_at"], name="hiring_application_worker"),
        )


class Place(Named):
    """One of the places of a posting; taken by at most one application, which takes at most one."""

    KIND = "place"

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="places")
    number = models.PositiveIntegerField()
    for_newcomer = models.BooleanField(default=False)
    taken_by = models.OneToOneField(Application, null=True, on_delete=models.PROTECT, related_name="place")

    class Meta:
        ordering = ("posting", "number")
        constraints = (
            models.UniqueConstraint(fields=["posting", "number"], name="hiring_place_number_once"),
        )


class Answer(models.Model):
    """An applicant's answer to one question."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=3_000)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["application", "question"], name="hiring_answer_once"),
        )


class MetRequirement(models.Model):
    """A requirement that the applicant says she meets."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="met")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["application", "requirement"], name="hiring_met_once"),
        )


MARKED_BY = (
    "published_at",
    "apply_until",
    "reward",
    "category",
    "parent_category",
    "format",
    "reward_basis",
    "newcomer_places",
    "continuing",
    "places",
    "applicants",
    "text_verdict",
    "record_verdict",
    "funding_verdict",
    "reviews_verdict",
    "finished",
)
"""The columns that a listing's marks are made of, in the order of ``hiring_marks`` (migration 0010)."""


def _with_marks(vector: str) -> Func:
    """Words and marks in one: a word of a mark's part of the list is then one look-up."""
    return Func(F(vector), F("marks"), template="(%(expressions)s)", arg_joiner=" || ")


class Judged(models.Model):
    """What reputation knows of a posting's text and of its client: verdicts, empty until it has looked."""

    text_verdict = models.TextField(default="", help_text="is the description careful?")
    missing = models.PositiveSmallIntegerField(default=0, help_text="terms that text and sheet leave open")
    record_verdict = models.TextField(default="", help_text="of the client's record")
    funding_verdict = models.TextField(default="", help_text="does the client fund in time, mostly?")
    reviews_verdict = models.TextField(default="", help_text="of what others said of the client")
    reviews_odd = models.BooleanField(default=False, help_text="something about the reviews gives doubt")
    finished = models.PositiveIntegerField(default=0, help_text="commissions that the client saw through")

    class Meta:
        abstract = True

    @staticmethod
    def known() -> tuple[models.CheckConstraint, ...]:
        """A verdict is the engine's, or not there yet."""
        return tuple(
            models.CheckConstraint(
                name=f"hiring_index_{name}_verdict_known",
                condition=Q(**{f"{name}_verdict__in": ["", *map(str, Verdict)]}),
            )
            for name in ("text", "record", "funding", "reviews")
        )


class PostingIndex(Judged):
    """One row per listed posting, flat, so that a list page is one statement."""

    posting = models.OneToOneField(Posting, on_delete=models.CASCADE, primary_key=True, related_name="index")
    published_at = models.DateTimeField()
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    parent_category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="+")
    format = models.TextField()
    reward_basis = models.TextField()
    reward = models.BigIntegerField()
    reward_most = models.BigIntegerField(null=True)
    places = models.PositiveIntegerField()
    newcomer_places = models.PositiveIntegerField(default=0)
    continuing = models.BooleanField(default=False)
    applicants = models.PositiveIntegerField(default=0, help_text="who applied and didn't withdraw")
    apply_until = models.DateField()
    title = models.TextField()
    summary = models.TextField(help_text="the first lines of the text, plain")
    client = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    words = SearchVectorField(help_text="SudachiPy tokens, simple configuration")
    bigrams = SearchVectorField(help_text="for what the dictionary doesn't know")
    dictionary = models.TextField(help_text="version of the dictionary that cut the words")
    marks = models.GeneratedField(
        expression=Func(*map(F, MARKED_BY), function="hiring_marks"),
        output_field=SearchVectorField(),
        db_persist=True,
        help_text="by which a search walks the list: filters, and where the row stands in each order",
    )

    class Meta:
        verbose_name_plural = "posting index"
        constraints = Judged.known()
        indexes = (
            models.Index(fields=["-published_at", "-posting"], name="hiring_index_newest"),
            models.Index(fields=["-reward", "-posting"], name="hiring_index_reward"),
            models.Index(fields=["apply_until", "posting"], name="hiring_index_closing"),
            models.Index(fields=["dictionary"], name="hiring_index_dictionary"),
            models.Index(fields=["posting"], condition=Q(text_verdict=""), name="hiring_index_unread"),
            GinIndex(_with_marks("words"), name="hiring_index_words", fastupdate=False),
            GinIndex(_with_marks("bigrams"), name="hiring_index_bigrams", fastupdate=False),
        )


CRITERIA_MOST = 10
"""How many a member may keep: each has a number of its own from 1 to that."""


class Criteria(Named):
    """A member's own filters over the list, by a name of hers; the columns are those of ``Filters``."""

    KIND = "criteria"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    is_default = models.BooleanField(default=False, help_text="the list begins with it")
    saved_at = models.DateTimeField()
    text = models.TextField(blank=True)
    category = models.TextField(blank=True, help_text="a slug of either level")
    format = models.TextField(blank=True)
    reward_basis = models.TextField(blank=True)
    reward_least = models.BigIntegerField(null=True)
    newcomers = models.BooleanField(default=False)
    continuing = models.BooleanField(default=False)
    crowd_most = models.PositiveSmallIntegerField(null=True)
    care = models.TextField(blank=True)
    record = models.BooleanField(default=False)
    finished_least = models.PositiveSmallIntegerField(null=True)
    funded = models.BooleanField(default=False)
    calm_reviews = models.BooleanField(default=False)
    unproven = models.BooleanField(default=False)
    sort = models.TextField(default=Sort.NEWEST.value)

    class Meta:
        ordering = ("member", "number")
        verbose_name_plural = "criteria"
        constraints = (
            models.UniqueConstraint(fields=["member", "number"], name="hiring_criteria_number_once"),
            models.UniqueConstraint(fields=["member", "name"], name="hiring_criteria_name_once"),
            models.UniqueConstraint(
                fields=["member"], condition=Q(is_default=True), name="hiring_criteria_one_default"
            ),
            models.CheckConstraint(
                name="hiring_criteria_few", condition=Q(number__gte=1, number__lte=CRITERIA_MOST)
            ),
            models.CheckConstraint(name="hiring_criteria_named", condition=~Q(name="")),
            models.CheckConstraint(
                name="hiring_criteria_care_known", condition=Q(care__in=["", *map(str, Care)])
            ),
            models.CheckConstraint(
                name="hiring_criteria_format_known", condition=Q(format__in=["", *map(str, Format)])
            ),
            models.CheckConstraint(
                name="hiring_criteria_basis_known", condition=Q(reward_basis__in=["", *map(str, RewardBasis)])
            ),
            models.CheckConstraint(
                name="hiring_criteria_steps_known",
                condition=(Q(crowd_most=None) | Q(crowd_most__in=CROWD_STEPS))
                & (Q(finished_least=None) | Q(finished_least__in=FINISHED_STEPS)),
            ),
            one_of("hiring_criteria_sort_known", "sort", Sort),
        )

    @property
    def filters(self) -> Filters:
        """What is asked for."""
        values = {field.name: getattr(self, field.name) for field in fields(Filters)}
        return Filters(**values | {"sort": Sort(self.sort)})
