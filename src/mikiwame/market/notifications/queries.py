"""What a member is told."""

from uuid import UUID

from django.db.models import Q, QuerySet

from mikiwame.core.errors import NotFound
from mikiwame.market.members.models import Member

from .models import Notification
from .words import worded

SHOWN = 50
"""How many notifications are shown at once."""


def newest(member: Member, *, after: Notification | None = None) -> list[Notification]:
    """The member's notifications with their words, the newest first; or those that come after another one."""
    listed = _of(member)
    if after is not None:
        listed = listed.filter(Q(at__lt=after.at) | Q(at=after.at, pk__lt=after.pk))
    return worded(listed[:SHOWN])


def unread_count(member: Member) -> int:
    """How many of them she hasn't read; an index holds nothing else."""
    return Notification.objects.filter(member=member, read_at=None).count()


def notification_for(member: Member, identifier: UUID) -> Notification:
    """One of the member's notifications; raises NotFound."""
    found = _of(member).filter(pk=identifier).first()
    if found is None:
        raise NotFound
    return found


def _of(member: Member) -> QuerySet[Notification]:
    return Notification.objects.filter(member=member).order_by("-at", "-pk")
