"""Who may report, who may decide, and who may appeal."""

from datetime import datetime, timedelta

from mikiwame.core.errors import ALLOWED, Ruling, rule
from mikiwame.market.contracts import queries as contracts
from mikiwame.market.members import queries as people
from mikiwame.market.members import rules as members
from mikiwame.market.members.models import Member, Party

from .models import Report, Sanction
from .states import REPORT, SANCTION, Decision, ReportReason, ReportState, SanctionState

DAILY_MOST = 10
"""How many reports a member may file in a day and a night."""
A_DAY = timedelta(days=1)
APPEAL_DAYS = 14
"""In so many days whom a sanction concerns may appeal."""
REVIEW_DAYS = 3
"""In so many days another operator decides about an appeal."""


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


def sanction_in_state(sanction: Sanction, operation: str) -> Ruling:
    """The sanction's lifecycle has that operation in its present state."""
    return rule(sanction.state in SANCTION.sources(operation), "wrong_state")


def may_appeal(by: Member, sanction: Sanction) -> Ruling:
    """Whom it concerns, once, in time."""
    own = by.is_active and by.acts_for(sanction.party)
    return rule(own, "not_yours") and sanction_in_state(sanction, "appeal")


def may_review(by: Member, sanction: Sanction, operation: str) -> Ruling:
    """An operator decides about an appeal who hasn't decided before and is or deals with neither side.

    One side is whom the sanction concerns, the other are those who reported; also late.
    """
    return (
        members.is_operator(by)
        and sanction_in_state(sanction, operation)
        and rule(by.pk != sanction.imposed_by_id, "decided_before")
        and is_apart(by, sanction)
    )


def has_reviewer(sanction: Sanction) -> Ruling:
    """Some operator may decide about the appeal."""
    may = any(may_review(one, sanction, "uphold") for one in people.operators())
    return rule(may, "nobody_decides")


def is_apart(by: Member, sanction: Sanction) -> Ruling:
    """She is neither side, nor deals with one: whom it concerns, and who reported."""
    behind = Report.objects.filter(sanction=sanction)
    sides = {sanction.party_id, *behind.values_list("reporter__party", flat=True)}
    return rule(by.party_id not in sides, "moderates_own") and rule(
        not contracts.have_dealt_with(by.party, [*sides]), "dispute_of_partner"
    )


def may_let_go_on(by: Member, sanction: Sanction | None) -> Ruling:
    """Whoever lifts a stop by letting the posting go on, decides about the appeal that waits for that."""
    appealed = sanction is not None and sanction.state == SanctionState.APPEALED
    return is_apart(by, sanction) if sanction and appealed else ALLOWED
