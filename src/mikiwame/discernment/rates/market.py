"""What work is usually paid, by kind of work and by what it is counted by: our dated estimates."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from mikiwame.discernment.amounts import Basis

from .relation import Relation


@dataclass(frozen=True, slots=True)
class Rate:
    """What one of what ``basis`` counts is usually paid, in yen: from ``low`` to ``high``.

    Less than ``far_below``, and ``far_above`` or more, is out of proportion. ``source`` says whose figures
    these are, by its key among the engine's words, ``since`` from when they count.
    """

    work: str
    basis: Basis
    far_below: float
    low: float
    high: float
    far_above: float
    since: date
    source: str


_NAME = 1_000
"""More letters than a name has."""


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work: the categories that hold it, the words that speak of it, what it is paid."""

    key: str
    categories: tuple[str, ...]
    about: str
    rates: tuple[Rate, ...]

    def fit(self, category: str) -> int:
        """How much a category is about this kind of work; 0 where it isn't in it.

        A category is a slug, or names from the general to the particular (「デザイン ロゴ」): a later name
        counts more than an earlier one, and of one name the longer beginning.
        """
        return max(
            (
                place * _NAME + len(one)
                for place, name in enumerate(category.lower().split())
                for one in self.categories
                if name.startswith(one)
            ),
            default=0,
        )

    def rate(self, basis: Basis, on: date | None = None) -> Rate | None:
        """The row for a basis that counts on a day; without a day the newest."""
        rows = (row for row in self.rates if row.basis == basis and (on is None or row.since <= on))
        return max(rows, key=lambda row: row.since, default=None)


def market_rate(category: str, basis: Basis, on: date | None = None) -> Rate | None:
    """What work of a category is usually paid by a basis on a day; None where the table says nothing.

    ``category`` is a kind of work of the table (``writing``), or the name or slug of a market's category.

    >>> market_rate("writing", Basis.CHARACTER).far_below
    0.3
    """
    if category in works():
        return works()[category].rate(basis, on)
    rows = (work.rate(basis, on) for work in reversed(in_category(category)))
    return next((row for row in rows if row), None)


def in_category(category: str) -> list[Work]:
    """The kinds of work in a category, the one that it is most about last."""
    inside = [work for work in works().values() if work.fit(category)]
    return sorted(inside, key=lambda work: work.fit(category))


def relation(least: float, most: float, rate: Rate) -> Relation:
    """How ``least`` to ``most`` yen stand to a row: they are below with their most, above with their least.

    >>> relation(0.2, 0.2, market_rate("writing", Basis.CHARACTER))
    <Relation.FAR_BELOW: 'far_below'>
    """
    if most < rate.low:
        return Relation.FAR_BELOW if most < rate.far_below else Relation.BELOW
    if least > rate.high:
        return Relation.FAR_ABOVE if least >= rate.far_above else Relation.ABOVE
    return Relation.USUAL


@cache
def works() -> dict[str, Work]:
    """The kinds of work of the table, by their keys, the particular before the general."""
    table = tomllib.loads(files(__package__).joinpath("market.toml").read_text(encoding="utf-8"))
    return {work["key"]: _work(work, table["source"]) for work in table["work"]}


def _work(row: dict[str, Any], source: str) -> Work:
    rates = tuple(_rate(row["key"], rate, source) for rate in row["rates"])
    about = "|".join(row["about"].split())
    return Work(row["key"], tuple(row["categories"]), about, rates)


def _rate(work: str, row: dict[str, Any], source: str) -> Rate:
    far_below, low, high, far_above = (float(bound) for bound in row["bounds"])
    return Rate(work, Basis(row["basis"]), far_below, low, high, far_above, row["since"], source)


@cache
def about(work: str) -> re.Pattern[str]:
    """The words by which a text speaks of a kind of work."""
    return re.compile(works()[work].about or "(?!)")
