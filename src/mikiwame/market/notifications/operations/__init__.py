"""From facts to people: telling, choosing how, and sending what goes beyond the page."""

from .choosing import choose, undo_unsubscribe, unsubscribe
from .devices import add_device, end_devices, remove_device
from .sending import ATTEMPTS_MOST, gather_digests, send_emails
from .telling import mark_all_read, mark_read, mark_read_about, take_in

__all__ = [
    "ATTEMPTS_MOST",
    "add_device",
    "choose",
    "end_devices",
    "gather_digests",
    "mark_all_read",
    "mark_read",
    "mark_read_about",
    "remove_device",
    "send_emails",
    "take_in",
    "undo_unsubscribe",
    "unsubscribe",
]
