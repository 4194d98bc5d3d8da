"""Reporting, and deciding about reports."""

from datetime import datetime

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.ids import id_of
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean, written
from mikiwame.market.hiring.models import Posting
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.messaging.models import Conversation
from mikiwame.market.messaging.rules import takes_part
from mikiwame.market.moderation import events, queries, rules
from mikiwame.market.moderation.models import SEEN_MOST, WORDS_MOST, Report, Sanction
from mikiwame.market.moderation.states import Decision, ReportReason, ReportState

from . import appeals, stops


@operation
def report(about: str, *, reason: str, words: str, by: Member, at: datetime) -> Report:
    """A member reports a message, a conversation's other side, a member or a posting, by its key.

    It is kept as it is now. Raises NotFound for what she may not see, and Refused.
    """
    by = lock(by)
    seen = queries.seen(by, about)
    require(rules.may_report(by, seen.party, at) and rules.is_reason(reason))

    said = clean(words, most=WORDS_MOST, field="words")
    return _file(
        Report(about=seen.about, reported=seen.party, seen_title=seen.title, seen_text=seen.text),
        reason=reason,
        words=said,
        by=by,
        at=at,
    )


@operation
def report_stop(conversation: Conversation, *, text: str, by: Member, at: datetime) -> Report:
    """A writer tells the operators that the contact guard stopped her wrongly, and shows them what it was."""
    by = lock(by)
    require(takes_part(by, conversation) and rules.may_report(by, None, at))

    shown = written(text, most=SEEN_MOST, field="text")
    stopped = Report(about=conversation.key, seen_title=conversation.title, seen_text=shown)
    return _file(stopped, reason=ReportReason.WRONG_STOP, words="", by=by, at=at)


@operation
def decide(report: Report, *, decision: str, ruling: str, by: Member, at: datetime) -> Report:
    """An operator decides, with a reason, about all open reports of the same thing."""
    report = lock(report)
    require(rules.may_decide(by, report, decision, ruling))

    reason = written(ruling, most=WORDS_MOST, field="ruling")
    sanction = None
    if decision == Decision.SUSPENDED:
        posting = Posting.objects.get(pk=id_of(report.about))
        sanction = stops.suspend(posting, reason=reason, by=by, at=at)
    if decision == Decision.WARNED:
        sanction = appeals.warn(report, reason=reason, by=by, at=at)
    _close(report, decision=decision, ruling=reason, sanction=sanction, by=by, at=at)
    judged = events.ReportsJudged(
        subject=report.about, decision=decision, reason=reason, title=report.seen_title
    )
    record(judged, by=by.key, at=at)
    return report


def _file(report: Report, *, reason: str, words: str, by: Member, at: datetime) -> Report:
    report.reporter, report.reason, report.words = by, reason, words
    report.filed_at = report.state_since = at
    report.save(force_insert=True)
    record(events.ThingReported(subject=report.key, about=report.about, reason=reason), by=by.key, at=at)
    return report


def _close(
    report: Report, *, decision: str, ruling: str, sanction: Sanction | None, by: Member, at: datetime
) -> None:
    """This report and those that are decided with it."""
    together = [report, *queries.alike(report).select_for_update(of=("self",))]
    answer = {"decision": decision, "ruling": ruling, "sanction": sanction}
    for one in together:
        one.become(ReportState.DECIDED, at=at, decided_by=by, decided_at=at, **answer)
        record(events.ReportDecided(subject=one.key, party=one.reporter.party.key), by=by.key, at=at)
