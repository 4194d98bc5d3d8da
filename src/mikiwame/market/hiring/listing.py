"""What can be asked of the list of postings, the place in it where a page begins, and its one statement."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from django.core.signing import BadSignature, Signer

from mikiwame.core import search
from mikiwame.core.errors import Refused
from mikiwame.core.terms import Format

PAGE = 20
TEXT_MOST = 1_000
"""In so many characters something can be looked for, now or by criteria that are kept."""

COUNT_MOST = 1_001
"""Counting ends here: nobody needs to know by how many more than a thousand."""

Look = Literal["words", "bigrams"]
_signer = Signer(salt="hiring.listing")


class Sort(StrEnum):
    """By what the list is ordered; equal ones by their id, so that pages never overlap."""

    NEWEST = "newest"
    REWARD = "reward"
    CLOSING = "closing"
    HOURLY = "hourly"  # only tasks of which is known what an hour comes to


class Care(StrEnum):
    """How careful a description has to be."""

    CALM = "calm"  # no warning signs, though something may be missing
    CAREFUL = "careful"  # nothing missing either


FINISHED_STEPS = (1, 3, 10, 30)
"""How many commissions seen through can be asked for; the database marks these numbers."""

CROWD_STEPS = (1, 3, 5, 10)
"""How many applicants a place can be asked for at most; marked too."""


HOURLY_STEPS = (500, 800, 1_000, 1_200, 1_500, 2_000)
"""How many yen an hour can be asked for of tasks; marked too."""


@dataclass(frozen=True)
class Filters:
    """What somebody looks for; whatever is left empty doesn't matter to her.

    ``category`` of either level, ``reward_least`` in yen by the basis, ``hourly_least`` in yen an hour that
    tasks come to (of other work none is known, which leaves it out), ``crowd_most`` applicants a place,
    ``care`` of the posting's text. Of the client: a ``record`` and reviews (``calm_reviews``) that give no
    reason for doubt, ``finished_least`` commissions that she saw through, ``funded`` in time, mostly. Of whom
    too little is known for that, she is unproven, and comes in by ``unproven`` only.
    """

    text: str = ""
    category: str = ""
    format: str = ""
    reward_basis: str = ""
    reward_least: int | None = None
    hourly_least: int | None = None
    newcomers: bool = False
    continuing: bool = False
    crowd_most: int | None = None
    care: str = ""
    record: bool = False
    finished_least: int | None = None
    funded: bool = False
    calm_reviews: bool = False
    unproven: bool = False
    sort: Sort = Sort.NEWEST

    @property
    def ask_of_clients(self) -> bool:
        """Whether there is anything that an unproven client can't show."""
        return bool(self.record or self.finished_least or self.funded or self.calm_reviews)

    @property
    def conditions(self) -> dict[str, tuple[str, Any]]:
        """What rows have to meet beside words and marks: SQL, and the value of its placeholder, by name.

        Tasks of which every answer has come in wait for their client, and are no work to be found.
        """
        found: dict[str, tuple[str, Any]] = {"left": ("i.places_left IS DISTINCT FROM 0", None)}
        if self.reward_least:
            least = "coalesce(i.reward_most, i.reward) >= %(reward_least)s"
            found["reward_least"] = (least, self.reward_least)
        return found


MINUTES_STEPS = (1, 3, 5, 10, 30)
"""How many minutes an answer may take, to choose from."""


@dataclass(frozen=True)
class TaskFilters(Filters):
    """What somebody looks for among tasks: ``minutes_most`` for an answer, ``without`` some postings."""

    format: str = Format.TASK
    minutes_most: int | None = None
    without: frozenset[UUID] = frozenset()

    @property
    def conditions(self) -> dict[str, tuple[str, Any]]:
        """Also how long an answer takes; of which nothing is known, it may take longer."""
        found = super().conditions
        if self.minutes_most:
            found["seconds_most"] = ("i.seconds <= %(seconds_most)s", self.minutes_most * 60)
        if self.without:
            found["without"] = ("i.posting_id <> ALL(%(without)s::uuid[])", list(self.without))
        return found


THREE_CHECKS = Filters(care=Care.CAREFUL, record=True, calm_reviews=True)
"""What everybody may start with: a careful description, a record of orders, reviews that don't feel odd."""


@dataclass(frozen=True)
class Listing:
    """A posting as lists show it."""

    id: UUID
    title: str
    summary: str
    client_name: str
    client_is_operator: bool
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
    text_verdict: str
    missing: int
    record_verdict: str
    finished: int
    funding_verdict: str
    reviews_verdict: str
    reviews_odd: bool
    places_left: int | None
    seconds: int | None
    hourly: int | None


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
class LeftOut:
    """How many more there are with unproven clients; at least so many, where counting ended before."""

    count: int
    is_counted: bool


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
    """A column and its type, the way its list goes, the walk through its parts, and where that begins.

    ``walk``, ``value`` and ``id`` are SQL; the last two are of the row with which the list begins.
    """

    column: str
    kind: str
    way: Literal[1, -1]
    walk: str
    value: str
    id: str = "NULL"

    def walked(self, way: int) -> str:
        """The walk from there on, this way."""
        return self.walk.format(value=self.value, id=self.id, way=way)


