"""Telling members what happened, in the page and by e-mail."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet

from mikiwame.core import live
from mikiwame.core.errors import NotFound
from mikiwame.core.ids import id_of
from mikiwame.core.operation import operation
from mikiwame.market.hiring.queries import awaited_keys
from mikiwame.market.history.models import Fact
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import events as messaging
from mikiwame.market.messaging.queries import is_first_unread
from mikiwame.market.turns import events as turns
from mikiwame.market.turns.states import TurnKind

from .audience import AUDIENCES, HERSELF
from .channels.email import compose
from .models import Email, Notification

log = logging.getLogger(__name__)

ATTEMPTS_MOST = 10
"""Tries over about a day and a half, then an e-mail is given up."""


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


def send_emails(*, at: datetime, limit: int = 100) -> int:
    """Send what waits to be sent, each in a transaction of its own; returns how many were taken in hand.

    Workers share the queue (SKIP LOCKED). One that is refused is tried again later, ever more rarely, and
    given up after ten attempts. While the mail server can't be reached nothing counts as an attempt.
    """
    if not _waiting(at).exists():
        return 0
    mailer = get_connection()
    try:
        mailer.open()
    except (OSError, SMTPException):
        log.warning("the mail server cannot be reached")
        _waiting(at).update(not_before=at + timedelta(minutes=1))
        return 0
    try:
        taken = 0
        while taken < limit and _send_one(mailer, at=at):
            taken += 1
        return taken
    finally:
        mailer.close()


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


def _waiting(at: datetime) -> QuerySet[Email]:
    return Email.objects.filter(sent_at=None, failed_at=None, not_before__lte=at).order_by("not_before")


@transaction.atomic
def _send_one(mailer: BaseEmailBackend, *, at: datetime) -> bool:
    locked = _waiting(at).select_for_update(skip_locked=True, of=("self",))
    email = locked.select_related("notification__member__party").first()
    if email is None:
        return False
    if not _is_wanted(email):
        email.delete()
        return True
    try:
        with transaction.atomic():
            mailer.send_messages([compose(email)])
    except Exception as error:  # noqa: BLE001  # whatever is wrong with one, those behind it go out
        _postpone(email, error, at=at)
        return True
    email.sent_at = at
    email.save(update_fields=["sent_at"])
    return True


def _is_wanted(email: Email) -> bool:
    """She hasn't read it in the page meanwhile, and still wants to hear by e-mail."""
    member = email.notification.member
    return email.notification.read_at is None and member.is_active and member.notices_by_email


def _postpone(email: Email, error: Exception, *, at: datetime) -> None:
    email.attempts += 1
    # Only the kind of error: its text may name the address.
    about = {"email": str(email.pk), "attempts": email.attempts, "error": type(error).__name__}
    log.warning("an e-mail was not taken", extra=about)
    if email.attempts >= ATTEMPTS_MOST:
        email.failed_at = at
    email.not_before = at + timedelta(minutes=2**email.attempts)
    email.save(update_fields=["attempts", "not_before", "failed_at"])
