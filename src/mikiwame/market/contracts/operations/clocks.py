"""Offers and proposals end when their clocks do, also when all clocks were moved."""

from mikiwame.core.operation import operation
from mikiwame.market.contracts.models import Amendment, Cancellation, Offer, Trial
from mikiwame.market.contracts.states import AmendmentState, CancellationState, OfferState, TrialState
from mikiwame.market.turns.queries import behind, standing_limit
from mikiwame.market.turns.states import TurnKind


@operation
def follow() -> None:
    """Take over the limits of the turns that are open."""
    offered = standing_limit(TurnKind.OFFER, Offer.KIND)
    behind(Offer.objects.filter(state=OfferState.MADE), "until", offered).update(until=offered)
    tried = standing_limit(TurnKind.TRIAL_DECISION, Trial.KIND)
    undecided = Trial.objects.filter(state=TrialState.DECIDING)
    behind(undecided, "until", tried).update(until=tried)
    proposed = standing_limit(TurnKind.CANCELLATION, Cancellation.KIND)
    open_ones = Cancellation.objects.filter(state=CancellationState.PROPOSED)
    behind(open_ones, "until", proposed).update(until=proposed)
    reworded = standing_limit(TurnKind.AMENDMENT, Amendment.KIND)
    waiting = Amendment.objects.filter(state=AmendmentState.PROPOSED)
    behind(waiting, "until", reworded).update(until=reworded)
