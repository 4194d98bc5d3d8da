"""Opening and ending turns, stopping clocks, reminding whose turn it is.

That a turn opens or ends is no fact: whoever opens or ends one records what happened.
"""

import secrets
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest

from mikiwame.core.errors import Refused, require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import written
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member, Party
from mikiwame.market.members.queries import digest

from . import clockwork, events, queries, rules, shifting
from .models import Absence, Calendar, Pulse, Stop, Turn
from .states import QUIET, StopKind, TurnState

_MOVE = """
UPDATE turns_turn SET until = moved.until, remind_at = moved.remind_at
FROM unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[]) AS moved (id, until, remind_at)
WHERE turns_turn.id = moved.id
"""

OUTAGE_LEAST = timedelta(minutes=15)
"""So long the pages must have been silent, that clocks stop for it."""


@operation
def open_turn(
    kind: str,
    subject: str,
    *,
    whose: Party | None,
    waiting: Party | None,
    title: str,
    page: str,
    since: datetime,
    until: datetime,
    also_waiting: Party | None = None,
) -> Turn:
    """From now on somebody is to act, and one or two wait; nobody (``whose=None``) means the operators.

    Its limit is ``until``, or later by the stops and absences in between. One turn of a kind can be open for
    a thing: raises Refused("wrong_state") for a second one.
    """
    turn = Turn(
        kind=kind,
        subject=subject,
        whose=whose,
        waiting=waiting,
        also_waiting=also_waiting,
        title=title,
        page=page,
        since=since,
        until=until,
        running=until - since,
    )
    turn.remind_at = _next_reminder(turn, after=since)
    turn.save(force_insert=True)
    # Read after the row is there: whoever stops the clocks meanwhile sees it, or is seen here.
    _reset([turn], at=since)
    return turn


@operation
def take(kind: str, subject: str, *, at: datetime) -> Turn | None:
    """It was done in time; None if no such turn is open. Raises Refused("too_late", until=…) at its limit."""
    turn = _locked(kind, subject)
    if turn is None:
        return None
    require(rules.not_over(turn, at))

    return _end(turn, TurnState.TAKEN, at=at)


@operation
def pass_by(kind: str, subject: str, *, at: datetime) -> Turn:
    """The limit has passed without an act.

    Raises Refused("not_yet", until=…) before the limit, and Refused("wrong_state") if no such clock runs.
    """
    turn = _locked(kind, subject)
    if turn is None:
        raise Refused("wrong_state")
    require(rules.over(turn, at))

    return _end(turn, TurnState.PASSED, at=at)


@operation
def drop(kind: str, subject: str, *, at: datetime) -> Turn | None:
    """The thing went away, nobody needs to act any more; None if no such turn is open."""
    turn = _locked(kind, subject)
    return turn and _end(turn, TurnState.DROPPED, at=at)


@operation
def drop_all(subject: str, *, at: datetime) -> int:
    """Nothing about this thing waits on anybody any more; returns how many turns were open."""
    still_open = Turn.objects.filter(subject=subject, state=TurnState.OPEN)
    return still_open.update(state=TurnState.DROPPED, ended_at=at)


@operation
def move_limit(kind: str, subject: str, *, until: datetime, at: datetime) -> Turn:
    """Another limit for an open turn.

    Raises Refused("wrong_state") if none is open, Refused("too_late", until=…) at the limit it had.
    """
    turn = _locked(kind, subject)
    if turn is None:
        raise Refused("wrong_state")
    require(rules.not_over(turn, at))

    turn.until = until
    turn.running = clockwork.elapsed(turn.since, until, queries.pauses([turn])[turn.pk])
    turn.remind_at = _next_reminder(turn, after=at)
    turn.save(update_fields=["until", "running", "remind_at"])
    return turn


@operation
def claim_due(*, at: datetime, limit: int = 100) -> list[Turn]:
    """Take due turns in hand, to perform what then happens, each in a transaction of its own.

    Sweeps share the work (SKIP LOCKED). Nothing stays locked meanwhile: what isn't ended by its operation,
    because that failed or the sweep was killed, is due again after a while, ever more rarely.
    """
    taken = list(queries.overdue(at).select_for_update(skip_locked=True, of=("self",))[:limit])
    for turn in taken:
        turn.attempts += 1
        turn.not_before = at + timedelta(minutes=min(2 ** (turn.attempts - 1), 60))
    Turn.objects.bulk_update(taken, ["attempts", "not_before"])
    return taken


@operation
def remind(*, at: datetime, limit: int = 200) -> int:
    """Remind whose turn it is, of each turn for which the moment has come; returns how many there were.

    Sweeps share the work (SKIP LOCKED). What was slept through is made up for by one reminder.
    """
    due = list(queries.to_remind(at).select_for_update(skip_locked=True, of=("self",))[:limit])
    told = [turn for turn in due if at < turn.until]
    if told:
        record(*map(_reminded, told), by=None, at=at)
    for turn in due:
        turn.remind_at = _next_reminder(turn, after=at)
    Turn.objects.bulk_update(due, ["remind_at"])
    return len(due)


@operation
def close(*, first: date, last: date, reason: str, by: Member, at: datetime) -> Stop:
    """An operator closes the instance on days to come: clocks don't run on them."""
    require(rules.may_close(by, first, last, reason, at))

    until = queries.beginning(last + timedelta(days=1))
    return stop(StopKind.CLOSED, since=queries.beginning(first), until=until, reason=reason, by=by, at=at)


