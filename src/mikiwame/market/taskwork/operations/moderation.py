"""An operator stops a batch, or lets it go on."""

from datetime import datetime, timedelta

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.market.hiring.operations import owned
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork import events, notice, rules
from mikiwame.market.taskwork.models import Batch
from mikiwame.market.taskwork.states import BatchState
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind


@operation
def suspend(batch: Batch, *, reason: str, by: Member, at: datetime) -> Batch:
    """An operator stops a batch, with a reason; claims that are running still count, and are paid."""
    batch = lock(batch)
    require(rules.may_moderate(by, batch, "suspend", reason))

    batch.become(BatchState.SUSPENDED, at=at)
    owned.suspend(batch.posting, reason=reason, by=by, at=at)

    fact = events.BatchSuspended(subject=batch.key, reason=reason.strip(), **batch.about)
    record(fact, by=by.key, at=at)
    return batch


@operation
def reinstate(batch: Batch, *, reason: str, by: Member, at: datetime) -> Batch:
    """An operator lets a batch go on; its last day moves by the days that it lost."""
    batch = lock(batch)
    require(rules.may_moderate(by, batch, "reinstate", reason))
    assert batch.closes_on is not None
    assert batch.closes_at is not None

    lost = timedelta(days=(day_in_tokyo(at) - day_in_tokyo(batch.state_since)).days)
    closes_on, closes_at = batch.closes_on + lost, batch.closes_at + lost
    turns.move_limit(TurnKind.CLOSING, batch.key, until=closes_at, at=at)
    batch.become(BatchState.OPEN, at=at, closes_on=closes_on, closes_at=closes_at)
    owned.reinstate(batch.posting, given_back=lost, reason=reason, by=by, at=at)

    notice.issue(batch, at=at)  # whoever joins from now on reads the new last day
    fact = events.BatchReinstated(subject=batch.key, reason=reason.strip(), **batch.about)
    record(fact, by=by.key, at=at)
    return batch
