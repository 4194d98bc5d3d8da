"""What a sheet says, what it costs, and how two versions differ."""

from mikiwame.core.terms import RewardBasis, Term

from . import lines
from .lines import Change, Deadline, Inspection, Line, Part, Reward, Start
from .models import Sheet, SheetMilestone

_COLUMNS = {
    Term.SCOPE: "scope",
    Term.DELIVERABLE: "deliverable",
    Term.REWARD_BASIS: "reward_basis",
    Term.PACE: "pace",
    Term.DURATION: "duration",
    Term.HEADCOUNT: "headcount",
    Term.REQUIREMENTS: "requirements",
    Term.ENVIRONMENT: "environment",
    Term.COMMUNICATION: "communication",
    Term.PAYMENT: "payment_days",
    Term.SELECTION: "selection",
    Term.RIGHTS: "rights",
    Term.CONFIDENTIALITY: "confidentiality",
}
"""The terms that are one column each."""


def stated(sheet: Sheet) -> dict[Term, Line]:
    """The lines that the sheet states, in their order; what it leaves open is not there."""
    milestones = list(sheet.milestones.all())
    values = {term: getattr(sheet, column) for term, column in _COLUMNS.items()}
    values[Term.REWARD] = _reward(sheet, milestones)
    values[Term.DEADLINE] = _deadline(sheet, milestones)
    values[Term.START] = _start(sheet)
    values[Term.INSPECTION] = _inspection(sheet)
    return {term: values[term] for term in Term if values[term] not in (None, "")}


def difference(old: Sheet, new: Sheet) -> list[Change]:
    """The lines that two versions word differently, and which of them are worse for the worker."""
    return lines.compare(stated(old), stated(new))


def parts(sheet: Sheet) -> list[Part]:
    """The parts that are funded, delivered and accepted one after the other.

    A sheet without milestones is one part, without a title. Raises ValueError where ``total`` does.
    """
    divided = [Part(part.number, part.title, part.amount, part.due) for part in sheet.milestones.all()]
    return divided or [Part(1, "", total(sheet), sheet.deadline)]


def total(sheet: Sheet) -> int:
    """The gross reward of the whole work in yen: the milestones' sum, or the reward times the quantity.

    Raises ValueError when the sheet leaves that open (see ``rules.agreeable``).
    """
    milestones = sheet.milestones.all()
    if milestones:
        return sum(part.amount for part in milestones)
    whole = priced(sheet)
    if whole is None:
        raise ValueError(f"{sheet.key} leaves its total open")
    return whole


def priced(sheet: Sheet) -> int | None:
    """What reward and quantity come to, in yen; None while one of them is open or the reward is a range."""
    quantity = 1 if sheet.reward_basis == RewardBasis.FIXED else sheet.quantity
    if sheet.reward is None or quantity is None or sheet.reward_most not in (None, sheet.reward):
        return None
    return sheet.reward * quantity


def least(sheet: Sheet) -> int:
    """The least that the work pays in yen: the lower end of a range, one piece or hour while that is open."""
    quantity = 1 if sheet.reward_basis == RewardBasis.FIXED else sheet.quantity or 1
    return (sheet.reward or 0) * quantity


def versions(subject: str) -> list[Sheet]:
    """All versions of the terms of one thing, the first first."""
    return list(Sheet.objects.filter(subject=subject).order_by("number").prefetch_related("milestones"))


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
