"""What a member is told."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mikiwame.core.errors import existing
from mikiwame.market.members.models import Member

from . import choices
from .models import Choice, Device, Email, Hours, Notification
from .states import ByEmail, Group
from .unsubscribing import read_stop_token
from .words import worded

SHOWN = 50
"""How many notifications are shown at once."""


def newest(
    member: Member, *, group: Group | None = None, after: Notification | None = None
) -> list[Notification]:
    """The member's notifications with their words, the newest first; or those that come after another one."""
    listed = _of(member) if group is None else _of(member).filter(group=group)
    if after is not None:
        listed = listed.filter(Q(at__lt=after.at) | Q(at=after.at, pk__lt=after.pk))
    return worded(listed[:SHOWN])


def unread(member: Member) -> QuerySet[Notification]:
    """Those that she hasn't read; an index holds nothing else."""
    return Notification.objects.filter(member=member, read_at=None)


def unread_by_group(member: Member) -> dict[Group, int]:
    """How many of each group she hasn't read, in the order in which pages show them."""
    counted = dict(unread(member).values_list("group").annotate(Count("pk")).order_by())
    return {group: counted.get(group, 0) for group in Group}


def notification_for(member: Member, identifier: UUID) -> Notification:
    """One of the member's notifications; raises NotFound."""
    return existing(_of(member).filter(pk=identifier).first())


def channels_of(members: Collection[UUID], group: Group) -> dict[UUID, choices.Channels]:
    """By which channels one group reaches each of those members; one statement."""
    chosen = Choice.objects.filter(member__in=members, group=group)
    return dict.fromkeys(members, choices.DEFAULTS[group]) | {one.member_id: one.channels for one in chosen}


def choices_of(member: Member) -> dict[Group, choices.Channels]:
    """By which channels each group reaches a member, in the order in which pages show them."""
    chosen = {Group(one.group): one.channels for one in Choice.objects.filter(member=member)}
    return {group: chosen.get(group, channels) for group, channels in choices.DEFAULTS.items()}


def told_by(email: Email) -> list[Notification]:
    """What an e-mail has to tell: what she hasn't read meanwhile and still wants to hear of by e-mail.

    By group in the order in which pages show them, then by time.
    """
    channels = choices_of(email.member)
    mailed = [group for group in channels if channels[group].email != ByEmail.NEVER]
    told = email.told.order_by("at", "pk")
    news = [one for one in told if one.read_at is None and one.group in mailed]
    return sorted(news, key=lambda one: mailed.index(Group(one.group)))


def devices_of(member: Member) -> list[Device]:
    """The browsers that receive a member's notices, the newest first."""
    return list(Device.objects.filter(member=member, ended_at=None).order_by("-added_at", "-pk"))


def device_for(member: Member, identifier: UUID) -> Device:
    """One of them; raises NotFound."""
    return existing(Device.objects.filter(member=member, ended_at=None, pk=identifier).first())


def unsubscribing(token: str) -> tuple[Member, str]:
    """Whose e-mails the link in a letter stops, and which: a group's or the daily one; raises NotFound."""
    identifier, what = read_stop_token(token)
    return member_told(identifier), what


def member_told(identifier: UUID) -> Member:
    """A member who can be told things; raises NotFound."""
    return existing(Member.objects.filter(pk=identifier, is_active=True).first())


def hours_of(member: Member) -> choices.Hours:
    """When a member's daily e-mail comes, and when all is quiet."""
    try:
        return member.notice_hours.hours
    except Hours.DoesNotExist:
        return choices.Hours()


def _of(member: Member) -> QuerySet[Notification]:
    return Notification.objects.filter(member=member).order_by("-at", "-pk")