@operation
def stop(
    kind: StopKind, *, since: datetime, until: datetime, reason: str, by: Member | None, at: datetime
) -> Stop:
    """All clocks stand still in that time, those that run already too; what they were about waits longer."""
    with connection.cursor() as cursor:  # whoever opens or ends a turn now goes first, or waits
        cursor.execute("LOCK TABLE turns_turn IN EXCLUSIVE MODE")
    stopped = Stop.objects.create(
        kind=kind,
        since=since,
        until=until,
        reason=written(reason, most=rules.REASON_MOST, field="reason"),
        recorded_at=at,
    )
    halted, entangled = shifting.running(stopped), shifting.is_entangled(stopped)
    for turns in _portions(halted.filter(entangled)):
        _reset(turns, at=at)
    shifting.shift(halted.exclude(entangled), at=at)

    fact = events.ClocksStopped(
        subject=stopped.key, stop_kind=kind, since=since, until=until, reason=stopped.reason
    )
    record(fact, by=by.key if by else None, at=at)
    return stopped


@operation
def beat(*, at: datetime) -> timedelta | None:
    """The pages answer at that moment; returns how long they had not, if that was an outage."""
    if Pulse.objects.filter(at__gt=at - OUTAGE_LEAST).update(at=Greatest(F("at"), at)):
        return None
    before, fresh = Pulse.objects.select_for_update().get_or_create(defaults={"at": at})
    silent = at - before.at
    before.at = max(before.at, at)
    before.save(update_fields=["at"])
    return None if fresh or silent < OUTAGE_LEAST else silent


@operation
def announce_absence(*, first: date, last: date, by: Member, at: datetime) -> Absence:
    """A member will be away; clocks that begin from now on wait for her, but for inspection and payment."""
    lock(by.party)  # two at once would both be few enough
    require(rules.may_be_away(by, first, last, at))

    absence = Absence.objects.create(party=by.party, first=first, last=last, announced_at=at)
    record(events.AbsenceAnnounced(subject=by.party.key, first=first, last=last), by=by.key, at=at)
    return absence


@operation
def withdraw_absence(absence: Absence, *, by: Member, at: datetime) -> Absence:
    """She won't be away after all; what she was given longer stays so."""
    absence = lock(absence)
    require(rules.may_withdraw(by, absence, at))

    absence.withdrawn_at = at
    absence.save(update_fields=["withdrawn_at"])
    days = {"first": absence.first, "last": absence.last}
    record(events.AbsenceWithdrawn(subject=by.party.key, **days), by=by.key, at=at)
    return absence


@operation
def make_calendar(*, by: Member, at: datetime) -> str:
    """A member's turns become a calendar feed; returns its key, which replaces an older one."""
    secret = secrets.token_urlsafe(32)
    Calendar.objects.update_or_create(member=by, defaults={"digest": digest(secret), "made_at": at})
    record(events.CalendarMade(subject=by.key), by=by.key, at=at)
    return secret


@operation
def remove_calendar(*, by: Member, at: datetime) -> None:
    """The feed is no more; whoever has its key reads nothing."""
    Calendar.objects.filter(member=by).delete()
    record(events.CalendarRemoved(subject=by.key), by=by.key, at=at)


def _portions(turns: QuerySet[Turn], most: int = 2_000) -> Iterator[list[Turn]]:
    """All of them, locked, by portions: there may be a million."""
    ordered = turns.order_by("pk").select_for_update(of=("self",))
    portion = list(ordered[:most])
    while portion:
        yield portion
        portion = list(ordered.filter(pk__gt=portion[-1].pk)[:most])


def _reset(turns: list[Turn], *, at: datetime) -> None:
    """Move the limits of turns by what stops their clocks, where that isn't in them yet."""
    stands = queries.pauses(turns)
    moved = []
    for turn in turns:
        # What was granted stays, also where the absence that it was granted for was withdrawn since.
        until = max(turn.until, clockwork.limit(turn.since, turn.running, stands[turn.pk]))
        if until != turn.until:
            turn.until = until
            turn.remind_at = _next_reminder(turn, after=max(at, turn.since))
            moved.append(turn)
    if moved:  # one short statement for thousands of them: all clocks wait for it
        columns = zip(*((turn.pk, turn.until, turn.remind_at) for turn in moved), strict=True)
        with connection.cursor() as cursor:
            cursor.execute(_MOVE, [list(column) for column in columns])


def _next_reminder(turn: Turn, *, after: datetime) -> datetime | None:
    """The operators have a queue, and some turns want nothing done."""
    told = turn.whose_id is not None and turn.kind not in QUIET
    return clockwork.reminder(turn.since, turn.until, after=after) if told else None


def _reminded(turn: Turn) -> events.TurnReminded:
    assert turn.whose is not None, "the operators have a queue"
    return events.TurnReminded(
        subject=turn.key,
        party=turn.whose.key,
        turn_kind=turn.kind,
        title=turn.title,
        page=turn.page,
        until=turn.until,
    )


def _locked(kind: str, subject: str) -> Turn | None:
    found = Turn.objects.filter(kind=kind, subject=subject, state=TurnState.OPEN)
    return found.select_for_update(of=("self",)).first()


def _end(turn: Turn, state: TurnState, *, at: datetime) -> Turn:
    turn.state, turn.ended_at = state, at
    turn.save(update_fields=["state", "ended_at"])
    return turn
