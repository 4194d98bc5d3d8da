"""What makes a function an operation: whole or not at all, and tried again when the database says so."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction

from .constraints import refusal_of

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 5
LOST_RACES = frozenset({"40001", "40P01"})
"""Serialization failure and deadlock: the database undid everything, so trying again is safe."""


def operation(function: Callable[P, R]) -> Callable[P, R]:
    """Run in one transaction; a broken constraint becomes the refusal it stands for.

    The outermost operation is tried again after a lost race; raises Refused, and whatever it raises itself.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        attempts = 1 if connection.in_atomic_block else ATTEMPTS
        for attempt in range(attempts):
            try:
                with transaction.atomic():
                    return function(*args, **kwargs)
            except IntegrityError as error:
                refusal = refusal_of(error)
                if refusal is None:
                    raise
                raise refusal from error
            except OperationalError as error:
                if sqlstate(error) not in LOST_RACES or attempt + 1 == attempts:
                    raise
        raise AssertionError("unreachable")

    return run


def sqlstate(error: Exception) -> str:
    """The database's five-character code of an error, or the empty string."""
    return str(getattr(error.__cause__, "sqlstate", "") or "")
