"""The keys of the terms sheet, used everywhere: in code, in the API, by the checker."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any


class Term(StrEnum):
    """One line of a terms sheet."""

    SCOPE = "scope"
    DELIVERABLE = "deliverable"
    REWARD = "reward"
    REWARD_BASIS = "reward_basis"
    DEADLINE = "deadline"
    START = "start"
    PACE = "pace"
    DURATION = "duration"
    HEADCOUNT = "headcount"
    REQUIREMENTS = "requirements"
    ENVIRONMENT = "environment"
    COMMUNICATION = "communication"
    INSPECTION = "inspection"
    PAYMENT = "payment"
    SELECTION = "selection"
    RIGHTS = "rights"
    CONFIDENTIALITY = "confidentiality"


class RewardBasis(StrEnum):
    """What the reward is counted by; weekly and monthly it is one sum, however many deliveries are due."""

    FIXED = "fixed"
    PER_PIECE = "per_piece"
    HOURLY = "hourly"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


PAID_BY_PERIOD = frozenset({RewardBasis.WEEKLY, RewardBasis.MONTHLY})
"""One sum for a week or a month of deliveries, however many are due in it."""


class Format(StrEnum):
    """What kind of work a posting offers."""

    PROJECT = "project"
    TASK = "task"
    CONTEST = "contest"


REQUIRED = (
    Term.SCOPE,
    Term.DELIVERABLE,
    Term.REWARD,
    Term.REWARD_BASIS,
    Term.START,
    Term.HEADCOUNT,
    Term.INSPECTION,
    Term.PAYMENT,
)
"""Without these a project can't be published; and without a deadline or a pace."""

PAYMENT_DAYS_MOST = 60
"""Payment within 60 days from receipt, the day of delivery being day 1: Freelance Act, article 4."""

INSPECTION_DAYS_MOST = 14

STANDBY_FEE_LEAST, STANDBY_FEE_MOST = 100, 100_000
"""Yen that may be promised for the days in which a worker waits for the client's first money."""


TRIAL_HOURS_MOST = 20
"""A trial is small: it takes so many hours of work at most."""


def gaps(stated: Mapping[str, Any] | Iterable[str]) -> list[Term]:
    """The terms that a project still lacks before it can be published, in the sheet's order.

    Neither deadline nor pace: ``deadline`` is named for both.
    """
    present = {key for key in stated if not isinstance(stated, Mapping) or stated[key] not in (None, "")}
    missing = [term for term in REQUIRED if term not in present]
    if not present & {Term.DEADLINE, Term.PACE}:
        missing.append(Term.DEADLINE)
    return [term for term in Term if term in missing]
