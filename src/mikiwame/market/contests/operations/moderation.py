"""Operators stop a contest, let it go on, and decide whether an entry breaks a rule."""

from datetime import datetime, timedelta

from django.db.models import Min

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import Refused, require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import written
from mikiwame.market.contests import events, notice, queries, rules
from mikiwame.market.contests.models import Contest, Entry, Exclusion
from mikiwame.market.contests.states import Breach, ContestState, EntryState, ExclusionState
from mikiwame.market.hiring.operations import contests as postings
from mikiwame.market.hiring.operations import owned
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind

DECIDE_DAYS = 3
"""In so many days operators decide about an exclusion."""


@operation
def suspend(contest: Contest, *, reason: str, by: Member, at: datetime) -> Contest:
    """An operator stops a contest, with a reason; entries stay, the prize stays in escrow."""
    contest = lock(contest)
    require(rules.may_moderate(by, contest, "suspend", reason, at))

    contest.become(ContestState.SUSPENDED, at=at)
    owned.suspend(contest.posting, reason=reason, by=by, at=at)

    fact = events.ContestSuspended(subject=contest.key, reason=reason.strip(), **contest.about)
    record(fact, by=by.key, at=at)
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
    record(fact, by=by.key, at=at)
    return contest


@operation
def ask_exclusion(entry: Entry, *, breach: str, evidence: str, by: Member, at: datetime) -> Exclusion:
    """The client says which rule an entry breaks, and how that can be seen; the operators decide."""
    contest = lock(entry.contest)
    entry = lock(entry)
    entry.contest = contest
    require(rules.may_ask_exclusion(by, entry, at))
    if breach not in set(map(str, Breach)):
        raise Refused("choice_unknown", field="breach")
    require(rules.is_news(entry.exclusions.filter(state=ExclusionState.KEPT), breach, entry))
    said = written(evidence, most=rules.REASON_MOST, field="evidence")

    exclusion = Exclusion.objects.create(
        entry=entry, breach=breach, evidence=said, asked_at=at, state_since=at
    )
    _ask_operators(exclusion, since=at)
    fact = events.ExclusionRequested(subject=entry.key, breach=breach, evidence=said, **entry.about)
    record(fact, by=by.key, at=at)
    return exclusion


@operation
def exclude(exclusion: Exclusion, *, ruling: str, by: Member, at: datetime) -> Entry:
    """An operator finds that the entry breaks the rule: it can win nothing, and its maker reads why."""
    entry, exclusion, said = _decided(exclusion, "exclude", ruling, by=by, at=at)

    exclusion.become(ExclusionState.EXCLUDED, at=at, ruling=said)
    turns.drop_all(exclusion.key, at=at)
    entry.become(EntryState.EXCLUDED, at=at, reason=said, finalist_since=None)
    postings.count(entry.contest.posting, queries.entrants(entry.contest))

    record(events.EntryExcluded(subject=entry.key, reason=said, **entry.about), by=by.key, at=at)
    return entry


@operation
def keep(exclusion: Exclusion, *, ruling: str, by: Member, at: datetime) -> Entry:
    """An operator finds that the entry breaks no rule."""
    entry, exclusion, said = _decided(exclusion, "keep", ruling, by=by, at=at)

    exclusion.become(ExclusionState.KEPT, at=at, ruling=said)
    turns.drop_all(exclusion.key, at=at)

    record(events.EntryKept(subject=entry.key, reason=said, **entry.about), by=by.key, at=at)
    return entry


@operation
def prolong_exclusion(exclusion: Exclusion, *, at: datetime) -> Exclusion:
    """The operators didn't decide in time: they are asked again."""
    exclusion = lock(exclusion)
    require(rules.asked_still(exclusion))

    turn = turns.pass_by(TurnKind.EXCLUSION, exclusion.key, at=at)
    _ask_operators(exclusion, since=turn.until)
    return exclusion


def _given_back(contest: Contest, at: datetime) -> timedelta:
    """The days lost, or fewer: who entered is still paid when her notice says, 60 days after that at most."""
    assert contest.closes_on is not None
    lost = day_in_tokyo(at) - day_in_tokyo(contest.state_since)
    first = contest.entered.filter(state=EntryState.SUBMITTED).aggregate(at=Min("submitted_at"))["at"]
    if first is None:
        return lost
    latest = rules.latest_close(day_in_tokyo(first), contest.decide_days)
    return max(min(lost, latest - contest.closes_on), timedelta())


def _decided(
    exclusion: Exclusion, operation: str, ruling: str, *, by: Member, at: datetime
) -> tuple[Entry, Exclusion, str]:
    """The entry and the request, locked after their contest, and the operator's words."""
    contest = lock(exclusion.entry.contest)
    entry = lock(exclusion.entry)
    entry.contest = contest
    exclusion = lock(exclusion)
    exclusion.entry = entry
    require(rules.may_decide_exclusion(by, exclusion, operation, at))
    return entry, exclusion, written(ruling, most=rules.REASON_MOST, field="ruling")


def _ask_operators(exclusion: Exclusion, *, since: datetime) -> None:
    contest = exclusion.entry.contest
    turns.open_turn(
        TurnKind.EXCLUSION,
        exclusion.key,
        whose=None,
        waiting=None,
        title=contest.title,
        page=exclusion.key,
        since=since,
        until=since + timedelta(days=DECIDE_DAYS),
    )
