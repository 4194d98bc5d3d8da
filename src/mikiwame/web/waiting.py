"""What waits on a member: her turns, without decisions on postings to which nobody has applied yet.

Nor does an open batch or contest wait on its client: its last day comes by itself. And what a member waits
for.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from mikiwame.market.contests import queries as contests
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.states import QUIET, TurnKind


def grouped(turns: Iterable[Any]) -> list[dict[str, Any]]:
    """Turns of one kind about one page as one, by the most urgent, with how many more there are."""
    groups: dict[tuple[str, str], dict[str, Any]] = {}
    for turn in turns:
        group = groups.setdefault((turn.page, turn.kind), {"turn": turn, "more": -1})
        group["more"] += 1
    return list(groups.values())


def own_turns(party: Any) -> QuerySet[Any]:
    """A party's turns, most urgent first."""
    idle = Q(kind=TurnKind.DECISION) & ~Q(subject__in=hiring.awaited_keys(party))
    return turns.mine(party).exclude(idle).exclude(kind__in=QUIET)


def others_turns(party: Any, most: int) -> list[Any]:
    """What a party waits for, most urgent first; where it applied, its own application is what to look at."""
    applied = hiring.waits_for(party)
    found = list(turns.theirs(party, *applied, *contests.waits_for(party))[:most])
    for turn in found:
        turn.page = applied.get(turn.subject, turn.page)
    return found
