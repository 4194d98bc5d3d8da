"""Text as people send it: what is kept of it, and what is refused before a database would choke on it."""

import unicodedata

from .errors import Refused

_KEPT = {"\n", "\t"}


def clean(text: str, *, most: int, field: str | None = None) -> str:
    """The text with plain line ends and without blank edges.

    Raises Refused("text_too_long", most=…), and Refused("text_unreadable") for NUL, other control
    characters and halves of surrogate pairs.
    """
    kept = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(kept) > most:
        raise Refused("text_too_long", field=field, most=most)
    if any(unicodedata.category(letter) in {"Cc", "Cs"} and letter not in _KEPT for letter in kept):
        raise Refused("text_unreadable", field=field)
    return kept


def written(text: str, *, most: int, field: str | None = None) -> str:
    """A clean text that says something; raises Refused("text_missing") for a blank one, and as ``clean``."""
    kept = clean(text, most=most, field=field)
    if not kept:
        raise Refused("text_missing", field=field)
    return kept
