"""What other terms do to money that is held already."""

from django.db import models
from django.db.models import F, Q

from mikiwame.core.fields import Named

from .agreements import Amendment, Milestone


class AmountChange(Named):
    """A part whose money is held is worth more, or less, by terms that both agreed to.

    Its key is the purpose of the transfer: the difference goes back from the hold, or comes into it.
    """

    KIND = "amount_change"

    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="amount_changes")
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="amount_changes")
    before = models.BigIntegerField(help_text="gross, in yen")
    after = models.BigIntegerField(help_text="gross, in yen")
    made_at = models.DateTimeField(
        null=True, help_text="empty while more has to be paid in, or where nothing came of it"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["amendment", "milestone"], name="contracts_amountchange_once"),
            models.CheckConstraint(
                name="contracts_amountchange_changes",
                condition=Q(before__gt=0, after__gt=0) & ~Q(before=F("after")),
            ),
        )

    @property
    def difference(self) -> int:
        """How much more it is worth, in yen; below nothing, how much less."""
        return self.after - self.before
