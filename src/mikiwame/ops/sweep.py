"""The sweep: what happens by itself when a turn's limit has passed."""

from collections.abc import Callable, Mapping
from datetime import datetime

import structlog

from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.models import Turn

Performance = Callable[[Turn, datetime], object]
"""Does what the turn's kind says happens at its limit, in a transaction of its own."""

PERFORMANCES: Mapping[str, Performance] = {}

log = structlog.get_logger(__name__)


def perform_due(at: datetime, *, limit: int = 20, going_on: Callable[[], bool] = lambda: True) -> int:
    """Perform what is due, at most ``limit`` things; returns how many were taken in hand.

    Any number of sweeps share the work. A failing thing is logged and is due again later; it stops nothing.
    Asked to stop, it stops between two things, and the rest is due again.
    """
    taken = turns.claim_due(at=at, limit=limit)
    for turn in taken:
        if not going_on():
            break
        perform(turn, at)
    return len(taken)


def perform(turn: Turn, at: datetime) -> None:
    """One thing, whole or not at all."""
    try:
        PERFORMANCES[turn.kind](turn, at)
    except Exception:  # whatever one thing raises, the next one's clock has run out too
        log.exception("turn_failed", turn=turn.key, kind=turn.kind, subject=turn.subject)
