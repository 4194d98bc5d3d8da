"""What was handed over for a part, and what the client asked to change of it."""

from django.db import models

from mikiwame.core.fields import Named

from .agreements import Milestone


class Delivery(Named):
    """What the worker handed over, and when it was received."""

    KIND = "delivery"

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="deliveries")
    number = models.PositiveSmallIntegerField()
    note = models.TextField(max_length=5_000)
    delivered_at = models.DateTimeField()

    class Meta:
        ordering = ("milestone", "number")
        constraints = (
            models.UniqueConstraint(fields=["milestone", "number"], name="contracts_delivery_number_once"),
        )


class ChangeRequest(Named):
    """The client asks for changes and names the term that is not met; one per delivery."""

    KIND = "change_request"

    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="change_request")
    term = models.TextField()
    reason = models.TextField(max_length=3_000)
    requested_at = models.DateTimeField()
