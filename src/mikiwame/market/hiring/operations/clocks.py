"""The promise to applicants moves with its clock."""

from mikiwame.core.operation import operation
from mikiwame.market.hiring.models import Posting
from mikiwame.market.hiring.states import PostingState
from mikiwame.market.turns.queries import behind, standing_limit
from mikiwame.market.turns.states import TurnKind

PROMISED = (PostingState.OPEN, PostingState.PAUSED, PostingState.SUSPENDED)


@operation
def follow() -> None:
    """Take over the limits of the turns that are open."""
    promised = standing_limit(TurnKind.DECISION, Posting.KIND)
    behind(Posting.objects.filter(state__in=PROMISED), "decide_until", promised).update(decide_until=promised)
