"""Everything that a posting is searched for, in one index: each of its statements is looked through once."""

from functools import cache

from .flags.rules import RULES
from .index import Index
from .stated.patterns import PATTERNS


@cache
def expressions() -> Index:
    """The rules of warning signs and the patterns of terms."""
    return Index([*RULES, *PATTERNS])
