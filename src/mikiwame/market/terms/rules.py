"""What a terms sheet must hold: to be written, to be published, to be agreed to."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import ALLOWED, Ruling, refuse, rule
from mikiwame.core.money import MOST
from mikiwame.core.schedules import OnHoliday, Repeat, Weekday
from mikiwame.core.terms import (
    INSPECTION_DAYS_MOST,
    PAID_BY_PERIOD,
    PAYMENT_DAYS_MOST,
    STANDBY_FEE_LEAST,
    STANDBY_FEE_MOST,
    TRIAL_HOURS_MOST,
    RewardBasis,
    Term,
    gaps,
)

from . import queries
from .lines import Part
from .models import Sheet

FIELDS = {Term.START: "start_date", Term.INSPECTION: "inspection_days", Term.PAYMENT: "payment_days"}
"""The column in which a reader fills a gap, where it isn't named like the term."""

LIMITS = {
    "reward": (1, MOST),
    "reward_most": (1, MOST),
    "quantity": (1, 1_000_000),
    "headcount": (1, 100_000_000),
    "inspection_days": (1, INSPECTION_DAYS_MOST),
    "change_rounds": (0, 10),
    "payment_days": (1, PAYMENT_DAYS_MOST),
    "standby_fee": (STANDBY_FEE_LEAST, STANDBY_FEE_MOST),
    "times_a_week": (1, 21),
    "weekly_hours": (1, 60),
    "month_day": (1, 31),
    "duration_months": (1, 60),
    "trial_hours": (1, TRIAL_HOURS_MOST),
}
"""The least and the most of every number; whoever offers work may set narrower ones."""

WORDED = {"repeat": Repeat, "weekdays": Weekday, "on_holiday": OnHoliday}
"""What a schedule is told with."""

EACH_MOST = MOST // 100
"""The most that one delivery of work that goes on is paid: a month of them is paid in at once."""

PERIOD_LEAST = 100
"""The least that is paid for a week or a month, so that each delivery in it has a share."""

PARTS_MOST = 50
FURTHEST = timedelta(days=5 * 366)
"""How far away a date of a sheet may lie."""


def unfrozen(sheet: Sheet) -> Ruling:
    """Nobody has agreed to it or relied on it yet."""
    return rule(sheet.frozen_at is None, "sheet_frozen")


def within_limits(name: str, value: int | None) -> Ruling:
    """The number is one that a sheet may hold."""
    least, most = LIMITS[name]
    fits = value is None or least <= value <= most
    return rule(fits, "number_out_of_range", field=name, least=least, most=most)


def known_basis(value: str) -> Ruling:
    """The reward is counted by something that we know, or not said yet."""
    return rule(value in {"", *RewardBasis}, "choice_unknown", field="reward_basis")


def known_repeat(name: str, value: str) -> Ruling:
    """What is said of a schedule are words that there are for it; only weekdays are several."""
    words = value.split()
    few = {"weekdays": True, "on_holiday": len(words) == 1, "repeat": len(words) <= 1}
    return rule({*words} <= {*WORDED[name]} and few[name], "choice_unknown", field=name)


def upward(sheet: Sheet) -> Ruling:
    """A range of rewards goes up."""
    downward = sheet.reward and sheet.reward_most and sheet.reward_most < sheet.reward
    return rule(not downward, "range_downward", field="reward_most")


def divisible(parts: Sequence[Part]) -> Ruling:
    """The parts are few enough, each with its money and its day, due one after the other."""
    days = [part.due for part in parts if part.due]
    least, most = LIMITS["reward"]
    return (
        rule(len(parts) <= PARTS_MOST, "too_many_parts", field="milestones", most=PARTS_MOST)
        and rule(len(days) == len(parts), "part_without_day", field="milestones")
        and rule(days == sorted(days), "parts_out_of_order", field="milestones")
        and rule(
            all(least <= part.amount <= most for part in parts),
            "number_out_of_range",
            field="milestones",
            least=least,
            most=most,
        )
    )


def publishable(sheet: Sheet, at: datetime, agreed: Sheet | None = None) -> Ruling:
    """It states all that a project must state, and its dates make sense; else the first of its failings."""
    return next(failings(sheet, at, agreed), ALLOWED)


def failings(sheet: Sheet, at: datetime, agreed: Sheet | None = None) -> Iterator[Ruling]:
    """Everything that keeps a sheet from being published, each with the field where it is mended.

    Days that stand in an ``agreed`` version already may be over.
    """
    open_terms = gaps(queries.stated(sheet))
    for term in (term for term in open_terms if not (sheet.repeat and term == Term.DEADLINE)):
        yield refuse(f"{term}_missing", field=FIELDS.get(term, term))
    rulings = (
        _one_start(sheet),
        _condition_has_limit(sheet),
        upward(sheet),
        _paid_after_inspection(sheet),
        _waiting_pays_less(sheet),
        *_dates(sheet, day_in_tokyo(at), agreed),
        _tried_once(sheet),
        _scheduled(sheet),
        _divided(sheet),
    )
    yield from (ruling for ruling in rulings if not ruling)


def agreeable(sheet: Sheet, at: datetime, agreed: Sheet | None = None) -> Ruling:
    """Two people can agree to it: publishable, one reward for a known quantity, parts that add up to it.

    ``agreed`` is the version that they agreed to before, if it is to be changed.
    """
    return publishable(sheet, at, agreed) and _priced(sheet) and _adds_up(sheet)


