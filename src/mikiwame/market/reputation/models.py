"""reviews    one per side and contract; sealed until both are in or their days are over; of task work one per
    worker and batch, without stars, sealed for as many days
observations    what the facts about one thing show of one side, by measure; made anew when a fact comes
tallies    the observations of a party, summed by month: all that a page reads of a record
usuals    what is usual here of each measure, once there are facts enough to say so
descriptions, opinions    what the engine reads in a posting's text, and in the reviews about a party
regards    what the rating graph makes of a party: how fairly it rates, how well the fair rate it
reputation writes members.Standing and the facts of hiring.PostingIndex
"""

from django.db import models
from django.db.models import Q

from mikiwame.core.fields import Named, one_of
from mikiwame.core.ids import new_id
from mikiwame.core.terms import Format
from mikiwame.discernment.kinds import Verdict
from mikiwame.discernment.record import Measure, Size
from mikiwame.market.contracts.models import Contract
from mikiwame.market.hiring.models import Posting
from mikiwame.market.members.models import Party
from mikiwame.market.taskwork.models import Batch

from .states import Side


class Review(Named):
    """What one side says of the other: facts first, then stars and a comment. Never edited.

    Of a batch a worker says the facts alone, with a comment if she likes. That one is counted by itself.
    """

    KIND = "review"

    contract = models.ForeignKey(Contract, null=True, on_delete=models.PROTECT, related_name="reviews")
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="reviews")
    author = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="reviews")
    terms_kept = models.BooleanField(null=True, help_text="null: can't say")
    on_time = models.BooleanField(null=True, help_text="paid on time, or delivered on time")
    clear = models.BooleanField(null=True, help_text="instructions clear, or communication clear")
    again = models.BooleanField(null=True, help_text="would work with them again")
    stars = models.PositiveSmallIntegerField(null=True)
    comment = models.TextField(max_length=2_000, blank=True)
    written_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, help_text="of a batch: from then on, known beforehand")
    reply = models.TextField(max_length=1_000, blank=True)
    replied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["contract", "author"], name="reputation_review_once"),
            models.UniqueConstraint(fields=["batch", "author"], name="reputation_review_of_tasks_once"),
            models.CheckConstraint(
                name="reputation_review_of_one",
                condition=Q(contract__isnull=False, batch=None, stars__gte=1, stars__lte=5)
                | Q(contract=None, batch__isnull=False, stars=None, opened_at__isnull=False, reply=""),
            ),
            models.CheckConstraint(
                name="reputation_review_reply_dated",
                condition=Q(reply="", replied_at=None) | (~Q(reply="") & Q(replied_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="reputation_review_reply_after_opening",
                condition=Q(replied_at=None) | Q(opened_at__isnull=False),
            ),
        )
        indexes = (models.Index(fields=["about", "-opened_at"], name="reputation_review_about"),)


class Measured(models.Model):
    """One measure of one side of a party, in work of one format and size."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    side = models.TextField()
    measure = models.TextField()
    format = models.TextField()
    size = models.TextField(help_text="by the whole reward: discernment.record.size_of")
    month = models.DateField(help_text="the first day of the month in which it happened, in Tokyo")
    amount = models.BigIntegerField(help_text="how often it happened, or how many minutes it took in all")
    of = models.PositiveIntegerField(help_text="of how many")

    class Meta:
        abstract = True

    @staticmethod
    def known(table: str) -> tuple[models.CheckConstraint, ...]:
        """The words are the engine's own; a share is at most the whole."""
        return (
            one_of(f"reputation_{table}_side_known", "side", Side),
            one_of(f"reputation_{table}_measure_known", "measure", Measure),
            one_of(f"reputation_{table}_format_known", "format", Format),
            one_of(f"reputation_{table}_size_known", "size", Size),
            models.CheckConstraint(name=f"reputation_{table}_counted", condition=Q(amount__gte=0, of__gt=0)),
        )


class Observation(Measured):
    """What the facts about one thing show of one side."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="observations")
    subject = models.TextField(help_text="contract:…, posting:…, application:…, message:… or participation:…")
    at = models.DateTimeField(help_text="when the last of them happened")

    class Meta:
        constraints = (
            *Measured.known("observation"),
            models.UniqueConstraint(
                fields=["subject", "party", "side", "measure"], name="reputation_observation_once"
            ),
        )
        indexes = (
            models.Index(fields=["party", "month"], name="reputation_observation_month"),
            models.Index(fields=["party", "-at", "-id"], name="reputation_observation_latest"),
        )


class Tally(Measured):
    """The observations of a party in one month, summed; as many rows as it has kinds of them, at most."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="tallies")

    class Meta:
        verbose_name_plural = "tallies"
        constraints = (
            *Measured.known("tally"),
            models.UniqueConstraint(
                fields=["party", "side", "measure", "format", "size", "month"], name="reputation_tally_once"
            ),
        )


class Usual(models.Model):
    """What is usual in this market, toward which short records are drawn; no row: too few facts to say."""

    measure = models.TextField(primary_key=True)
    value = models.FloatField(help_text="a share, or days or hours as the measure says")
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            one_of("reputation_usual_measure_known", "measure", Measure),
            models.CheckConstraint(name="reputation_usual_value_positive", condition=Q(value__gt=0)),
        )


class Kept(models.Model):
    """What the engine read, kept so that pages need not read; made anew by another engine."""

    verdict = models.TextField()
    found = models.JSONField(help_text="the engine's report as plain values")
    engine = models.TextField(help_text="discernment.version: another one reads anew")
    made_at = models.DateTimeField()

    class Meta:
        abstract = True


class Description(Kept):
    """What is read in the text of a published posting."""

    posting = models.OneToOneField(
        Posting, on_delete=models.CASCADE, primary_key=True, related_name="description"
    )
    text = models.BinaryField(help_text="SHA-256 of all that was read: another text reads anew")

    class Meta:
        constraints = (one_of("reputation_description_verdict_known", "verdict", Verdict),)
        indexes = (models.Index(fields=["engine"], name="reputation_description_engine"),)


class Opinion(Kept):
    """What is read in the opened reviews about a party."""

    party = models.OneToOneField(Party, on_delete=models.PROTECT, primary_key=True, related_name="opinion")
    reviews = models.PositiveIntegerField(help_text="how many were open then")

    class Meta:
        constraints = (one_of("reputation_opinion_verdict_known", "verdict", Verdict),)
        indexes = (models.Index(fields=["engine"], name="reputation_opinion_engine"),)


class Regard(models.Model):
    """What the rating graph makes of a party; who isn't here is unproven."""

    party = models.OneToOneField(Party, on_delete=models.PROTECT, primary_key=True, related_name="regard")
    fairness = models.FloatField(default=0.5, help_text="0 to 1 as rater; 0.5 is unproven")
    goodness = models.FloatField(default=0.0, help_text="-1 to 1 as ratee; 0 is unproven")
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="reputation_regard_within",
                condition=Q(fairness__gte=0, fairness__lte=1, goodness__gte=-1, goodness__lte=1),
            ),
        )
