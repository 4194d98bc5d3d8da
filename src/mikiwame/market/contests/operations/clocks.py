"""The clocks of contests stand still where all clocks do."""

from mikiwame.core.operation import operation
from mikiwame.market.contests.models import Contest
from mikiwame.market.contests.states import ContestState
from mikiwame.market.turns.queries import behind, standing_limit
from mikiwame.market.turns.states import TurnKind


@operation
def follow() -> None:
    """Take over the limits of the turns that are open."""
    closing = standing_limit(TurnKind.CONTEST_CLOSING, Contest.KIND)
    taking = Contest.objects.filter(state__in=[ContestState.OPEN, ContestState.SUSPENDED])
    behind(taking, "closes_at", closing).update(closes_at=closing)
    decision = standing_limit(TurnKind.CONTEST_DECISION, Contest.KIND)
    deciding = Contest.objects.filter(state=ContestState.DECIDING)
    behind(deciding, "decide_until", decision).update(decide_until=decision)
