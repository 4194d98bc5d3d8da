"""The member's own front page: what waits on her, and what she waits for."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from mikiwame.core import clock
from mikiwame.market.contests import queries as contests
from mikiwame.market.contracts import queries as contracts
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.states import TurnKind
from mikiwame.web.acting import MemberRequest, members_only, page
from mikiwame.web.waiting import grouped, others_turns, own_turns

SHOWN = 100
"""How many turns of each side are listed; the most urgent come first."""


@members_only
@require_safe
def desk(request: MemberRequest) -> HttpResponse:
    """あなたの番 and 相手の番; for somebody who has done nothing yet, what to do first."""
    party, at = request.user.party, clock.now()
    shown: dict[str, Any] = {"mine": _mine(party), "theirs": grouped(others_turns(party, SHOWN))}
    shown["stopped"] = _stopped(shown["mine"] + shown["theirs"])
    shown["of_operators"] = _of_operators(request.user)
    done_before = hiring.applications_of(party).exists() or hiring.postings_of(party).exists()
    is_new = not (request.user.is_operator or done_before)
    return page(request, "desk/desk.html", is_new=is_new, stops=turns.notable(at=at), at=at, **shown)


def _mine(party: Any) -> list[Any]:
    """Her turns, each with how many applicants wait for it."""
    applicants = hiring.awaited(party) | contests.awaited(party)
    found = grouped(own_turns(party)[:SHOWN])
    return [group | {"applicants": applicants.get(group["turn"].subject)} for group in found]


def _stopped(groups: list[Any]) -> set[str]:
    """The offers among what is waited for that can't be accepted now, as operators stopped their posting."""
    turns = [group["turn"] for group in groups]
    return contracts.stopped_among(turn.subject for turn in turns if turn.kind == TurnKind.OFFER)


def _of_operators(member: Any) -> list[Any]:
    """What waits on the operators, for one of them."""
    return list(turns.of_operators()[:SHOWN]) if member.is_operator else []
