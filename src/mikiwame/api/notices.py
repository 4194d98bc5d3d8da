"""What the member is told."""

from typing import Any
from uuid import UUID

from ninja import Router
from ninja.responses import Status

from mikiwame.core import clock
from mikiwame.market.notifications import operations, queries
from mikiwame.market.notifications.states import Group

from .auth import WORK, Request
from .schemas.notice_settings import NoticeSettings, NoticeSettingsSent
from .schemas.notifications import Notices

router = Router(tags=["notices"])


@router.get("/notices", response=Notices)
def list_notices(request: Request, after: UUID | None = None, group: Group | None = None) -> object:
    """The newest fifty notices, or the fifty that come after one of them; all, or those of one group."""
    mark = queries.notification_for(request.user, after) if after else None
    shown = queries.newest(request.user, group=group, after=mark)
    earlier = shown[-1].pk if len(shown) == queries.SHOWN else None
    return {"items": shown, "earlier": earlier, "unread": queries.unread(request.user).count()}


@router.put("/notices/{notice}/read-mark", response={204: None}, auth=WORK)
def mark_notice_read(request: Request, notice: UUID) -> object:
    """The member has read one of her notices."""
    told = queries.notification_for(request.user, notice)
    operations.mark_read(told, by=request.user, at=clock.now())
    return Status(204, None)


@router.put("/notices/read-mark", response={204: None}, auth=WORK)
def mark_notices_read(request: Request) -> object:
    """The member has read all that she has been told."""
    operations.mark_all_read(by=request.user, at=clock.now())
    return Status(204, None)


@router.get("/me/notification-settings", response=NoticeSettings)
def read_notice_settings(request: Request) -> object:
    """How each group of notices reaches the member beyond the page, and at which hours."""
    return _settings(request)


@router.put("/me/notification-settings", response=NoticeSettings, auth=WORK)
def change_notice_settings(request: Request, sent: NoticeSettingsSent) -> object:
    """Be told otherwise; between `quiet_from` and `quiet_until` nothing but what concerns safety comes."""
    operations.choose(request.user, **sent.chosen(), by=request.user, at=clock.now())
    return _settings(request)


def _settings(request: Request) -> dict[str, Any]:
    chosen = queries.choices_of(request.user)
    groups = [{"group": group, **vars(channels)} for group, channels in chosen.items()]
    return {"groups": groups, **vars(queries.hours_of(request.user))}
