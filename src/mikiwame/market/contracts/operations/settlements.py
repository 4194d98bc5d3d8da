"""Both sides settle a dispute between themselves: one proposes a split, the other accepts it in time."""

from datetime import datetime
from typing import Any

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean
from mikiwame.market.contracts import events, limits
from mikiwame.market.contracts.models import Dispute, Settlement
from mikiwame.market.contracts.rules import disputes as rules
from mikiwame.market.contracts.states import SettledBy, SettlementState
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind

from . import resolving

NOTE_MOST = 1_000


@operation
def propose_settlement(
    dispute: Dispute, *, to_worker: int, by: Member, at: datetime, note: str = ""
) -> Settlement:
    """One side says how it would divide what is contested; it takes the place of what it proposed before."""
    dispute = resolving.locked(dispute)
    require(rules.may_propose(by, dispute, to_worker, at))

    contract = dispute.milestone.contract
    side = contract.client if by.acts_for(contract.client) else contract.worker
    for before in dispute.settlements.filter(proposed_by=side, state=SettlementState.PROPOSED):
        turns.drop_all(before.key, at=at)
        before.become(SettlementState.WITHDRAWN, at=at)
    proposal = Settlement.objects.create(
        dispute=dispute,
        proposed_by=side,
        to_worker=to_worker,
        note=clean(note, most=NOTE_MOST, field="note"),
        proposed_at=at,
        state_since=at,
    )
    until = _ask(proposal, at=at)
    record(events.SettlementProposed(until=until, **_about(proposal)), by=by.key, at=at)
    return proposal


@operation
def refuse_settlement(proposal: Settlement, *, by: Member, at: datetime) -> Settlement:
    """The other side doesn't agree: the dispute goes on."""
    proposal = _locked(proposal)
    require(rules.may_settle(by, proposal, at))

    turns.take(TurnKind.SETTLEMENT, proposal.key, at=at)
    proposal.become(SettlementState.REFUSED, at=at)

    _record(events.SettlementRefused, proposal, by=by.key, at=at)
    return proposal


@operation
def lapse_settlement(proposal: Settlement, *, at: datetime) -> Settlement:
    """Nobody answered in time: the dispute goes on."""
    proposal = _locked(proposal)
    require(rules.is_proposed(proposal))

    turns.pass_by(TurnKind.SETTLEMENT, proposal.key, at=at)
    proposal.become(SettlementState.LAPSED, at=at)

    _record(events.SettlementLapsed, proposal, by=None, at=at)
    return proposal


@operation
def withdraw_settlement(proposal: Settlement, *, by: Member, at: datetime) -> Settlement:
    """Who proposed it takes it back."""
    proposal = _locked(proposal)
    require(rules.may_withdraw(by, proposal, at))

    turns.take(TurnKind.SETTLEMENT, proposal.key, at=at)
    proposal.become(SettlementState.WITHDRAWN, at=at)

    _record(events.SettlementWithdrawn, proposal, by=by.key, at=at)
    return proposal


@operation
def accept_settlement(proposal: Settlement, *, by: Member, at: datetime) -> Settlement:
    """The other side accepts: the contested money is divided so, at once."""
    proposal = _locked(proposal)
    require(rules.may_settle(by, proposal, at))

    turns.take(TurnKind.SETTLEMENT, proposal.key, at=at)
    proposal.become(SettlementState.ACCEPTED, at=at)
    resolving.divide(proposal.dispute, proposal.to_worker, SettledBy.AGREEMENT, at=at)

    record(events.DisputeAgreed(**_about(proposal)), by=by.key, at=at)
    resolving.go_on(proposal.dispute, by=by.key, at=at)
    return proposal


def _ask(proposal: Settlement, *, at: datetime) -> datetime:
    """It is the other side's turn; returns until when."""
    dispute, contract = proposal.dispute, proposal.dispute.milestone.contract
    turn = turns.open_turn(
        TurnKind.SETTLEMENT,
        proposal.key,
        whose=contract.other(proposal.proposed_by),
        waiting=proposal.proposed_by,
        title=contract.title,
        page=dispute.key,
        since=at,
        until=limits.for_settlement(at),
    )
    return turn.until


def _about(proposal: Settlement) -> dict[str, Any]:
    dispute, contract = proposal.dispute, proposal.dispute.milestone.contract
    return {
        "subject": contract.key,
        "number": dispute.milestone.number,
        "to_worker": proposal.to_worker,
        "to_client": dispute.contested - proposal.to_worker,
        **contract.sides,
    }


_Ended = events.SettlementRefused | events.SettlementWithdrawn | events.SettlementLapsed


def _record(happened: type[_Ended], proposal: Settlement, *, by: str | None, at: datetime) -> None:
    """Nothing came of a proposal."""
    milestone = proposal.dispute.milestone
    contract = milestone.contract
    record(happened(subject=contract.key, number=milestone.number, **contract.sides), by=by, at=at)


def _locked(proposal: Settlement) -> Settlement:
    dispute = resolving.locked(proposal.dispute)
    proposal = lock(proposal)
    proposal.dispute = dispute
    return proposal
