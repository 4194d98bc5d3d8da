"""The engine's reports about postings and reviews as this room makes and keeps them."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from pydantic import TypeAdapter, ValidationError

from mikiwame.core.terms import Format
from mikiwame.discernment import Unreadable, rate_raters, read_comment, read_posting
from mikiwame.discernment.kinds import Anomaly, Report, Sentiment, Verdict
from mikiwame.discernment.record import ENOUGH
from mikiwame.discernment.reports import PostingReport
from mikiwame.discernment.reviews import history
from mikiwame.discernment.reviews.reading import read_reviews
from mikiwame.discernment.text import LONGEST, Quote
from mikiwame.market.contracts.models import Offer
from mikiwame.market.hiring.models import Category, Posting
from mikiwame.market.members.models import Party
from mikiwame.market.terms import lines
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.contact import WRITTEN

from .models import Review

REVIEWS_MOST = 200
"""So many of the latest reviews are read."""

QUOTES_MOST = 3
"""Of so many reviews that report the same the words are kept."""

TROUBLES = frozenset(
    {
        Report.TERMS_CHANGED,
        Report.NO_CONTACT,
        Report.UNPAID_EXTRA_WORK,
        Report.OFF_PLATFORM,
        Report.LATE_PAYMENT,
        Report.SUDDEN_CANCELLATION,
        Report.HARASSMENT,
    }
)
"""What costs people money, weeks or peace. Told by several, and by a fifth of all, it is a caution."""

SEVERAL = 2
SHARE = 0.2

MIDDLE, SPAN = 3, 2
"""Stars run from MIDDLE - SPAN to MIDDLE + SPAN; scores of the rating graph from -1 to 1."""

BACKED, LOW = 0.25, -0.25
"""From what goodness on independent people's ratings speak for a party, or against it."""

UNPROVEN_FAIRNESS, UNPROVEN_GOODNESS = 0.5, 0.0


@dataclass(frozen=True, slots=True)
class Heard:
    """What several reviews report: how many people said so, in which reviews, and the words of a few."""

    report: Report
    people: int
    reviews: tuple[UUID, ...]
    quotes: tuple[Quote, ...]

    @property
    def is_trouble(self) -> bool:
        """Whether it speaks against the party."""
        return self.report in TROUBLES


@dataclass(frozen=True, slots=True)
class Odd:
    """Something odd in the reviews: how many are concerned, and the words of a few that show it."""

    kind: Anomaly
    reviews: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class OpinionReport:
    """What is read in the opened reviews about a party; ``read`` of them, with words or without."""

    verdict: Verdict
    read: int
    sentiments: dict[Sentiment, int]
    heard: tuple[Heard, ...]
    odd: tuple[Odd, ...]
    suspicious: bool


POSTINGS: TypeAdapter[PostingReport] = TypeAdapter(PostingReport)
OPINIONS: TypeAdapter[OpinionReport] = TypeAdapter(OpinionReport)
"""How reports become plain values and come back."""


def describe(posting: Posting) -> PostingReport:
    """What the engine reads in a posting's text beside its terms sheet."""
    stated = {str(term): line for term, line in terms.stated(posting.sheet).items()}
    return read_posting(
        posting.title, posting.body, terms=stated, format=posting.format, category=_category_of(posting)
    )


def describe_offer(offer: Offer) -> PostingReport:
    """What the engine reads in a direct offer, as in a posting."""
    stated = {str(term): line for term, line in terms.stated(offer.sheet).items()}
    return read_posting(
        offer.title, words_of(offer), terms=stated, format=Format.PROJECT, category=_names_of(offer.category)
    )


def words_of(offer: Offer) -> str:
    """What a direct offer says in words: its client's, then those of its terms."""
    said = [offer.message, *(getattr(offer.sheet, name) for name in WRITTEN)]
    return "\n\n".join(filter(None, said))[:LONGEST]


