"""What a sentence of a message is weighed by: its marks, which follows which, its letters, its words.

Six families, each scaled by itself:

- ``ideas``: what the sentence shows (``marks``), its telling words, and how it ends;
- ``pairs``: an idea and one that follows it within the sentence, near (3 marks) or farther (6), or its end;
- ``runs``: the stretches of one script, which in Japanese are about its words, alone and in twos;
- ``skips``: the end of a run and the beginning of one of the 4 that follow;
- ``letters``: the runs of 2 to 4 letters, where a shape counts as one letter, whatever is written in it;
- ``forms``: the same of 1 to 4, where each telling word counts as one letter, that of its first idea.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mikiwame.discernment.lexicon import hear
from mikiwame.discernment.text import Span, Text

from .endings import ending
from .marks import Mark, letters, marks

FARTHEST, NEAR = 6, 3
LONGEST_GRAM, SHORTEST_LETTERS, SHORTEST_FORM = 4, 2, 1
FORM = "F:"
"""What the names of ``forms`` begin with, and those of no other family: folded text has no capitals."""
FARTHEST_RUN, EDGE = 4, 3
LETTER_OF = {
    "EMAIL": "E",
    "LINK": "U",
    "SPELTLINK": "U",
    "SPELTEMAIL": "A",
    "PHONE": "P",
    "SPELTPHONE": "N",
    "HANDLE": "H",
    "TOKEN": "T",
}
"""The letter that stands for a shape; folded text has no capitals."""

Features = tuple[set[str], ...]
"""The features of a stretch, a set for each of the six families."""

_RUNS = re.compile(r"[一-龯々〆]{1,99}|[ァ-ヴー]{1,99}|[a-z]{1,99}|[0-9]{1,99}|[A-Z]|[ぁ-ん]{1,99}|[^\s]")

_STOP = re.compile(r"(?<=[a-z0-9)\"'][a-z0-9)\"'][.!?]) {1,3}(?=[a-z])")
"""The blanks between an English full stop, behind more than one letter, and a letter."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a message: where it stands, what it shows, and what it is weighed by."""

    span: Span
    marks: Sequence[Mark]
    told: Features
    """The first four families."""
    letters: str
    """What ``letters`` are runs of."""
    forms: str
    """What ``forms`` are runs of; the letters of ideas are those of ``marks``."""

    @property
    def features(self) -> Features:
        """All six families by name, as a model learns them."""
        ideas = {letter: idea for idea, letter in letters().items()}
        forms = [ideas.get(letter, letter) for letter in self.forms]
        return (
            *self.told,
            {*_grams([*self.letters], SHORTEST_LETTERS)},
            {*map(FORM.__add__, _grams(forms, SHORTEST_FORM))},
        )


def sentences(text: Text, within: Span | None = None) -> list[Sentence]:
    """The sentences of a message, or of a stretch of it that begins with one."""
    found = marks(text, within)
    heard = _heard(text, within or text.whole)
    spans = _spans(text, found, within)
    return [_sentence(text.folded, heard, span, _within(found, span)) for span in spans]


def parts(text: Text, clauses: Sequence[Span], sentence: Sentence) -> list[Sentence]:
    """The clauses of a sentence as if each were one."""
    heard = _heard(text, sentence.span)
    return [_sentence(text.folded, heard, one, _within(sentence.marks, one)) for one in clauses]


def statements(text: Text, spans: Iterable[Span]) -> Iterator[Span]:
    """Sentences or clauses in order, the English ones parted at their full stops too."""
    spans = [*spans]
    looked_at = (spans[0].start, spans[-1].end) if spans else (0, 0)
    stops = [
        one.end()
        for one in _STOP.finditer(text.folded, *looked_at)
        if text.quote(one.end(), one.end() + 1).text.isupper()
    ]
    for span in spans:
        start = span.start
        for stop in stops[bisect_left(stops, start + 1) : bisect_left(stops, span.end)]:
            yield Span(start, stop)
            start = stop
        yield Span(start, span.end)


def together(stretches: Sequence[Features]) -> Features:
    """The features of several stretches as one."""
    return tuple(set[str]().union(*family) for family in zip(*stretches, strict=True))


def _spans(text: Text, found: Sequence[Mark], within: Span | None) -> list[Span]:
    """The sentences; a full stop within a shape ends none."""
    spans: list[Span] = []
    for span in statements(text, text.sentences(within)):
        if spans and _parted(found, span.start):
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    return spans


def _parted(found: Sequence[Mark], place: int) -> bool:
    """Whether a shape goes on across a place."""
    before = bisect_left(found, place, key=lambda one: one.start)
    return any(one.end > place and one.ideas[0] in LETTER_OF for one in found[max(0, before - 3) : before])


def _within(found: Sequence[Mark], span: Span) -> Sequence[Mark]:
    first = bisect_left(found, span.start, key=lambda one: one.start)
    return found[first : bisect_left(found, span.end, key=lambda one: one.start)]


def _heard(text: Text, within: Span) -> str:
    """The folded text up to the end of a stretch, with the stretch as it is heard."""
    return text.folded[: within.start] + hear(text.folded[within.start : within.end])


def _sentence(folded: str, heard: str, span: Span, found: Sequence[Mark]) -> Sentence:
    shapes = [one for one in found if one.ideas[0] in LETTER_OF]
    ends = ending(folded[span.start : span.end])
    shaped = _with_letters(folded, span, shapes, LETTER_OF)
    return Sentence(
        span,
        found,
        _told(heard, found, ends, _runs(shaped)),
        f"^{_with_letters(heard, span, shapes, LETTER_OF).strip()}$",
        f"^{_with_letters(heard, span, found, letters())}$",
    )


def _told(heard: str, found: Sequence[Mark], ends: str, runs: Sequence[str]) -> Features:
    ideas = {idea for mark in found for idea in mark.ideas}
    words = {f"W:{heard[one.start : one.end]}" for one in found if one.ideas[0] not in LETTER_OF}
    return (
        ideas | words | {ends},
        {*_pairs(found), *(f"{idea}${ends}" for idea in ideas)},
        {*map("R:".__add__, runs), *map("{}+{}".format, runs, runs[1:])},
        {*_skips(runs)},
    )


def _runs(shaped: str) -> list[str]:
    return ["0" if run.isdecimal() else run for run in _RUNS.findall(shaped)]


def _pairs(found: Sequence[Mark]) -> Iterator[str]:
    for place, mark in enumerate(found):
        for distance, later in enumerate(found[place + 1 : place + 1 + FARTHEST], start=1):
            for idea in mark.ideas:
                for follower in later.ideas:
                    yield f"{idea}>{follower}"
                    if distance <= NEAR:
                        yield f"~{idea}>{follower}"


def _with_letters(text: str, span: Span, found: Sequence[Mark], letter: Mapping[str, str]) -> str:
    """The letters of a stretch, and in the place of each mark that of its first idea."""
    written: list[str] = []
    place = span.start
    for mark in found:
        if mark.start >= place:
            written += text[place : mark.start], letter[mark.ideas[0]]
            place = mark.end
    return "".join([*written, text[place : span.end]])


def _grams(units: Sequence[str], least: int) -> Iterator[str]:
    grams = units
    for size in range(1, LONGEST_GRAM + 1):
        if size >= least:
            yield from grams
        grams = [*map(str.__add__, grams, units[size:])]


def _skips(runs: Sequence[str]) -> Iterator[str]:
    for place, run in enumerate(runs):
        for later in runs[place + 1 : place + 1 + FARTHEST_RUN]:
            yield f"{run[-EDGE:]}|{later[:EDGE]}"
