"""reports    what a member reported, as it was at that moment, and what an operator decided
sanctions  what operators decided against a member, her appeal, and what another operator found
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from mikiwame.core.fields import Stateful, iff, one_of
from mikiwame.core.lifecycle import Lifecycle
from mikiwame.market.members.models import Member, Party

from .states import (
    JUDGED,
    REPORT,
    SANCTION,
    UNSETTLED,
    Decision,
    ReportReason,
    ReportState,
    SanctionKind,
    SanctionState,
)

WORDS_MOST, SEEN_MOST = 2_000, 25_000


class Sanction(Stateful):
    """What an operator decided against one party, with the reason."""

    KIND = "sanction"
    LIFECYCLE: ClassVar[Lifecycle] = SANCTION

    state = models.TextField(default=SanctionState.IMPOSED)
    kind = models.TextField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    about = models.TextField(help_text="key of what it is about")
    title = models.TextField(help_text="what that was called")
    reason = models.TextField(max_length=WORDS_MOST)
    imposed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    imposed_at = models.DateTimeField()
    appeal = models.TextField(blank=True, max_length=WORDS_MOST, help_text="what the party says")
    appealed_at = models.DateTimeField(null=True)
    late_since = models.DateTimeField(null=True, help_text="when operators should have decided at first")
    ruling = models.TextField(blank=True, max_length=WORDS_MOST, help_text="the other operator's reason")
    judge = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            one_of("moderation_sanction_state_known", "state", SanctionState),
            one_of("moderation_sanction_kind_known", "kind", SanctionKind),
            iff("moderation_sanction_judged", "judge", states=JUDGED),
            models.CheckConstraint(
                name="moderation_sanction_judged_by_another",
                condition=Q(judge=None) | ~Q(judge=F("imposed_by")),
            ),
            models.CheckConstraint(
                name="moderation_sanction_appealed",
                condition=Q(appeal="", appealed_at=None) | Q(appealed_at__isnull=False) & ~Q(appeal=""),
            ),
            models.UniqueConstraint(
                fields=["about"],
                condition=Q(kind=SanctionKind.STOP, state__in=[str(state) for state in UNSETTLED]),
                name="moderation_sanction_one_stop",
            ),
        )
        indexes = (
            models.Index(fields=["state", "appealed_at"], name="moderation_sanction_queue"),
            models.Index(fields=["party", "-imposed_at"], name="moderation_sanction_own"),
            models.Index(fields=["about", "-imposed_at"], name="moderation_sanction_about"),
        )


class Report(Stateful):
    """One member's report of one thing."""

    KIND = "report"
    LIFECYCLE: ClassVar[Lifecycle] = REPORT

    state = models.TextField(default=ReportState.OPEN)
    reporter = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    reported = models.ForeignKey(
        Party, null=True, on_delete=models.PROTECT, related_name="+", help_text="nobody for a wrong stop"
    )
    about = models.TextField(help_text="key of what is reported: message, conversation, party or posting")
    reason = models.TextField()
    words = models.TextField(blank=True, max_length=WORDS_MOST, help_text="what the reporter says")
    seen_title = models.TextField(help_text="what it was called at that moment")
    seen_text = models.TextField(blank=True, max_length=SEEN_MOST, help_text="what it said at that moment")
    filed_at = models.DateTimeField()
    decision = models.TextField(blank=True, default="")
    ruling = models.TextField(blank=True, max_length=WORDS_MOST, help_text="the operator's reason")
    decided_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    sanction = models.ForeignKey(
        Sanction, null=True, on_delete=models.PROTECT, related_name="+", help_text="what came of it"
    )

    class Meta:
        constraints = (
            one_of("moderation_report_state_known", "state", ReportState),
            one_of("moderation_report_reason_known", "reason", ReportReason),
            iff("moderation_report_decided", "decided_at", states=[ReportState.DECIDED]),
            models.CheckConstraint(
                name="moderation_report_decision_known",
                condition=Q(decided_at=None, decision="")
                | Q(decided_at__isnull=False, decision__in=[str(decision) for decision in Decision]),
            ),
            models.UniqueConstraint(
                fields=["reporter", "about"],
                condition=Q(state=ReportState.OPEN) & ~Q(reason=ReportReason.WRONG_STOP),
                name="moderation_report_once",
            ),
        )
        indexes = (
            models.Index(fields=["state", "filed_at"], name="moderation_report_queue"),
            models.Index(fields=["reporter", "-filed_at"], name="moderation_report_own"),
            models.Index(fields=["about"], condition=Q(state="open"), name="moderation_report_about"),
        )

    @property
    def thing(self) -> str:
        """What kind of thing is reported, as its key says."""
        return self.about.partition(":")[0]
