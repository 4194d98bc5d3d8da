"""Both sides settle a dispute between themselves: one proposes a split, the other accepts it."""

from datetime import datetime

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean
from mikiwame.market.contracts import dispute_rules as rules
from mikiwame.market.contracts import events
from mikiwame.market.contracts.models import Dispute, Settlement
from mikiwame.market.contracts.states import SettledBy, SettlementState
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member

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
        before.become(SettlementState.WITHDRAWN, at=at)
    proposal = Settlement.objects.create(
        dispute=dispute,
        proposed_by=side,
        to_worker=to_worker,
        note=clean(note, most=NOTE_MOST, field="note"),
        proposed_at=at,
        state_since=at,
    )
    record(_told(events.SettlementProposed, proposal), by=by.key, at=at)
    return proposal


@operation
def withdraw_settlement(proposal: Settlement, *, by: Member, at: datetime) -> Settlement:
    """Who proposed it takes it back."""
    proposal = _locked(proposal)
    require(rules.may_withdraw(by, proposal))

    proposal.become(SettlementState.WITHDRAWN, at=at)

    milestone = proposal.dispute.milestone
    contract, number = milestone.contract, milestone.number
    fact = events.SettlementWithdrawn(subject=contract.key, number=number, **contract.sides)
    record(fact, by=by.key, at=at)
    return proposal


@operation
def accept_settlement(proposal: Settlement, *, by: Member, at: datetime) -> Settlement:
    """The other side accepts: the contested money is divided so, at once."""
    proposal = _locked(proposal)
    require(rules.may_accept(by, proposal, at))

    proposal.become(SettlementState.ACCEPTED, at=at)
    resolving.divide(proposal.dispute, proposal.to_worker, SettledBy.AGREEMENT, at=at)

    record(_told(events.DisputeAgreed, proposal), by=by.key, at=at)
    resolving.go_on(proposal.dispute, by=by.key, at=at)
    return proposal


def _told(
    happened: type[events.SettlementProposed | events.DisputeAgreed], proposal: Settlement
) -> events.SettlementProposed | events.DisputeAgreed:
    dispute, contract = proposal.dispute, proposal.dispute.milestone.contract
    return happened(
        subject=contract.key,
        number=dispute.milestone.number,
        to_worker=proposal.to_worker,
        to_client=dispute.contested - proposal.to_worker,
        **contract.sides,
    )


def _locked(proposal: Settlement) -> Settlement:
    dispute = resolving.locked(proposal.dispute)
    proposal = lock(proposal)
    proposal.dispute = dispute
    return proposal
