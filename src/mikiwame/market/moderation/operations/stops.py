"""An operator stops a posting, whatever its format, or lets it go on."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.terms import Format
from mikiwame.market.contests.models import Contest
from mikiwame.market.contests.operations import moderation as contests
from mikiwame.market.contracts.operations import offers
from mikiwame.market.hiring.models import Posting
from mikiwame.market.hiring.operations import postings
from mikiwame.market.members.models import Member
from mikiwame.market.moderation import queries, rules
from mikiwame.market.moderation.models import Sanction
from mikiwame.market.moderation.states import SanctionKind, SanctionState
from mikiwame.market.taskwork.models import Batch
from mikiwame.market.taskwork.operations import moderation as batches
from mikiwame.market.turns import operations as turns

from . import imposing


@operation
def suspend(posting: Posting, *, reason: str, by: Member, at: datetime) -> Sanction:
    """An operator stops a posting, with a reason; its client may appeal."""
    _suspending(posting)(reason=reason, by=by, at=at)
    return imposing.impose(
        SanctionKind.STOP,
        posting.client,
        about=posting.key,
        title=posting.title,
        reason=reason.strip(),
        by=by,
        at=at,
    )


@operation
def reinstate(posting: Posting, *, reason: str, by: Member, at: datetime) -> None:
    """An operator lets a posting go on, with a reason; nothing is left to appeal against."""
    sanction = queries.unsettled_stop(posting.key)
    require(rules.may_let_go_on(by, sanction))
    let_go_on(posting, reason=reason, by=by, at=at)
    if sanction:
        turns.drop_all(sanction.key, at=at)
        sanction.become(SanctionState.MOOT, at=at)


@operation
def let_go_on(posting: Posting, *, reason: str, by: Member, at: datetime) -> None:
    """A stopped posting goes on by the operation of its format; raises Refused where it can't any more."""
    _reinstating(posting)(reason=reason, by=by, at=at)


def _suspending(posting: Posting) -> Callable[..., object]:
    match posting.format:
        case Format.TASK:
            return partial(batches.suspend, Batch.objects.get(posting=posting))
        case Format.CONTEST:
            return partial(contests.suspend, Contest.objects.get(posting=posting))
        case _:
            return partial(postings.suspend, posting)


def _reinstating(posting: Posting) -> Callable[..., object]:
    match posting.format:
        case Format.TASK:
            return partial(batches.reinstate, Batch.objects.get(posting=posting))
        case Format.CONTEST:
            return partial(contests.reinstate, Contest.objects.get(posting=posting))
        case _:
            return partial(_reinstate_project, posting)


def _reinstate_project(posting: Posting, *, reason: str, by: Member, at: datetime) -> None:
    """Its offers go on with it."""
    since = lock(posting).suspended_at
    postings.reinstate(posting, reason=reason, by=by, at=at)
    assert since is not None
    offers.give_back(posting, since=since, at=at)
