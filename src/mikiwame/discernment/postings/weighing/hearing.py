"""Hears a posting: its sentences, each weighed for all that the models ask of it.

What a sentence weighs wherever it stands is remembered: of a draft that grows most were heard a moment ago.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from mikiwame.discernment.linear import Floats, beside
from mikiwame.discernment.memory import Memory
from mikiwame.discernment.runs import Runs
from mikiwame.discernment.text import Quote, Span, Text, touching

from .features import Features, around, edged, features, ideas
from .model import FLOORS, Bools, Model

LONGEST_RUN = 3
"""The most letters of a run (``features``)."""
LONGEST_QUOTE = 60
"""A longer sentence is quoted by its heaviest clauses."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the title or of the body."""

    text: Text
    span: Span

    @property
    def features(self) -> Features:
        """What it is weighed by."""
        return features(self.words)

    @property
    def words(self) -> str:
        """Its folded words, letters that stand for others that look like them put right."""
        return self.text.plain[self.span.start : self.span.end].strip()

    @property
    def quote(self) -> Quote:
        """Its original words."""
        return self.text.quote(self.span.start, self.span.end)


def sentences(title: Text, body: Text) -> list[Sentence]:
    """The sentences of a posting."""
    return [Sentence(text, span) for text in (title, body) for span in text.sentences()]


class Weighed(NamedTuple):
    """What a sentence weighs for each output of the models, and what it adds to its surroundings."""

    scores: Floats
    letters: str
    ideas: frozenset[str]
    denies: bool


class Ear:
    """Hears postings for several models."""

    def __init__(self, *models: Model) -> None:
        """For these models, whose outputs come one after the other."""
        self._linear = beside(*(model.linear for model in models))
        self._runs = Runs(self._linear.places, self._linear.weights, shortest=1, longest=LONGEST_RUN)
        self._memory = Memory(self._weigh)

    def hear(self, title: Text, body: Text) -> "Heard":
        """What the sentences of a posting tell."""
        parts = sentences(title, body)
        return Heard(self, parts, self.weigh([one.words for one in parts]))

    def weigh(self, words: Sequence[str]) -> list[Weighed]:
        """What each of some sentences, or clauses, weighs by itself."""
        return self._memory.of(words)

    def _weigh(self, words: Sequence[str]) -> Iterator[Weighed]:
        letters, told = [edged(one) for one in words], [ideas(one) for one in words]
        scores = self._runs.sums(letters, FLOORS[0]) + self._linear.score(told, FLOORS[1:])
        for one, row, (ideas_told, denied) in zip(letters, scores, told, strict=True):
            yield Weighed(row.copy(), "".join(set(one)), ideas_told, bool(denied))


@dataclass(frozen=True)
class Heard:
    """A posting's sentences, and what each weighs."""

    ear: Ear
    parts: list[Sentence]
    told: list[Weighed]

    @cached_property
    def scores(self) -> Floats:
        """The log-odds of each output in each sentence, wherever it stands: (sentences, outputs)."""
        return np.array([one.scores for one in self.told])

    @property
    def denying(self) -> Bools:
        """Which sentences deny or forbid something that they tell."""
        return np.array([one.denies for one in self.told], bool)

    def around(self, sort: Sequence[str]) -> Features:
        """The surroundings of its sentences; ``sort`` are the posting's format and category."""
        letters = set("".join([one.letters for one in self.told]))
        return around(letters, frozenset[str]().union(*(one.ideas for one in self.told)), sort)

    def meeting(self, quote: Quote) -> range:
        """The places of the sentences that share a letter with a quote."""
        first, last = (0, self._titled) if quote.part == "title" else (self._titled, len(self.parts))
        begun = bisect_right(self.parts, quote.start, first, last, key=lambda one: one.quote.end)
        return range(begun, bisect_left(self.parts, quote.end, begun, last, key=lambda one: one.quote.start))

    def heaviest_clause(self, place: int, output: int) -> Quote:
        """The words of the sentence at a place; of a long one the clause that weighs most for an output."""
        text, span = self.parts[place].text, self.parts[place].span
        if (
            len(text.folded[span.start : span.end].strip()) <= LONGEST_QUOTE
        ):  # what can't be seen counts nothing
            return _without_stop(text, span)
        clauses = list(touching(self._clauses[text.part], span))
        weighed = self.ear.weigh([Sentence(text, one).words for one in clauses])
        heaviest = int(np.argmax([one.scores[output] for one in weighed]))
        return _without_stop(text, clauses[heaviest])

    @cached_property
    def _titled(self) -> int:
        """How many sentences the title has; they come first."""
        return sum(one.text.part == "title" for one in self.parts)

    @cached_property
    def _clauses(self) -> dict[str, list[Span]]:
        """The clauses of the title and of the body."""
        return {one.text.part: list(one.text.clauses()) for one in (self.parts[0], self.parts[-1])}


def _without_stop(text: Text, span: Span) -> Quote:
    """The words of a stretch without the mark that ends it."""
    words = text.folded[span.start : span.end].rstrip()
    return text.quote(span.start, span.start + (len(words.rstrip("。、,")) or len(words)))
