"""What a message shows, in its order: telling words by their ideas, shapes, and oddly written names."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from mikiwame.discernment.lexicon import Lexicon, hear

from .names import odd_names
from .shapes import Shape, shapes


class Mark(NamedTuple):
    """A telling stretch of the folded text, and the ideas that it stands for."""

    ideas: tuple[str, ...]
    start: int
    end: int


_PARTING = {
    **dict.fromkeys(",、→", "COMMA"),
    **dict.fromkeys("「『\"'<", "OPEN"),
    **dict.fromkeys("」』>", "CLOSE"),
    "?": "QUESTION",
}


def marks(folded: str) -> list[Mark]:
    """The marks of a folded message, left to right; only oddly written names may overlap others."""
    shaped = [*shapes(hear(folded))]
    found = [Mark(one.told, one.start, one.end) for one in (*shaped, *odd_names(folded))]
    found += _words(folded, shaped)
    return sorted(found, key=lambda one: one.start)


def _words(folded: str, shaped: list[Shape]) -> list[Mark]:
    lexicon, heard = _lexicon(), hear(folded)
    ends = {one.start: one.end for one in shaped}
    found: list[Mark] = []
    place = 0
    while place < len(heard):
        if place in ends:
            place = ends[place]
            continue
        size = _longest(lexicon, heard, place)
        if size and (ideas := lexicon.ideas[heard[place : place + size]]):
            found.append(Mark(ideas, place, place + size))
        elif not size and heard[place] in _PARTING:
            found.append(Mark((_PARTING[heard[place]],), place, place + 1))
        place += size or 1
    return found


def _longest(lexicon: Lexicon, heard: str, place: int) -> int:
    """How long the longest word is there; a Latin word is none where another Latin letter goes on."""
    size = lexicon.longest(heard, place)
    if size and heard[place].isascii() and heard[place].isalpha():
        before, after = heard[place - 1 : place], heard[place + size : place + size + 1]
        if _latin(before) or (_latin(after) and _latin(heard[place + size - 1])):
            return 0
    return size


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()


@cache
def _lexicon() -> Lexicon:
    return Lexicon.read(files(__package__).joinpath("ideas.txt"))
