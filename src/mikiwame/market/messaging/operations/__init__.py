"""What is written and attached, one module for each story: conversations, and files of every room."""

from mikiwame.market.messaging.filetypes import Upload

from .conversations import mark_read, open_conversation, send, set_policy
from .files import attach, detach, discard, discard_strays, hand_over

__all__ = [
    "Upload",
    "attach",
    "detach",
    "discard",
    "discard_strays",
    "hand_over",
    "mark_read",
    "open_conversation",
    "send",
    "set_policy",
]
