"""What a message shows, in its order: telling words by their ideas, shapes, and oddly written names."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from mikiwame.discernment.lexicon import Lexicon, hear
from mikiwame.discernment.text import Span, Text

from .names import HOWS, odd_names
from .shapes import SHAPES, Shape, shapes


class Mark(NamedTuple):
    """A telling stretch of the folded text, and the ideas that it stands for."""

    ideas: tuple[str, ...]
    start: int
    end: int


PARTING = frozenset({"COMMA", "OPEN", "CLOSE", "QUESTION"})
"""Ideas that only part others."""
_FIRST_HALF = 0xD800
_PARTING = {
    **dict.fromkeys(",、→", "COMMA"),
    **dict.fromkeys("「『\"'<", "OPEN"),
    **dict.fromkeys("」』>", "CLOSE"),
    "?": "QUESTION",
}
_PARTS = frozenset(_PARTING)

SMALL = "SMALL"
"""A tool's name in small letters amid English, where it may be an everyday word: a line, to meet, discord."""


def marks(text: Text, within: Span | None = None) -> list[Mark]:
    """The marks of a message or a stretch of it, in order; only oddly written names may overlap others."""
    begin, end = within or text.whole
    folded = text.folded[begin:end]
    heard = hear(folded)
    shaped = [*shapes(heard)]
    found = [Mark(one.told, begin + one.start, begin + one.end) for one in (*shaped, *odd_names(folded))]
    found += (_as_written(text, one) for one in _words(heard, shaped, begin))
    return sorted(found, key=lambda one: one.start)


@cache
def letters() -> Mapping[str, str]:
    """For each idea that may come first in a mark a letter: half of a pair, which no folded text has."""
    told = {ideas[0] for ideas in _lexicon().ideas.values() if ideas}
    names = sorted({*SHAPES, *HOWS, *_PARTING.values(), *told})
    return {name: chr(_FIRST_HALF + place) for place, name in enumerate(names)}


def _words(heard: str, shaped: list[Shape], begin: int) -> list[Mark]:
    """The words outside the shapes of a stretch that begins at a place of its message."""
    lexicon = _lexicon()
    ends = {one.start: one.end for one in shaped}
    found: list[Mark] = []
    reached = 0
    for place in sorted({*lexicon.begun(heard, _PARTS), *ends}):
        if place < reached:
            continue
        if place in ends:
            reached = ends[place]
            continue
        size = _longest(lexicon, heard, place)
        reached = place + (size or 1)
        if size and (ideas := lexicon.ideas[heard[place:reached]]):
            found.append(Mark(ideas, begin + place, begin + reached))
        elif not size and heard[place] in _PARTING and not _apostrophe(heard, place):
            found.append(Mark((_PARTING[heard[place]],), begin + place, begin + reached))
    return found


def _as_written(text: Text, word: Mark) -> Mark:
    """A word's mark; a tool's name in small letters amid English tells that, too."""
    if "TOOL" not in word.ideas or not _latin(text.folded[word.start]):
        return word
    before = text.folded[max(word.start - 2, 0) : word.start].rstrip(" -")[-1:]
    after = text.folded[word.end : word.end + 2].lstrip(" -")[:1]
    small = (_latin(before) or _latin(after)) and text.quote(word.start, word.end).text.islower()
    return word._replace(ideas=(*word.ideas, SMALL)) if small else word


def _longest(lexicon: Lexicon, heard: str, place: int) -> int:
    """How long the longest word is there; a Latin word is none where another Latin letter goes on."""
    size = min(lexicon.longest(heard, place), len(heard) - place)
    if size and heard[place].isascii() and heard[place].isalpha():
        before, after = heard[place - 1 : place], heard[place + size : place + size + 1]
        if _latin(before) or (_latin(after) and _latin(heard[place + size - 1])):
            return 0
    return size


def _apostrophe(heard: str, place: int) -> bool:
    """Whether a quotation mark stands within an English word: it's."""
    return heard[place] == "'" and _latin(heard[place - 1 : place]) and _latin(heard[place + 1 : place + 2])


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()


@cache
def _lexicon() -> Lexicon:
    return Lexicon.read(files(__package__).joinpath("ideas.txt"))
