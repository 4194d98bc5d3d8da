"""Stopping all clocks, in every room that keeps a limit: for an outage, or for closed days."""

from datetime import date, datetime

from mikiwame.core.operation import operation
from mikiwame.market.contracts.operations import clocks as contracts
from mikiwame.market.hiring.operations import clocks as hiring
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork.operations import clocks as taskwork
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.models import Stop
from mikiwame.market.turns.states import StopKind

UNREACHABLE = "サーバーに接続できない時間がありました。"
"""Why clocks stood still in an outage; readers see the kind in their language."""


@operation
def beat(*, at: datetime) -> Stop | None:
    """The pages answer at that moment; after a long silence nobody loses: all clocks stood still."""
    silent = turns.beat(at=at)
    if silent is None:
        return None
    stop = turns.stop(StopKind.OUTAGE, since=at - silent, until=at, reason=UNREACHABLE, by=None, at=at)
    _follow()
    taskwork.wait(since=stop.since, until=stop.until)
    return stop


def close(*, first: date, last: date, reason: str, by: Member, at: datetime) -> Stop:
    """An operator closes the instance on days to come: clocks that answer a person don't run on them.

    What is shown of limits follows in a transaction of its own: pages are being used meanwhile.
    """
    stop = turns.close(first=first, last=last, reason=reason, by=by, at=at)
    _follow()
    return stop


def _follow() -> None:
    contracts.follow()
    hiring.follow()
    taskwork.follow()
