"""What is written and attached, a module for each story: conversations, kept letters, files of every room."""

from mikiwame.market.messaging.filetypes import Upload

from .conversations import mark_read, open_conversation, send, set_policy
from .files import attach, detach, discard, discard_strays, hand_over
from .kept import keep, throw_away

__all__ = [
    "Upload",
    "attach",
    "detach",
    "discard",
    "discard_strays",
    "hand_over",
    "keep",
    "mark_read",
    "open_conversation",
    "send",
    "set_policy",
    "throw_away",
]
