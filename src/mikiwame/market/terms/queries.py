"""What a sheet says, what it costs, and how two versions differ."""

from dataclasses import replace
from datetime import date

from mikiwame.core.money import shares
from mikiwame.core.schedules import (
    Length,
    OnHoliday,
    Repeat,
    Schedule,
    Span,
    Weekday,
    span,
    usual_length,
)
from mikiwame.core.terms import PAID_BY_PERIOD, RewardBasis, Term

from . import lines
from .lines import (
    Change,
    Deadline,
    Duration,
    Inspection,
    Line,
    Pace,
    Part,
    Payment,
    Reward,
    RightsIfHired,
    Start,
    TrialHours,
    WeeklyHours,
)
from .models import Sheet, SheetMilestone

_COLUMNS = {
    Term.SCOPE: "scope",
    Term.DELIVERABLE: "deliverable",
    Term.REWARD_BASIS: "reward_basis",
    Term.HEADCOUNT: "headcount",
    Term.REQUIREMENTS: "requirements",
    Term.ENVIRONMENT: "environment",
    Term.COMMUNICATION: "communication",
    Term.SELECTION: "selection",
    Term.CONFIDENTIALITY: "confidentiality",
}
"""The terms that are one column each."""


def stated(sheet: Sheet) -> dict[Term, Line]:
    """The lines that the sheet states, in their order; what it leaves open is not there."""
    milestones = [] if is_continuing(sheet) else list(sheet.milestones.all())
    values = {term: getattr(sheet, column) for term, column in _COLUMNS.items()}
    values[Term.REWARD] = _reward(sheet, milestones)
    values[Term.DEADLINE] = _deadline(sheet, milestones)
    values[Term.START] = _start(sheet)
    values[Term.INSPECTION], values[Term.PAYMENT] = _inspection(sheet), _payment(sheet)
    values[Term.PACE], values[Term.DURATION] = _pace(sheet), _duration(sheet)
    values[Term.RIGHTS] = RightsIfHired(sheet.rights) if is_trial(sheet) else sheet.rights
    return {term: values[term] for term in Term if values[term] not in (None, "")}


def difference(old: Sheet, new: Sheet) -> list[Change]:
    """The lines that two versions word differently, and which of them are worse for the worker."""
    return lines.compare(stated(old), stated(new))


def parts(sheet: Sheet) -> list[Part]:
    """The parts that are funded, delivered and accepted one after the other.

    A sheet without milestones is one part, without a title; of work that goes on, these are the parts of
    the first week or month. Raises ValueError where ``total`` does.
    """
    if is_continuing(sheet):
        found = first_span(sheet)
        paid = zip(found.due, worth(sheet, found), strict=True)
        return [Part(number, "", amount, day) for number, (day, amount) in enumerate(paid, start=1)]
    return divided(sheet) or [Part(1, "", total(sheet), sheet.deadline)]


def divided(sheet: Sheet) -> list[Part]:
    """The parts into which the sheet itself divides its work; none where it doesn't."""
    return [Part(part.number, part.title, part.amount, part.due) for part in sheet.milestones.all()]


def first_limit(sheet: Sheet) -> date | None:
    """The first day by which something must be handed over, or the work begun; None where days move."""
    if is_continuing(sheet):
        return None
    days = [part.due for part in divided(sheet)] or [sheet.deadline]
    return min((day for day in (*days, sheet.start_latest) if day), default=None)


def total(sheet: Sheet) -> int:
    """The gross reward of the whole work in yen: the milestones' sum, or the reward times the quantity.

    Of work that goes on: that of the first week or month. Raises ValueError when the sheet leaves it open
    (see ``rules.agreeable``).
    """
    if is_continuing(sheet):
        return sum(worth(sheet, first_span(sheet)))
    milestones = sheet.milestones.all()
    if milestones:
        return sum(part.amount for part in milestones)
    whole = priced(sheet)
    if whole is None:
        raise ValueError(f"{sheet.key} leaves its total open")
    return whole


def worth(sheet: Sheet, found: Span) -> list[int]:
    """What each delivery is paid that is due in a week or a month of work that goes on, in yen.

    Of one sum for all of them that is an equal share, by how many that week or month has by its schedule:
    what is left out takes its share along. Raises ValueError where ``total`` does.
    """
    reward = _each(sheet)
    if not is_paid_by_period(sheet):
        return [reward] * len(found.due)
    of_days = zip(found.whole, shares(reward, len(found.whole)), strict=True)
    return [share for day, share in of_days if day in found.due]


def paid_per(sheet: Sheet) -> str:
    """Of work that goes on, what is paid in at once: a week or a month; the empty string for one whole."""
    return str(period_length(sheet) or "")


def period_length(sheet: Sheet) -> Length | None:
    """The same, None for one whole: as long as its sum is for, else by the schedule."""
    repeated = schedule(sheet)
    if repeated is None:
        return None
    if is_paid_by_period(sheet):
        return Length.MONTH if sheet.reward_basis == RewardBasis.MONTHLY else Length.WEEK
    return usual_length(repeated)


def has_four_weeks(sheet: Sheet) -> bool:
    """Whether it is paid by a month of four weeks with so many deliveries each; no day after them is due."""
    return sheet.repeat == Repeat.TIMES_A_WEEK and sheet.reward_basis == RewardBasis.MONTHLY


