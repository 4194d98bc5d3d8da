"""A batch ends: it gives out nothing more, what is under way is judged, and what is left goes back."""

import logging
from collections.abc import Callable
from datetime import datetime

from mikiwame.core.errors import ALLOWED, Refused, require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow import queries as money
from mikiwame.market.hiring.operations import owned
from mikiwame.market.hiring.operations import tasks as postings
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork import events, queries, rules
from mikiwame.market.taskwork.models import Answer, Batch, Place
from mikiwame.market.taskwork.states import AnswerState, BatchState, PlaceState
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind

from . import raising, work

log = logging.getLogger(__name__)


@operation
def close(batch: Batch, *, by: Member, at: datetime) -> Batch:
    """The client stops early: places that nobody has are paid back at once, to the yen."""
    batch = lock(batch)
    require(rules.may_steer(by, batch, "close"))

    turns.take(TurnKind.CLOSING, batch.key, at=at)
    owned.close(batch.posting, by=by, at=at)
    return _close(batch, by=by.key, at=at)


@operation
def close_by_itself(batch: Batch, *, at: datetime) -> Batch:
    """The last day is over, or every place has its approved answer."""
    batch = lock(batch)
    require(rules.in_state(batch, "close_by_itself"))
    complete = queries.is_complete(batch)
    require(rules.is_due(batch.closes_at, at) if not complete else ALLOWED)

    turns.drop(TurnKind.CLOSING, batch.key, at=at)
    _end_posting(batch, complete=complete, at=at)
    return _close(batch, by=None, at=at)


@operation
def finish(batch: Batch, *, at: datetime) -> Batch:
    """Nothing is under way any more: what is left of the money goes back.

    Raises Refused("answers_under_way") while a claim runs or an answer waits for its judgement.
    """
    batch = lock(batch)
    require(rules.in_state(batch, "finish"))
    work.release_expired_of(batch, at=at)
    require(rules.nothing_under_way(queries.under_way(batch)))

    refunded = 0
    for funding in batch.fundings.exclude(hold=None).select_related("hold__deposit"):
        assert funding.hold is not None
        left = money.left(funding.hold)
        if left:
            escrow.give_back(funding.hold, left, purpose=f"{funding.key}:finished", at=at)
        refunded += left
    batch.become(BatchState.FINISHED, at=at, finished_at=at)

    answers = Answer.objects.filter(batch=batch)
    fact = events.BatchFinished(
        subject=batch.key,
        approved=answers.filter(state=AnswerState.APPROVED).count(),
        rejected=answers.filter(state=AnswerState.REJECTED).count(),
        refunded=refunded,
        **batch.about,
    )
    record(fact, by=None, at=at)
    return batch


def advance(*, at: datetime) -> int:
    """Close what is complete, and finish what is closed and judged; returns how many. A chore.

    What can't be ended, because its client is quicker or something is wrong, keeps nothing else from ending.
    """
    complete = [(close_by_itself, batch) for batch in queries.given_out() if queries.is_complete(batch)]
    judged = [(finish, batch) for batch in queries.closed() if not queries.is_waiting(batch)]
    return sum(_ended(end, batch, at) for end, batch in complete + judged)


def _ended(end: Callable[..., Batch], batch: Batch, at: datetime) -> bool:
    try:
        end(batch, at=at)
    except Refused:
        return False
    except Exception:  # whatever one batch raises, the next one is over too
        log.exception("a batch can't be ended", extra={"batch": batch.key})
        return False
    return True


def _close(batch: Batch, *, by: str | None, at: datetime) -> Batch:
    batch.become(BatchState.CLOSED, at=at, closed_at=at)
    raising.give_up(batch, at=at)
    unanswered = 0
    for funding in batch.fundings.exclude(hold=None).select_related("hold__deposit"):
        assert funding.hold is not None
        free = Place.objects.filter(batch=batch, funding=funding.number, state=PlaceState.FREE).count()
        if free:
            escrow.give_back(funding.hold, free * funding.reward, purpose=f"{funding.key}:closed", at=at)
        unanswered += free

    record(events.BatchClosed(subject=batch.key, left=unanswered, **batch.about), by=by, at=at)
    return batch


def _end_posting(batch: Batch, *, complete: bool, at: datetime) -> None:
    """Filled, over, or over while an operator had stopped it, which stays to be seen."""
    if batch.state == BatchState.SUSPENDED:
        owned.expire(batch.posting, at=at)
    elif complete:
        postings.fill(batch.posting, at=at)
    else:
        owned.close(batch.posting, by=None, at=at)
