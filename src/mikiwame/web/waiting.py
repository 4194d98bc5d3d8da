"""What waits on a member: her turns, without decisions on postings to which nobody has applied yet."""

from typing import Any

from django.db.models import Q, QuerySet

from mikiwame.market.hiring import queries as hiring
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.states import TurnKind

from .acting import MemberRequest


def own_turns(request: MemberRequest) -> tuple[QuerySet[Any], dict[str, int]]:
    """The reader's turns, most urgent first, and how many applicants wait for each posting, by its key."""
    party = request.user.party
    applicants = hiring.awaited(party)
    idle = Q(kind=TurnKind.DECISION) & ~Q(subject__in=applicants)
    return turns.mine(party).exclude(idle), applicants
