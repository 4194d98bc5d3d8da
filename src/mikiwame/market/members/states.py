"""What kinds of parties there are."""

from enum import StrEnum


class PartyKind(StrEnum):
    """A person acts for herself; an organisation through its members."""

    PERSON = "person"
    ORGANISATION = "organisation"
