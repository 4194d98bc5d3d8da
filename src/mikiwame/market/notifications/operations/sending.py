"""Sending e-mails: each in a transaction of its own, so that a killed worker repeats at most one of them."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet

from mikiwame.market.notifications.channels.email import compose
from mikiwame.market.notifications.models import Email

log = logging.getLogger(__name__)

ATTEMPTS_MOST = 10
"""Tries over about a day and a half, then an e-mail is given up."""


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
