"""Who takes in the facts that history hands on."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from mikiwame.market.contests.operations import leaving as contests
from mikiwame.market.hiring.operations import criteria
from mikiwame.market.history import queries as history
from mikiwame.market.history.models import Fact
from mikiwame.market.history.operations import consume
from mikiwame.market.messaging.operations import leaving as messaging
from mikiwame.market.notifications import operations as notifications
from mikiwame.market.paperwork import operations as paperwork
from mikiwame.market.reputation.operations import records, reports
from mikiwame.market.reputation.operations import reviews as reputation


def take_in(at: datetime, *, limit: int = 100) -> int:
    """Give every consumer the facts that wait for it; returns how many were taken in.

    Two workers may do so at once, and a fact that is told twice counts once.
    """
    consumers: Mapping[str, Callable[[Fact], None]] = {
        "reputation": partial(reputation.take_in, at=at),
        "records": partial(records.take_in, at=at),
        "reports": partial(reports.take_in, at=at),
        "paperwork": partial(paperwork.take_in, at=at),
        "criteria": criteria.take_in,
        "messaging": messaging.take_in,
        "contests": contests.take_in,
        "notifications": notifications.take_in,
    }
    taken, awaited = 0, history.awaited(consumers, at=at)
    for name, handle in consumers.items():
        if name in awaited:
            taken += consume(name, handle, at=at, limit=limit)
            awaited = history.awaited(consumers, at=at)  # to take a fact in may have written another one
    return taken
