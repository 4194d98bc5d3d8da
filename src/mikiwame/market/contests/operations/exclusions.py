"""A client says that an entry breaks a rule; operators decide whether it does."""

from datetime import datetime, timedelta

from mikiwame.core.errors import Refused, require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import written
from mikiwame.market.contests import events, queries, rules
from mikiwame.market.contests.models import Contest, Entry, Exclusion
from mikiwame.market.contests.states import Breach, EntryState, ExclusionState
from mikiwame.market.hiring.operations import contests as postings
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns import queries as clocks
from mikiwame.market.turns.states import TurnKind

DECIDE_DAYS = 3
"""In so many days operators decide about an exclusion."""

APPEAL_DAYS = 2
"""In so many days the maker of an entry may appeal."""


@operation
def ask(entry: Entry, *, breach: str, evidence: str, by: Member, at: datetime) -> Exclusion:
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
def exclude(exclusion: Exclusion, *, ruling: str, by: Member, at: datetime) -> Exclusion:
    """An operator finds that the entry breaks the rule, and says why; its maker reads it.

    The first finding can be appealed; the second one, another operator's, counts at once.
    """
    exclusion = _locked(exclusion)
    require(rules.may_decide_exclusion(by, exclusion, at))

    said, appealed = written(ruling, most=rules.REASON_MOST, field="ruling"), bool(exclusion.appeal)
    turns.drop_all(exclusion.key, at=at)
    if appealed:
        return _make_count(exclusion, by=by.key, at=at, second_ruling=said)
    exclusion.become(ExclusionState.FOUND, at=at, judge=by, ruling=said)
    until, entry = _let_appeal(exclusion, at=at), exclusion.entry
    record(
        events.BreachConfirmed(subject=entry.key, reason=said, until=until, **entry.about), by=by.key, at=at
    )
    return exclusion


@operation
def keep(exclusion: Exclusion, *, ruling: str, by: Member, at: datetime) -> Exclusion:
    """An operator finds that the entry breaks no rule; after an appeal both sides are told."""
    exclusion = _locked(exclusion)
    require(rules.may_decide_exclusion(by, exclusion, at))

    said, appealed = written(ruling, most=rules.REASON_MOST, field="ruling"), bool(exclusion.appeal)
    turns.drop_all(exclusion.key, at=at)
    words = {"second_ruling": said} if appealed else {"judge": by, "ruling": said}
    exclusion.become(ExclusionState.KEPT, at=at, **words)

    kept, entry = events.ExclusionReversed if appealed else events.EntryKept, exclusion.entry
    record(kept(subject=entry.key, reason=said, **entry.about), by=by.key, at=at)
    return exclusion


@operation
def appeal(exclusion: Exclusion, *, text: str, by: Member, at: datetime) -> Exclusion:
    """Its maker says what is wrong with the finding: another operator decides, for good."""
    exclusion = _locked(exclusion)
    require(rules.may_appeal(by, exclusion, at))

    turns.take(TurnKind.EXCLUSION_APPEAL, exclusion.key, at=at)
    said = written(text, most=rules.REASON_MOST, field="text")
    exclusion.become(ExclusionState.APPEALED, at=at, appeal=said)
    _ask_operators(exclusion, since=at)

    entry = exclusion.entry
    record(events.ExclusionAppealed(subject=entry.key, **entry.about), by=by.key, at=at)
    return exclusion


@operation
def let_stand(exclusion: Exclusion, *, at: datetime) -> Exclusion:
    """Nobody appealed in time: the entry is excluded. Where the contest had to be decided first, it isn't."""
    exclusion = _locked(exclusion)
    limit = clocks.limit(TurnKind.EXCLUSION_APPEAL, exclusion.key)
    require(rules.is_found(exclusion) and rules.stands_in_time(limit, exclusion.entry.contest))

    turns.pass_by(TurnKind.EXCLUSION_APPEAL, exclusion.key, at=at)
    return _make_count(exclusion, by=None, at=at)


@operation
def prolong(exclusion: Exclusion, *, at: datetime) -> Exclusion:
    """The operators didn't decide in time: they are asked again."""
    exclusion = lock(exclusion)
    require(rules.waits_for_operators(exclusion))

    turn = turns.pass_by(TurnKind.EXCLUSION, exclusion.key, at=at)
    _ask_operators(exclusion, since=turn.until)
    return exclusion


@operation
def catch_up(contest: Contest, *, at: datetime) -> None:
    """What nobody has appealed in time is excluded, swept or not, before its contest moves on."""
    found = Exclusion.objects.filter(entry__contest=contest, state=ExclusionState.FOUND).order_by("pk")
    listed = {exclusion.key: exclusion for exclusion in found.select_related("entry__contest")}
    limits = clocks.limits_of(TurnKind.EXCLUSION_APPEAL, listed)
    latest = min(at, contest.decide_until or at)
    for subject, until in limits.items():
        if until <= latest:
            let_stand(listed[subject], at=at)


def _locked(exclusion: Exclusion) -> Exclusion:
    """The request, locked after its contest and entry."""
    contest = lock(exclusion.entry.contest)
    entry = lock(exclusion.entry)
    entry.contest = contest
    exclusion = lock(exclusion)
    exclusion.entry = entry
    return exclusion


def _make_count(exclusion: Exclusion, *, by: str | None, at: datetime, **words: str) -> Exclusion:
    """The entry can win nothing any more."""
    exclusion.become(ExclusionState.EXCLUDED, at=at, **words)
    entry = exclusion.entry
    entry.become(EntryState.EXCLUDED, at=at, reason=exclusion.found, finalist_since=None)
    postings.count(entry.contest.posting, queries.entrants(entry.contest))

    record(events.EntryExcluded(subject=entry.key, reason=entry.reason, **entry.about), by=by, at=at)
    return exclusion


def _let_appeal(exclusion: Exclusion, *, at: datetime) -> datetime:
    """Its maker may appeal; returns until when. She and the client aren't named to one another.

    It waits for an announced absence, but not beyond the decision: then the entry would have its share.
    """
    entry, until = exclusion.entry, at + timedelta(days=APPEAL_DAYS)
    turn = turns.open_turn(
        TurnKind.EXCLUSION_APPEAL,
        exclusion.key,
        whose=entry.worker,
        waiting=None,
        title=entry.contest.title,
        page=entry.key,
        since=at,
        until=until,
    )
    latest = max(until, entry.contest.decide_until or until)
    if turn.until > latest:
        turn = turns.move_limit(TurnKind.EXCLUSION_APPEAL, exclusion.key, until=latest, at=at)
    return turn.until


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
