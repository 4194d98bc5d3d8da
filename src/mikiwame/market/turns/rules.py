"""What must hold of the time."""

from datetime import date, datetime, timedelta

from mikiwame.core.calendar import days, is_business_day
from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import ALLOWED, Ruling, refuse, rule
from mikiwame.market.members import rules as members
from mikiwame.market.members.models import Member, Party

from . import queries
from .models import Absence, Turn

ABSENT_MOST, ABSENT_WITHIN = 5, timedelta(days=30)
"""So many business days at most may somebody be away in so many days."""
AHEAD_MOST = timedelta(days=180)
CLOSED_MOST = timedelta(days=14)
REASON_MOST = 500


def in_time(kind: str, subject: str, at: datetime) -> Ruling:
    """No clock of that kind runs for the thing, or its limit is still to come."""
    until = queries.limit(kind, subject)
    return ALLOWED if until is None else rule(at < until, "too_late", until=until)


def owes_nothing(party: Party, at: datetime) -> Ruling:
    """No standby fee of the party is late: whoever owes one sets nothing new about with others."""
    late = queries.late_payments(party, at=at).first()
    return ALLOWED if late is None else refuse("standby_unpaid", title=late.title)


def not_over(turn: Turn, at: datetime) -> Ruling:
    """There is time left."""
    return rule(at < turn.until, "too_late", until=turn.until)


def over(turn: Turn, at: datetime) -> Ruling:
    """The limit has passed."""
    return rule(turn.until <= at, "not_yet", until=turn.until)


def may_be_away(by: Member, first: date, last: date, at: datetime) -> Ruling:
    """Few business days, none of them over, and the days around them are few too."""
    return _near_days(first, last, day_in_tokyo(at)) and _few_days(by, first, last)


def _near_days(first: date, last: date, today: date) -> Ruling:
    """Days to come, in order, and not so far away that counting them takes long."""
    return (
        rule(today <= first, "absence_over", field="first")
        and rule(first <= last, "absence_backward", field="last")
        and rule(last - today <= AHEAD_MOST, "absence_too_far", field="last", most=AHEAD_MOST.days)
    )


def _few_days(by: Member, first: date, last: date) -> Ruling:
    """Days that were withdrawn count too, each once: clocks were given longer for them."""
    near = queries.announced_near(by.party, first, last, within=ABSENT_WITHIN)
    away = {day for one in near for day in days(one.first, one.last)}.union(days(first, last))
    few = sum(map(is_business_day, away)) <= ABSENT_MOST
    return rule(not queries.overlapping(by.party, first, last), "absence_twice", field="first") and rule(
        few, "absence_too_long", field="last", most=ABSENT_MOST
    )


def may_withdraw(by: Member, absence: Absence, at: datetime) -> Ruling:
    """Her own, and not begun yet."""
    return (
        rule(by.acts_for(absence.party), "not_found")
        and rule(absence.withdrawn_at is None, "wrong_state")
        and rule(day_in_tokyo(at) < absence.first, "absence_begun")
    )


def may_close(by: Member, first: date, last: date, reason: str, at: datetime) -> Ruling:
    """An operator closes the instance on days to come, and says why."""
    return (
        members.is_operator(by)
        and rule(day_in_tokyo(at) < first, "closing_begun", field="first")
        and rule(first <= last, "absence_backward", field="last")
        and rule(last - first < CLOSED_MOST, "closing_too_long", field="last", most=CLOSED_MOST.days)
        and rule(bool(reason.strip()), "reason_missing", field="reason")
    )
