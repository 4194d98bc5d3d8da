"""What can be asked of the list of postings, the place in it where a page begins, and its one statement."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from django.core.signing import BadSignature, Signer

from mikiwame.core.errors import Refused

PAGE = 20
COUNT_MOST = 1_001
"""Counting ends here: nobody needs to know by how many more than a thousand."""

Look = Literal["words", "bigrams"]
_signer = Signer(salt="hiring.listing")


class Sort(StrEnum):
    """By what the list is ordered; equal ones by their id, so that pages never overlap."""

    NEWEST = "newest"
    REWARD = "reward"
    CLOSING = "closing"


@dataclass(frozen=True)
class Filters:
    """What somebody looks for; whatever is left empty doesn't matter to her.

    ``category`` of either level, ``reward_least`` in yen by the basis.
    """

    text: str = ""
    category: str = ""
    format: str = ""
    reward_basis: str = ""
    reward_least: int | None = None
    newcomers: bool = False
    continuing: bool = False
    sort: Sort = Sort.NEWEST


@dataclass(frozen=True)
class Listing:
    """A posting as lists show it."""

    id: UUID
    title: str
    summary: str
    client_name: str
    name_ja: str
    name_en: str
    format: str
    reward_basis: str
    reward: int
    reward_most: int | None
    places: int
    newcomer_places: int
    applicants: int
    continuing: bool
    apply_until: date
    published_at: datetime


@dataclass(frozen=True)
class Page:
    """Some listings, where the pages around them begin, and the count of all, up to ``COUNT_MOST``."""

    listings: list[Listing]
    count: int
    next: str | None
    previous: str | None
    by_letters: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether the count is the whole truth."""
        return self.count < COUNT_MOST


@dataclass(frozen=True)
class Cursor:
    """A place in the list: beside which posting, in which order, on which side, by which look-up."""

    sort: str
    value: str
    id: str
    backwards: bool = False
    look: Look = "words"

    def sealed(self) -> str:
        """As an address carries it, signed: what comes back is what was handed out."""
        return _signer.sign_object([self.sort, self.value, self.id, self.backwards, self.look])

    @classmethod
    def opened(cls, text: str, sort: Sort) -> "Cursor":
        """Read it again; raises Refused("cursor_broken") for anything that isn't ours or of another order."""
        try:
            cursor = cls(*_signer.unsign_object(text))
        except (BadSignature, ValueError, TypeError):
            raise Refused("cursor_broken") from None
        if cursor.sort != sort:
            raise Refused("cursor_broken")
        return cursor


_KEYS = {
    Sort.NEWEST: ("published_at", "timestamptz", "DESC"),
    Sort.REWARD: ("reward", "bigint", "DESC"),
    Sort.CLOSING: ("apply_until", "date", "ASC"),
}

_CONDITIONS = {
    "category": "(i.category_id = %(category)s OR i.parent_category_id = %(category)s)",
    "format": "i.format = %(format)s",
    "reward_basis": "i.reward_basis = %(reward_basis)s",
    "reward_least": "coalesce(i.reward_most, i.reward) >= %(reward_least)s",
    "newcomers": "i.newcomer_places > 0",
    "continuing": "i.continuing",
}

_STATEMENT = """
SELECT total.count, part.* FROM
    (SELECT count(*) FROM (SELECT FROM hiring_postingindex i WHERE {where} LIMIT {most}) counted) total
LEFT JOIN
    (SELECT i.posting_id, i.title, i.summary, p.display_name, c.name_ja, c.name_en, i.format, i.reward_basis,
            i.reward, i.reward_most, i.places, i.newcomer_places, i.applicants, i.continuing, i.apply_until,
            i.published_at
     FROM hiring_postingindex i JOIN hiring_category c ON c.slug = i.category_id
     JOIN members_party p ON p.id = i.client_id
     WHERE {where}{beyond} ORDER BY {order} LIMIT {size}) part ON true
ORDER BY {outer}
"""


def statement(filters: Filters, cursor: Cursor | None, *, look: Look) -> str:
    """The SQL of one page, one row more than it shows, with the count beside each row."""
    column, kind, direction = _KEYS[filters.sort]
    if cursor and cursor.backwards:
        direction = "ASC" if direction == "DESC" else "DESC"
    conditions = ["i.apply_until >= %(today)s"]
    conditions += [sql for name, sql in _CONDITIONS.items() if getattr(filters, name)]
    if filters.text.strip():
        conditions.append(f"i.{look} @@ %(text)s::tsquery")
    sign = ">" if direction == "ASC" else "<"
    beyond = f" AND (i.{column}, i.posting_id) {sign} (%(value)s::{kind}, %(id)s::uuid)" if cursor else ""
    return _STATEMENT.format(
        where=" AND ".join(conditions),
        beyond=beyond,
        order=f"i.{column} {direction}, i.posting_id {direction}",
        outer=f"part.{column} {direction}, part.posting_id {direction}",
        most=COUNT_MOST,
        size=PAGE + 1,
    )


def values(filters: Filters, cursor: Cursor | None, *, text: str, today: date) -> dict[str, Any]:
    """What the statement's placeholders stand for; ``text`` is a ``tsquery``."""
    place = {"value": cursor.value, "id": cursor.id} if cursor else {}
    return {**{name: getattr(filters, name) for name in _CONDITIONS}, **place, "text": text, "today": today}


def page_of(rows: list[tuple[Any, ...]], filters: Filters, cursor: Cursor | None, *, look: Look) -> Page:
    """Make a page of what the statement answered: a row without a posting stands for an empty page."""
    found = [Listing(*row) for _, *row in rows if row[0] is not None]
    backwards, more = bool(cursor and cursor.backwards), len(found) > PAGE
    found = found[:PAGE]
    if backwards:
        found.reverse()
    # Where one came from there is something; on the far side, only if a row more was found.
    is_more_after, is_more_before = (True, more) if backwards else (more, cursor is not None)

    def beside(listing: Listing, *, backwards: bool) -> str:
        value = str(getattr(listing, _KEYS[filters.sort][0]))
        return Cursor(filters.sort, value, str(listing.id), backwards, look).sealed()

    return Page(
        listings=found,
        count=rows[0][0],
        next=beside(found[-1], backwards=False) if found and is_more_after else None,
        previous=beside(found[0], backwards=True) if found and is_more_before else None,
        by_letters=bool(filters.text.strip()) and look == "bigrams",
    )
