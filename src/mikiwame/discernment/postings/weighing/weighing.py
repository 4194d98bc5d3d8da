"""Weighs a posting's sentences, and decides together with the rules which signs it gives, and where."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mikiwame.discernment.linear import Floats
from mikiwame.discernment.postings.flags.finding import LOOKALIKES
from mikiwame.discernment.reports import Flagged
from mikiwame.discernment.text import Quote, Span, Text

from .features import Features, features, surroundings
from .model import KINDS, Bools, Model

LONGEST_QUOTE = 60
"""A longer sentence is quoted by its heaviest clauses."""
RULED = 2.0
"""How much heavier a sentence counts as the place of a sign where a rule found the sign there."""
_PLACES = {kind: place for place, kind in enumerate(KINDS)}


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
        return self.text.folded[self.span.start : self.span.end].strip().translate(LOOKALIKES)

    @property
    def quote(self) -> Quote:
        """Its original words."""
        return self.text.quote(self.span.start, self.span.end)


@dataclass(frozen=True, slots=True)
class Heard:
    """A posting's sentences, and what each is weighed by."""

    parts: list[Sentence]
    told: list[Features]


def hear(title: Text, body: Text) -> Heard:
    """What the sentences of a posting tell, for every model that weighs them."""
    parts = sentences(title, body)
    return Heard(parts, [one.features for one in parts])


def sentences(title: Text, body: Text) -> list[Sentence]:
    """The sentences of a posting."""
    return [Sentence(text, span) for text in (title, body) for span in text.sentences()]


def ruled(signs: Sequence[Flagged]) -> Bools:
    """Which kinds the rules found."""
    found = {sign.kind for sign in signs}
    return np.array([kind in found for kind in KINDS])


def weigh(model: Model, heard: Heard, signs: Sequence[Flagged], sort: Sequence[str] = ()) -> list[Flagged]:
    """The signs that a posting gives, one of a kind, where ``signs`` are those that the rules found.

    ``sort`` are the posting's format and category.
    """
    parts = heard.parts
    if not parts:
        return []
    alone, by_rules = model.alone(heard.told), ruled(signs)
    scores = alone + model.surrounded(surroundings(heard.told, sort))
    given = (model.judge(scores, by_rules) > 0) | model.plain(alone, by_rules)
    found = [
        Flagged(KINDS[kind], _place(model, parts, scores[:, kind], kind, signs))
        for kind in given.nonzero()[0].tolist()
    ]
    return sorted(found, key=lambda sign: (sign.quote.part != "title", sign.quote.start))


def _place(
    model: Model, parts: Sequence[Sentence], scores: Floats, kind: int, signs: Sequence[Flagged]
) -> Quote:
    """The words that show a kind most: of the rules' words and of the sentences the heaviest."""
    mine = [sign.quote for sign in signs if sign.kind is KINDS[kind]]
    by_rule = [next((quote for quote in mine if _meet(quote, one.quote)), None) for one in parts]
    weights = [float(score) + (RULED if quote else 0.0) for score, quote in zip(scores, by_rule, strict=True)]
    best = int(np.argmax(weights))
    return by_rule[best] or heaviest_clause(model, parts[best], kind)


def _meet(one: Quote, other: Quote) -> bool:
    return one.part == other.part and one.start < other.end and other.start < one.end


def heaviest_clause(model: Model, sentence: Sentence, kind: int) -> Quote:
    """A sentence's words; of a long one the clause that weighs most, with its lighter neighbours left out."""
    quote = sentence.quote
    if len(quote.text) <= LONGEST_QUOTE:
        return _without_stop(sentence.text, sentence.span)
    clauses = [one for one in sentence.text.clauses() if one.overlaps(sentence.span)]
    scores = model.score([Sentence(sentence.text, one).features for one in clauses])
    return _without_stop(sentence.text, clauses[int(scores[:, kind].argmax())])


def _without_stop(text: Text, span: Span) -> Quote:
    """The words of a stretch without the mark that ends it."""
    words = text.folded[span.start : span.end].rstrip()
    return text.quote(span.start, span.start + (len(words.rstrip("。、,")) or len(words)))
