"""The client looks through the entries, shortlists some, and names who gets the prizes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean
from mikiwame.market.contests import events, queries, rules
from mikiwame.market.contests.models import Award, Contest, Entry, Prize
from mikiwame.market.contests.states import AwardKind, ContestState, EntryState
from mikiwame.market.history.operations import record
from mikiwame.market.members import contact
from mikiwame.market.members.models import Member
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind

from . import endings, exclusions, outcomes


@dataclass(frozen=True)
class Winner:
    """An entry that gets a prize, and what its client says to its maker."""

    entry: Entry
    words: str = ""


@operation
def shortlist(entry: Entry, *, by: Member, at: datetime) -> Entry:
    """The entry is among the finalists: they share the prize where no winner is named."""
    entry = _locked(entry)
    finalists = entry.contest.entered.filter(state=EntryState.SUBMITTED, finalist_since__isnull=False)
    others = finalists.exclude(pk=entry.pk).count()
    require(rules.may_shortlist(by, entry, at) and rules.few_finalists(others))
    if entry.finalist_since is not None:
        return entry

    return _list(entry, at, events.EntryShortlisted, by=by, at=at)


@operation
def unlist(entry: Entry, *, by: Member, at: datetime) -> Entry:
    """It is no finalist any more."""
    entry = _locked(entry)
    require(rules.may_shortlist(by, entry, at))
    if entry.finalist_since is None:
        return entry

    return _list(entry, None, events.EntryUnlisted, by=by, at=at)


@operation
def choose(contest: Contest, winners: Sequence[Winner], *, by: Member, at: datetime) -> Contest:
    """The client names the winners, the first prize first; they are paid at once, and all hear how it ended.

    Every prize is given for which there is an entry. Raises Refused("winners_missing", due=…) else.
    """
    contest, prizes = endings.catch_up(contest, by=by, at=at), list(contest.prizes.all())
    exclusions.catch_up(contest, at=at)
    due = min(len(prizes), queries.standing(contest))
    require(rules.may_choose(by, contest, [one.entry for one in winners], due))
    turns.take(TurnKind.CONTEST_DECISION, contest.key, at=at)

    awards = [_prize(contest, one, prize, at=at) for one, prize in zip(winners, prizes, strict=False)]
    awards += outcomes.thanks(contest, awards, at=at)
    rest = outcomes.pay(contest, awards, by=by.key, at=at)
    outcomes.end_entries(contest, awards, EntryState.WON, by=by.key, at=at)
    contest.become(ContestState.DECIDED, at=at, ended_at=at)

    paid = sum(one.amount for one in awards)
    about: dict[str, Any] = {"winners": due, "paid": paid, "refunded": rest, "entries": contest.numbered}
    record(events.ContestDecided(subject=contest.key, **about, **contest.about), by=by.key, at=at)
    return contest


def _prize(contest: Contest, winner: Winner, prize: Prize, *, at: datetime) -> Award:
    entry = lock(winner.entry)
    require(rules.can_win(entry, contest))
    entry.contest = contest
    words = clean(winner.words, most=rules.WORDS_MOST, field="words")
    require(contact.text_inside("words", words))
    return outcomes.award(entry, AwardKind.PRIZE, prize.amount, at=at, words=words, prize=prize)


def _list(
    entry: Entry,
    since: datetime | None,
    fact: type[events.EntryShortlisted] | type[events.EntryUnlisted],
    *,
    by: Member,
    at: datetime,
) -> Entry:
    entry.finalist_since = since
    entry.save(update_fields=["finalist_since"])
    record(fact(subject=entry.key, number=entry.number or 0, **entry.about), by=by.key, at=at)
    return entry


def _locked(entry: Entry) -> Entry:
    contest = lock(entry.contest)
    entry = lock(entry)
    entry.contest = contest
    return entry
