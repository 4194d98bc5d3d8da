"""Questions about disputes, and what is evidence in them."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from mikiwame.core.errors import existing
from mikiwame.market.contracts.models import Contract, Decision, Delivery, Dispute, Settlement
from mikiwame.market.contracts.states import UNDECIDED, WITH_OPERATORS, DisputeState, SettlementState
from mikiwame.market.members import queries as members
from mikiwame.market.members.models import Member, Party
from mikiwame.market.messaging import queries as messaging
from mikiwame.market.messaging.models import Message
from mikiwame.market.messaging.queries import Sides

from .agreements import dealings
from .parts import milestones
from .sides import of_side


def dispute_of(contract: Contract) -> Dispute | None:
    """The dispute about a contract's work, the latest where there were several."""
    found = (getattr(part, "dispute", None) for part in milestones(contract))
    return max(filter(None, found), key=lambda dispute: dispute.opened_at, default=None)


def disputes() -> QuerySet[Dispute]:
    """What waits for an operator's decision, what waits longest first."""
    waiting = _disputes().filter(state__in=[str(state) for state in WITH_OPERATORS])
    return waiting.order_by("state_since", "id")


def dispute(identifier: UUID) -> Dispute:
    """A dispute, for the operators; raises NotFound."""
    return existing(_disputes().filter(pk=identifier).first())


def dispute_for(member: Member, identifier: UUID) -> Dispute:
    """A dispute, for one of its contract's sides; raises NotFound."""
    sides = of_side(member.party_id, "milestone__contract")
    return existing(_disputes().filter(sides, pk=identifier).first())


def dispute_to_read(member: Member, identifier: UUID) -> Dispute:
    """A dispute, for its contract's sides and for operators; raises NotFound."""
    return dispute(identifier) if member.is_operator else dispute_for(member, identifier)


def dispute_sides(identifier: UUID) -> Sides:
    """Who has a dispute and its files; raises NotFound."""
    found = dispute(identifier)
    contract = found.milestone.contract
    return Sides(contract.client.key, contract.worker.key, found.key)


def undecided_disputes(party: Party) -> QuerySet[Dispute]:
    """Disputes of a party's work or money that are not over, also of contracts that are."""
    sides = of_side(party.pk, "milestone__contract")
    return Dispute.objects.filter(sides, state__in=[str(state) for state in UNDECIDED])


def unheard_appeals() -> list[Dispute]:
    """Appealed disputes that no operator may decide: each decided before, is a side or deals with one."""
    operators = list(members.operators())
    dealt = dealings(operator.party_id for operator in operators)

    def may_hear(operator: Member, dispute: Dispute) -> bool:
        contract = dispute.milestone.contract
        sides = {contract.client_id, contract.worker_id}
        decided = operator.pk in {decision.by_id for decision in dispute.decisions.all()}
        partners = {(operator.party_id, side) for side in sides}
        return not decided and operator.party_id not in sides and not partners & dealt

    appealed = _disputes().filter(state=DisputeState.APPEALED).prefetch_related("decisions")
    return [one for one in appealed if not any(may_hear(operator, one) for operator in operators)]


def decisions(dispute: Dispute) -> list[Decision]:
    """What operators decided, the first first."""
    return list(Decision.objects.filter(dispute=dispute).select_related("by__party"))


def settlements(dispute: Dispute) -> list[Settlement]:
    """What the two sides proposed to each other and still stands, or was accepted."""
    shown = [SettlementState.PROPOSED, SettlementState.ACCEPTED]
    return list(Settlement.objects.filter(dispute=dispute, state__in=shown).select_related("proposed_by"))


def settlement_for(member: Member, identifier: UUID) -> Settlement:
    """A proposal to divide contested money, for one of its two sides; raises NotFound."""
    sides = of_side(member.party_id, "dispute__milestone__contract")
    found = Settlement.objects.filter(sides, pk=identifier).select_related("dispute__milestone__contract")
    return existing(found.first())


def delivery_for(member: Member, identifier: UUID) -> Delivery:
    """A delivery, for its contract's sides, and for operators as evidence of a dispute; raises NotFound."""
    sides = of_side(member.party_id, "milestone__contract")
    if member.is_operator:
        sides |= Q(Exists(_evident("delivered_at", milestone__contract=OuterRef("milestone__contract"))))
    return existing(Delivery.objects.filter(sides, pk=identifier).first())


def delivery_sides(identifier: UUID) -> Sides:
    """Who has a delivery and its files; raises NotFound."""
    deliveries = Delivery.objects.select_related("milestone__contract__client", "milestone__contract__worker")
    contract = existing(deliveries.filter(pk=identifier).first()).milestone.contract
    return Sides(contract.client.key, contract.worker.key, contract.key)


def message_for(member: Member, identifier: UUID) -> Message:
    """A message, for its two sides, and for operators as evidence of a dispute; raises NotFound."""
    if member.is_operator:
        shown = Exists(_evident("sent_at", milestone__contract__conversation=OuterRef("conversation")))
        found = Message.objects.filter(shown, pk=identifier).first()
        if found is not None:
            return found
    return messaging.message_for(member, identifier)


def _evident(moment: str, **of: OuterRef) -> QuerySet[Dispute]:
    """Disputes of which a thing of that moment is evidence: they are open, or were when it came."""
    open_still = Q(state__in=[str(state) for state in UNDECIDED])
    return Dispute.objects.filter(open_still | Q(state_since__gte=OuterRef(moment)), **of)


def _disputes() -> QuerySet[Dispute]:
    related = ("client", "worker", "sheet", "offer", "conversation")
    return Dispute.objects.select_related("opened_by", *(f"milestone__contract__{name}" for name in related))
