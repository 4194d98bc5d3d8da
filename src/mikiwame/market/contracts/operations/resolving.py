"""What follows in a dispute: who acts next and until when, and how the contested money is divided.

Called by the operations of this room, inside their transaction and with the contract locked.
"""

from datetime import datetime

from mikiwame.core.fields import lock
from mikiwame.market.contracts import events, limits, queries
from mikiwame.market.contracts.models import Dispute
from mikiwame.market.contracts.states import (
    CONTRACT,
    HELD,
    DisputeState,
    Ending,
    MilestoneState,
    SettledBy,
)
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Party
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.models import Turn
from mikiwame.market.turns.states import TurnKind

from . import course, holding, pacing


def locked(dispute: Dispute) -> Dispute:
    """A dispute within its contract, all read anew and locked."""
    milestone = course.locked(dispute.milestone)
    dispute = lock(dispute)
    dispute.milestone = milestone
    return dispute


def hand_to(dispute: Dispute, side: Party, kind: TurnKind, *, at: datetime, until: datetime) -> Turn:
    """It is one side's turn in a dispute; the other waits."""
    contract = dispute.milestone.contract
    return turns.open_turn(
        kind,
        dispute.key,
        whose=side,
        waiting=contract.other(side),
        title=contract.title,
        page=contract.key,
        since=at,
        until=until,
    )


def ask_operators(dispute: Dispute, *, since: datetime) -> None:
    """An operator has to decide; both sides wait for that."""
    contract = dispute.milestone.contract
    turns.open_turn(
        TurnKind.DISPUTE,
        dispute.key,
        whose=None,
        waiting=contract.client,
        also_waiting=contract.worker,
        title=contract.title,
        page=dispute.key,
        since=since,
        until=limits.for_dispute(since),
    )


def open_appeals(dispute: Dispute, *, at: datetime) -> datetime:
    """From now on each side may appeal; returns until when both may."""
    contract, until = dispute.milestone.contract, limits.for_appeal(at)
    hers = hand_to(dispute, contract.client, TurnKind.CLIENT_APPEAL, at=at, until=until)
    theirs = hand_to(dispute, contract.worker, TurnKind.WORKER_APPEAL, at=at, until=until)
    return min(hers.until, theirs.until)


def pay_undisputed(dispute: Dispute, *, by: str, at: datetime) -> None:
    """What nobody contests goes to the worker now."""
    milestone, gross = dispute.milestone, dispute.undisputed
    if gross == 0:
        return
    contract = milestone.contract
    net = holding.release_part(milestone, gross, purpose=dispute.key, at=at)
    fact = events.UndisputedPaid(
        subject=contract.key, number=milestone.number, amount=gross, net=net, **contract.sides
    )
    record(fact, by=by, at=at)


def divide(
    dispute: Dispute, to_worker: int, settled_by: SettledBy, *, at: datetime, ruling: str = ""
) -> None:
    """The contested money goes where it is due, and nothing about the dispute waits on anybody."""
    turns.drop_all(dispute.key, at=at)
    course.drop_settlements(dispute, at=at)
    words = {"to_worker": to_worker, "settled_by": settled_by, "ruling": ruling}
    dispute.become(DisputeState.SETTLED, at=at, **words)

    milestone = dispute.milestone
    holding.divide(milestone, to_worker, dispute.contested, at=at)
    if to_worker or dispute.undisputed:
        milestone.become(MilestoneState.ACCEPTED, at=at, accepted_at=at)
    else:
        milestone.become(MilestoneState.REFUNDED, at=at)


def go_on(dispute: Dispute, *, by: str | None, at: datetime) -> None:
    """The contract goes on if the worker got all, or other parts hold money or are to come; else it ends."""
    milestone, contract = dispute.milestone, dispute.milestone.contract
    if contract.state in CONTRACT.final:
        course.allow_contact(contract, at=at)
        return
    others_held = any(part.state in HELD for part in queries.milestones(contract))
    if contract.is_continuing or others_held or dispute.to_worker == dispute.contested:
        pacing.go_on(milestone, by=by, since=at, at=at)
    else:
        course.end(contract, Ending.SETTLED, by=by, at=at)
