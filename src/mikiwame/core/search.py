"""Words for the index and for those who look something up, so that both are cut alike.

A text becomes two vectors.

- ``words``: SudachiPy's shortest units (split mode A) in their normalized form: 引越し finds 引っ越し,
  ＷＥＢ finds ウェブ ねこ finds 猫; particles, auxiliaries and marks are left out and take no position, so
  that ロゴのデザイン finds ロゴデザイン. A run of katakana that the dictionary doesn't know is cut where two
  words meet that it knows, so that ロゴ finds ロゴデザイン; words that it knows stay whole (カーペット is no
  ペット).
- ``bigrams``: pairs of neighbouring letters, hiragana folded into katakana, of the text and its reading, for
  what the dictionary doesn't know; asked only where words find nothing.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from typing import Any

from sudachipy import Dictionary, SplitMode

DICTIONARY = f"sudachidict-core {version('sudachidict-core')}, cut 2"
"""What cut the words of a row: the dictionary, and the number of our own rules, raised with each change.

Rows cut by another are cut again (each room's ``operations.index.renew``).
"""

QUERY_MOST = 100
"""Letters of a query that are read; nobody types more, programs do."""

WORDS_MOST = 8

_SPELT_MOST = 5_000  # letters of a text that get bigrams, and
_READ_MOST = 2_500  # those whose reading does: tsvector knows positions up to 16,383
_CHUNK = 10_000  # letters: SudachiPy takes 49,149 bytes at a time
_SILENT = frozenset({"補助記号", "記号", "空白", "助詞", "助動詞", "接頭辞"})
_QUERY_PART = re.compile(r'["“”「]([^"“”」]*)["“”」]|([^\s"“”「」、。,]+)')
_KATAKANA = re.compile(r"[ァ-ヺー]{5,30}")
_NEVER_FIRST = frozenset("ァィゥェォッャュョヮンー")
_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_own = threading.local()


@dataclass(frozen=True)
class Vectors:
    """The two columns of an index row, as ``tsvector`` literals."""

    words: str
    bigrams: str


@dataclass(frozen=True)
class Query:
    """What somebody looks for, as ``tsquery`` literals; empty where there is nothing to ask."""

    words: str
    bigrams: str


def vectors(*texts: str) -> Vectors:
    """Cut the texts of a posting, the most telling first."""
    whole = tidy("\n".join(texts))
    tokens: list[str] = []
    for line in whole.splitlines():
        tokens += [*terms(line), ""]  # no phrase runs across a line's end
    spelt, read = pairs(fold(whole[:_SPELT_MOST])), pairs(reading(whole[:_READ_MOST]))
    return Vectors(words=_vector(tokens), bigrams=_vector([*spelt, "", *read]))


def query(text: str) -> Query:
    """Read what somebody typed: every word must occur; a compound or what stands in quotes, as a phrase.

    >>> query("猫 デザイン").words
    "('猫') & ('デザイン')"
    """
    parts = [quoted or bare for quoted, bare in _QUERY_PART.findall(tidy(text)[:QUERY_MOST])][:WORDS_MOST]
    return Query(
        words=_all(_phrase(terms(part)) for part in parts),
        bigrams=_all(_phrase(pairs(fold(part)), alone=":*") for part in parts),  # "の" begins "のデ"
    )


def spans(text: str, asked: str) -> list[tuple[int, int]]:
    """Where a text says what was asked, as ranges of its letters, in their order and apart from each other.

    Its words are looked at as the index does; where none is among those asked for, its letters.

    >>> spans("引越しの日", "引っ越し")
    [(0, 3)]
    """
    parts = [quoted or bare for quoted, bare in _QUERY_PART.findall(tidy(asked)[:QUERY_MOST])][:WORDS_MOST]
    wanted = {word for part in parts for word in terms(part)}
    found = [
        (token.begin(), token.end())
        for token in _tokenizer().tokenize(text[:_CHUNK])
        if wanted & {token.normalized_form().casefold(), *_halves(token.surface())}
    ]
    return found or _spelt(text, [fold(part) for part in parts])


def _spelt(text: str, parts: list[str]) -> list[tuple[int, int]]:
    """Where a text has these letters; folded letter by letter, so that none moves."""
    folded = "".join(fold(letter) if len(fold(letter)) == 1 else letter for letter in text)
    pattern = "|".join(re.escape(part) for part in parts if part)
    return [found.span() for found in re.finditer(pattern, folded)] if pattern else []


def tidy(text: str) -> str:
    """One form for each letter: NFKC (ﾃﾞｰﾀ is データ, ＷＥＢ is WEB), without control characters."""
    normal = unicodedata.normalize("NFKC", text)
    return "".join(
        " " if unicodedata.category(letter) == "Cc" and letter != "\n" else letter for letter in normal
    )


def terms(text: str) -> list[str]:
    """The words of a tidy text that say something, in their normalized form.

    >>> terms("ロゴのデザイン")
    ['ロゴ', 'デザイン']
    """
    return [
        word
        for token in _tokens(text)
        if token.part_of_speech()[0] not in _SILENT and token.normalized_form().strip()
        for word in (token.is_oov() and _halves(token.surface())) or [token.normalized_form().casefold()]
    ]


def reading(text: str) -> str:
    """How a tidy text is spoken, in katakana."""
    return "\n".join("".join(token.reading_form() for token in _tokens(line)) for line in text.splitlines())


def fold(text: str) -> str:
    """Small letters, and katakana for hiragana."""
    return text.casefold().translate(_TO_KATAKANA)


def pairs(text: str) -> list[str]:
    """Neighbouring letters of each run without spaces; a run of one letter stands alone.

    >>> pairs("イヌ ト")
    ['イヌ', '', 'ト', '']
    """
    found: list[str] = []
    for run in re.findall(r"\w+", text):
        found += [*(run[at : at + 2] for at in range(max(len(run) - 1, 1))), ""]
    return found


def _halves(word: str) -> list[str]:
    """The two known nouns that make up an unknown word of katakana, the longest first one; else nothing.

    >>> _halves("ロゴデザイン"), _halves("コムギビヨリ")
    (['ロゴ', 'デザイン'], [])
    """
    if not _KATAKANA.fullmatch(word):
        return []
    places = [at for at in range(len(word) - 2, 1, -1) if word[at] not in _NEVER_FIRST]
    halves = ((_noun(word[:at]), _noun(word[at:])) for at in places)
    return next(([first, second] for first, second in halves if first and second), [])


@lru_cache(maxsize=10_000)
def _noun(word: str) -> str:
    """The normalized form of a common noun that the dictionary knows as one word; else the empty string."""
    first, *more = _tokenizer().tokenize(word)
    known = not more and not first.is_oov() and first.part_of_speech()[1] == "普通名詞"
    return first.normalized_form().casefold() if known else ""


def _tokens(text: str) -> Iterator[Any]:
    for start in range(0, len(text), _CHUNK):
        yield from _tokenizer().tokenize(text[start : start + _CHUNK])


def _tokenizer() -> Any:
    """This thread's own: one tokenizer can't serve two threads at a time."""
    if not hasattr(_own, "tokenizer"):
        _own.tokenizer = _dictionary().tokenizer(mode=SplitMode.A)
    return _own.tokenizer


@cache
def _dictionary() -> Dictionary:
    return Dictionary(dict="core")


def _vector(lexemes: Iterable[str]) -> str:
    """``'猫':1 'デザイン':2``; an empty lexeme leaves a hole that no phrase crosses."""
    return " ".join(f"{quoted(lexeme)}:{at}" for at, lexeme in enumerate(lexemes, start=1) if lexeme)


def _all(phrases: Iterable[str]) -> str:
    return " & ".join(f"({phrase})" for phrase in phrases if phrase)


def _phrase(lexemes: list[str], *, alone: str = "") -> str:
    """``'ロゴ' <2> 'デザ'``: one after the other at the distance that they have in a row's vector.

    ``alone`` is what follows a lexeme of one letter.
    """
    phrase, distance = "", 0
    for lexeme in lexemes:
        distance += 1
        if lexeme:
            link = f" <{distance}> " if phrase else ""
            phrase += link + quoted(lexeme) + (alone if len(lexeme) == 1 else "")
            distance = 0
    return phrase


def quoted(lexeme: str) -> str:
    """A lexeme as ``tsvector`` and ``tsquery`` literals spell it; its first hundred letters.

    >>> quoted("it's")
    "'it''s'"
    """
    escaped = lexeme[:100].replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