def heard_in(report: PostingReport) -> Verdict:
    """How a text's verdict sounds: one that warns of anything is never calm."""
    return worst([report.verdict, Verdict.CAUTION]) if report.flags else report.verdict


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of several verdicts."""
    return max(verdicts, key=list(Verdict).index)


def text_of(posting: Posting) -> bytes:
    """SHA-256 of all that ``describe`` reads."""
    sheet = lines.fingerprint(terms.stated(posting.sheet)).hex()
    read = [posting.title, posting.body, posting.format, _category_of(posting), sheet]
    return hashlib.sha256(json.dumps(read).encode()).digest()


def hear(reviews: Iterable[Any], party: Party) -> OpinionReport:
    """What the engine reads in the reviews about a party, as ``queries.reviews_read`` gives them.

    The same said twice by one person is said once.
    """
    every = list(reviews)
    found = read_reviews([_in_history(review) for review in every], client=party.display_name)
    sentiments: dict[Sentiment, int] = {}
    told: dict[Report, list[tuple[Review, Quote]]] = {}
    for review in every:
        try:
            read = read_comment(review.comment, review.stars)
        except Unreadable:  # stars without a word
            continue
        sentiments[read.sentiment] = sentiments.get(read.sentiment, 0) + 1
        for one in read.reports:
            told.setdefault(one.report, []).append((review, one.quote))
    heard = tuple(sorted((_heard(report, said) for report, said in told.items()), key=_loudness))
    odd = tuple(Odd(one.kind, len(one.reviews), one.quotes[:QUOTES_MOST]) for one in found.anomalies)
    judged = verdict(len(every), heard, suspicious=found.suspicious)
    return OpinionReport(judged, len(every), sentiments, heard, odd, found.suspicious)


def _in_history(review: Any) -> history.Review:
    """A review as the engine takes it.

    Stars given back count only where they are full: reviews are sealed, so a low one answers no other.
    """
    standing, is_worker = review.author.standing, review.author_id == review.contract.worker_id
    return history.Review(
        rating=review.stars,
        comment=review.comment,
        reviewer=str(review.author_id),
        at=review.written_at,
        job_reward=review.reward,
        reviewer_total_jobs=standing.contracts_finished if is_worker else standing.commissions_finished,
        client_rated_reviewer=review.returned if review.returned == history.BEST else None,
    )


def opinion(kept: object) -> OpinionReport | None:
    """A report that was kept; None for one of an engine that wrote other values."""
    try:
        return OPINIONS.validate_python(kept)
    except ValidationError:
        return None


def verdict(read: int, heard: Iterable[Heard], *, suspicious: bool) -> Verdict:
    """Caution where the reviews give reason for doubt, or several people tell of trouble; never more."""
    if suspicious or any(one.is_trouble and one.people >= max(SEVERAL, SHARE * read) for one in heard):
        return Verdict.CAUTION
    return Verdict.OK if read >= ENOUGH else Verdict.INCOMPLETE


def weigh(ratings: Iterable[tuple[UUID, UUID, int, datetime]]) -> list[dict[str, Any]]:
    """Judge everybody by the rating graph, as the columns of Regard.

    ``ratings``: who rated whom, with how many stars, when; at least one.
    """
    authors, about, stars, times = zip(*ratings, strict=True)
    parties = sorted({*authors, *about})
    place = {party: number for number, party in enumerate(parties)}
    report = rate_raters(
        rater=[place[one] for one in authors],
        ratee=[place[one] for one in about],
        score=(np.array(stars) - MIDDLE) / SPAN,
        at=[one.timestamp() for one in times],
    )
    fairness = dict(zip(report.raters.tolist(), report.fairness.tolist(), strict=True))
    goodness = dict(zip(report.ratees.tolist(), report.goodness.tolist(), strict=True))
    return [
        {
            "party_id": party,
            "fairness": fairness.get(number, UNPROVEN_FAIRNESS),
            "goodness": goodness.get(number, UNPROVEN_GOODNESS),
        }
        for party, number in place.items()
    ]


def _heard(report: Report, said: list[tuple[Review, Quote]]) -> Heard:
    people = len({review.author_id for review, _ in said})
    quotes = tuple(quote for _, quote in said[:QUOTES_MOST])
    return Heard(report, people, tuple(review.pk for review, _ in said[:QUOTES_MOST]), quotes)


def _loudness(one: Heard) -> tuple[bool, int, str]:
    return not one.is_trouble, -one.people, one.report


def _category_of(posting: Posting) -> str:
    return _names_of(posting.category)


def _names_of(kind: Category | None) -> str:
    """The names of a category in Japanese, in which the engine knows kinds of work."""
    return " ".join(one.name_ja for one in (kind and kind.parent, kind) if one)
