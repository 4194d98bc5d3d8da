"""Whom a sanction concerns appeals, once; another operator decides, and what was wrong is undone."""

from datetime import datetime

from mikiwame.core.errors import Refused, require
from mikiwame.core.fields import lock
from mikiwame.core.ids import id_of
from mikiwame.core.operation import operation
from mikiwame.core.texts import written
from mikiwame.market.hiring.models import Posting
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.moderation import events, queries, rules
from mikiwame.market.moderation.models import WORDS_MOST, Report, Sanction
from mikiwame.market.moderation.states import SanctionKind, SanctionState
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns import queries as clocks
from mikiwame.market.turns.states import TurnKind

from . import imposing, stops

OVER = frozenset({"wrong_state", "too_late"})
"""Why a stopped posting can't go on: it ended meanwhile, or its time is over."""


@operation
def warn(report: Report, *, reason: str, by: Member, at: datetime) -> Sanction:
    """An operator, who decides about a report, warns whom it is about."""
    party = report.reported
    assert party is not None
    sanction = imposing.impose(
        SanctionKind.WARNING, party, about=report.about, title=report.seen_title, reason=reason, by=by, at=at
    )
    until = clocks.limit(TurnKind.SANCTION_APPEAL, sanction.key)
    assert until is not None
    fact = events.MemberWarned(
        subject=party.key, party=party.key, reason=sanction.reason, sanction=sanction.key, until=until
    )
    record(fact, by=by.key, at=at)
    return sanction


@operation
def appeal(sanction: Sanction, *, text: str, by: Member, at: datetime) -> Sanction:
    """Whom it concerns says what is wrong with it, in her own words; another operator reads them."""
    sanction = lock(sanction)
    require(rules.may_appeal(by, sanction))

    turns.take(TurnKind.SANCTION_APPEAL, sanction.key, at=at)
    said = written(text, most=WORDS_MOST, field="text")
    sanction.become(SanctionState.APPEALED, at=at, appeal=said, appealed_at=at)
    imposing.ask_operators(sanction, since=at)

    record(events.SanctionAppealed(**_about(sanction)), by=by.key, at=at)
    return sanction


@operation
def let_stand(sanction: Sanction, *, at: datetime) -> Sanction:
    """Nobody appealed in time: it is final."""
    sanction = lock(sanction)
    require(rules.sanction_in_state(sanction, "let_stand"))

    turns.pass_by(TurnKind.SANCTION_APPEAL, sanction.key, at=at)
    sanction.become(SanctionState.FINAL, at=at)
    record(events.AppealMissed(**_about(sanction)), by=None, at=at)
    return sanction


@operation
def prolong(sanction: Sanction, *, at: datetime) -> Sanction:
    """The operators didn't decide in time: they are asked again, and the appeal is shown as late.

    That is recorded, and told, once. Who is asked again and has nobody who may decide, ends it unreviewed.
    """
    sanction = lock(sanction)
    require(rules.sanction_in_state(sanction, "prolong"))

    turn = turns.pass_by(TurnKind.SANCTION, sanction.key, at=at)
    if sanction.late_since is not None and not rules.has_reviewer(sanction):
        sanction.become(SanctionState.UNREVIEWED, at=at)
        record(events.SanctionUnreviewed(**_about(sanction)), by=None, at=at)
        return sanction
    imposing.ask_operators(sanction, since=clocks.next_round(turn.until, imposing.review_limit, at=at))
    if sanction.late_since is None:
        sanction.late_since = turn.until
        sanction.save(update_fields=["late_since"])
        record(events.SanctionLate(**_about(sanction)), by=None, at=at)
    return sanction


@operation
def uphold(sanction: Sanction, *, ruling: str, by: Member, at: datetime) -> Sanction:
    """Another operator finds the same, and says why."""
    sanction = lock(sanction)
    require(rules.may_review(by, sanction, "uphold"))

    _judge(sanction, SanctionState.UPHELD, ruling=ruling, by=by, at=at)
    record(events.SanctionUpheld(**_about(sanction), reason=sanction.ruling), by=by.key, at=at)
    return sanction


@operation
def lift(sanction: Sanction, *, ruling: str, by: Member, at: datetime) -> Sanction:
    """Another operator finds otherwise, and says why; a stopped posting goes on if it still can."""
    sanction = lock(sanction)
    require(rules.may_review(by, sanction, "lift"))

    _judge(sanction, SanctionState.LIFTED, ruling=ruling, by=by, at=at)
    undone = sanction.kind == SanctionKind.WARNING or _let_go_on(sanction, by=by, at=at)
    fact = events.SanctionLifted(**_about(sanction), reason=sanction.ruling, undone=undone)
    record(fact, by=by.key, at=at)
    return sanction


def _judge(sanction: Sanction, state: SanctionState, *, ruling: str, by: Member, at: datetime) -> None:
    """It is decided for good; who had reported hears that it was looked at anew, and no more."""
    said = written(ruling, most=WORDS_MOST, field="ruling")
    turns.drop_all(sanction.key, at=at)
    sanction.become(state, at=at, ruling=said, judge=by)
    for report in queries.reports_behind(sanction):
        told = events.ReportReviewed(subject=report.key, party=report.reporter.party.key)
        record(told, by=by.key, at=at)


def _let_go_on(sanction: Sanction, *, by: Member, at: datetime) -> bool:
    """Whether the stopped posting goes on; one that is over by now doesn't."""
    posting = Posting.objects.get(pk=id_of(sanction.about))
    try:
        stops.let_go_on(posting, reason=sanction.ruling, by=by, at=at)
    except Refused as refusal:
        if refusal.code not in OVER:
            raise
        return False
    return True


def _about(sanction: Sanction) -> dict[str, str]:
    """What each fact about it names."""
    return {
        "subject": sanction.key,
        "party": sanction.party.key,
        "measure": sanction.kind,
        "title": sanction.title,
    }
