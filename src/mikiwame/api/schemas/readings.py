"""Texts to be read, and what was read in them."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Discriminator, Field, StringConstraints, Tag

from mikiwame.api.wire import Sent, maybe_empty, text, whole
from mikiwame.core.terms import Format
from mikiwame.core.terms import Term as TermKey
from mikiwame.discernment.kinds import Flag, Report, Sentiment, Verdict
from mikiwame.discernment.rates.relation import Relation
from mikiwame.discernment.text import LONGEST

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


def kind_of(sent: Any) -> str:
    """Which kind of text is meant: a posting, where nothing is said."""
    kind = sent.get("kind", "posting") if isinstance(sent, dict) else getattr(sent, "kind", "posting")
    return kind if isinstance(kind, str) else ""


ToRead = Annotated[
    Annotated[PostingToRead, Tag("posting")] | Annotated[CommentToRead, Tag("comment")],
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


class PostingReading(Schema):
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


class CommentReading(Schema):
    """How a comment feels, and what it says happened to its writer."""

    kind: Literal["comment"]
    sentiment: Sentiment
    reports: list[Report]
    quotes: Annotated[dict[Report, Quoted], Field(description="The words that say so.")]
