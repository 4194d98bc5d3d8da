"""A contest ends: its last day is over, nobody was named in time, or it is given up without entries."""

from datetime import datetime, timedelta
from typing import Any

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.money import shares
from mikiwame.core.operation import operation
from mikiwame.market.contests import division, events, queries, rules
from mikiwame.market.contests.models import Award, Contest, Entry
from mikiwame.market.contests.states import AwardKind, ContestState, EntryState
from mikiwame.market.hiring.operations import owned
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind

from . import exclusions, outcomes


@operation
def cancel(contest: Contest, *, by: Member, at: datetime) -> Contest:
    """The client gives it up while nobody has an entry in it: the whole prize goes back."""
    contest = lock(contest)
    require(rules.may_cancel(by, contest, queries.standing(contest)))

    turns.take(TurnKind.CONTEST_CLOSING, contest.key, at=at)
    owned.close(contest.posting, by=by, at=at)
    outcomes.lapse_drafts(contest, at=at)
    refunded = outcomes.give_back(contest, "cancelled", at=at)
    contest.become(ContestState.CANCELLED, at=at, ended_at=at)

    fact = events.ContestCancelled(subject=contest.key, refunded=refunded, **contest.about)
    record(fact, by=by.key, at=at)
    return contest


@operation
def close_by_itself(contest: Contest, *, at: datetime) -> Contest:
    """The last day is over: entries are frozen and the client decides; without any, the prize goes back."""
    contest = lock(contest)
    require(rules.in_state(contest, "close"))
    turn = turns.pass_by(TurnKind.CONTEST_CLOSING, contest.key, at=at)

    exclusions.catch_up(contest, at=turn.until)
    _end_posting(contest, at=at)
    outcomes.lapse_drafts(contest, at=at)
    decide_until = turn.until + timedelta(days=contest.decide_days)
    entries = queries.standing(contest)
    if not entries:
        return _return(contest, at=at, closed_at=at, decide_until=decide_until)

    turn = turns.open_turn(
        TurnKind.CONTEST_DECISION,
        contest.key,
        whose=contest.client,
        waiting=None,
        title=contest.title,
        page=contest.key,
        since=turn.until,
        until=decide_until,
    )
    contest.become(ContestState.DECIDING, at=at, closed_at=at, decide_until=turn.until)

    about: dict[str, Any] = {"entries": entries, "decide_until": turn.until}
    record(events.EntriesClosed(subject=contest.key, **about, **contest.about), by=None, at=at)
    return contest


@operation
def catch_up(contest: Contest, *, by: Member, at: datetime) -> Contest:
    """Entries are closed whose last day is over, swept or not, before their client chooses among them."""
    contest = lock(contest)
    require(rules.may_begin_to_choose(by, contest, at))
    return contest if contest.state == ContestState.DECIDING else close_by_itself(contest, at=at)


@operation
def share_by_itself(contest: Contest, *, at: datetime) -> Contest:
    """No winner was named in time: the prize is shared by the rule that everybody had read."""
    contest = lock(contest)
    require(rules.in_state(contest, "share"))
    exclusions.catch_up(contest, at=at)
    turns.pass_by(TurnKind.CONTEST_DECISION, contest.key, at=at)

    awards = _shares(contest, at=at)
    if not awards:
        return _return(contest, at=at)
    count = len(awards)
    awards += outcomes.thanks(contest, awards, at=at)
    rest = outcomes.pay(contest, awards, by=None, at=at)
    outcomes.end_entries(contest, awards, EntryState.SHARED, by=None, at=at)
    contest.become(ContestState.SHARED, at=at, ended_at=at)

    paid = sum(one.amount for one in awards)
    about: dict[str, Any] = {"sharers": count, "paid": paid, "refunded": rest, "entries": contest.numbered}
    record(events.ContestUndecided(subject=contest.key, **about, **contest.about), by=None, at=at)
    return contest


def _shares(contest: Contest, *, at: datetime) -> list[Award]:
    sharers = division.sharers(queries.payable(contest), most=rules.SHARED_AMONG_MOST)
    if not sharers:
        return []
    entries = Entry.objects.select_related("worker").in_bulk([one.entry for one in sharers])
    found = []
    for one, amount in zip(sharers, shares(sum(queries.prizes(contest)), len(sharers)), strict=True):
        entry = entries[one.entry]
        entry.contest = contest
        found.append(outcomes.award(entry, AwardKind.SHARE, amount, at=at))
    return found


def _return(contest: Contest, *, at: datetime, **dates: datetime) -> Contest:
    """Nobody is there to be paid."""
    refunded = outcomes.give_back(contest, "returned", at=at)
    contest.become(ContestState.RETURNED, at=at, ended_at=at, **dates)

    fact = events.PrizeReturned(subject=contest.key, refunded=refunded, **contest.about)
    record(fact, by=None, at=at)
    return contest


def _end_posting(contest: Contest, *, at: datetime) -> None:
    """Over, or over while an operator had stopped it, which stays to be seen."""
    if contest.state == ContestState.SUSPENDED:
        owned.expire(contest.posting, at=at)
    else:
        owned.close(contest.posting, by=None, at=at)
