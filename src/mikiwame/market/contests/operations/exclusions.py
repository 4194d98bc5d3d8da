"""A client says that an entry breaks a rule; operators decide whether it does."""

from datetime import datetime, timedelta

from mikiwame.core.errors import Refused, require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import written
from mikiwame.market.contests import events, queries, rules
from mikiwame.market.contests.models import Entry, Exclusion
from mikiwame.market.contests.states import Breach, EntryState, ExclusionState
from mikiwame.market.hiring.operations import contests as postings
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind

DECIDE_DAYS = 3
"""In so many days operators decide about an exclusion."""


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
def prolong(exclusion: Exclusion, *, at: datetime) -> Exclusion:
    """The operators didn't decide in time: they are asked again."""
    exclusion = lock(exclusion)
    require(rules.asked_still(exclusion))

    turn = turns.pass_by(TurnKind.EXCLUSION, exclusion.key, at=at)
    _ask_operators(exclusion, since=turn.until)
    return exclusion


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
