"""Telling members what happened, and what they have read of it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from mikiwame.core import live
from mikiwame.core.errors import NotFound
from mikiwame.core.ids import id_of
from mikiwame.core.operation import operation
from mikiwame.market.hiring.queries import awaited_keys
from mikiwame.market.history.models import Fact
from mikiwame.market.history.queries import facts_about
from mikiwame.market.members.events import AccountDeleted, PreferencesChanged
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import events as messaging
from mikiwame.market.messaging.queries import is_first_unread
from mikiwame.market.notifications import queries
from mikiwame.market.notifications.audience import AUDIENCES, EVEN_HER_OWN, HERSELF, ONCE, group_of
from mikiwame.market.notifications.choices import Channels
from mikiwame.market.notifications.models import Device, Email, Notification, Push
from mikiwame.market.notifications.states import ByEmail, Group
from mikiwame.market.turns import events as turns
from mikiwame.market.turns.states import TurnKind

from .waiting import follow_hours

_LOOK = """
WITH looked AS (
    UPDATE notifications_notification SET read_at = %s
    WHERE member_id = %s AND page = %s AND read_at IS NULL AND at <= %s
    RETURNING 1
), counted AS (SELECT count(*) AS number FROM looked)
SELECT number, pg_notify(%s, %s) FROM counted WHERE number > 0
"""
"""Where something was new, open pages hear of it by the same statement."""


@operation
def take_in(fact: Fact) -> None:
    """Tell everybody whom the fact concerns, but who did it herself; told twice, it is told once.

    The browsers of somebody who has left are forgotten. Another time zone makes other hours.
    """
    if fact.kind == AccountDeleted.kind:
        Device.objects.filter(member__party=id_of(fact.subject)).delete()
        return
    if fact.kind == PreferencesChanged.kind:
        _follow_time_zone(fact)
        return
    concerned = {one.member_id: one for one in _concerned(fact) if _is_news(fact, one.member)}
    known = Notification.objects.filter(member__in=concerned, fact=fact.pk).values_list("member", flat=True)
    told = [one for member, one in concerned.items() if member not in set(known)]
    channels = queries.channels_of([one.member_id for one in told], group_of(fact.kind))
    for one in told:
        match channels[one.member_id].email:
            case ByEmail.AT_ONCE:
                one.email = Email(member=one.member, group=one.group, not_before=fact.at)
            case ByEmail.DAILY:
                zone = ZoneInfo(one.member.time_zone)
                one.digest_due = queries.hours_of(one.member).next_digest(fact.at, zone)

    Email.objects.bulk_create(one.email for one in told if one.email)
    Notification.objects.bulk_create(told)
    _push(told, channels)
    if told:
        live.tell("notice", *(one.member.party_id for one in told))


@operation
def mark_read(notification: Notification, *, by: Member, at: datetime) -> None:
    """The member has read it."""
    if notification.member_id != by.pk:
        raise NotFound
    if Notification.objects.filter(pk=notification.pk, read_at=None).update(read_at=at):
        live.tell("notice", by.party_id)


@operation
def mark_read_about(page: str, *, by: Member, at: datetime) -> int:
    """The member looked at the thing herself; returns how many notifications about it were new."""
    told = live.telling("notice", by.party_id)
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [at, by.pk, page, at, live.CHANNEL, told])
        found = cursor.fetchone()
    return int(found[0]) if found else 0


@operation
def mark_all_read(*, by: Member, at: datetime, group: Group | None = None) -> int:
    """The member has read all that she had been told at that moment, of one group if it is named.

    Returns how many were new.
    """
    new = Notification.objects.filter(member=by, read_at=None, at__lte=at)
    read = (new.filter(group=group) if group else new).update(read_at=at)
    if read:
        live.tell("notice", by.party_id)
    return read


def _follow_time_zone(fact: Fact) -> None:
    if "time_zone" in fact.data["changed"]:
        member = Member.objects.select_related("notice_hours").get(pk=id_of(fact.subject))
        follow_hours(member, queries.hours_of(member), at=fact.at)


def _push(told: list[Notification], channels: Mapping[UUID, Channels]) -> None:
    """The same for the browsers of those who want to see it there."""
    by_member = {one.member_id: one for one in told if channels[one.member_id].push}
    devices = Device.objects.filter(member__in=by_member)
    Push.objects.bulk_create(
        Push(notification=by_member[device.member_id], device=device, not_before=told[0].at)
        for device in devices
    )


def _concerned(fact: Fact) -> list[Notification]:
    """What everybody whom the fact names would be told, but who did it herself; not saved yet."""
    audience = AUDIENCES[fact.kind]
    values = fact.data | {"subject": fact.subject}
    sides = {id_of(values[side]): side for side in audience.sides if values.get(side)}
    column = "pk" if HERSELF in audience.sides else "party"
    found = Member.objects.filter(is_active=True, **{f"{column}__in": sides}).select_related("notice_hours")
    return [
        Notification(
            member=member,
            fact=fact.pk,
            kind=fact.kind,
            side=sides[member.pk if column == "pk" else member.party_id],
            page=str(values.get(audience.page, audience.page)),
            group=group_of(fact.kind),
            data=fact.data,
            at=fact.at,
        )
        for member in found
        if fact.kind in EVEN_HER_OWN or fact.by not in {member.key, member.party.key}
    ]


def _is_news(fact: Fact, member: Member) -> bool:
    """Of several messages that wait, the first is told; of a promise to applicants, that there are some; of
    what is told once, the first time.
    """
    if fact.kind in ONCE:
        first = facts_about(fact.subject).filter(kind=fact.kind).first()
        return first is not None and first.pk == fact.pk
    if fact.kind == messaging.MessageSent.kind:
        return is_first_unread(id_of(fact.data["message"]), by=member.party)
    if fact.kind == turns.TurnReminded.kind and fact.data["turn_kind"] == TurnKind.DECISION:
        return awaited_keys(member.party).filter(posting=id_of(fact.data["page"])).exists()
    return True
