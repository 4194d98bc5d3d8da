"""Questions about the parts of a contract: milestones, and deliveries of work that goes on."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from mikiwame.core.errors import existing
from mikiwame.market.contracts import lamp
from mikiwame.market.contracts.models import ChangeRequest, Contract, Delivery, Milestone
from mikiwame.market.contracts.states import HELD, MILESTONE, MilestoneState
from mikiwame.market.members.models import Member

from .sides import of_side

AT_HAND = Q(period=None) | Q(state__in=sorted(MILESTONE.open))
"""All parts, but of work that goes on only those that are open: the others may be thousands."""


def milestones(contract: Contract) -> list[Milestone]:
    """The parts of a contract in their order; of work that goes on, the deliveries that are still open.

    A contract from ``contract_for`` brings them along.
    """
    if hasattr(contract, "parts_shown"):
        return [
            part for part in contract.parts_shown if part.period_id is None or part.state in MILESTONE.open
        ]
    return list(contract.milestones.filter(AT_HAND).select_related("period"))


def standing(contract: Contract) -> list[Milestone]:
    """The parts that the terms still name, in their order."""
    return [part for part in milestones(contract) if part.state != MilestoneState.DROPPED]


def at_hand(contract: Contract) -> Milestone | None:
    """The part at hand: the first that is still open; what is in dispute is stepped over by held money."""
    parts = milestones(contract)
    number = lamp.at_hand([part.state for part in parts])
    return None if number is None else parts[number]


def milestone_for(member: Member, identifier: UUID) -> Milestone:
    """A milestone, for one of its contract's sides; raises NotFound."""
    sides = of_side(member.party_id)
    found = Milestone.objects.filter(sides, pk=identifier).select_related(
        "contract__client", "contract__worker", "contract__sheet"
    )
    return existing(found.first())


def unfunded_before(milestone: Milestone) -> bool:
    """Whether an earlier part of the contract waits for its money."""
    earlier = Milestone.objects.filter(contract=milestone.contract_id, number__lt=milestone.number)
    return earlier.filter(state=MilestoneState.UNFUNDED).exists()


def holds_money(contract: Contract) -> bool:
    """Whether money of any part is in escrow."""
    return any(part.state in HELD for part in milestones(contract))


def next_to_pay(contract: Contract) -> Milestone | None:
    """The first part without its money; the client may pay it ahead."""
    waiting = (part for part in milestones(contract) if part.state == MilestoneState.UNFUNDED)
    return next(waiting, None)


def next_due(contract: Contract) -> Milestone | None:
    """The delivery that is due next, of those whose money is held."""
    funded = contract.milestones.filter(state=MilestoneState.FUNDED).select_related("period")
    return funded.order_by("number").first()


def change_rounds_used(milestone: Milestone) -> int:
    """How often changes were asked for."""
    return ChangeRequest.objects.filter(delivery__milestone=milestone).count()


def deliveries(contract: Contract) -> QuerySet[Delivery]:
    """Everything that was handed over, newest first, with the changes that were asked for."""
    handed_over = Delivery.objects.filter(milestone__contract=contract)
    return handed_over.select_related("change_request", "milestone").order_by("-delivered_at")


def deliveries_within(parts: Iterable[UUID]) -> QuerySet[Delivery]:
    """What was handed over for these parts, newest first, with the changes that were asked for."""
    handed_over = Delivery.objects.filter(milestone__in=list(parts))
    return handed_over.select_related("change_request", "milestone").order_by("-delivered_at")


def brought_along(parts: QuerySet[Milestone]) -> "Prefetch[str, QuerySet[Milestone], str]":
    """What brings those parts along with a contract, in their order, and the disputes about them."""
    whole = parts.select_related("dispute__opened_by").order_by("number")
    return Prefetch("milestones", whole, to_attr="parts_shown")
