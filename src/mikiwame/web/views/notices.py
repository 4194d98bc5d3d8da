"""Notices: what others did, the newest first."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mikiwame.core import clock
from mikiwame.market.notifications import operations, queries
from mikiwame.market.notifications.states import Group
from mikiwame.web import threads
from mikiwame.web.acting import MemberRequest, done, members_only, page
from mikiwame.web.pages import address_of


@members_only
@require_safe
def notices(request: MemberRequest) -> HttpResponse:
    """What the member was told, all of it or one group; a page of it."""
    group = group_in(request.GET.get("group"))
    after = threads.identifier_in(request.GET.get("after"))
    last = queries.notification_for(request.user, after) if after else None
    shown = queries.newest(request.user, group=group, after=last)
    here = address_of_group(group)
    following = f"{here}{'&' if group else '?'}after={shown[-1].pk}" if len(shown) == queries.SHOWN else ""
    unread = queries.unread_by_group(request.user)
    has_new = bool(unread[group] if group else sum(unread.values()))
    found: dict[str, Any] = {"notices": shown, "group": group, "unread": unread.items(), "has_new": has_new}
    ways: dict[str, Any] = {"here": here, "next": following, "first": here if last else ""}
    return page(request, "notices/notices.html", **found, **ways)


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
    """Nothing is new any more, or nothing of one group."""
    group = group_in(request.POST.get("group"))
    operations.mark_all_read(by=request.user, at=clock.now(), group=group)
    return done(request, _("すべて既読にしました。"), address_of_group(group))


def group_in(text: str | None) -> Group | None:
    """The group that is asked for; None if there is none of that name."""
    return Group(text) if text in set(Group) else None


def address_of_group(group: Group | None) -> str:
    """Where its first page is; all of them where none is named."""
    return reverse("notices") + (f"?group={group}" if group else "")
