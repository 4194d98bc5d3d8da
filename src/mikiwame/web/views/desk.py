"""The member's own front page: what waits on her, and what she waits for."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from mikiwame.core import clock
from mikiwame.market.contests import queries as contests
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.turns import queries as turns
from mikiwame.web.acting import MemberRequest, members_only, page
from mikiwame.web.waiting import grouped, others_turns, own_turns

SHOWN = 100
"""How many turns of each side are listed; the most urgent come first."""


@members_only
@require_safe
def desk(request: MemberRequest) -> HttpResponse:
    """あなたの番 and 相手の番; for somebody who has done nothing yet, what to do first."""
    party = request.user.party
    applicants = hiring.awaited(party) | contests.awaited(party)
    mine = [
        group | {"applicants": applicants.get(group["turn"].subject)}
        for group in grouped(own_turns(party)[:SHOWN])
    ]
    theirs = grouped(others_turns(party, SHOWN))
    is_new = not (hiring.applications_of(party).exists() or hiring.postings_of(party).exists())
    at = clock.now()
    return page(
        request, "desk/desk.html", mine=mine, theirs=theirs, is_new=is_new, stops=turns.notable(at=at), at=at
    )
