"""Who shares a prize that nobody was named for, and how it is divided; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Standing:
    """An entry that can be paid: whose, handed in when, and whether its client counts it as a finalist."""

    entry: UUID
    maker: UUID
    submitted_at: datetime
    number: int
    finalist: bool


def sharers(entries: Iterable[Standing], *, most: int) -> list[Standing]:
    """One entry of each maker who shares, in the order of handing in.

    Finalists share; where there are none, all who entered, of whom the first ``most``. A maker of several
    entries has one share, in the first of them.
    """
    ordered = sorted(entries, key=lambda one: one.number)
    chosen = [one for one in ordered if one.finalist]
    first: dict[UUID, Standing] = {}
    for one in chosen or ordered:
        first.setdefault(one.maker, one)
    shares = list(first.values())
    return shares if chosen else shares[:most]


def thanked(entries: Iterable[Standing], paid: Iterable[UUID], *, most: int) -> list[Standing]:
    """One entry of each of the first ``most`` makers who get nothing else; ``paid`` are the makers who do."""
    first: dict[UUID, Standing] = {}
    for one in sorted(entries, key=lambda each: each.number):
        first.setdefault(one.maker, one)
    others: Sequence[Standing] = [one for maker, one in first.items() if maker not in set(paid)]
    return list(others[:most])
