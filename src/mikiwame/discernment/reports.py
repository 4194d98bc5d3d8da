"""What a reading returns: verdicts and findings, each with the words that it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass

from mikiwame.core.terms import Term

from .kinds import Act, Anomaly, Contact, Flag, Report, Sentiment, Verdict
from .rates.market import Rate
from .rates.relation import Relation
from .rates.wages import MinimumWage
from .text import Quote


@dataclass(frozen=True, slots=True)
class Stated:
    """A term that the posting states; ``quote`` is None where only the terms sheet has it."""

    term: Term
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Flagged:
    """A warning sign in a posting, with the words that show it."""

    kind: Flag
    quote: Quote


@dataclass(frozen=True, slots=True)
class Compared:
    """What a posting pays for one, from ``least`` to ``most`` yen, beside a row of a dated table.

    ``row`` says for one of what: a minute, a character, with a minimum wage an hour. ``quote`` is None where
    only the terms sheet has the amount.
    """

    quote: Quote | None
    least: float
    most: float
    relation: Relation
    row: Rate | MinimumWage


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Words of the text that say of a term something else than the terms sheet.

    ``sheet`` is the sheet's value: yen, a basis, a day in ISO 8601, a number, or the line's own words.
    """

    term: Term
    quote: Quote
    sheet: str


@dataclass(frozen=True, slots=True)
class PostingReport:
    """What a posting's text says, lacks, and warns of.

    ``stated`` and ``missing`` are in the order of the sheet; ``missing`` are the terms that a worker should
    ask for before she says yes. ``pay`` is what it pays beside the market and the minimum wage;
    ``contradictions`` are in the order of the sheet too.
    """

    verdict: Verdict
    stated: tuple[Stated, ...]
    flags: tuple[Flagged, ...]
    missing: tuple[Term, ...]
    pay: tuple[Compared, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """Something that a comment reports, with its words."""

    report: Report
    quote: Quote


@dataclass(frozen=True, slots=True)
class CommentReport:
    """What a comment says, and what it reports of."""

    sentiment: Sentiment
    reports: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Odd:
    """Something odd in a history: the reviews concerned, by their places in it, and what shows it.

    ``quotes`` are the telling words, one for each review, where the kind is read from words; none elsewhere.
    ``figures`` are what a sentence about it needs, by the names in ``shows`` of ``words/``.
    """

    kind: Anomaly
    reviews: tuple[int, ...]
    figures: Mapping[str, int | float]
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewsReport:
    """What is odd in a history; suspicious, unless nothing is or one small thing that does no harm."""

    suspicious: bool
    anomalies: tuple[Odd, ...]


@dataclass(frozen=True, slots=True)
class Reaching:
    """Words of a message that lead around the marketplace."""

    kind: Contact
    quote: Quote


@dataclass(frozen=True, slots=True)
class MessageReport:
    """What of a message leads around the marketplace, in its order; stopped where anything does."""

    findings: tuple[Reaching, ...]

    @property
    def stopped(self) -> bool:
        """Whether it is not to be sent as it is before money is held."""
        return bool(self.findings)


@dataclass(frozen=True, slots=True)
class Doing:
    """The sentence by which a message does something."""

    act: Act
    quote: Quote
