"""What can be read of what people paste: text from anywhere, without what can't be seen.

Reading itself takes any text (``text.Text``). Whoever shows a text beside its reading shows this one: letters
that nobody sees can turn the words around them, and are no part of what a writer says.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from .text import Unreadable

MOST_BROKEN = 0.1
"""The share of control characters above which it is a file, not a text."""

LEAST_KNOWN = 0.5
"""The least share of Japanese and Latin letters among all letters."""

HAN_WITHOUT_KANA = 40
"""So many Chinese characters without one kana are no Japanese."""

JAPANESE_IN_ENGLISH = 9
"""A text with so many Latin letters to a Japanese one is English."""


class Reason(StrEnum):
    """Why there is nothing to read."""

    NOTHING = "nothing_to_read"
    BINARY = "not_a_text"
    SCRIPT = "language_unknown"


class Illegible(Unreadable):
    """There is nothing here that can be read; ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(_SAID[reason])
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Legible:
    """A text as it can be shown and read; ``hidden`` letters were taken out, which nobody could see."""

    text: str
    hidden: int

    @property
    def is_english(self) -> bool:
        """Whether it has hardly a Japanese letter: the rules know little English yet."""
        japanese, latin = _count(self.text, _KANA, _HAN), _count(self.text, _LATIN)
        return latin > JAPANESE_IN_ENGLISH * japanese and latin > 0


def legible(pasted: str) -> Legible:
    """The text without blank edges, with plain line ends and without letters that nobody sees.

    >>> legible("報酬は\\u202e応相談\\r\\n")
    Legible(text='報酬は応相談', hidden=1)

    Raises:
        Illegible: it says nothing, is no text, or is in neither Japanese nor English.
    """
    plain = seen(pasted)
    letters = "".join(letter for letter in plain.text if letter.isalpha())
    broken = sum(unicodedata.category(letter) in _BROKEN for letter in pasted if letter not in _KEPT)
    if broken + pasted.count("\ufffd") > MOST_BROKEN * len(pasted):
        raise Illegible(Reason.BINARY)
    if not letters:
        raise Illegible(Reason.NOTHING)
    if not _is_known(letters):
        raise Illegible(Reason.SCRIPT)
    return plain


def seen(pasted: str) -> Legible:
    """The same of a text that may be empty or of any language, such as a title."""
    lines = pasted.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        letter for letter in lines if letter in _KEPT or unicodedata.category(letter) not in _UNSEEN
    )
    return Legible(kept.strip(), len(lines) - len(kept))


_KEPT = frozenset("\n\r\t\u200c\u200d")
"""Line ends, tabs, and what joins the parts of an emoji."""

_BROKEN = frozenset({"Cc", "Cs"})
_UNSEEN = _BROKEN | {"Cf"}
_KANA = re.compile("[\u3041-\u30ff\uff66-\uff9f]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\uff21-\uff3a\uff41-\uff5a]")
_SAID = {
    Reason.NOTHING: "there is nothing to read",
    Reason.BINARY: "this is no text, but the content of a file",
    Reason.SCRIPT: "only Japanese and English can be read",
}


def _is_known(letters: str) -> bool:
    """Whether the letters are those of Japanese or English."""
    kana, han, latin = (_count(letters, one) for one in (_KANA, _HAN, _LATIN))
    if not kana and han >= HAN_WITHOUT_KANA and han > latin:
        return False
    return kana + han + latin >= LEAST_KNOWN * len(letters)


def _count(text: str, *kinds: re.Pattern[str]) -> int:
    return sum(len(kind.findall(text)) for kind in kinds)
