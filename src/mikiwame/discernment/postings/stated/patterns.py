"""All patterns, term by term."""

from . import conduct, money, payday, people, time, work
from .pattern import Pattern

PATTERNS: tuple[Pattern, ...] = (
    *(work.SCOPE + work.DELIVERABLE),
    *(money.REWARD + money.REWARD_BASIS + money.PAYMENT + payday.PAYDAY),
    *(time.DEADLINE + time.START + time.PACE + time.DURATION),
    *(people.HEADCOUNT + people.REQUIREMENTS + people.SELECTION),
    *(conduct.ENVIRONMENT + conduct.COMMUNICATION + conduct.INSPECTION),
    *(conduct.RIGHTS + conduct.CONFIDENTIALITY),
)
