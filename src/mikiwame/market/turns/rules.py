"""What must hold of the time."""

from datetime import datetime

from mikiwame.core.errors import ALLOWED, Ruling, rule

from . import queries
from .models import Turn


def in_time(kind: str, subject: str, at: datetime) -> Ruling:
    """No clock of that kind runs for the thing, or its limit is still to come."""
    until = queries.limit(kind, subject)
    return ALLOWED if until is None else rule(at < until, "too_late", until=until)


def not_over(turn: Turn, at: datetime) -> Ruling:
    """There is time left."""
    return rule(at < turn.until, "too_late", until=turn.until)


def over(turn: Turn, at: datetime) -> Ruling:
    """The limit has passed."""
    return rule(turn.until <= at, "not_yet", until=turn.until)
