"""Who may report and who may decide."""

from datetime import datetime, timedelta

from mikiwame.core.errors import Ruling, rule
from mikiwame.market.members import rules as members
from mikiwame.market.members.models import Member, Party

from .models import Report
from .states import REPORT, Decision, ReportReason, ReportState

DAILY_MOST = 10
"""How many reports a member may file in a day and a night."""
A_DAY = timedelta(days=1)


def may_report(by: Member, reported: Party | None, at: datetime) -> Ruling:
    """Anybody may report others, a few times a day."""
    lately = Report.objects.filter(reporter=by, filed_at__gt=at - A_DAY).count()
    own = reported is not None and by.acts_for(reported)
    return rule(by.is_active and not own, "reports_herself") and rule(
        lately < DAILY_MOST, "too_many_reports", most=DAILY_MOST
    )


def is_reason(reason: str) -> Ruling:
    """The reason is one that a member chooses; a wrong stop is reported where it was stopped."""
    return rule(reason in {*ReportReason} - {ReportReason.WRONG_STOP}, "choice_unknown", field="reason")


def may_read(by: Member) -> Ruling:
    """Operators read the queue."""
    return members.is_operator(by)


def may_decide(by: Member, report: Report, decision: str, ruling: str) -> Ruling:
    """An operator whom it doesn't concern, with a reason; only a posting can be stopped.

    It concerns her too when another report of hers is about the same thing, and is decided with this one.
    """
    reports = Report.objects.filter(about=report.about, state=ReportState.OPEN, reporter=by).exists()
    concerned = reports or (report.reported is not None and by.acts_for(report.reported))
    return (
        members.is_operator(by)
        and rule(not concerned, "moderates_own")
        and rule(report.state in REPORT.sources("decide"), "wrong_state")
        and rule(decision in options(report), "choice_unknown", field="decision")
        and rule(bool(ruling.strip()), "text_missing", field="ruling")
    )


def options(report: Report) -> list[Decision]:
    """What can be decided about a thing."""
    if report.reported is None:
        return [Decision.NOTHING]
    is_posting = report.about.startswith("posting:")
    return [Decision.NOTHING, Decision.WARNED, *([Decision.SUSPENDED] if is_posting else [])]
