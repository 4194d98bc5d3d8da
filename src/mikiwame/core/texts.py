"""Text as people send it: what is kept of it, and what is refused before a database would choke on it."""

import unicodedata
from collections.abc import Set as AbstractSet

from .errors import Refused

_KEPT = {"\n", "\t"}
DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that reverse what follows them: texts must read as they are stored."""


def clean(text: str, *, most: int, field: str | None = None) -> str:
    """The text with plain line ends and without blank edges.

    Raises Refused("text_too_long", most=…), and Refused("text_unreadable") for NUL, other control
    characters, halves of surrogate pairs and ``DIRECTIONS``.
    """
    kept = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(kept) > most:
        raise Refused("text_too_long", field=field, most=most)
    if unreadable(kept, but=_KEPT):
        raise Refused("text_unreadable", field=field)
    return kept


def unreadable(text: str, *, but: AbstractSet[str]) -> bool:
    """Whether control characters or lone surrogates hide in a text, apart from those that are welcome."""
    return any(
        letter in DIRECTIONS or (unicodedata.category(letter) in {"Cc", "Cs"} and letter not in but)
        for letter in text
    )


def written(text: str, *, most: int, field: str | None = None) -> str:
    """A clean text that says something; raises Refused("text_missing") for a blank one, and as ``clean``."""
    kept = clean(text, most=most, field=field)
    if not kept:
        raise Refused("text_missing", field=field)
    return kept
