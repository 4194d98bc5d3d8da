"""Contests and entries as they travel."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field, StrictBool

from mikiwame.api.gathering import Ask, gathered, said_of
from mikiwame.api.paging import Page
from mikiwame.api.wire import Day, Sent, Yen, maybe_empty, text, whole
from mikiwame.core import clock
from mikiwame.core.errors import Refused
from mikiwame.market.contests import queries
from mikiwame.market.contests.rules import (
    LIMITS,
    PRIZES_MOST,
    TEXT_MOST,
    WANTED_MOST,
    WORDS_MOST,
    failings,
    price_of,
)
from mikiwame.market.contests.states import Asks, AwardKind, Breach, ContestState, EntryState, ExclusionState
from mikiwame.market.paperwork import queries as paperwork
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.states import TurnKind
from mikiwame.refusals import sentence

from .members import PartyRef
from .messaging import File, files_of


class ContestWritten(Sent):
    """What a contest asks for; what isn't sent stays as it is."""

    title: Annotated[str, maybe_empty(120)] = ""
    category: Annotated[str, maybe_empty(60)] = ""
    body: Annotated[str, maybe_empty(20_000)] = ""
    wanted: Annotated[str, maybe_empty(WANTED_MOST), Field(description="What an entry must have.")] = ""
    asks: Asks = Asks.BOTH
    prizes: Annotated[
        list[Yen], Field(max_length=PRIZES_MOST, description="The first prize first; fees are inside.")
    ] = []
    closes_on: Annotated[Day | None, Field(description="The last day for entries, in Japan.")] = None
    decide_days: Annotated[int, whole(*LIMITS["decide_days"])] = 7
    entries_each: Annotated[int, whole(*LIMITS["entries_each"])] = 3
    hidden: StrictBool = True
    participation: Annotated[int, whole(*LIMITS["participation"])] = 0
    participants_most: Annotated[int, whole(*LIMITS["participants_most"])] = 0

    def values(self) -> dict[str, Any]:
        """What was sent."""
        return self.model_dump(exclude_unset=True)


class EntrySent(Sent):
    """What a worker writes."""

    text: Annotated[str, maybe_empty(TEXT_MOST)] = ""
    shown: Annotated[StrictBool, Field(description="Everybody may see it with the result.")] = False

    def values(self) -> dict[str, Any]:
        """What was sent."""
        return self.model_dump(exclude_unset=True)


class WinnerSent(Sent):
    """An entry that gets a prize, and words to its maker."""

    entry: UUID
    words: Annotated[str, maybe_empty(WORDS_MOST)] = ""


class ChoiceOfWinnersSent(Sent):
    """Who gets the prizes, the first one first: each prize for which there is an entry."""

    winners: Annotated[list[WinnerSent], Field(min_length=1, max_length=PRIZES_MOST)]


class ExclusionSent(Sent):
    """Which rule an entry breaks, and how that can be seen."""

    breach: Breach
    evidence: Annotated[str, text(2_000)]


class Contest(Schema):
    """A contest as everybody reads it; `id` is that of its posting, too."""

    id: UUID
    state: ContestState
    title: str
    client: PartyRef
    category: str | None
    body: str
    wanted: str
    asks: Asks
    prizes: list[int]
    participation: int
    participants_most: int
    closes_on: date | None
    closes_at: datetime | None
    decide_days: int
    decide_until: datetime | None
    entries_each: int
    hidden: bool
    entrants: Annotated[int, Field(description="How many workers have entered.")]
    ended_at: datetime | None

    @staticmethod
    def resolve_category(contest: Any) -> str | None:
        slug: str | None = contest.posting.category_id
        return slug

    @staticmethod
    def resolve_body(contest: Any) -> str:
        return str(contest.posting.body)

    @staticmethod
    def resolve_prizes(contest: Any) -> list[int]:
        return prizes_of(contest)

    @staticmethod
    def resolve_entrants(contest: Any) -> int:
        return int(said_of(contest, "entrants", queries.entrants_of))


CONTEST_FIGURES: dict[str, Ask] = {
    "prizes": queries.prizes_of,
    "entrants": queries.entrants_of,
    "held": queries.held_in,
}
"""What is asked at once for a list of contests."""


def prizes_of(contest: Any) -> list[int]:
    """The prizes of a contest, in yen, the first one first."""
    return list(said_of(contest, "prizes", queries.prizes_of))


class ContestLacks(Schema):
    """Something that keeps a draft from being paid for."""

    code: str
    field: str | None
    detail: str


class OwnContest(Contest):
    """One's own contest, with its money and what it lacks."""

    saved_at: datetime
    price: Annotated[int, Field(description="What is paid in, in yen.")]
    held: Annotated[int, Field(description="What is still in escrow, in yen.")]
    missing: list[ContestLacks]

    @staticmethod
    def resolve_price(contest: Any) -> int:
        return price_of(contest, prizes_of(contest))

    @staticmethod
    def resolve_held(contest: Any) -> int:
        return int(said_of(contest, "held", queries.held_in))

    @staticmethod
    def resolve_missing(contest: Any) -> list[dict[str, Any]]:
        if contest.state != ContestState.DRAFT:
            return []
        found = failings(contest, prizes_of(contest), clock.now())
        return [
            {"code": one.code, "field": one.field, "detail": sentence(Refused(str(one.code), **one.context))}
            for one in found
        ]


