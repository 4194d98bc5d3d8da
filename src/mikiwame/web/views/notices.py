"""Notices: what others did, the newest first."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mikiwame.core import clock
from mikiwame.market.notifications import operations, queries
from mikiwame.web import threads
from mikiwame.web.acting import MemberRequest, done, members_only, page
from mikiwame.web.pages import address_of


@members_only
@require_safe
def notices(request: MemberRequest) -> HttpResponse:
    """What the member was told; a page of it."""
    after = threads.identifier_in(request.GET.get("after"))
    last = queries.notification_for(request.user, after) if after else None
    shown = queries.newest(request.user, after=last)
    here = reverse("notices")
    following = f"{here}?after={shown[-1].pk}" if len(shown) == queries.SHOWN else ""
    first = here if last else ""
    has_new = any(notice.read_at is None for notice in shown)
    return page(request, "notices/notices.html", notices=shown, has_new=has_new, next=following, first=first)


@members_only
@require_safe
def notice(request: MemberRequest, id: UUID) -> HttpResponse:
    """The way from a notice, or the e-mail about it, to what it is about."""
    found = queries.notification_for(request.user, id)
    operations.mark_read(found, by=request.user, at=clock.now())
    return redirect(address_of(found.page))


@members_only
@require_POST
def read(request: MemberRequest) -> HttpResponse:
    """Nothing is new any more."""
    operations.mark_all_read(by=request.user, at=clock.now())
    return done(request, _("すべて既読にしました。"), reverse("notices"))
