"""An index of expressions by the words that a text must hold for them to match: few have to be tried."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Needs = Sequence[Collection[str]]
"""Sets of literals, of each of which a text must hold one."""


class Index(Generic[Item]):
    """Finds, of very many items, those that a text may be about.

    >>> index = Index([("LINE", [("line", "ライン")]), ("account", [("口座",), ("貸", "売")]), ("any", [])])
    >>> list(index.met_by("口座を貸してください")), list(index.met_by("口座"))
    (['account', 'any'], ['any'])
    """

    def __init__(self, items: Iterable[tuple[Item, Needs]]) -> None:
        """Of these items, each with what it needs; one that needs nothing is always met."""
        self._items = list(items)
        self._always = [place for place, (_, needs) in enumerate(self._items) if not needs]
        self._places: dict[str, list[int]] = {}
        self._literals: dict[str, set[str]] = {}
        for place, (_, needs) in enumerate(self._items):
            for literal in min(needs, key=len, default=()):
                self._places.setdefault(literal, []).append(place)
            for literal in (one for some in needs for one in some):
                self._literals.setdefault(literal[:2], set()).add(literal)

    def met_by(self, text: str) -> Iterator[Item]:
        """The items whose every need the text meets, in their order."""
        held = self.held_by(text)
        begun = {*self._always, *(place for one in held for place in self._places.get(one, ()))}
        for place in sorted(begun):
            item, needs = self._items[place]
            if not any(map(held.isdisjoint, needs)):
                yield item

    def held_by(self, text: str) -> frozenset[str]:
        """The literals that stand in a text, found by the one or two letters that they begin with."""
        begun = {*text, *map(str.__add__, text, text[1:])} & self._literals.keys()
        return frozenset(one for pair in begun for one in self._literals[pair] if one in text)
