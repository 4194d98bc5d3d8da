"""turns    one row per open thing, indexed by due time: finding what is due costs the same at any size"""

from django.db import models
from django.db.models import F, Q

from mikiwame.core.fields import Named, iff, one_of
from mikiwame.market.members.models import Party

from .states import TurnKind, TurnState


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
    title = models.TextField(help_text="what the thing is called on the two home pages")
    page = models.TextField(help_text="key of the thing whose page the reader is led to")
    since = models.DateTimeField()
    until = models.DateTimeField()
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
            models.Index(fields=["whose", "until"], condition=Q(state="open"), name="turns_turn_whose"),
            models.Index(fields=["waiting", "until"], condition=Q(state="open"), name="turns_turn_waiting"),
            models.Index(fields=["subject", "since"], name="turns_turn_subject"),
        )
