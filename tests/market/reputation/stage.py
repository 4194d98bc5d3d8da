"""What stories of records begin with: facts that have been taken in, and a history of many contracts."""

from datetime import datetime
from functools import partial

from mikiwame.discernment.record import Measure, size_of
from mikiwame.market.history import operations as history
from mikiwame.market.members.models import Member
from mikiwame.market.reputation.models import Tally
from mikiwame.market.reputation.operations import records, reports, reviews
from mikiwame.market.reputation.states import Side


def settle(at: datetime) -> None:
    """Let reputation take in what happened."""
    while history.consume("reputation", partial(reviews.take_in, at=at), at=at):
        pass
    while history.consume("records", partial(records.take_in, at=at), at=at):
        pass
    while history.consume("reports", partial(reports.take_in, at=at), at=at):
        pass


def tallied(
    member: Member,
    measure: Measure,
    amount: int,
    of: int,
    *,
    at: datetime,
    side: Side = Side.CLIENT,
    format: str = "project",  # noqa: A002
    reward: int = 30_000,
) -> None:
    """As if so many facts had been taken in, this month."""
    Tally.objects.create(
        party=member.party,
        side=side,
        measure=measure,
        format=format,
        size=size_of(reward),
        month=at.date().replace(day=1),
        amount=amount,
        of=of,
    )
