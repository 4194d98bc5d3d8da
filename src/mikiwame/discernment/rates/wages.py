"""Minimum wages by prefecture, with the day from which each is in force."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from .relation import Relation

COUNTRY = "全国加重平均"
"""The place of the average of the whole country, weighted by workers."""


@dataclass(frozen=True, slots=True)
class MinimumWage:
    """Yen an hour in one place from a day on; ``source`` says who published it, as a key of words."""

    place: str
    yen: int
    since: date
    source: str


class UnknownPrefecture(LookupError):
    """No prefecture has this name."""


def minimum_wage(prefecture: str = "", on: date | None = None) -> MinimumWage | None:
    """The minimum wage of a prefecture (「東京都」 or 「東京」; without one, the country's average) on a day.

    Without a day the newest in the table; None where the table begins later.

    >>> minimum_wage("秋田", date(2025, 6, 1)).yen
    951

    Raises:
        UnknownPrefecture: no prefecture has that name.
    """
    rows = _wages().get(_short(prefecture) or COUNTRY)
    if rows is None:
        raise UnknownPrefecture(prefecture)
    in_force = (row for row in rows if on is None or row.since <= on)
    return max(in_force, key=lambda row: row.since, default=None)


@cache
def lowest_wage(on: date | None = None) -> MinimumWage:
    """The lowest minimum wage that any prefecture has on a day: less is below all of them.

    Without a day the newest of each place count, before the table begins the oldest.
    """
    wages = [minimum_wage(place, on) or rows[0] for place, rows in _wages().items() if place != COUNTRY]
    return min(wages, key=lambda wage: wage.yen)


def wage_relation(least: float, most: float, wage: MinimumWage) -> Relation:
    """How ``least`` to ``most`` yen an hour stand to a minimum wage: far below under seven tenths of it."""
    if most < wage.yen:
        return Relation.FAR_BELOW if most < 0.7 * wage.yen else Relation.BELOW
    return Relation.ABOVE if least > wage.yen else Relation.USUAL


def _short(prefecture: str) -> str:
    name = prefecture.strip()
    return name[:-1] if len(name) > 2 and name[-1] in "都府県" else name


@cache
def _wages() -> dict[str, tuple[MinimumWage, ...]]:
    """The rows of every place, oldest first."""
    table = tomllib.loads(files(__package__).joinpath("wages.toml").read_text(encoding="utf-8"))
    rows: dict[str, list[MinimumWage]] = {}
    for year in table["year"]:
        wages = {COUNTRY: (year["average"], year["since"])} | year["wages"]
        for place, (yen, since) in wages.items():
            rows.setdefault(place, []).append(MinimumWage(place, yen, since, year["source"]))
    return {place: tuple(sorted(found, key=lambda row: row.since)) for place, found in rows.items()}
