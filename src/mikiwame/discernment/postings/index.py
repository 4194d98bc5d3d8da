"""Looks for very many expressions in a text: in each of its statements only for the few that may stand there.

Which those are is remembered: of a draft that grows most statements were read a moment ago.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Protocol, TypeVar

from mikiwame.discernment.memory import remembered
from mikiwame.discernment.text import Statement, statements

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


Kind = TypeVar("Kind", bound=Sought)


class Index:
    """Finds, of very many items, those that a text may be about, and where."""

    def __init__(self, items: Iterable[Sought]) -> None:
        """Of these items."""
        self._items = tuple(items)
        ways: dict[Reach, list[tuple[int, Needs]]] = {reach: [] for reach in Reach}
        for number, item in enumerate(self._items):
            ways[item.reach] += [(number, needs) for needs in item.ways]
        self._passed = remembered(Sieve(ways[Reach.STATEMENT]).passed)
        self._far = [(number, self._items[number], needs) for number, needs in ways[Reach.TEXT]]

    def met_by(self, text: str, kind: type[Kind]) -> Iterator[tuple[Kind, list[Statement]]]:
        """The items of a kind that a text may be about, in their order, each with where to look."""
        whole = [Statement(0, text)]
        met = {
            number: whole
            for number, item, needs in self._far
            if isinstance(item, kind) and meets(text, needs)
        }
        for statement in statements(text):
            for number in self._passed(statement.words):
                met.setdefault(number, []).append(statement)
        for number in sorted(met):
            if isinstance(item := self._items[number], kind):
                yield item, met[number]


def finds(expression: re.Pattern[str], stretches: Iterable[Statement]) -> Iterator[tuple[int, int]]:
    """Where an expression begins and ends in the text of which these are stretches, from left to right."""
    for begin, words in stretches:
        for found in expression.finditer(words):
            yield begin + found.start(), begin + found.end()
