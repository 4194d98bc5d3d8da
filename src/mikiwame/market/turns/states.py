"""How a turn ends."""

from enum import StrEnum


class TurnState(StrEnum):
    """Open until it is taken in time, passes its limit, or is dropped because its thing went away."""

    OPEN = "open"
    TAKEN = "taken"
    PASSED = "passed"
    DROPPED = "dropped"
