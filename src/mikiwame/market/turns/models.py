"""turns    one row per open thing, indexed by due time: finding what is due costs the same at any size
stops    when all clocks stood still, or will: outages, closed days
absences    when a party is away, announced beforehand
pulses    when the pages last answered
calendars    the key of a member's calendar feed, kept as a hash
"""

from django.db import models
from django.db.models import F, Q

from mikiwame.core.fields import Named, iff, one_of
from mikiwame.market.members.models import Member, Party

from .states import StopKind, TurnKind, TurnState


class Turn(Named):
    """It is somebody's turn; when the time is over, a sweep performs what then happens.

    Its time runs from ``since`` to just before ``until``: at ``until`` it is over.
    """

    KIND = "turn"

    kind = models.TextField(help_text="what is open: offer, funding, delivery, inspection, decision …")
    subject = models.TextField(help_text="key of the open thing")
    whose = models.ForeignKey(
        Party, null=True, on_delete=models.PROTECT, related_name="turns", help_text="nobody's: the operators'"
    )
    waiting = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="waits")
    also_waiting = models.ForeignKey(
        Party, null=True, on_delete=models.PROTECT, related_name="+", help_text="where both sides wait"
    )
    title = models.TextField(help_text="what the thing is called on the two home pages")
    page = models.TextField(help_text="key of the thing whose page the reader is led to")
    since = models.DateTimeField()
    until = models.DateTimeField()
    running = models.DurationField(help_text="how long the clock runs in all, without its stops")
    remind_at = models.DateTimeField(null=True, help_text="when whose turn it is is reminded next")
    state = models.TextField(default=TurnState.OPEN)
    ended_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0, help_text="how often a sweep has taken it in hand")
    not_before = models.DateTimeField(null=True, help_text="when a sweep may try again")

    class Meta:
        constraints = (
            one_of("turns_turn_kind_known", "kind", TurnKind),
            one_of("turns_turn_state_known", "state", TurnState),
            iff(
                "turns_turn_ended", "ended_at", states=[TurnState.TAKEN, TurnState.PASSED, TurnState.DROPPED]
            ),
            models.CheckConstraint(name="turns_turn_forward", condition=Q(until__gt=F("since"))),
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(state="open"), name="turns_turn_one_open_per_subject"
            ),
        )
        indexes = (
            models.Index(fields=["until", "id"], condition=Q(state="open"), name="turns_turn_due"),
            models.Index(
                fields=["remind_at"],
                condition=Q(state="open", remind_at__isnull=False),
                name="turns_turn_to_remind",
            ),
            models.Index(fields=["whose", "until"], condition=Q(state="open"), name="turns_turn_whose"),
            models.Index(fields=["waiting", "until"], condition=Q(state="open"), name="turns_turn_waiting"),
            models.Index(
                fields=["also_waiting", "until"], condition=Q(state="open"), name="turns_turn_also_waiting"
            ),
            models.Index(fields=["subject", "since"], name="turns_turn_subject"),
        )


class Stop(Named):
    """All clocks stand still from ``since`` to just before ``until``."""

    KIND = "stop"

    kind = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.TextField(blank=True, max_length=500)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            one_of("turns_stop_kind_known", "kind", StopKind),
            models.CheckConstraint(name="turns_stop_forward", condition=Q(until__gt=F("since"))),
        )
        indexes = (models.Index(fields=["until"], name="turns_stop_until"),)


class Absence(Named):
    """A party is away from the first day to the last, in Japan; clocks that began before run on."""

    KIND = "absence"

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="absences")
    first = models.DateField()
    last = models.DateField()
    announced_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="turns_absence_forward", condition=Q(last__gte=F("first"))),
        )
        indexes = (
            models.Index(
                fields=["party", "last"], condition=Q(withdrawn_at=None), name="turns_absence_standing"
            ),
        )


class Pulse(models.Model):
    """When the pages last answered; one row, by which an outage is noticed."""

    only = models.BooleanField(primary_key=True, default=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(name="turns_pulse_one", condition=Q(only=True)),)


class Calendar(models.Model):
    """A member's turns as a calendar feed, for whoever knows its key: her own calendar program."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, primary_key=True, related_name="+")
    digest = models.BinaryField(unique=True, help_text="SHA-256 of the key; the key itself is shown once")
    made_at = models.DateTimeField()
