"""Offers and proposals to part end when their clocks do, also when all clocks were moved."""

from django.db.models import Subquery
from django.db.models.functions import Coalesce

from mikiwame.core.operation import operation
from mikiwame.market.contracts.models import Cancellation, Offer
from mikiwame.market.contracts.states import CancellationState, OfferState
from mikiwame.market.turns.queries import standing_limit
from mikiwame.market.turns.states import TurnKind


@operation
def follow() -> None:
    """Take over the limits of the turns that are open."""
    offered = Subquery(standing_limit(TurnKind.OFFER, Offer.KIND))
    Offer.objects.filter(state=OfferState.MADE).update(until=Coalesce(offered, "until"))
    proposed = Subquery(standing_limit(TurnKind.CANCELLATION, Cancellation.KIND))
    Cancellation.objects.filter(state=CancellationState.PROPOSED).update(until=Coalesce(proposed, "until"))
