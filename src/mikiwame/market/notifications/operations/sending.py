"""Sending e-mails: each in a transaction of its own, so that a killed worker repeats at most one of them."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from zoneinfo import ZoneInfo

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Max, Q, QuerySet

from mikiwame.core.fields import lock_but_key
from mikiwame.market.members.models import Member
from mikiwame.market.notifications import queries
from mikiwame.market.notifications.channels.email import compose
from mikiwame.market.notifications.choices import SAFETY
from mikiwame.market.notifications.models import Email, Notification

log = logging.getLogger(__name__)

ATTEMPTS_MOST = 10
"""Tries over about a day and a half, then an e-mail is given up."""

CLOSES = 421
"""What a mail server answers to anything when it closes the connection (RFC 5321, 3.8)."""


@dataclass
class Line:
    """A connection to the mail server: whether a letter has gone over it, and whether it still stands."""

    mailer: BaseEmailBackend
    is_used: bool = False
    stands: bool = True


def send_emails(*, at: datetime, limit: int = 100) -> int:
    """Send what waits to be sent, each in a transaction of its own; returns how many were taken in hand.

    Workers share the queue (SKIP LOCKED). One that is refused is tried again later, ever more rarely, and
    given up after ten attempts. While the mail server can't be reached nothing counts as an attempt. Where
    it hangs up amid letters the rest go over another connection; where it does so at the first one, that
    letter may be the cause and has had an attempt, the others are left alone for a minute.
    """
    taken = 0
    while taken < limit and _waiting(at).exists():
        line = _connected()
        if line is not None:
            taken += _send_over(line, at=at, limit=limit - taken)
            if line.stands:
                break
        if line is None or not line.is_used:
            _waiting(at).update(not_before=at + timedelta(minutes=1))
            break
    return taken


def _connected() -> Line | None:
    mailer = get_connection()
    try:
        mailer.open()
    except OSError:  # all that SMTP raises, too
        log.warning("the mail server cannot be reached")
        return None
    return Line(mailer)


def _send_over(line: Line, *, at: datetime, limit: int) -> int:
    """Send over one connection as long as it stands; returns how many were taken in hand."""
    taken = 0
    try:
        while taken < limit and line.stands and _send_one(line, at=at):
            taken += 1
    finally:
        line.mailer.close()
    return taken


def gather_digests(*, at: datetime, limit: int = 100) -> int:
    """Write down the daily e-mails that are due, each in a transaction of its own; returns how many members
    were looked at. Who has read everything gets none.
    """
    taken = 0
    while taken < limit and _gather_one(at):
        taken += 1
    return taken


@transaction.atomic
def _gather_one(at: datetime) -> bool:
    due = Notification.objects.filter(digest_due__lte=at)
    first = due.order_by("digest_due").select_related("member").first()
    if first is None:
        return False
    member = lock_but_key(first.member)  # two workers gather for two members
    hers = due.filter(member=member)
    letter = _letter_of_the_day(hers, member)
    if letter and letter.sent_at:  # what was taken in after its hour waits for the next one
        again = queries.hours_of(member).next_digest(at, ZoneInfo(member.time_zone))
        hers.update(digest_due=again)
        return True
    if member.is_active and hers.filter(read_at=None).exists():
        letter = letter or Email.objects.create(member=member, not_before=at)
        hers.filter(read_at=None).update(email=letter)
    hers.update(digest_due=None)
    return True


def _letter_of_the_day(due: QuerySet[Notification], member: Member) -> Email | None:
    """A daily e-mail of hers, locked, that still waits, or went at or after the hour when these were due."""
    hour = due.aggregate(hour=Max("digest_due"))["hour"]
    daily = Email.objects.filter(Q(sent_at=None) | Q(sent_at__gte=hour), member=member, group=None)
    return daily.filter(failed_at=None).select_for_update(of=("self",)).first() if hour else None


def _waiting(at: datetime) -> QuerySet[Email]:
    return Email.objects.filter(sent_at=None, failed_at=None, not_before__lte=at).order_by("not_before")


@transaction.atomic
def _send_one(line: Line, *, at: datetime) -> bool:
    locked = _waiting(at).select_for_update(skip_locked=True, of=("self",))
    email = locked.select_related("member__party", "member__notice_hours").first()
    if email is None:
        return False
    told = queries.told_by(email)
    if not (email.member.is_active and told):
        email.delete()  # she has read it in the page meanwhile, or wants it by e-mail no more
    elif (quiet_end := _quiet_end(email, at)) is not None:
        email.not_before = quiet_end
        email.save(update_fields=["not_before"])
    else:
        _hand_over(email, told, line, at=at)
    return True


def _hand_over(email: Email, told: list[Notification], line: Line, *, at: datetime) -> None:
    try:
        with transaction.atomic():
            line.mailer.send_messages([compose(email, told)])
    except Exception as error:  # noqa: BLE001  # whatever is wrong with one, those behind it go out
        line.stands = not _hung_up(error)
        if line.stands or not line.is_used:
            _postpone(email, error, at=at)
        return
    line.is_used = True
    email.sent_at = at
    email.save(update_fields=["sent_at"])


def _hung_up(error: Exception) -> bool:
    """Whether nothing goes over this connection any more."""
    if isinstance(error, SMTPRecipientsRefused):
        return any(code == CLOSES for code, _ in error.recipients.values())
    return isinstance(error, SMTPServerDisconnected) or getattr(error, "smtp_code", None) == CLOSES


def _quiet_end(email: Email, at: datetime) -> datetime | None:
    """When an e-mail may go that its member's quiet hours keep back, also a daily one; None: now."""
    if email.group in SAFETY:
        return None
    return queries.hours_of(email.member).quiet_end(at, ZoneInfo(email.member.time_zone))


def _postpone(email: Email, error: Exception, *, at: datetime) -> None:
    email.attempts += 1
    # Only the kind of error: its text may name the address.
    about = {"email": str(email.pk), "attempts": email.attempts, "error": type(error).__name__}
    log.warning("an e-mail was not taken", extra=about)
    if email.attempts >= ATTEMPTS_MOST:
        email.failed_at = at
    email.not_before = at + timedelta(minutes=2**email.attempts)
    email.save(update_fields=["attempts", "not_before", "failed_at"])
