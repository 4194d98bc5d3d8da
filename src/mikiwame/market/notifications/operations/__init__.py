"""From facts to people: telling, and sending what goes beyond the page."""

from .sending import ATTEMPTS_MOST, send_emails
from .telling import mark_all_read, mark_read, mark_read_about, take_in

__all__ = [
    "ATTEMPTS_MOST",
    "mark_all_read",
    "mark_read",
    "mark_read_about",
    "send_emails",
    "take_in",
]
