"""What a conversation allows, and what is known about a file."""

from enum import StrEnum


class ContactPolicy(StrEnum):
    """Closed until money is held: contact details stay inside. Open afterwards, within the terms."""

    CLOSED = "closed"
    OPEN = "open"


class Scan(StrEnum):
    """Whether a virus scanner has looked at a file."""

    UNSCANNED = "unscanned"
    CLEAN = "clean"
    INFECTED = "infected"
