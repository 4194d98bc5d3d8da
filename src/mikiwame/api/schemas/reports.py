"""Reports on postings and parties as they travel: chapters, each with its verdict and what it rests on."""

from typing import Annotated, Any

from django.utils.translation import get_language
from ninja import Schema
from pydantic import Field

from mikiwame.core.terms import Format
from mikiwame.discernment import wire
from mikiwame.discernment.kinds import Anomaly, Report, Verdict
from mikiwame.discernment.record import Measure, Size
from mikiwame.discernment.words import words
from mikiwame.market.reputation.states import Side

from .readings import PostingRead


class Estimate(Schema):
    """One measure in one kind of work: the facts, and what they let one expect.

    A share (of 1) happened `amount` times of `of`; a time, in days or hours as the measure says, took
    `amount` in all. `low` to `high` holds with 90 % certainty. What isn't proven says little of the party.
    What tasks really pay is told as the hours in which ¥1,000 are earned, by each worker in each batch, with
    the time of what was rejected: an hour brings 1,000 yen divided by `value`.
    """

    measure: Measure
    format: Format
    size: Size
    amount: float
    of: int
    value: float
    low: float
    high: float
    market: Annotated[float, Field(description="What is usual.")]
    proven: Annotated[bool, Field(validation_alias="is_proven")]
    verdict: Verdict


class Record(Schema):
    """What the facts let one say of one side. Unproven is nobody's fault: there are too few facts."""

    side: Side
    verdict: Verdict
    unproven: Annotated[bool, Field(validation_alias="is_unproven")]
    foremost: Annotated[list[Estimate], Field(description="The three that matter most.")]
    estimates: list[Estimate]
    unsaid: Annotated[list[Measure], Field(description="What can't be said yet.")]

    @staticmethod
    def resolve_foremost(record: Any) -> object:
        return record.report.foremost

    @staticmethod
    def resolve_estimates(record: Any) -> object:
        return record.report.estimates


class Told(Schema):
    """What several reviews report, with the words of a few."""

    report: Report
    name: str
    people: int
    quotes: list[str]


class Oddity(Schema):
    """Something odd in the reviews."""

    kind: Anomaly
    name: str
    why: str
    reviews: int
    quotes: list[str]


class ReviewsRead(Schema):
    """What is read in the opened reviews, the latest two hundred of them."""

    verdict: Verdict
    read: int
    suspicious: bool
    goodness: Annotated[float, Field(description="How well fair raters rate: -1 to 1; 0 is unproven.")]
    told: list[Told]
    odd: list[Oddity]

    @classmethod
    def of(cls, esteem: Any) -> "ReviewsRead":
        """What is kept of them, with words."""
        said, report = words(get_language() or "ja"), esteem.report
        return cls(
            verdict=esteem.verdict,
            read=report.read if report else 0,
            suspicious=report is not None and report.suspicious,
            goodness=round(esteem.goodness, 3),
            told=[
                Told(report=one.report, name=said.names[one.report], people=one.people, quotes=_texts(one))
                for one in (report.heard if report else ())
            ],
            odd=[
                Oddity(
                    kind=one.kind,
                    name=said.names[one.kind],
                    why=said.whys[one.kind],
                    reviews=one.reviews,
                    quotes=_texts(one),
                )
                for one in (report.odd if report else ())
            ],
        )


class PartyReport(Schema):
    """The report on a party; the verdict is its worst chapter's. Advice: no machine acts on it."""

    verdict: Verdict
    records: list[Record]
    reviews: ReviewsRead

    @staticmethod
    def resolve_reviews(report: Any) -> ReviewsRead:
        return ReviewsRead.of(report.esteem)


class PostingReport(PartyReport):
    """The report on a posting: its text, its client's record, and the reviews about the client."""

    description: Annotated[
        PostingRead,
        Field(description="Judged by itself; with any of its `flags` the report says `caution` at least."),
    ]

    @staticmethod
    def resolve_description(report: Any) -> dict[str, Any]:
        return {"kind": "posting", **wire.of_posting(report.description, get_language() or "ja")}


def _texts(one: Any) -> list[str]:
    return [quote.text for quote in one.quotes]
