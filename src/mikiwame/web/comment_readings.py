"""A comment as its page shows it: how it feels, what it tells of, and its words with their marks."""

from collections.abc import Iterator
from dataclasses import dataclass

from mikiwame.discernment import read_comment
from mikiwame.discernment.kinds import Sentiment
from mikiwame.discernment.reports import CommentReport
from mikiwame.discernment.words import Words, words
from mikiwame.market.reputation.reading import TROUBLES

from .readings import Mark, Stretch, reader_language, stretches


@dataclass(frozen=True, slots=True)
class Heard:
    """What a comment tells of, with its place."""

    name: str
    is_trouble: bool
    mark: Mark


@dataclass(frozen=True, slots=True)
class CommentReading:
    """A comment's reading with its text; ``heard`` has trouble first."""

    sentiment: Sentiment
    sentiment_name: str
    text: tuple[Stretch, ...]
    heard: tuple[Heard, ...]

    @property
    def troubles(self) -> int:
        """How many troubles it tells of."""
        return sum(one.is_trouble for one in self.heard)


def read(text: str, rating: int | None) -> CommentReading:
    """Read a comment in the reader's language; raises ``Unreadable`` for one that says nothing."""
    return of_comment(read_comment(text, rating), text, reader_language())


def of_comment(report: CommentReport, text: str, language: str) -> CommentReading:
    """The reading of a comment in a language; the text as it was read."""
    said = words(language)
    heard = tuple(heard_in(report, said))
    marks = stretches(text, (one.mark for one in heard))
    return CommentReading(report.sentiment, said.names[report.sentiment], marks, heard)


def heard_in(report: CommentReport, said: Words) -> Iterator[Heard]:
    """What is told of by number, trouble first, then in the order of the text."""
    ordered = sorted(report.reports, key=lambda one: (one.report not in TROUBLES, one.quote.start))
    for number, one in enumerate(ordered, start=1):
        name, is_trouble = said.names[one.report], one.report in TROUBLES
        tone, label = ("caution", str(number)) if is_trouble else ("stated", name)
        mark = Mark(f"place-{number}", f"heard-{number}", tone, label, name, one.quote)
        yield Heard(name, is_trouble, mark)
