"""Stopping all clocks, in every room that keeps a limit: for an outage, or for closed days."""

from datetime import date, datetime

from mikiwame.core.operation import operation
from mikiwame.market.contests.operations import clocks as contests
from mikiwame.market.contracts.operations import clocks as contracts
from mikiwame.market.hiring.operations import clocks as hiring
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork.operations import clocks as taskwork
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.models import Stop
from mikiwame.market.turns.states import StopKind

UNREACHABLE = "サーバーに接続できない時間がありました。"
"""Why clocks stood still in an outage; readers see the kind in their language."""


def beat(*, at: datetime) -> Stop | None:
    """The pages answer at that moment; after a long silence nobody loses: all clocks stood still."""
    stop = _stop_for_silence(at=at)
    if stop is not None:
        follow()
    return stop


def close(*, first: date, last: date, reason: str, by: Member, at: datetime) -> Stop:
    """An operator closes the instance on days to come: clocks that answer a person don't run on them."""
    stop = turns.close(first=first, last=last, reason=reason, by=by, at=at)
    follow()
    return stop


def follow() -> None:
    """What rooms keep of their turns' limits follows them; repeated, it changes nothing.

    It comes after the stop, in transactions of its own: whoever acts on a thing holds that first and its turn
    then. What was cut off in between, the worker makes up for.
    """
    contracts.follow()
    hiring.follow()
    taskwork.follow()
    contests.follow()


@operation
def _stop_for_silence(*, at: datetime) -> Stop | None:
    silent = turns.beat(at=at)
    if silent is None:
        return None
    since = at - silent
    taskwork.wait(since=since, until=at)  # things before turns, in the order in which they are acted on
    return turns.stop(StopKind.OUTAGE, since=since, until=at, reason=UNREACHABLE, by=None, at=at)
