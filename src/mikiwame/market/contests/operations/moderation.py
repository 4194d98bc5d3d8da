"""Operators stop a contest, and let it go on."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.ids import key
from mikiwame.core.operation import operation
from mikiwame.market.contests import events, notice, queries, rules
from mikiwame.market.contests.models import Contest
from mikiwame.market.contests.states import ContestState, EntryState
from mikiwame.market.hiring.operations import contests as postings
from mikiwame.market.hiring.operations import owned
from mikiwame.market.history.events import Event
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member, Party
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind


@operation
def suspend(contest: Contest, *, reason: str, by: Member, at: datetime) -> Contest:
    """An operator stops a contest, with a reason; entries stay, the prize stays in escrow."""
    contest = lock(contest)
    require(rules.may_moderate(by, contest, "suspend", reason, at))

    contest.become(ContestState.SUSPENDED, at=at)
    owned.suspend(contest.posting, reason=reason, by=by, at=at)

    fact = events.ContestSuspended(subject=contest.key, reason=reason.strip(), **contest.about)
    said = {"amount": queries.held(contest), "closes_at": contest.closes_at}
    record(fact, *_told(contest, events.EntrantHeldUp, **said), by=by.key, at=at)
    return contest


@operation
def reinstate(contest: Contest, *, reason: str, by: Member, at: datetime) -> Contest:
    """An operator lets it go on; its last day moves by the days that it lost, as far as the law lets it."""
    contest = lock(contest)
    require(rules.may_moderate(by, contest, "reinstate", reason, at))
    assert contest.closes_on is not None
    assert contest.closes_at is not None

    given_back = _given_back(contest, at)
    closes_on, closes_at = contest.closes_on + given_back, contest.closes_at + given_back
    turns.move_limit(TurnKind.CONTEST_CLOSING, contest.key, until=closes_at, at=at)
    contest.become(ContestState.OPEN, at=at, closes_on=closes_on, closes_at=closes_at)
    owned.reinstate(contest.posting, given_back=given_back, reason=reason, by=by, at=at)
    postings.count(contest.posting, queries.entrants(contest))

    notice.issue(contest, at=at)  # whoever enters from now on reads the new last day
    fact = events.ContestReinstated(subject=contest.key, reason=reason.strip(), **contest.about)
    record(fact, *_told(contest, events.EntrantReadmitted, closes_at=closes_at), by=by.key, at=at)
    return contest


def _told(contest: Contest, fact: Callable[..., Event], **said: Any) -> Iterator[Event]:
    """Each worker with an entry that stands hears of it once, however many she has."""
    standing = contest.entered.filter(state=EntryState.SUBMITTED)
    for worker in standing.order_by("worker").values_list("worker", flat=True).distinct():
        yield fact(subject=contest.key, **contest.about, worker=key(Party.KIND, worker), **said)


def _given_back(contest: Contest, at: datetime) -> timedelta:
    """The days lost, or fewer: who entered is still paid when her notice says, 60 days after that at most."""
    assert contest.closes_on is not None
    lost = day_in_tokyo(at) - day_in_tokyo(contest.state_since)
    first = contest.entered.filter(state=EntryState.SUBMITTED).aggregate(at=Min("submitted_at"))["at"]
    if first is None:
        return lost
    latest = rules.latest_close(day_in_tokyo(first), contest.decide_days)
    return max(min(lost, latest - contest.closes_on), timedelta())
