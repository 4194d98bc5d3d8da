"""Looks for very many expressions in a text: in each of its statements only for the few that may stand there.

Which those are is remembered: of a draft that grows most statements were read a moment ago.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar

from mikiwame.discernment.memory import lately, remembered
from mikiwame.discernment.text import statements

from .needs import Needs, meets
from .sieve import Sieve


class Reach(StrEnum):
    """How far apart the words may stand that an expression looks for."""

    STATEMENT = "statement"
    TEXT = "text"


class Sought(Protocol):
    """Something to look for."""

    @property
    def ways(self) -> Sequence[Needs]:
        """What a text must hold for each of the ways in which it can be said."""

    @property
    def reach(self) -> Reach:
        """Where it is looked for; what reaches no farther than a statement is found sooner."""

    @property
    def expression(self) -> re.Pattern[str]:
        """How it is said."""


Kind = TypeVar("Kind", bound=Sought)


class Stretch(NamedTuple):
    """Words of a text, where they begin, and the numbers of the expressions that they may hold."""

    begin: int
    words: str
    may_hold: set[int]


class Index:
    """Finds, of very many items, those that a text may be about, and where."""

    def __init__(self, items: Iterable[Sought]) -> None:
        """Of these items."""
        self._items = tuple(items)
        ways: dict[Reach, list[tuple[int, Needs]]] = {reach: [] for reach in Reach}
        for number, item in enumerate(self._items):
            ways[item.reach] += [(number, needs) for needs in item.ways]
        self._may_hold = remembered(Sieve(ways[Reach.STATEMENT]).passed)
        self._far = ways[Reach.TEXT]
        self._met = lately(self._meet)

    def found_in(self, text: str, kind: type[Kind]) -> Iterator[tuple[Kind, Iterator[tuple[int, int]]]]:
        """The items of a kind that a text may be about, in their order, each with where it stands."""
        for number, stretches in self._met(text):
            if isinstance(item := self._items[number], kind):
                yield item, self._places(number, stretches)

    def _meet(self, text: str) -> Sequence[tuple[int, list[Stretch]]]:
        """The numbers of what a text may hold, in order, each with where it may stand."""
        far = {number for number, needs in self._far if meets(text, needs)}
        whole = [Stretch(0, text, far)]
        met = dict.fromkeys(far, whole)
        for begin, words in statements(text):
            stretch = Stretch(begin, words, self._may_hold(words))
            for number in tuple(stretch.may_hold):  # another reading may shorten it meanwhile
                met.setdefault(number, []).append(stretch)
        return sorted(met.items())

    def _places(self, number: int, stretches: Iterable[Stretch]) -> Iterator[tuple[int, int]]:
        """Where an expression matches, from left to right; where it doesn't, it is looked for no more."""
        finditer = self._items[number].expression.finditer
        for begin, words, may_hold in stretches:
            found = False
            for one in finditer(words):
                found = True
                yield begin + one.start(), begin + one.end()
            if not found:
                may_hold.discard(number)
