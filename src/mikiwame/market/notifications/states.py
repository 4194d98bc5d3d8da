"""In what groups notifications come."""

from enum import StrEnum


class Group(StrEnum):
    """Notifications as a person thinks of them; she says for each group how it shall reach her."""

    MESSAGES = "messages"
    TURNS = "turns"
    HIRING = "hiring"
    CONTRACTS = "contracts"
    TASKS = "tasks"
    REVIEWS = "reviews"
    ACCOUNT = "account"
