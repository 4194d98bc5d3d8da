"""Two views of one delivery, how operators divided what is contested, and how one side would."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from mikiwame.core.fields import Named, Stateful, iff, one_of
from mikiwame.core.lifecycle import Lifecycle
from mikiwame.market.contracts.states import (
    DISPUTE,
    SETTLEMENT,
    DisputeState,
    SettledBy,
    SettlementState,
)
from mikiwame.market.members.models import Member, Party

from .agreements import Milestone


class Dispute(Stateful):
    """One side does not agree about a delivery; what it contests stays held until that is settled."""

    KIND = "dispute"
    LIFECYCLE: ClassVar[Lifecycle] = DISPUTE

    state = models.TextField(default=DisputeState.ANSWERING)
    milestone = models.OneToOneField(Milestone, on_delete=models.PROTECT, related_name="dispute")
    opened_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    statement = models.TextField(max_length=5_000)
    opened_at = models.DateTimeField()
    contested = models.BigIntegerField(help_text="gross part that stays held, in yen; the rest was paid")
    answer = models.TextField(blank=True, max_length=5_000, help_text="how the other side sees it")
    answered_at = models.DateTimeField(null=True)
    appealed_by = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    appeal = models.TextField(blank=True, max_length=5_000, help_text="what is wrong with the decision")
    appealed_at = models.DateTimeField(null=True)
    to_worker = models.BigIntegerField(null=True, help_text="of what is contested, gross, in the end")
    ruling = models.TextField(blank=True, max_length=5_000)
    settled_by = models.TextField(blank=True, default="", help_text="a ruling, or agreement")

    class Meta:
        constraints = (
            one_of("contracts_dispute_state_known", "state", DisputeState),
            iff("contracts_dispute_settled", "to_worker", states=[DisputeState.SETTLED]),
            models.CheckConstraint(
                name="contracts_dispute_settled_by",
                condition=Q(to_worker=None, settled_by="")
                | Q(to_worker__isnull=False, settled_by__in=[str(way) for way in SettledBy]),
            ),
            models.CheckConstraint(name="contracts_dispute_contested", condition=Q(contested__gt=0)),
            models.CheckConstraint(
                name="contracts_dispute_to_worker_within",
                condition=Q(to_worker=None) | Q(to_worker__gte=0, to_worker__lte=F("contested")),
            ),
            models.CheckConstraint(
                name="contracts_dispute_answer_dated",
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="contracts_dispute_appeal_dated",
                condition=Q(appeal="", appealed_at=None, appealed_by=None)
                | (~Q(appeal="") & Q(appealed_at__isnull=False, appealed_by__isnull=False)),
            ),
        )
        indexes = (models.Index(fields=["state", "opened_at"], name="contracts_dispute_queue"),)

    @property
    def undisputed(self) -> int:
        """What was paid because nobody contests it, gross, in yen."""
        return self.milestone.amount - self.contested

    @property
    def returned(self) -> int:
        """What went back to the client of what was contested, gross, in yen; nothing before the end."""
        return 0 if self.to_worker is None else self.contested - self.to_worker


class Decision(Named):
    """An operator's split of what is contested. The second one, after an appeal, is another operator's."""

    KIND = "decision"

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField(help_text="2 after an appeal")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    to_worker = models.BigIntegerField(help_text="gross, in yen")
    ruling = models.TextField(max_length=5_000)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ("dispute", "number")
        constraints = (
            models.UniqueConstraint(fields=["dispute", "number"], name="contracts_decision_number_once"),
            models.UniqueConstraint(fields=["dispute", "by"], name="contracts_decision_by_another"),
            models.CheckConstraint(name="contracts_decision_two_at_most", condition=Q(number__in=[1, 2])),
            models.CheckConstraint(name="contracts_decision_to_worker", condition=Q(to_worker__gte=0)),
        )


class Settlement(Stateful):
    """One side's proposal how to divide what is contested."""

    KIND = "settlement"
    LIFECYCLE: ClassVar[Lifecycle] = SETTLEMENT

    state = models.TextField(default=SettlementState.PROPOSED)
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="settlements")
    proposed_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    to_worker = models.BigIntegerField(help_text="gross, in yen")
    note = models.TextField(blank=True, max_length=1_000)
    proposed_at = models.DateTimeField()

    class Meta:
        ordering = ("dispute", "proposed_at", "id")
        constraints = (
            one_of("contracts_settlement_state_known", "state", SettlementState),
            models.UniqueConstraint(
                fields=["dispute", "proposed_by"],
                condition=Q(state=SettlementState.PROPOSED),
                name="contracts_settlement_one_each",
            ),
            models.CheckConstraint(name="contracts_settlement_to_worker", condition=Q(to_worker__gte=0)),
        )
