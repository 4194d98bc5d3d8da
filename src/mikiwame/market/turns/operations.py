"""Opening and ending turns. They leave no facts: whoever opens or ends one records what happened."""

from datetime import datetime, timedelta

from mikiwame.core.errors import Refused, require
from mikiwame.core.operation import operation
from mikiwame.market.members.models import Party

from . import queries, rules
from .models import Turn
from .states import TurnState


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
) -> Turn:
    """From now on somebody is to act; nobody (``whose=None``) means the operators.

    One turn of a kind can be open for a thing: raises Refused("wrong_state") for a second one.
    """
    return Turn.objects.create(
        kind=kind,
        subject=subject,
        whose=whose,
        waiting=waiting,
        title=title,
        page=page,
        since=since,
        until=until,
    )


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

    Raises Refused("not_yet", until=…) before the limit, and Refused("wrong_state") if no such clock runs:
    what happens by itself happens only at the end of a turn.
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
    turn.save(update_fields=["until"])
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


def _locked(kind: str, subject: str) -> Turn | None:
    found = Turn.objects.filter(kind=kind, subject=subject, state=TurnState.OPEN)
    return found.select_for_update(of=("self",)).first()


def _end(turn: Turn, state: TurnState, *, at: datetime) -> Turn:
    turn.state, turn.ended_at = state, at
    turn.save(update_fields=["state", "ended_at"])
    return turn
