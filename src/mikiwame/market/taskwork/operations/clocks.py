"""The clocks of tasks stand still where all clocks do, those that are turns and those that are none."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import F
from django.db.models.functions import Greatest

from mikiwame.core.operation import operation
from mikiwame.market.taskwork.models import Answer, Batch, Place
from mikiwame.market.taskwork.states import AnswerState, BatchState, PlaceState
from mikiwame.market.turns.queries import behind, standing_limit
from mikiwame.market.turns.states import TurnKind

TAKING = (BatchState.OPEN, BatchState.PAUSED, BatchState.SUSPENDED)
TURN_IN: Mapping[str, TurnKind] = {
    AnswerState.RETURNED: TurnKind.FIX,
    AnswerState.UPHELD: TurnKind.UPHELD,
    AnswerState.APPEALED: TurnKind.APPEAL,
}
"""The turn that an answer waits for, in the states in which it waits for one; of others silence decides."""


@operation
def follow() -> None:
    """Take over the limits of the turns that are open."""
    closing = standing_limit(TurnKind.CLOSING, Batch.KIND)
    behind(Batch.objects.filter(state__in=TAKING), "closes_at", closing).update(closes_at=closing)
    for state, kind in TURN_IN.items():
        limit = standing_limit(kind, Answer.KIND)
        behind(Answer.objects.filter(state=state), "limit_at", limit).update(limit_at=limit)


@operation
def wait(*, since: datetime, until: datetime) -> None:
    """Claims last longer by what they lost between two moments, and silence approves as much later."""
    claimed = Place.objects.filter(state=PlaceState.CLAIMED, claimed_at__lt=until, until__gt=since)
    claimed.update(until=F("until") + (until - Greatest(F("claimed_at"), since)))
    waiting = Answer.objects.filter(limit_at__gt=since, state_since__lt=until).exclude(state__in=TURN_IN)
    waiting.update(limit_at=F("limit_at") + (until - Greatest(F("state_since"), since)))
