"""In what groups notifications come, and how e-mails bring them."""

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


class ByEmail(StrEnum):
    """When an e-mail tells what the page tells."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"
