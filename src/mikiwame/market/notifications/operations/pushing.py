"""Sending push messages: each in a transaction of its own, so that a killed worker repeats at most one."""

import logging
from datetime import datetime, timedelta
from http import HTTPStatus
from http.client import HTTPException
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet

from mikiwame.market.notifications import queries
from mikiwame.market.notifications.channels.public_net import NotPublic
from mikiwame.market.notifications.channels.push import deliver
from mikiwame.market.notifications.choices import SAFETY
from mikiwame.market.notifications.models import Device, Push
from mikiwame.market.notifications.states import Group

log = logging.getLogger(__name__)

ATTEMPTS_MOST = 6
"""Tries over about an hour, then all that waits for a browser is given up: the page has it anyway."""

FAILURES_MOST = 12
"""Failures one after another, over three days or more, then a browser is forgotten."""

PAUSE_MOST = 10
"""Up to this failure each pause is twice as long as the last one: 2 to the tenth minutes are 17 hours."""

GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
"""What a push service answers for a browser that receives nothing any more."""


def send_pushes(*, at: datetime, limit: int = 100) -> int:
    """Send what waits to be sent, each in a transaction of its own; returns how many were taken in hand.

    Workers share the queue (SKIP LOCKED). A browser whose service fails is left alone for a while, ever
    longer, whatever waits for it; where nobody answers at all the portion ends. Browsers that never worked
    come last, so that whoever subscribes addresses at which nobody answers keeps only those waiting.
    """
    taken = 0
    while taken < limit and _send_one(at):
        taken += 1
    return taken


@transaction.atomic
def _send_one(at: datetime) -> bool:
    """Whether one was taken in hand, and nothing stands in the way of the next one."""
    locked = _waiting(at).select_for_update(skip_locked=True, of=("self",))
    push = locked.select_related("device", "notification__member__notice_hours").first()
    if push is None:
        return False
    if push.device.ended_at is not None:
        push.device.delete()
    elif not _is_wanted(push):
        push.delete()
    elif (quiet_end := _quiet_end(push, at)) is not None:
        push.not_before = quiet_end
        push.save(update_fields=["not_before"])
    else:
        return _hand_over(push, at=at)
    return True


def _waiting(at: datetime) -> QuerySet[Push]:
    waiting = Push.objects.filter(
        Q(device__not_before=None) | Q(device__not_before__lte=at), not_before__lte=at
    )
    unsent = waiting.filter(sent_at=None, failed_at=None)
    return unsent.annotate(never_reached=Q(device__reached_at=None)).order_by("never_reached", "not_before")


def _hand_over(push: Push, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            status = deliver(push, at=at)
    except (OSError, HTTPException, NotPublic) as error:
        _leave_alone(push, type(error).__name__, at=at)
        return False
    except Exception as error:  # noqa: BLE001  # whatever is wrong with one, others go out
        _postpone(push, type(error).__name__, at=at)
        return True
    if status in GONE:
        push.device.delete()
    elif status < HTTPStatus.MULTIPLE_CHOICES:
        push.sent_at = at
        push.save(update_fields=["sent_at"])
        Device.objects.filter(pk=push.device_id).update(reached_at=at, failures=0, not_before=None)
    else:
        _leave_alone(push, str(status), at=at)
    return True


def _is_wanted(push: Push) -> bool:
    """She hasn't read it in the page meanwhile, and still wants to see it there."""
    told = push.notification
    chosen = queries.channels_of([told.member_id], Group(told.group))[told.member_id]
    return told.read_at is None and told.member.is_active and chosen.push


def _quiet_end(push: Push, at: datetime) -> datetime | None:
    told = push.notification
    if told.group in SAFETY:
        return None
    return queries.hours_of(told.member).quiet_end(at, ZoneInfo(told.member.time_zone))


def _postpone(push: Push, error: str, *, at: datetime) -> None:
    push.attempts += 1
    # Neither the address nor what was answered: both may be somebody's own.
    log.warning("a push message was not taken", extra={"push": str(push.pk), "error": error})
    if push.attempts >= ATTEMPTS_MOST:
        push.failed_at = at
    push.not_before = at + timedelta(minutes=2**push.attempts)
    push.save(update_fields=["attempts", "failed_at", "not_before"])


def _leave_alone(push: Push, error: str, *, at: datetime) -> None:
    """The browser's service is what failed, so everything for that browser waits, or is given up."""
    _postpone(push, error, at=at)
    failures = push.device.failures + 1
    if failures >= FAILURES_MOST:
        push.device.delete()
        return
    again = at + timedelta(minutes=2 ** min(failures, PAUSE_MOST))
    Device.objects.filter(pk=push.device_id).update(failures=failures, not_before=again)
    if failures >= ATTEMPTS_MOST:
        waiting = Push.objects.filter(device=push.device, sent_at=None, failed_at=None)
        waiting.update(failed_at=at)
