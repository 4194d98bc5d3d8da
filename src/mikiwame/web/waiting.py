"""What waits on a member: her turns, without decisions on postings to which nobody has applied yet.

Nor does an open batch wait on its client: its last day comes by itself.
"""

from typing import Any

from django.db.models import Q, QuerySet

from mikiwame.market.hiring import queries as hiring
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.states import TurnKind


def own_turns(party: Any) -> QuerySet[Any]:
    """A party's turns, most urgent first."""
    idle = Q(kind=TurnKind.DECISION) & ~Q(subject__in=hiring.awaited_keys(party))
    return turns.mine(party).exclude(idle).exclude(kind=TurnKind.CLOSING)
