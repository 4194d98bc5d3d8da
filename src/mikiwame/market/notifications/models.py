"""emails    what is told by e-mail, one thing or a day's together: written before it is sent
notifications    what a member is told in the page
choices    how the notifications of a group reach a member beyond the page, where she has chosen
hours    when her daily e-mail comes, and when all is quiet
devices    browsers that she lets receive them
pushes    the same for one browser, written before it is sent
"""

import hashlib
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from mikiwame.core.fields import Named, one_of
from mikiwame.market.members.models import Member

from . import choices
from .states import ByEmail, Group

if TYPE_CHECKING:
    from .words import Words


class Email(Named):
    """A message to be sent once; its id is its Message-ID, so that a repeat can be recognised."""

    KIND = "email"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    group = models.TextField(null=True, help_text="of what it tells; none: what a day has brought")
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


class Notification(Named):
    """One thing that one member is told."""

    KIND = "notification"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notifications")
    fact = models.UUIDField(help_text="the fact in history")
    kind = models.TextField(help_text="kind of the fact; its words are templates named after it")
    side = models.TextField(help_text="which value of the fact names the member")
    page = models.TextField(help_text="key of the thing whose page the reader is led to")
    group = models.TextField()
    data = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    digest_due = models.DateTimeField(null=True, help_text="when a daily e-mail shall gather it up")
    email = models.ForeignKey(Email, on_delete=models.SET_NULL, null=True, related_name="told")
    words: "Words"  # filled by words.worded
    address: str  # filled where a letter is written

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["member", "fact"], name="notifications_once"),
            one_of("notifications_group_known", "group", Group),
        )
        indexes = (
            models.Index(fields=["member", "-at"], name="notifications_newest"),
            models.Index(fields=["member", "group", "-at"], name="notifications_newest_of_group"),
            models.Index(fields=["member"], condition=Q(read_at=None), name="notifications_unread"),
            models.Index(
                fields=["digest_due"],
                condition=Q(digest_due__isnull=False),
                name="notifications_to_gather",
            ),
        )


class Device(Named):
    """A browser that a member lets receive her notices: where it is reached, and for whom only it can read.

    Address and keys are worth nothing without the instance's own key, for which the push service keeps it. It
    receives them until the session in which she said so is ended; that this expires ends nothing. A trigger
    sees to it, whatever ends the session. What has ended is deleted as soon as something would be sent there.
    """

    KIND = "device"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    endpoint = models.TextField(unique=True, help_text="its address at a push service")
    key = models.TextField(help_text="its public key, p256dh in base64url")
    secret = models.TextField(help_text="what both sides know, auth in base64url")
    name = models.TextField(blank=True, help_text="which browser it said it is")
    added_at = models.DateTimeField()
    session = models.TextField(blank=True, default="", help_text="SHA-256 of the session's key, in hex")
    ended_at = models.DateTimeField(
        null=True, help_text="when its session was ended, or the password changed"
    )
    reached_at = models.DateTimeField(null=True, help_text="when its service last took a message")
    failures = models.PositiveIntegerField(default=0, help_text="one after another, none taken between")
    not_before = models.DateTimeField(null=True, help_text="until then it is left alone")

    class Meta:
        indexes = (
            models.Index(fields=["member"], name="notifications_devices"),
            models.Index(fields=["session"], name="notifications_device_session"),
        )

    @property
    def endpoint_digest(self) -> str:
        """By which its own page knows it."""
        return hashlib.sha256(self.endpoint.encode()).hexdigest()


class Push(Named):
    """A message to one browser, to be sent once; its id is its topic, by which a repeat replaces it."""

    KIND = "push"

    notification = models.ForeignKey(Notification, on_delete=models.CASCADE, related_name="pushes")
    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="+")
    not_before = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True, help_text="given up after too many attempts")

    class Meta:
        verbose_name_plural = "pushes"
        constraints = (
            models.UniqueConstraint(fields=["notification", "device"], name="notifications_push_once"),
        )
        indexes = (
            models.Index(
                fields=["not_before"], condition=Q(sent_at=None, failed_at=None), name="notifications_to_push"
            ),
        )


class Choice(models.Model):
    """By which channels one group reaches a member; where there is no row, the defaults hold."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notice_choices")
    group = models.TextField()
    email = models.TextField()
    push = models.BooleanField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["member", "group"], name="notifications_choice_once"),
            one_of("notifications_choice_group_known", "group", Group),
            one_of("notifications_choice_email_known", "email", ByEmail),
            models.CheckConstraint(
                name="notifications_choice_safety_told",
                condition=~Q(group__in=[str(group) for group in choices.SAFETY])
                | Q(email=str(ByEmail.AT_ONCE)),
            ),
        )

    @property
    def channels(self) -> choices.Channels:
        """What was chosen."""
        return choices.Channels(ByEmail(self.email), push=self.push)


class Hours(models.Model):
    """When a member's daily e-mail comes and when all is quiet, in full hours by her clock."""

    member = models.OneToOneField(
        Member, on_delete=models.CASCADE, primary_key=True, related_name="notice_hours"
    )
    digest = models.PositiveSmallIntegerField()
    quiet_from = models.PositiveSmallIntegerField(null=True)
    quiet_until = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name_plural = "hours"
        constraints = (
            models.CheckConstraint(
                name="notifications_hours_of_a_day",
                condition=Q(digest__lt=24)
                & (Q(quiet_from=None) | Q(quiet_from__lt=24))
                & (Q(quiet_until=None) | Q(quiet_until__lt=24)),
            ),
            models.CheckConstraint(
                name="notifications_hours_both_or_none",
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until")),
            ),
        )

    @property
    def hours(self) -> choices.Hours:
        """What was chosen."""
        return choices.Hours(self.digest, quiet_from=self.quiet_from, quiet_until=self.quiet_until)