class AwardGiven(Schema):
    """What an entry was paid, gross in yen, as everybody reads it; ``rank`` of a prize."""

    id: UUID
    kind: AwardKind
    rank: int | None
    amount: int
    awarded_at: datetime

    @staticmethod
    def resolve_rank(award: Any) -> int | None:
        return award.prize.number if award.prize else None


class Award(AwardGiven):
    """The same with the client's words to the maker, for these two."""

    words: str


def appeals_until(exclusions: list[Any]) -> dict[UUID, datetime]:
    """Until when their makers may appeal, by identifier."""
    limits = turns.limits_of(TurnKind.EXCLUSION_APPEAL, (one.key for one in exclusions))
    return {one.pk: limits[one.key] for one in exclusions if one.key in limits}


def found_of(entries: list[Any]) -> dict[UUID, Any]:
    """What operators found about entries, with the time to appeal, by identifier."""
    found = queries.findings_of(entries)
    gathered(found.values(), until=appeals_until)
    return found


ENTRY_PARTS: dict[str, Ask] = {"files": files_of, "award": queries.awards_of}
"""What is asked at once for a list of entries."""


class EntrySeen(Schema):
    """An entry under its number; its maker stays unnamed to others."""

    id: UUID
    contest: UUID
    number: int | None
    state: EntryState
    text: str
    shown: bool
    files: list[File]
    submitted_at: datetime | None
    award: AwardGiven | None

    @staticmethod
    def resolve_contest(entry: Any) -> UUID:
        identifier: UUID = entry.contest_id
        return identifier

    @staticmethod
    def resolve_files(entry: Any) -> list[Any]:
        return list(said_of(entry, "files", files_of))

    @staticmethod
    def resolve_award(entry: Any) -> Any:
        return said_of(entry, "award", queries.awards_of)


class Entry(EntrySeen):
    """An entry for its maker and for the client."""

    award: Award | None


class FindingAboutEntry(Schema):
    """What an operator found about an entry; `appeal_until` while its maker may appeal."""

    state: ExclusionState
    breach: Breach
    evidence: Annotated[str, Field(description="The client's.")]
    ruling: str
    appeal: str
    second_ruling: Annotated[str, Field(description="Another operator's, after the appeal.")]
    appeal_until: datetime | None

    @staticmethod
    def resolve_appeal_until(exclusion: Any) -> datetime | None:
        until: datetime | None = said_of(exclusion, "until", appeals_until)
        return until


class OwnEntry(Entry):
    """One's own entry."""

    saved_at: datetime
    reason: Annotated[str, Field(description="Why it was excluded.")]
    finding: Annotated[FindingAboutEntry | None, Field(description="That it breaks a rule, or doesn't.")]

    @staticmethod
    def resolve_finding(entry: Any) -> Any:
        return said_of(entry, "finding", found_of)


class EntryToJudge(Entry):
    """An entry as the contest's client sees it."""

    finalist: bool
    exclusion: Annotated[ExclusionState | None, Field(description="Where it isn't settled yet.")]

    @staticmethod
    def resolve_exclusion(entry: Any) -> str | None:
        asked = said_of(entry, "exclusion", queries.unsettled)
        return asked.state if asked else None

    @staticmethod
    def resolve_finalist(entry: Any) -> bool:
        return entry.finalist_since is not None


class ExclusionAppealSent(Sent):
    """What is wrong with an operator's finding."""

    text: Annotated[str, text(2_000)]


class ContestResult(Schema):
    """How a contest ended: what was paid, and the entries that their makers let everybody see."""

    state: ContestState
    awards: list[AwardGiven]
    entries: list[EntrySeen]
    next: Annotated[str | None, Field(description="Where the rest of the entries begins; no rest: null.")]


class ContestNotice(Schema):
    """A terms notice of a contest, as HTML; the second part of one is written at the choice."""

    html: str
    sha256: Annotated[str, Field(description="Of the HTML, in hexadecimal digits.")]
    pdf_sha256: Annotated[
        str | None, Field(description="Of the PDF in hexadecimal; null for the moment until it is printed.")
    ]
    issued_at: datetime

    @staticmethod
    def resolve_sha256(notice: Any) -> str:
        return bytes(notice.sha256).hex()

    @staticmethod
    def resolve_pdf_sha256(notice: Any) -> str | None:
        return paperwork.fingerprint_of(notice) or None

    @staticmethod
    def resolve_issued_at(notice: Any) -> Any:
        return getattr(notice, "issued_at", None) or notice.awarded_at


Contests = Page[OwnContest]
OwnEntries = Page[OwnEntry]


class EntriesToJudge(Page[EntryToJudge]):
    """What was handed in to one's own contest and not taken back."""

    hints: Annotated[
        dict[UUID, int], Field(description="Entry -> the number of another maker's with the same file.")
    ]
