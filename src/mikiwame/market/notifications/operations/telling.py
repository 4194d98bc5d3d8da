"""Telling members what happened, and what they have read of it."""

from datetime import datetime

from mikiwame.core import live
from mikiwame.core.errors import NotFound
from mikiwame.core.ids import id_of
from mikiwame.core.operation import operation
from mikiwame.market.hiring.queries import awaited_keys
from mikiwame.market.history.models import Fact
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import events as messaging
from mikiwame.market.messaging.queries import is_first_unread
from mikiwame.market.notifications.audience import AUDIENCES, HERSELF
from mikiwame.market.notifications.models import Email, Notification
from mikiwame.market.turns import events as turns
from mikiwame.market.turns.states import TurnKind


@operation
def take_in(fact: Fact) -> None:
    """Tell everybody whom the fact concerns, but who did it herself; told twice, it is told once."""
    audience = AUDIENCES[fact.kind]
    values = fact.data | {"subject": fact.subject}
    page = str(values.get(audience.page, audience.page))
    for side in audience.sides:
        for member in _members(side, values.get(side)):
            if fact.by not in {member.key, member.party.key} and _is_news(fact, member):
                _tell(member, fact, side=side, page=page)


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
    told = Notification.objects.filter(member=by, page=page, read_at=None, at__lte=at)
    read = told.update(read_at=at)
    if read:
        live.tell("notice", by.party_id)
    return read


@operation
def mark_all_read(*, by: Member, at: datetime) -> int:
    """The member has read all that she had been told at that moment; returns how many were new."""
    read = Notification.objects.filter(member=by, read_at=None, at__lte=at).update(read_at=at)
    if read:
        live.tell("notice", by.party_id)
    return read


def _members(side: str, key: str | None) -> list[Member]:
    if key is None:
        return []
    found = Member.objects.filter(is_active=True).select_related("party")
    return list(found.filter(pk=id_of(key)) if side == HERSELF else found.filter(party=id_of(key)))


def _is_news(fact: Fact, member: Member) -> bool:
    """Of several messages that wait, the first is told; of a promise to applicants, that there are some."""
    if fact.kind == messaging.MessageSent.kind:
        return is_first_unread(id_of(fact.data["message"]), by=member.party)
    if fact.kind == turns.TurnReminded.kind and fact.data["turn_kind"] == TurnKind.DECISION:
        return awaited_keys(member.party).filter(posting=id_of(fact.data["page"])).exists()
    return True


def _tell(member: Member, fact: Fact, *, side: str, page: str) -> None:
    notification, fresh = Notification.objects.get_or_create(
        member=member,
        fact=fact.pk,
        defaults={"kind": fact.kind, "side": side, "page": page, "data": fact.data, "at": fact.at},
    )
    if fresh:
        live.tell("notice", member.party_id)
    if fresh and member.notices_by_email:
        Email.objects.create(notification=notification, not_before=fact.at)
