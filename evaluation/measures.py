"""How well findings agree with labels."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

Row = TypeVar("Row")


@dataclass(slots=True)
class Agreement:
    """Found and labelled, counted by kind: F1 is 2·hits / (2·hits + false + missed)."""

    hits: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def count(self, found: Iterable[str], labelled: Iterable[str]) -> None:
        """Count one text's findings against its labels, each kind once."""
        found, labelled = set(found), set(labelled)
        self.hits.update(found & labelled)
        self.false.update(found - labelled)
        self.missed.update(labelled - found)

    def count_pairs(self, found: Iterable[tuple[str, int]], labelled: Iterable[tuple[str, int]]) -> None:
        """Count one history's pairs of a kind and what it concerns."""
        found, labelled = set(found), set(labelled)
        self.hits.update(kind for kind, _ in found & labelled)
        self.false.update(kind for kind, _ in found - labelled)
        self.missed.update(kind for kind, _ in labelled - found)

    def count_places(
        self, found: Iterable[tuple[str, str]], labelled: Iterable[tuple[str, str]], text: str
    ) -> None:
        """Count one text's (kind, quote) pairs: a hit has the same kind and overlaps a label of its own."""
        left = [(kind, *_place(quote, text)) for kind, quote in labelled]
        for kind, quote in found:
            start, end = _place(quote, text)
            match = next((one for one in left if one[0] == kind and one[1] < end and start < one[2]), None)
            if match is None:
                self.false[kind] += 1
            else:
                left.remove(match)
                self.hits[kind] += 1
        self.missed.update(kind for kind, _, _ in left)

    def f1(self, kind: str | None = None) -> float:
        """The F1 of a kind, or the micro-F1 of all; 1 where there is nothing to find and nothing found."""
        hits, false, missed = (
            sum(counts.values()) if kind is None else counts[kind]
            for counts in (self.hits, self.false, self.missed)
        )
        return 2 * hits / (2 * hits + false + missed) if hits + false + missed else 1.0

    def lines(self) -> list[str]:
        """A line a kind: F1 with hits, false alarms and misses."""
        kinds = sorted({*self.hits, *self.false, *self.missed})
        return [
            f"    {kind:24} {self.f1(kind):.2f}   {self.hits[kind]:4} hit {self.false[kind]:4} false "
            f"{self.missed[kind]:4} missed"
            for kind in kinds
        ]


def _place(quote: str, text: str) -> tuple[int, int]:
    start = text.find(quote)
    return start, start + len(quote)


def folds(rows: Sequence[Row], many: int, key: Callable[[Row], str]) -> list[tuple[list[Row], list[Row]]]:
    """``many`` pairs of (to learn from, to test on), dealt by the order of the keys."""
    dealt = sorted(rows, key=key)
    return [
        ([row for i, row in enumerate(dealt) if i % many != fold], dealt[fold::many]) for fold in range(many)
    ]
