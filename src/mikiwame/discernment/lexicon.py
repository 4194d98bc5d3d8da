"""Telling words by the idea that they stand for, and the longest of them at a place of a text.

A lexicon is a text file: a line ``[idea]`` opens an idea, the lines after it hold its words, blanks between
them (``_`` stands for a blank within a word), ``#`` opens a remark. Under ``[-]`` stand harmless words that
hold a telling one. Katakana and hiragana are heard alike. Ideas are named in capitals, which no folded text
has.
"""

from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Self

from .text import Text

_KATAKANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ"))}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The ideas of each word, and for each first letter the lengths to try, longest first."""

    ideas: dict[str, tuple[str, ...]]
    lengths: dict[str, tuple[int, ...]]
    beginnings: frozenset[str]
    """The first two letters of each word; of a word of one letter that one."""

    @classmethod
    def read(cls, file: Traversable) -> Self:
        """The lexicon of a file."""
        ideas: dict[str, tuple[str, ...]] = {}
        idea = ""
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                idea = line.strip("[]").upper()
            elif not line.startswith("#"):
                for word in line.split():
                    known = hear(Text(word.replace("_", " ")).folded)
                    told = ideas.get(known, ())
                    ideas[known] = told if idea == "-" or idea in told else (*told, idea)
        lengths: dict[str, set[int]] = {}
        for word in ideas:
            lengths.setdefault(word[0], set()).add(len(word))
        longest_first = {letter: tuple(sorted(sizes, reverse=True)) for letter, sizes in lengths.items()}
        return cls(ideas, longest_first, frozenset(word[:2] for word in ideas))

    def begun(self, heard: str, marks: frozenset[str]) -> list[int]:
        """The places of a heard text where a word may begin, or where one of some marks stands."""
        begins = self.beginnings
        runs = zip(heard, map(str.__add__, heard, heard[1:] + " "), strict=True)
        return [
            place for place, (one, two) in enumerate(runs) if two in begins or one in begins or one in marks
        ]

    def longest(self, heard: str, place: int) -> int:
        """How long the longest word is that begins at a place of a heard text; 0 where none does."""
        for size in self.lengths.get(heard[place], ()):
            if heard[place : place + size] in self.ideas:
                return size
        return 0


def hear(folded: str) -> str:
    """A folded text as it sounds: katakana as hiragana."""
    return folded.translate(_KATAKANA)
