"""How an amount stands to a row of a table."""

from enum import StrEnum


class Relation(StrEnum):
    """How an amount stands to what is usual."""

    FAR_BELOW = "far_below"
    BELOW = "below"
    USUAL = "usual"
    ABOVE = "above"
    FAR_ABOVE = "far_above"
