"""reports    what a member reported, as it was at that moment, and what an operator decided"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from mikiwame.core.fields import Stateful, iff, one_of
from mikiwame.core.lifecycle import Lifecycle
from mikiwame.market.members.models import Member, Party

from .states import REPORT, Decision, ReportReason, ReportState

WORDS_MOST, SEEN_MOST = 2_000, 25_000


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