_NEWEST = _Order(
    "published_at",
    "timestamptz",
    -1,
    "hiring_walk('NEW', hiring_step({value}), {way})",
    "(SELECT max(published_at) FROM hiring_postingindex)",
)
_ORDERS = {
    Sort.NEWEST: _NEWEST,
    Sort.REWARD: _Order(
        "reward",
        "bigint",
        -1,
        "hiring_walk('PAY', hiring_step({value}), {way})",
        "(SELECT max(reward) FROM hiring_postingindex)",
    ),
    Sort.CLOSING: _Order(
        "apply_until",
        "date",
        1,
        "hiring_walk({value}, {id}, {way})",
        "(SELECT min(apply_until) FROM hiring_postingindex WHERE apply_until >= %(today)s)",
        "(SELECT posting_id FROM hiring_postingindex WHERE apply_until >= %(today)s"
        " ORDER BY apply_until, posting_id LIMIT 1)",
    ),
    Sort.HOURLY: _Order(
        "hourly",
        "bigint",
        -1,
        "hiring_walk('WAGE', hiring_step({value}), {way})",
        "(SELECT max(hourly) FROM hiring_postingindex)",
    ),
}

_MARKS = {
    "category": "IN {}",
    "format": "FORMAT {}",
    "reward_basis": "BASIS {}",
    "hourly_least": "HOURLY {}",
    "newcomers": "NEWCOMERS",
    "continuing": "CONTINUING",
    "crowd_most": "CROWD {}",
}
_OF_CLIENTS = {
    "record": ("RECORD ok", "RECORD incomplete"),
    "finished_least": ("DONE {}", "RECORD incomplete"),
    "funded": ("FUNDING ok", "FUNDING incomplete"),
    "calm_reviews": ("REVIEWS ok", "REVIEWS incomplete"),
}
"""What a client has to show, and what she has instead while she is unproven."""

_OF_TEXTS = {"": [], Care.CAREFUL: ["TEXT ok"], Care.CALM: ["TEXT ok", "TEXT incomplete"]}

_STATEMENT = """
SELECT total.count, part.* FROM
    (SELECT count(*) FROM {every}) total
LEFT JOIN
    (SELECT i.posting_id, i.title, i.summary, p.display_name, p.is_operator, c.name_ja, c.name_en, i.format,
            i.reward_basis, i.reward, i.reward_most, i.places, i.newcomer_places, i.applicants, i.continuing,
            i.apply_until, i.published_at, i.text_verdict, i.missing, i.record_verdict, i.finished,
            i.funding_verdict, i.reviews_verdict, i.reviews_odd, i.places_left, i.seconds, i.hourly
     FROM {some} JOIN hiring_category c ON c.slug = i.category_id JOIN members_party p ON p.id = i.client_id)
    part ON true
ORDER BY part.{column} {direction}, part.posting_id {direction}
"""

_WHOLE = "(SELECT * FROM hiring_postingindex i WHERE {where} {by} LIMIT {most}) i"

_WALK = """
    (SELECT i.* FROM {walk} AS walk (part) CROSS JOIN LATERAL
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
    beyond, place = "", order
    where = " AND ".join(["i.apply_until >= %(today)s", *(sql for sql, _ in filters.conditions.values())])
    if cursor:
        place = replace(order, value=f"%(value)s::{order.kind}", id="%(id)s::uuid")
        beyond = f" AND (i.{order.column}, i.posting_id) {sign} ({place.value}, {place.id})"
    rows = _WALK if filters.text.strip() or _marks(filters) else _WHOLE
    by = f"ORDER BY i.{order.column} {direction}, i.posting_id {direction}"
    return _STATEMENT.format(
        every=rows.format(look=look, where=where, by="", most=COUNT_MOST, walk=_NEWEST.walked(_NEWEST.way)),
        some=rows.format(look=look, where=where + beyond, by=by, most=PAGE + 1, walk=place.walked(way)),
        column=order.column,
        direction=direction,
    )


def values(filters: Filters, cursor: Cursor | None, *, text: str, today: date) -> dict[str, Any]:
    """What the statement's placeholders stand for; ``text`` is a ``tsquery``."""
    place = {"value": cursor.value, "id": cursor.id} if cursor else {}
    asked = " & ".join(([f"({text})"] if text else []) + _marks(filters))
    met = {name: value for name, (_, value) in filters.conditions.items()}
    return {**place, **met, "asked": asked, "today": today}


def _marks(filters: Filters) -> list[str]:
    """What is looked up beside the words, each a ``tsquery``: all of them, any of the marks within each."""
    wanted = [([mark], getattr(filters, name)) for name, mark in _MARKS.items()]
    wanted += [
        (list(marks) if filters.unproven else [marks[0]], getattr(filters, name))
        for name, marks in _OF_CLIENTS.items()
    ]
    wanted.append((_OF_TEXTS[filters.care], filters.care))
    wanted.append((["HOURLY"], filters.sort == Sort.HOURLY))
    return [_any(mark.format(value) for mark in marks) for marks, value in wanted if value]


def _any(marks: Iterable[str]) -> str:
    """
    >>> _any(["TEXT ok", "TEXT incomplete"])
    "('TEXT ok' | 'TEXT incomplete')"
    """
    return "(" + " | ".join(map(search.quoted, marks)) + ")"


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