def priced(sheet: Sheet) -> int | None:
    """What reward and quantity come to, in yen; None while one of them is open or the reward is a range.

    Of work that goes on: one delivery; by the hour: all the hours of a week; else the sum for a week or a
    month.
    """
    quantity = _quantity(sheet)
    if sheet.reward is None or quantity is None or sheet.reward_most not in (None, sheet.reward):
        return None
    return sheet.reward * quantity


def least(sheet: Sheet) -> int:
    """The least that the work pays in yen: the lower end of a range, one piece or hour while that is open."""
    quantity = 1 if sheet.reward_basis == RewardBasis.FIXED else sheet.quantity or 1
    return (sheet.reward or 0) * quantity


def is_continuing(sheet: Sheet) -> bool:
    """Whether the work goes on by a schedule, paid by the delivery, by the week or the month, or by hours."""
    return schedule(sheet) is not None


def is_paid_by_period(sheet: Sheet) -> bool:
    """Whether one sum is agreed for a week or a month, however many deliveries are due in it."""
    return sheet.reward_basis in PAID_BY_PERIOD


def is_by_the_hour(sheet: Sheet) -> bool:
    """Whether hours are written down as they are worked, and each week is paid by them."""
    return sheet.repeat == Repeat.HOURS


def is_trial(sheet: Sheet) -> bool:
    """Whether the work is a trial, after which its client decides whether she hires."""
    return sheet.trial_hours is not None


def schedule(sheet: Sheet) -> Schedule | None:
    """When deliveries are due, in work that goes on; None while anything of that is open."""
    match sheet.repeat:
        case Repeat.DAILY:
            made = Schedule(Repeat.DAILY)
        case Repeat.WEEKDAYS if sheet.weekdays:
            made = Schedule(Repeat.WEEKDAYS, weekdays=tuple(map(Weekday, sheet.weekdays.split())))
        case Repeat.TIMES_A_WEEK if sheet.times_a_week:
            return Schedule(Repeat.TIMES_A_WEEK, times_a_week=sheet.times_a_week)
        case Repeat.HOURS if sheet.weekly_hours:
            return Schedule(Repeat.HOURS)
        case Repeat.MONTHLY if sheet.month_day:
            made = Schedule(Repeat.MONTHLY, month_day=sheet.month_day)
        case _:
            return None
    return replace(made, on_holiday=OnHoliday(sheet.on_holiday))


def first_span(sheet: Sheet) -> Span:
    """The first week or month of work that goes on; raises ValueError when the sheet leaves it open."""
    repeated = schedule(sheet)
    if repeated is None or sheet.start_date is None:
        raise ValueError(f"{sheet.key} leaves its schedule open")
    return span(repeated, sheet.start_date, length=period_length(sheet))


def versions(subject: str) -> list[Sheet]:
    """All versions of the terms of one thing, the first first."""
    return list(Sheet.objects.filter(subject=subject).order_by("number").prefetch_related("milestones"))


def _quantity(sheet: Sheet) -> int | None:
    if is_continuing(sheet):
        return sheet.weekly_hours if is_by_the_hour(sheet) else 1
    return 1 if sheet.reward_basis == RewardBasis.FIXED else sheet.quantity


def _each(sheet: Sheet) -> int:
    """What is paid for one delivery of work that goes on, for a week by the hour at most, or for a period."""
    reward = priced(sheet)
    if reward is None:
        raise ValueError(f"{sheet.key} leaves its reward open")
    return reward


def _reward(sheet: Sheet, milestones: list[SheetMilestone]) -> Reward | None:
    if sheet.reward is None:
        return None
    return Reward(
        amount=sheet.reward,
        most=sheet.reward_most,
        quantity=None if sheet.reward_basis == RewardBasis.FIXED else sheet.quantity,
        currency=sheet.currency,
        shares=tuple((part.title, part.amount) for part in milestones),
    )


def _deadline(sheet: Sheet, milestones: list[SheetMilestone]) -> Deadline | None:
    days = tuple(part.due for part in milestones) or (sheet.deadline and (sheet.deadline,))
    return Deadline(days) if days else None


def _start(sheet: Sheet) -> Start | None:
    if sheet.start_date is None and not sheet.start_condition:
        return None
    return Start(sheet.start_date, sheet.start_condition, sheet.start_latest)


def _inspection(sheet: Sheet) -> Inspection | None:
    if sheet.inspection_days is None:
        return None
    return Inspection(sheet.inspection_days, sheet.change_rounds)


def _payment(sheet: Sheet) -> int | Payment | None:
    if sheet.payment_days is None or sheet.standby_fee is None:
        return sheet.payment_days
    return Payment(sheet.payment_days, sheet.standby_fee)


def _pace(sheet: Sheet) -> Line:
    repeated = schedule(sheet)
    if repeated and is_by_the_hour(sheet):
        return WeeklyHours(sheet.weekly_hours or 0, sheet.pace)
    return Pace(repeated, sheet.pace) if repeated else sheet.pace


def _duration(sheet: Sheet) -> Line:
    if sheet.trial_hours is not None:
        return TrialHours(sheet.trial_hours)
    if not is_continuing(sheet):
        return sheet.duration
    return Duration(sheet.duration_months, sheet.duration_months is not None and sheet.renews, sheet.duration)
