"""reviews    one per side and contract; sealed until both are in or their days are over
reputation writes members.Standing and the facts of hiring.PostingIndex
"""

from django.db import models
from django.db.models import Q

from mikiwame.core.fields import Named
from mikiwame.market.contracts.models import Contract
from mikiwame.market.members.models import Party


class Review(Named):
    """What one side says of the other: facts first, then stars and a comment. Never edited."""

    KIND = "review"

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="reviews")
    author = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="reviews")
    terms_kept = models.BooleanField(null=True, help_text="null: can't say")
    on_time = models.BooleanField(null=True, help_text="paid on time, or delivered on time")
    clear = models.BooleanField(null=True, help_text="instructions clear, or communication clear")
    again = models.BooleanField(null=True, help_text="would work with them again")
    stars = models.PositiveSmallIntegerField()
    comment = models.TextField(max_length=2_000, blank=True)
    written_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    reply = models.TextField(max_length=1_000, blank=True)
    replied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["contract", "author"], name="reputation_review_once"),
            models.CheckConstraint(
                name="reputation_review_stars_within", condition=Q(stars__gte=1, stars__lte=5)
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
