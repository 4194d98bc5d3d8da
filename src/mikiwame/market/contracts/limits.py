"""How long each side has; the figures are settings of the instance, the rest is agreed in the terms."""

from datetime import date, datetime, time, timedelta

from django.conf import settings

from mikiwame.core.clock import TOKYO
from mikiwame.market.terms.models import Sheet

AMENDMENT_DAYS = 5
"""So long a proposal to change terms waits for the other side's answer."""

DEPARTURE_DAYS = 7
"""So long after she refused worse terms the worker may leave without fault."""


def for_offer(at: datetime) -> datetime:
    """Until when an offer may be accepted."""
    return at + timedelta(days=settings.OFFER_DAYS)


def for_funding(at: datetime) -> datetime:
    """Until when the client pays in."""
    return at + timedelta(days=settings.FUNDING_DAYS)


def for_period(first: date, at: datetime) -> datetime:
    """Until when a week or a month is paid in: before it begins, and never sooner than other money."""
    return max(datetime.combine(first, time(), TOKYO), for_funding(at))


def for_inspection(sheet: Sheet, at: datetime) -> datetime:
    """Until when the client inspects, or the worker makes changes: the agreed days, the same for both."""
    assert sheet.inspection_days is not None, "terms.rules.agreeable"
    return at + timedelta(days=sheet.inspection_days)


def for_delivery(due: date, at: datetime) -> datetime:
    """The end of the due day in Japan; of today, where the due day went by while she could not work."""
    last = max(due, at.astimezone(TOKYO).date())
    return _end_of(last)


def for_overdue(since: datetime) -> datetime:
    """Until when overdue work is waited for."""
    return since + timedelta(days=settings.OVERDUE_DAYS)


def for_start(sheet: Sheet, at: datetime) -> datetime:
    """Until when the client may declare the start: a grace after the latest date, or after late money."""
    assert sheet.start_latest is not None, "terms.rules.agreeable"
    return for_overdue(max(_end_of(sheet.start_latest), at))


def for_cancellation(at: datetime) -> datetime:
    """Until when a proposal to part may be answered."""
    return at + timedelta(days=settings.CANCELLATION_DAYS)


def for_amendment(at: datetime) -> datetime:
    """Until when a proposal to change terms may be answered."""
    return at + timedelta(days=AMENDMENT_DAYS)


def for_departure(at: datetime) -> datetime:
    """Until when the worker may leave over the terms that she refused."""
    return at + timedelta(days=DEPARTURE_DAYS)


def for_dispute(at: datetime) -> datetime:
    """Until when the operators decide."""
    return at + timedelta(days=settings.DISPUTE_DAYS)


MISSED_IN_A_ROW = 3
"""After so many missed deliveries in a row, the client may end work that goes on."""

ASKED_AHEAD = timedelta(days=7)
"""So long before a period begins, its client is asked for its money."""


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), TOKYO)
