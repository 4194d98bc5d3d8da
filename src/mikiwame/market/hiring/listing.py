"""What can be asked of the list of postings, the place in it where a page begins, and its one statement."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from django.core.signing import BadSignature, Signer

from mikiwame.core.errors import Refused

from . import search

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

    @classmethod
    def nothing(cls) -> "Page":
        """A page of an empty list."""
        return cls(listings=[], count=0, next=None, previous=None)

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


@dataclass(frozen=True)
class _Order:
    """A column and its type, the way its list goes, the marks of its parts, and its beginning."""

    column: str
    kind: str
    way: Literal[1, -1]
    mark: str
    beginning: str


_NEWEST = _Order(
    "published_at", "timestamptz", -1, "NEW", "(SELECT max(published_at) FROM hiring_postingindex)"
)
_ORDERS = {
    Sort.NEWEST: _NEWEST,
    Sort.REWARD: _Order("reward", "bigint", -1, "PAY", "(SELECT max(reward) FROM hiring_postingindex)"),
    Sort.CLOSING: _Order("apply_until", "date", 1, "END", "%(today)s::date"),
}

_MARKS = {
    "category": "IN {}",
    "format": "FORMAT {}",
    "reward_basis": "BASIS {}",
    "newcomers": "NEWCOMERS",
    "continuing": "CONTINUING",
}

_STATEMENT = """
SELECT total.count, part.* FROM
    (SELECT count(*) FROM {every}) total
LEFT JOIN
    (SELECT i.posting_id, i.title, i.summary, p.display_name, c.name_ja, c.name_en, i.format, i.reward_basis,
            i.reward, i.reward_most, i.places, i.newcomer_places, i.applicants, i.continuing, i.apply_until,
            i.published_at
     FROM {some} JOIN hiring_category c ON c.slug = i.category_id JOIN members_party p ON p.id = i.client_id)
    part ON true
ORDER BY part.{column} {direction}, part.posting_id {direction}
"""

_WHOLE = "(SELECT * FROM hiring_postingindex i WHERE {where} {by} LIMIT {most}) i"

_WALK = """
    (SELECT i.* FROM hiring_walk('{mark}', hiring_step({start}), {way}) AS walk (part) CROSS JOIN LATERAL
        (SELECT * FROM hiring_postingindex i
         WHERE (i.{look} || i.marks) @@ (%(asked)s::tsquery && walk.part) AND {where} {by} LIMIT {most}) i
     LIMIT {most}) i
"""


def statement(filters: Filters, cursor: Cursor | None, *, look: Look) -> str:
    """The SQL of one page, one row more than it shows, with the count beside each row.

    A list that words or marks narrow down is walked part by part: in its order until the page is full, and
    from the newest until enough are counted (docs/decisions/search.md).
    """
    order = _ORDERS[filters.sort]
    way = -order.way if cursor and cursor.backwards else order.way
    direction, sign = ("ASC", ">") if way > 0 else ("DESC", "<")
    where, beyond, start = "i.apply_until >= %(today)s", "", order.beginning
    if filters.reward_least:
        where += " AND coalesce(i.reward_most, i.reward) >= %(reward_least)s"
    if cursor:
        start = f"%(value)s::{order.kind}"
        beyond = f" AND (i.{order.column}, i.posting_id) {sign} ({start}, %(id)s::uuid)"
    rows = _WALK if filters.text.strip() or _marks(filters) else _WHOLE
    by = f"ORDER BY i.{order.column} {direction}, i.posting_id {direction}"
    newest = {"mark": _NEWEST.mark, "start": _NEWEST.beginning, "way": _NEWEST.way}
    return _STATEMENT.format(
        every=rows.format(look=look, where=where, by="", most=COUNT_MOST, **newest),
        some=rows.format(
            look=look, where=where + beyond, by=by, most=PAGE + 1, mark=order.mark, start=start, way=way
        ),
        column=order.column,
        direction=direction,
    )


def values(filters: Filters, cursor: Cursor | None, *, text: str, today: date) -> dict[str, Any]:
    """What the statement's placeholders stand for; ``text`` is a ``tsquery``."""
    place = {"value": cursor.value, "id": cursor.id} if cursor else {}
    asked = " & ".join(([f"({text})"] if text else []) + _marks(filters))
    return {**place, "asked": asked, "reward_least": filters.reward_least, "today": today}


def _marks(filters: Filters) -> list[str]:
    wanted = ((mark, getattr(filters, name)) for name, mark in _MARKS.items())
    return [search.quoted(mark.format(value)) for mark, value in wanted if value]


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
        value = str(getattr(listing, _ORDERS[filters.sort].column))
        return Cursor(filters.sort, value, str(listing.id), backwards, look).sealed()

    return Page(
        listings=found,
        count=rows[0][0],
        next=beside(found[-1], backwards=False) if found and is_more_after else None,
        previous=beside(found[0], backwards=True) if found and is_more_before else None,
        by_letters=bool(filters.text.strip()) and look == "bigrams",
    )
