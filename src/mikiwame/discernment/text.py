"""A text as people write it, folded into one spelling, with the way back to every original character.

Rules look at the folded text; readers are shown the original. Folding makes full-width and half-width
letters one (NFKC, half-width kana with their sound marks included), lower-cases Latin letters, closes the
spaces that spread a Japanese word out (「ラ イ ン」), and drops what can't be seen: control characters,
direction marks, zero-width letters, halves of surrogate pairs.
"""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, compress, islice, repeat, takewhile
from typing import NamedTuple, Protocol, TypeAlias, TypeVar

LONGEST = 20_000
"""The most characters that a reading takes."""


class Unreadable(ValueError):
    """What was given is no text that can be read; the message says why, for people."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the original text, exactly: ``text == part_text[start:end]``.

    ``part`` names the text that the offsets count in: ``title``, ``body``, or ``comment``.
    """

    part: str
    text: str
    start: int
    end: int


class Span(NamedTuple):
    """A stretch of a folded text."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


class Stretch(Protocol):
    """Something from one place of a text to another."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it has ended."""


Touched = TypeVar("Touched", bound=Stretch)


def touching(stretches: Sequence[Touched], other: Stretch) -> Iterator[Touched]:
    """Of stretches in order, none of which overlaps another, those that share a letter with one more."""
    first = bisect_right(stretches, other.start, key=lambda one: one.end)
    return takewhile(lambda one: one.start < other.end, islice(stretches, first, None))


LOOKALIKES = {"坐": "座", "ヮ": "ワ", "变": "変", "變": "変", "囗": "口", "亻": "イ", "ヵ": "カ"}
"""Letters that stand for others that look like them, to slip past a filter."""
_LOOKALIKE = re.compile(f"[{''.join(LOOKALIKES)}]")


class Text:
    """One text: ``original`` as written, ``folded`` as rules read it, ``plain`` with lookalikes put right."""

    __slots__ = ("_ends", "_starts", "folded", "original", "part", "plain")

    def __init__(self, original: str, part: str = "body") -> None:
        """Fold the text.

        Raises:
            Unreadable: it is longer than ``LONGEST``.
        """
        if len(original) > LONGEST:
            raise Unreadable(f"the text has {len(original):,} characters; at most {LONGEST:,} can be read")
        self.original = original
        self.part = part
        self.folded, self._starts, self._ends = _fold(original)
        self.plain = _LOOKALIKE.sub(lambda found: LOOKALIKES[found.group()], self.folded)

    def quote(self, start: int, end: int) -> Quote:
        """The original words behind ``folded[start:end]``, without blank edges."""
        if start >= end:
            return Quote(self.part, "", 0, 0)
        first, last = self._starts[start], self._ends[end - 1]
        words = self.original[first:last]
        first += len(words) - len(words.lstrip())
        words = words.strip()
        return Quote(self.part, words, first, first + len(words))

    def sentences(self, within: Span | None = None) -> Iterator[Span]:
        """The stretches between full stops and line ends, blank ones left out; of all, or of a stretch."""
        return _stretches(_SENTENCE, self.folded, within or self.whole)

    def clauses(self, within: Span | None = None) -> Iterator[Span]:
        """The sentences, parted at their commas too."""
        return _stretches(_CLAUSE, self.folded, within or self.whole)

    @property
    def whole(self) -> Span:
        """All of the folded text."""
        return Span(0, len(self.folded))


class Statement(NamedTuple):
    """What stands between full stops or line ends, with its stop, and where it begins.

    Where the text goes on a further stop stands for the rest: so an expression that looks no farther than the
    stop finds in a statement what it finds there in the text.
    """

    begin: int
    words: str


def statements(folded: str) -> Iterator[Statement]:
    """The statements of a folded text."""
    for found in _STATEMENT.finditer(folded):
        rest = "。" if found.end() < len(folded) else ""
        yield Statement(found.start(), found.group() + rest)


_SENTENCE = re.compile(r"[^。!?\n]+[。!?」』)\]]*")
_STATEMENT = re.compile(r"[^。\n]+[。\n]?")
_CLAUSE = re.compile(r"(?:[^。!?\n、,]|(?<=[0-9]),(?=[0-9]{3}))+[。!?、,」』)\]]*")


def _stretches(pattern: re.Pattern[str], folded: str, within: Span) -> Iterator[Span]:
    for found in pattern.finditer(folded, *within):
        if not found.group().isspace():
            yield Span(found.start(), found.end())


_SOUND_MARKS = {"ﾞ": "\u3099", "ﾟ": "\u309a"}
_SOUND_MARK = re.compile("[ﾞﾟ]")
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
                     "\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]")  # fmt: skip
_DASHES_OF_RANGE = "〜～∼〰"
_JAPANESE = "[\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff々〆]"
_SPREAD = re.compile(f" (?<={_JAPANESE} )(?={_JAPANESE})")

Places: TypeAlias = "Sequence[int]"
"""A place for each letter of a text: a range where every letter is folded into one."""


def _fold(original: str) -> tuple[str, Places, Places]:
    """The folded letters, and for each where its original begins and ends."""
    plain = [*map(_folded, original)]
    sounded = _with_sound_marks(original, plain)
    letters = "".join(plain)
    if len(letters) == len(plain) and all(plain):
        return _closed(letters, range(len(letters)), range(1, len(letters) + 1))
    starts = array("I", chain.from_iterable(map(repeat, range(len(plain)), map(len, plain))))
    ends = array("I", [place + 1 for place in starts])
    for place, mark in sounded:
        ends[bisect_right(starts, place) - 1] = mark + 1
    return _closed(letters, starts, ends)


def _with_sound_marks(original: str, plain: list[str]) -> list[tuple[int, int]]:
    """Put sound marks to the folded letters that they follow; where such a letter and its mark stand."""
    joined = []
    for found in _SOUND_MARK.finditer(original):
        mark = found.start()
        place = next((before for before in range(mark - 1, -1, -1) if plain[before]), None)
        if place is not None:
            letter = unicodedata.normalize("NFC", plain[place][-1] + _SOUND_MARKS[found.group()])
            if len(letter) == 1:
                plain[place], plain[mark] = plain[place][:-1] + letter, ""
                joined.append((place, mark))
    return joined


@lru_cache(maxsize=8_192)  # texts use the same few thousand letters
def _folded(letter: str) -> str:
    if letter < "\x80":
        return letter.lower() if letter >= " " or letter == "\n" else (" " if letter in "\t\r" else "")
    if unicodedata.category(letter) in {"Cc", "Cs", "Cf"} or _UNSEEN.match(letter):
        return ""
    if letter in _DASHES_OF_RANGE:
        return "~"
    if "\u2460" <= letter <= "\u24ff" or "\u2776" <= letter <= "\u2793":
        return letter  # a circled number opens an item; it counts nothing
    return unicodedata.normalize("NFKC", letter).lower()


def _closed(letters: str, starts: Places, ends: Places) -> tuple[str, Places, Places]:
    """Without the single spaces that stand between two Japanese letters."""
    spread = [found.start() for found in _SPREAD.finditer(letters)]
    if not spread:
        return letters, starts, ends
    kept = bytearray(b"\1") * len(letters)
    for place in spread:
        kept[place] = 0
    return (
        "".join(compress(letters, kept)),
        array("I", compress(starts, kept)),
        array("I", compress(ends, kept)),
    )
