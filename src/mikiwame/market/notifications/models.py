"""notifications    what a member is told in the page
emails    the same by e-mail, written in the transaction that took the fact in, then sent
"""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from mikiwame.core.fields import Named
from mikiwame.market.members.models import Member

if TYPE_CHECKING:
    from .words import Words


class Notification(Named):
    """One thing that one member is told."""

    KIND = "notification"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notifications")
    fact = models.UUIDField(help_text="the fact in history")
    kind = models.TextField(help_text="kind of the fact; its words are templates named after it")
    side = models.TextField(help_text="which value of the fact names the member")
    page = models.TextField(help_text="key of the thing whose page the reader is led to")
    data = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    words: "Words"  # filled by words.worded

    class Meta:
        constraints = (models.UniqueConstraint(fields=["member", "fact"], name="notifications_once"),)
        indexes = (
            models.Index(fields=["member", "-at"], name="notifications_newest"),
            models.Index(fields=["member"], condition=Q(read_at=None), name="notifications_unread"),
        )


class Email(Named):
    """A message to be sent once; its id is its Message-ID, so that a repeat can be recognised."""

    KIND = "email"

    notification = models.OneToOneField(Notification, on_delete=models.CASCADE, related_name="email")
    not_before = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True, help_text="given up after too many attempts")

    class Meta:
        indexes = (
            models.Index(
                fields=["not_before"], condition=Q(sent_at=None, failed_at=None), name="notifications_to_send"
            ),
        )
