"""What was made of a sentence, kept for a while: the next reading of a draft asks for nearly all of it again.

It stays in the memory of the process, is written nowhere, and goes when newer sentences come.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

Made = TypeVar("Made")

SENTENCES = 8_192
"""So many sentences are remembered: more than the longest text has, or a day's drafts of one person."""
LONGEST = 400
"""Longer ones are read anew each time, so that what is remembered stays small."""
_FORGET: list[Callable[[], None]] = []


def remembered(read: Callable[[str], Made]) -> Callable[[str], Made]:
    """The same reading of a sentence, which reads none twice while it remembers it."""
    again = lru_cache(maxsize=SENTENCES)(read)
    _FORGET.append(again.cache_clear)
    return lambda sentence: again(sentence) if len(sentence) <= LONGEST else read(sentence)


def forget() -> None:
    """Remember nothing of what was read."""
    for one in _FORGET:
        one()
