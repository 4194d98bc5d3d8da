"""What the member is told."""

from uuid import UUID

from ninja import Router
from ninja.responses import Status

from mikiwame.core import clock
from mikiwame.market.notifications import operations, queries

from .auth import WORK, Request
from .schemas.notifications import Notices

router = Router(tags=["notices"])


@router.get("/notices", response=Notices)
def list_notices(request: Request, after: UUID | None = None) -> object:
    """The newest fifty notices, or the fifty that come after one of them."""
    mark = queries.notification_for(request.user, after) if after else None
    shown = queries.newest(request.user, after=mark)
    earlier = shown[-1].pk if len(shown) == queries.SHOWN else None
    return {"items": shown, "earlier": earlier, "unread": queries.unread_count(request.user)}


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
