"""What a member's program may do in her name."""

from collections.abc import Iterable
from enum import StrEnum


class Scope(StrEnum):
    """One power of an API token; each includes nothing but itself."""

    READ = "read"
    POST = "post"
    APPLY = "apply"
    WORK = "work"
    PAY = "pay"


def written(scopes: Iterable[str]) -> str:
    """The scopes as the token's column holds them, in the order above; raises ValueError for others."""
    named = {Scope(scope) for scope in scopes}
    return " ".join(scope for scope in Scope if scope in named)


def read(column: str) -> frozenset[str]:
    """The scopes of a token's column."""
    return frozenset(column.split())
