"""Offers and proposals to part end when their clocks do, also when all clocks were moved."""

from mikiwame.core.operation import operation
from mikiwame.market.contracts.models import Cancellation, Offer
from mikiwame.market.contracts.states import CancellationState, OfferState
from mikiwame.market.turns.queries import behind, standing_limit
from mikiwame.market.turns.states import TurnKind


@operation
def follow() -> None:
    """Take over the limits of the turns that are open."""
    offered = standing_limit(TurnKind.OFFER, Offer.KIND)
    behind(Offer.objects.filter(state=OfferState.MADE), "until", offered).update(until=offered)
    proposed = standing_limit(TurnKind.CANCELLATION, Cancellation.KIND)
    open_ones = Cancellation.objects.filter(state=CancellationState.PROPOSED)
    behind(open_ones, "until", proposed).update(until=proposed)
