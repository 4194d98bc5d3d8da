"""The promise to applicants moves with its clock."""

from django.db.models import Subquery
from django.db.models.functions import Coalesce

from mikiwame.core.operation import operation
from mikiwame.market.hiring.models import Posting
from mikiwame.market.hiring.states import PostingState
from mikiwame.market.turns.queries import standing_limit
from mikiwame.market.turns.states import TurnKind

PROMISED = (PostingState.OPEN, PostingState.PAUSED, PostingState.SUSPENDED)


@operation
def follow() -> None:
    """Take over the limits of the turns that are open."""
    promised = Subquery(standing_limit(TurnKind.DECISION, Posting.KIND))
    waiting = Posting.objects.filter(state__in=PROMISED, decide_until__isnull=False)
    waiting.update(decide_until=Coalesce(promised, "decide_until"))
