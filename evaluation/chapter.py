"""How a chapter's readings are tested: by folds over everything, and on each writer by a model of the others.

Sealed, the shipped model reads the sealed rows, which neither it nor its makers have seen.
"""

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from evaluation.data import Row, sealed, sources
from evaluation.measures import folds

FOLDS = 5
SAME_HANDS = {"dev": "open", "sample": "open", "comments-written-more": "comments-written"}
"""Sources by the writer of another."""

Model = TypeVar("Model")


@dataclass(frozen=True)
class Chapter(Generic[Model]):
    """A chapter by the name of its files, the model that is shipped, and how one is made of rows.

    ``show`` prints how well rows are read, each list by the model beside it; folds are dealt by ``text``.
    """

    files: str
    aims: str
    shipped: Callable[[], Model]
    fit: Callable[[Sequence[Row]], Model]
    text: Callable[[Row], str]
    show: Callable[[str, Iterable[tuple[Model, list[Row]]]], None]

    def run(self) -> None:
        """Print the figures that the command line asks for."""
        parser = argparse.ArgumentParser()
        parser.add_argument("--sealed", action="store_true", help="on the sealed rows alone")
        print(f"{self.files.replace('-', ' ').capitalize()} (aims: {self.aims})")
        if parser.parse_args().sealed:
            self.sealed()
        else:
            self.across()

    def sealed(self) -> None:
        """Print the figures of the shipped model on the sealed rows."""
        self.show("sealed rows, shipped model", [(self.shipped(), sealed(f"{self.files}-dev"))])

    def across(self) -> None:
        """Print the figures of models on rows that they didn't learn from."""
        by_writer = self.writers()
        everything = [row for rows in by_writer.values() for row in rows]
        dealt = folds(everything, FOLDS, key=self.text)
        title = f"{FOLDS} folds over {len(everything):,} {self.files}"
        self.show(title, [(self.fit(learn), test) for learn, test in dealt])
        for writer, rows in by_writer.items():
            others = [row for name, theirs in by_writer.items() if name != writer for row in theirs]
            self.show(f"{writer}, learnt from the others", [(self.fit(others), rows)])

    def writers(self) -> dict[str, list[Row]]:
        """The readable rows by who wrote them."""
        found: dict[str, list[Row]] = {}
        for source, rows in sources(self.files).items():
            found.setdefault(SAME_HANDS.get(source, source), []).extend(rows)
        return found