NEEDED = {
    Repeat.WEEKDAYS: "weekdays",
    Repeat.TIMES_A_WEEK: "times_a_week",
    Repeat.MONTHLY: "month_day",
    Repeat.HOURS: "weekly_hours",
}
"""What else a schedule must say."""


def _scheduled(sheet: Sheet) -> Ruling:
    """Work that goes on begins on a day and is paid by the delivery, the week or month, or the hour."""
    if not sheet.repeat:
        return rule(not queries.is_paid_by_period(sheet), "period_without_schedule", field="repeat")
    return (
        rule(queries.is_continuing(sheet), "schedule_open", field=NEEDED.get(Repeat(sheet.repeat)))
        and _paid_by(sheet)
        and rule(sheet.quantity is None, "schedule_without_quantity", field="quantity")
        and rule(sheet.deadline is None, "schedule_without_deadline", field="deadline")
        and rule(not sheet.milestones.all(), "schedule_without_parts", field="milestones")
        and rule(sheet.start_date is not None, "schedule_without_day", field="start_date")
    )


def _paid_by(sheet: Sheet) -> Ruling:
    """Hours are paid by the hour; deliveries by the piece, or by a week or a month in which some are due."""
    if queries.is_by_the_hour(sheet):
        return rule(sheet.reward_basis == RewardBasis.HOURLY, "hours_by_the_hour", field="reward_basis")
    known = sheet.reward_basis in (RewardBasis.PER_PIECE, *PAID_BY_PERIOD)
    rare = sheet.repeat == Repeat.MONTHLY and sheet.reward_basis == RewardBasis.WEEKLY
    return (
        rule(known, "schedule_each_paid", field="reward_basis")
        and rule(not rare, "month_by_the_week", field="reward_basis")
        and _stays_in_its_period(sheet)
    )


def _stays_in_its_period(sheet: Sheet) -> Ruling:
    """One sum pays what is due in a period: no holiday moves a delivery into another one."""
    moved = sheet.on_holiday in (OnHoliday.BEFORE, OnHoliday.AFTER)
    paid_so = moved and queries.is_paid_by_period(sheet)
    return rule(not paid_so, "holiday_moves_period", field="on_holiday")


def _tried_once(sheet: Sheet) -> Ruling:
    """A trial is one piece of work for one reward."""
    once = not sheet.repeat and sheet.reward_basis == RewardBasis.FIXED
    return rule(sheet.trial_hours is None or once, "trial_is_one_piece", field="reward_basis")


def _one_start(sheet: Sheet) -> Ruling:
    twice = sheet.start_date is not None and sheet.start_condition
    return rule(not twice, "start_twice", field="start_condition")


def _condition_has_limit(sheet: Sheet) -> Ruling:
    limited = not sheet.start_condition or sheet.start_latest is not None
    return rule(limited, "condition_without_limit", field="start_latest")


def _paid_after_inspection(sheet: Sheet) -> Ruling:
    """Silence accepts on the day after the last one of the inspection; no payment is promised before that."""
    inspection, payment = sheet.inspection_days, sheet.payment_days
    in_order = inspection is None or payment is None or payment > inspection
    return rule(in_order, "payment_before_inspection", field="payment_days", inspection=inspection)


def _waiting_pays_less(sheet: Sheet) -> Ruling:
    """Nobody is promised more for having waited than for the whole work."""
    fee, whole = sheet.standby_fee or 0, sheet.reward
    known = sheet.reward_basis == RewardBasis.FIXED and whole is not None
    return rule(not known or fee <= (whole or 0), "standby_above_reward", field="standby_fee")


def _dates(sheet: Sheet, today: date, agreed: Sheet | None) -> Iterator[Ruling]:
    days, stood = _days(sheet), {day for _, day in _days(agreed)} if agreed else set()
    parts = [day for field, day in days if field == "milestones"]
    begin, end = sheet.start_latest or sheet.start_date, parts[0] if parts else sheet.deadline
    for field, day in days:
        yield rule(day is None or day >= today or day in stood, "date_past", field=field)
        yield rule(day is None or day <= today + FURTHEST, "date_too_far", field=field)
    in_order = begin is None or end is None or begin <= end
    yield rule(in_order, "deadline_before_start", field="milestones" if parts else "deadline")


def _days(sheet: Sheet) -> list[tuple[str, date | None]]:
    """The days of a sheet, each with the field where it stands."""
    columns = [(name, getattr(sheet, name)) for name in ("start_date", "start_latest", "deadline")]
    return [*columns, *(("milestones", part.due) for part in sheet.milestones.all())]


def _priced(sheet: Sheet) -> Ruling:
    whole = queries.priced(sheet)
    if whole is None:
        open_field = "reward" if sheet.reward_most not in (None, sheet.reward) else "quantity"
        return refuse("total_open", field=open_field)
    return rule(whole <= MOST, "number_out_of_range", field="quantity", least=1, most=MOST)


def _divided(sheet: Sheet) -> Ruling:
    """Parts, where there are any, divide a reward that is known."""
    whole = sheet.reward is None or not sheet.milestones.all()
    return ALLOWED if whole else _priced(sheet) and _adds_up(sheet)


def _adds_up(sheet: Sheet) -> Ruling:
    if queries.is_continuing(sheet):
        each = queries.priced(sheet) or 0
        least, most = (PERIOD_LEAST, MOST) if queries.is_paid_by_period(sheet) else (1, EACH_MOST)
        return rule(least <= each <= most, "number_out_of_range", field="reward", least=least, most=most)
    whole, divided = queries.priced(sheet), queries.total(sheet)
    return rule(whole == divided, "parts_do_not_add_up", field="milestones", whole=whole, divided=divided)
