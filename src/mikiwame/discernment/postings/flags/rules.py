"""All rules, family by family."""

from . import contact, duties, hiring, identity, illicit, pay, payment, praise, promise, schooling
from .rule import Rule

RULES: tuple[Rule, ...] = (
    *contact.RULES,
    *payment.RULES,
    *identity.RULES,
    *illicit.RULES,
    *praise.RULES,
    *schooling.RULES,
    *promise.RULES,
    *pay.SURE_TO_EARN,
    pay.UNPAID_WORK,
    *hiring.RULES,
    *duties.RULES,
)
