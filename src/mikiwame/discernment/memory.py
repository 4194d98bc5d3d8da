"""What was made of sentences, kept for a while: the next reading of a draft asks for nearly all of it again.

Of whole texts only the last few are known: one reading asks several times for the same title and body.

It stays in the memory of the process, is written nowhere, and goes when newer sentences come.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Generic, TypeVar

Made = TypeVar("Made")

SENTENCES = 8_192
"""So many sentences are remembered: more than the longest text has, or a day's drafts of one person."""
LONGEST = 400
"""Longer ones are read anew each time, so that what is remembered stays small."""
TEXTS = 8
"""So many are known: a title and a body, as their letters stand and with lookalikes put right, twice."""
_FORGET: list[Callable[[], None]] = []


def remembered(make: Callable[[str], Made]) -> Callable[[str], Made]:
    """The same function of a sentence, which makes nothing twice that it remembers."""
    again = lru_cache(maxsize=SENTENCES)(make)
    _FORGET.append(again.cache_clear)
    return lambda sentence: again(sentence) if len(sentence) <= LONGEST else make(sentence)


def lately(make: Callable[[str], Made]) -> Callable[[str], Made]:
    """The same function of a whole text, which makes nothing twice in one reading."""
    again = lru_cache(maxsize=TEXTS)(make)
    _FORGET.append(again.cache_clear)
    return again


class Memory(Generic[Made]):
    """Remembers what is made of sentences, where of many at once it is made sooner than one by one."""

    def __init__(self, make: Callable[[list[str]], Iterable[Made]]) -> None:
        """Of a function that makes one thing of each sentence."""
        self._make = make
        self._made: dict[str, Made] = {}
        _FORGET.append(self._forget)

    def of(self, sentences: Sequence[str]) -> list[Made]:
        """What is made of each sentence, in their order."""
        known = self._made
        made = {one: known[one] for one in sentences if one in known}
        new = list(dict.fromkeys(one for one in sentences if one not in made))
        if new:
            made.update(zip(new, self._make(new), strict=True))
            self._remember({one: made[one] for one in new if len(one) <= LONGEST})
        return [made[one] for one in sentences]

    def _remember(self, fresh: dict[str, Made]) -> None:
        if len(self._made) + len(fresh) > SENTENCES:
            self._forget()
        self._made.update(fresh)

    def _forget(self) -> None:
        self._made = {}  # whoever reads just now keeps what is there


@contextmanager
def forgetting() -> Iterator[None]:
    """Read a text that nothing may be kept of: afterwards no sentence is remembered, of others neither."""
    try:
        yield
    finally:
        forget()


def forget() -> None:
    """Remember nothing of what was read."""
    for one in _FORGET:
        one()
