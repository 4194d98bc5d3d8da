"""What lists and search read: one flat row for each posting that is listed."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q

from mikiwame.discernment.kinds import Verdict
from mikiwame.market.members.models import Party

from .postings import Category, Posting, TaskFigures

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
    "hourly",
    "posting",
)
"""The columns that a listing's marks are made of, in the order of ``hiring_marks`` (migration 0015)."""


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


class PostingIndex(Judged, TaskFigures):
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
            models.Index(fields=["-hourly"], condition=Q(hourly__isnull=False), name="hiring_index_hourly"),
            models.Index(fields=["dictionary"], name="hiring_index_dictionary"),
            models.Index(fields=["posting"], condition=Q(text_verdict=""), name="hiring_index_unread"),
            GinIndex(_with_marks("words"), name="hiring_index_words", fastupdate=False),
            GinIndex(_with_marks("bigrams"), name="hiring_index_bigrams", fastupdate=False),
        )
