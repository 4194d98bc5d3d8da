"""Texts to be read, and what was read in them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Discriminator, Field, StringConstraints, Tag

from mikiwame.api.wire import Sent, maybe_empty, text, whole
from mikiwame.core.terms import Format
from mikiwame.core.terms import Term as TermKey
from mikiwame.discernment.kinds import Anomaly, Flag, Report, Sentiment, Verdict
from mikiwame.discernment.rates.relation import Relation
from mikiwame.discernment.reviews.history import MOST_COUNTED
from mikiwame.discernment.text import LONGEST

REVIEWS_MOST = 2_000
"""More reviews at once keep a web process busy for too long; the command line takes them."""

Language = Annotated[
    Literal["ja", "en"] | None,
    Field(description="Of the words in the answer; else `Accept-Language` decides."),
]
Value = Annotated[str, StringConstraints(max_length=5_000)] | int | None


class PostingToRead(Sent):
    """A posting from anywhere."""

    kind: Literal["posting"] = "posting"
    title: Annotated[str, maybe_empty(200)] = ""
    body: Annotated[str, text(LONGEST)]
    format: Format | None = None
    category: Annotated[str, maybe_empty(60), Field(description="What kind of work it is, in any words.")] = (
        ""
    )
    prefecture: Annotated[
        str, maybe_empty(10), Field(description="Where the worker lives (「東京都」), for its minimum wage.")
    ] = ""
    terms: Annotated[
        dict[TermKey, Value],
        Field(description="A terms sheet beside the text: what has a value here counts as stated."),
    ] = {}
    language: Language = None


class CommentToRead(Sent):
    """A comment from a review."""

    kind: Literal["comment"]
    text: Annotated[str, text(LONGEST)]
    rating: Annotated[int, whole(1, 5)] | None = None


class ReviewToRead(Sent):
    """What one worker said of a client; what isn't known may be left out."""

    rating: Annotated[int, whole(1, 5)]
    comment: Annotated[str, maybe_empty(LONGEST)] = ""
    reviewer: Annotated[str, maybe_empty(200)] | None = None
    at: Annotated[datetime | None, Field(description="RFC 3339, or a day.")] = None
    job_reward: Annotated[int, Field(strict=True, ge=0, le=MOST_COUNTED, description="Yen.")] | None = None
    reviewer_total_jobs: Annotated[int, whole(0, MOST_COUNTED)] | None = None
    client_rated_reviewer: Annotated[int, whole(1, 5)] | None = None


class ReviewsToRead(Sent):
    """All reviews of one client, in any order."""

    kind: Literal["reviews"]
    client: Annotated[str, maybe_empty(200)] = ""
    reviews: Annotated[list[ReviewToRead], Field(min_length=1, max_length=REVIEWS_MOST)]
    language: Language = None


def kind_of(sent: Any) -> str:
    """Which kind of text is meant: a posting, where nothing is said."""
    kind = sent.get("kind", "posting") if isinstance(sent, dict) else getattr(sent, "kind", "posting")
    return kind if isinstance(kind, str) else ""


ToRead = Annotated[
    Annotated[PostingToRead, Tag("posting")]
    | Annotated[CommentToRead, Tag("comment")]
    | Annotated[ReviewsToRead, Tag("reviews")],
    Discriminator(kind_of),
]


class Quoted(Schema):
    """Words of the text, and where they stand in it, counted in Unicode characters from 0."""

    part: Annotated[str, Field(description="`title`, `body` or `comment`.")]
    quote: str
    start: int
    end: int


class FlagRead(Quoted):
    """A warning sign: the words that show it, why it matters, and what to ask the client."""

    kind: Flag
    name: str
    why: str
    ask: str


class RateRow(Schema):
    """A row of a dated table: what work is usually paid from `low` to `high`, or a minimum wage in `yen`."""

    work: str
    name: str
    basis: str
    per: str
    since: date
    source: str
    far_below: float | None = None
    low: float | None = None
    high: float | None = None
    far_above: float | None = None
    place: str | None = None
    yen: int | None = None


class PayRead(Schema):
    """What is paid for one, in yen, beside a row of a table; no quote: the sheet says it."""

    quote: Quoted | None
    least: float
    most: float
    relation: Relation
    name: str
    row: RateRow


class ContradictionRead(Quoted):
    """Words of the text that say of a term something else than the sheet, with the sheet's value."""

    term: TermKey
    name: str
    sheet: str


Notice = Annotated[
    str | None, Field(description="Said of an English text, of which little is read yet; else null.")
]


class PostingRead(Schema):
    """What a posting says, lacks and warns of."""

    kind: Literal["posting"]
    verdict: Verdict
    headline: Annotated[str, Field(description="The verdict in words.")]
    stated: list[TermKey]
    flags: list[FlagRead]
    missing: Annotated[list[TermKey], Field(description="What a worker should ask for.")]
    questions: Annotated[list[str], Field(description="One for each that is missing, ready to be sent.")]
    quotes: Annotated[dict[TermKey, Quoted], Field(description="The words that state a term.")]
    pay: list[PayRead]
    contradictions: list[ContradictionRead]


class PostingReading(PostingRead):
    """The same of a text that was sent."""

    notice: Notice


class CommentReading(Schema):
    """How a comment feels, and what it says happened to its writer."""

    kind: Literal["comment"]
    sentiment: Sentiment
    reports: list[Report]
    quotes: Annotated[dict[Report, Quoted], Field(description="The words that say so.")]
    notice: Notice


class AnomalyRead(Schema):
    """Something odd: the reviews concerned, by their places from 0, why it matters, and what shows it."""

    kind: Anomaly
    name: str
    reviews: list[int]
    why: str
    figures: Annotated[dict[str, float], Field(description="By names of their own for each kind.")]
    quotes: Annotated[list[Quoted], Field(description="One a review, where words show it.")]


class ReviewsReading(Schema):
    """What is odd in a client's reviews, and whether it gives reason for doubt."""

    kind: Literal["reviews"]
    suspicious: bool
    anomalies: list[AnomalyRead]
