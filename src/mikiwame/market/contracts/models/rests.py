"""Days off in work that goes on, and its end by notice."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from mikiwame.core.fields import Named, Stateful, one_of
from mikiwame.core.lifecycle import Lifecycle
from mikiwame.market.contracts.states import BREAK, BreakState
from mikiwame.market.members.models import Party

from .agreements import Contract


class Break(Stateful):
    """Days off in work that goes on, proposed by one side; if the other agrees, nothing is due on them."""

    KIND = "break"
    LIFECYCLE: ClassVar[Lifecycle] = BREAK

    state = models.TextField(default=BreakState.PROPOSED)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="breaks")
    first = models.DateField()
    last = models.DateField()
    proposed_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True, max_length=1_000)
    proposed_at = models.DateTimeField()

    class Meta:
        constraints = (
            one_of("contracts_break_state_known", "state", BreakState),
            models.CheckConstraint(name="contracts_break_forward", condition=Q(first__lte=F("last"))),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(state=BreakState.PROPOSED),
                name="contracts_break_one_open",
            ),
        )


class EndingNotice(Named):
    """One side has given notice that work that goes on ends with a day; asked, the client says why."""

    KIND = "ending_notice"

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="ending_notice")
    given_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    last = models.DateField()
    reason = models.TextField(blank=True, max_length=1_000)
    given_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, help_text="when the worker asked for the reason")
