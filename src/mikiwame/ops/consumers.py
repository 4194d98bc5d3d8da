"""Who takes in the facts that history hands on."""

from datetime import datetime
from functools import partial

from mikiwame.market.contests.operations import leaving as contests
from mikiwame.market.hiring.operations import criteria
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
    counted = consume("reputation", partial(reputation.take_in, at=at), at=at, limit=limit)
    counted += consume("records", partial(records.take_in, at=at), at=at, limit=limit)
    counted += consume("reports", partial(reports.take_in, at=at), at=at, limit=limit)
    counted += consume("paperwork", partial(paperwork.take_in, at=at), at=at, limit=limit)
    counted += consume("criteria", criteria.take_in, at=at, limit=limit)
    counted += consume("messaging", messaging.take_in, at=at, limit=limit)
    counted += consume("contests", contests.take_in, at=at, limit=limit)
    told = consume("notifications", notifications.take_in, at=at, limit=limit)
    return counted + told
