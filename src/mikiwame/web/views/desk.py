"""The member's own front page: what waits on her, and what she waits for."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from mikiwame.core import clock
from mikiwame.web.acting import MemberRequest, members_only, page


@members_only
@require_GET
def desk(request: MemberRequest) -> HttpResponse:
    """あなたの番 and 相手の番."""
    return page(request, "desk/desk.html", at=clock.now())
