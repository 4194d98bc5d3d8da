"""How long each side has: by the terms, by the instance's settings, or, written here, the same everywhere."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.conf import settings

from mikiwame.core.clock import TOKYO
from mikiwame.core.schedules import months_after
from mikiwame.market.terms.models import Sheet

from .states import Course

HAND_IN_WITHIN = timedelta(days=2)
"""So long after its last day the hours of a week may be written down; then they are handed in as they are."""

ANSWER_LEAST = timedelta(hours=12)
"""So long at least a worker has to think about an offer, before the first of its days comes."""

ASKED_AGAIN_MOST = 3
ASKED_AGAIN_WITHIN = timedelta(days=30)
"""So many direct offers to one worker, within so long, may come to nothing; then her client waits."""

TRIAL_DAYS_MOST = 14
TRIAL_AHEAD_MOST = 30
"""A trial is small, and soon: due so many days after its start, which is so many days ahead, at most."""

DECIDE_AGAIN_LEAST = timedelta(days=1)
"""Who takes back the offer that followed a trial has at least so long to decide again."""

AMENDMENT_DAYS = 5
"""So long a proposal to change terms waits for the other side's answer."""

SETTLEMENT_DAYS = 5
"""So long a proposal to divide contested money waits for the other side's answer."""

DEPARTURE_DAYS = 7
"""So long after worse terms were refused, taken back or lapsed the worker may leave without fault."""


class NoticeBy(StrEnum):
    """Who gives notice."""

    CLIENT = "client"
    WORKER = "worker"


def for_offer(first: date | None, at: datetime) -> datetime:
    """Until when an offer may be accepted: before the first day, if any, by which its work is awaited."""
    latest = _longest_for_offer(at)
    return latest if first is None else min(latest, before(first))


def before(day: date) -> datetime:
    """The last moment before a day in Japan."""
    return _beginning_of(day)


def is_shorter(until: datetime, at: datetime) -> bool:
    """Whether the days of the work leave less time for the answer than an offer has otherwise."""
    return until < _longest_for_offer(at)


def _longest_for_offer(at: datetime) -> datetime:
    return at + timedelta(days=settings.OFFER_DAYS)


def for_trial_decision(at: datetime) -> datetime:
    """Until when the client decides whether to hire after a trial."""
    return at + timedelta(days=settings.TRIAL_DECISION_DAYS)


def for_trial_decision_again(until: datetime, at: datetime) -> datetime:
    """The same where the worker didn't say no: the time that she had, but for a day at the least."""
    return max(until, at + DECIDE_AGAIN_LEAST)


def for_funding(at: datetime) -> datetime:
    """Until when the client pays in."""
    return at + timedelta(days=settings.FUNDING_DAYS)


def for_standby_fee(at: datetime) -> datetime:
    """Until when a standby fee is paid."""
    return at + timedelta(days=settings.STANDBY_DAYS)


def for_late_standby_fee(at: datetime) -> datetime:
    """Until when the client is reminded of a standby fee that is late, before that begins anew."""
    return at + REMINDED_FOR


def for_period(first: date, at: datetime) -> datetime:
    """Until when a week or a month is paid in: before it begins, and never sooner than other money."""
    return max(_beginning_of(first), for_funding(at))


def for_inspection(sheet: Sheet, at: datetime) -> datetime:
    """Until when the client inspects, or the worker makes changes: the agreed days, the same for both."""
    assert sheet.inspection_days is not None, "terms.rules.agreeable"
    return at + timedelta(days=sheet.inspection_days)


def for_delivery(due: date, at: datetime) -> datetime:
    """The end of the due day in Japan; of today, where the due day went by while she could not work."""
    last = max(due, at.astimezone(TOKYO).date())
    return _end_of(last)


def for_timesheet(due: date, at: datetime) -> datetime:
    """Until when a week's hours are written down: some days after its last one, or after today."""
    last = max(due, at.astimezone(TOKYO).date())
    return _end_of(last + HAND_IN_WITHIN)


FOR_WORK = {
    Course.PARTS: for_delivery,
    Course.DELIVERIES: for_delivery,
    Course.HOURS: for_timesheet,
}
"""Until when the worker does what is due on a day, at first."""


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
    """Until when the worker may leave over worse terms that came to nothing."""
    return at + timedelta(days=DEPARTURE_DAYS)


def for_break(first: date, at: datetime) -> datetime:
    """Until when days off may be agreed to: their first day is not over, and few days have passed."""
    return min(_end_of(first), for_funding(at))


def for_reason(at: datetime) -> datetime:
    """Until when the client says why she ends the work."""
    return at + REASON_WITHIN


def for_dispute(at: datetime) -> datetime:
    """Until when the operators decide."""
    return at + timedelta(days=settings.DISPUTE_DAYS)


def for_dispute_answer(at: datetime) -> datetime:
    """Until when the other side answers a dispute."""
    return at + timedelta(days=settings.DISPUTE_ANSWER_DAYS)


def for_settlement(at: datetime) -> datetime:
    """Until when a proposal to divide contested money may be answered."""
    return at + timedelta(days=SETTLEMENT_DAYS)


def for_appeal(at: datetime) -> datetime:
    """Until when an operator's decision can be appealed."""
    return at + timedelta(days=settings.DISPUTE_APPEAL_DAYS)


REMINDED_FOR = timedelta(days=30)
"""A standby fee that is late has no last day: so long lasts each round of reminders."""

MISSED_IN_A_ROW = 3
"""After so many missed deliveries in a row, the client may end work that goes on."""

ASKED_AHEAD = timedelta(days=7)
"""So long before a period begins, its client is asked for its money."""


BREAK_DAYS_MOST = 31
"""So many days at most are off in one go."""

NOTICE = timedelta(days=30)
LONG_MONTHS = 6
"""Freelance Act, article 16: work of six months or more is not ended by its client within thirty days."""

REASON_WITHIN = timedelta(days=7)
AHEAD_MOST = timedelta(days=366)
"""How far ahead the last day of work may be named, or days off."""


def notice_day(paid_until: date, begun: date, today: date, months: int | None, *, by: NoticeBy) -> date:
    """The first day with which work may end by notice: the paid time's end, of long work a month ahead.

    ``months``: for how long it was agreed at a time, None for no fixed time; begun is the day of its start.
    """
    paid = max(paid_until, today)
    return max(paid, today + NOTICE) if by == NoticeBy.CLIENT and is_long(begun, today, months) else paid


def is_long(begun: date, today: date, months: int | None) -> bool:
    """Whether work, with its renewals up to now, was agreed for six months or more; without an end it is.

    >>> is_long(date(2026, 1, 1), date(2026, 7, 2), 3)
    True
    """
    if months is None:
        return True
    renewed = months
    while months_after(begun, renewed) <= today:
        renewed += months
    return renewed >= LONG_MONTHS


def _end_of(day: date) -> datetime:
    return _beginning_of(day + timedelta(days=1))


def _beginning_of(day: date) -> datetime:
    return datetime.combine(day, time(), TOKYO)
