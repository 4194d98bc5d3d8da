"""Reads a label: a display name, the name of a file, a title, a line of a terms sheet. Does it lead around?

A label is no sentence. 「yuki2026」 alone in a message is an ID to be added; as a name it is a name. So it
leads around if it does so alone, and still does where a sentence introduces it, or if it plainly holds an
address or a number to call.
"""

import re

from mikiwame.discernment.reports import MessageReport
from mikiwame.discernment.text import Text

from .marks import marks
from .reading import read_message

INTRODUCING = ("はじめまして、{}です。", "{}です。")
"""What is said of a name; what only looked like an ID is none there."""
PLAIN = frozenset({"EMAIL", "SPELTEMAIL", "MOBILE", "LANDLINE", "LINKTALK", "LINKSOCIAL", "LINKASK"})
"""Ideas that give a contact wherever they stand."""
SHAPES = frozenset({"EMAIL", "SPELTEMAIL", "LINK", "PHONE", "SPELTPHONE", "HANDLE", "TOKEN"})
"""Ideas that are addresses, numbers or IDs by their shape."""
LONGEST = 60
"""A longer label is read as a message."""

_BEFORE_NUMBER = re.compile(r"(?<=[A-Za-z])(?=[0-9０-９]{9})")
_BY_MACHINES = re.compile(
    r"WhatsApp (?:Image|Video|Audio) [0-9]{4}-[0-9]{2}-[0-9]{2} at [0-9]{1,2}\.[0-9]{2}\.[0-9]{2}"
    r"(?: [AP]M)?(?: \([0-9]{1,2}\))?"
)
"""How a phone calls what it saves."""


def read_label(label: str) -> MessageReport:
    """What of a label leads around the marketplace, with its quotes in the label as it stands.

    >>> read_label("logo_v2").stopped, read_label("LINE_ID_yuki0523").stopped
    (False, True)

    Raises:
        Unreadable: it has more than ``text.LONGEST`` characters.
    """
    if _BY_MACHINES.fullmatch(label):
        return MessageReport(())
    alone = read_message(label)
    if not alone.stopped or len(label) > LONGEST:
        return alone
    spaced = _BEFORE_NUMBER.sub(" ", label.replace("_", " "))
    introduced = (read_message(sentence.format(spaced)).stopped for sentence in INTRODUCING)
    return alone if _ideas(spaced) & PLAIN or all(introduced) else MessageReport(())


def names_only(words: str) -> bool:
    """Whether words that lead around name a way at most, and hold no address, number or ID."""
    return not _ideas(words) & SHAPES


def _ideas(words: str) -> set[str]:
    return {idea for mark in marks(Text(words, part="text").folded) for idea in mark.ideas}
