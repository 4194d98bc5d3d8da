"""Who takes in the facts that history hands on."""

from collections.abc import Callable, Mapping
from datetime import datetime

from mikiwame.market.history import operations as history
from mikiwame.market.history.models import Fact

CONSUMERS: Mapping[str, Callable[[Fact], None]] = {}


def take_in(at: datetime, *, limit: int = 100) -> int:
    """Give every consumer the facts that wait for it; returns how many were taken in."""
    return sum([history.consume(name, handle, at=at, limit=limit) for name, handle in CONSUMERS.items()])
