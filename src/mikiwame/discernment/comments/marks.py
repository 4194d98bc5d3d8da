"""The telling words of a comment, in their order: each with the ideas that it stands for.

The words are in ``ideas.txt``, under the idea they stand for; amounts of time, money and repetition are read
by their units (「三週間後」 is WEEKS+, later) and their size (MINUTES0 are few, DAYS3 many), and punctuation
that parts or quotes is a mark of its own.
"""

import re
from bisect import bisect_left
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from mikiwame.discernment.lexicon import Lexicon, hear
from mikiwame.discernment.numerals import number


class Mark(NamedTuple):
    """A telling word of the folded text, and where it begins."""

    ideas: tuple[str, ...]
    word: str
    start: int


_PARTING = {
    **dict.fromkeys(",、→", "COMMA"),
    **dict.fromkeys("「『", "OPEN"),
    **dict.fromkeys("」』", "CLOSE"),
}
_COUNTED = "[一二三四五六七八九十百千数何半]"
_AMOUNT = re.compile(
    rf"(\d[\d,.]{{0,11}}|{_COUNTED}{{1,6}})"
    r"(分|秒|時間|日|週間|週|[かヶカケ]月|月|年|[回度件作本冊期年章話]目|回|度|円|倍|割|件|本|枚|案|点|記事|文字|字|頁|ページ|往復|通)"
    r"(目|後|間|以上|以内|以下|半|ぶり|経)?"
)
_UNITS = {
    **dict.fromkeys(("分", "秒"), "MINUTES"),
    **dict.fromkeys(("週", "週間"), "WEEKS"),
    **dict.fromkeys(("回", "度", "往復", "通"), "TIMES"),
    **dict.fromkeys(("倍", "割"), "FOLD"),
    "時間": "HOURS",
    "日": "DAYS",
    "月": "DATE",
    "年": "YEARS",
    "円": "YEN",
}
_SIZES = {
    "MINUTES": (20, 60),
    "HOURS": (4, 13),
    "DAYS": (2, 4, 9, 20),
    "WEEKS": (1, 2),
    "MONTHS": (1, 3),
    "YEARS": (1,),
    "TIMES": (1, 3, 6),
    "YEN": (10, 100, 1_000, 10_000),
    "FOLD": (1,),
}
"""The most of a unit that is of each size: up to 2 days are DAYS0, up to 4 DAYS1."""


def marks(folded: str) -> list[Mark]:
    """The marks of a folded stretch, left to right, none overlapping another."""
    words = _words()
    heard = hear(folded)
    found: list[Mark] = []
    place = 0
    while place < len(heard):
        letter = heard[place]
        size = words.longest(heard, place)
        amount = _AMOUNT.match(folded, place) if letter.isnumeric() else None
        if amount is not None and amount.end() - place > size:
            found.append(Mark(_amount(amount), amount.group(2), place))
            size = amount.end() - place
        elif size:
            word = heard[place : place + size]
            if ideas := words.ideas[word]:
                found.append(Mark(ideas, word, place))
        elif letter in _PARTING:
            found.append(Mark((_PARTING[letter],), letter, place))
        place += size or 1
    return found


def _amount(amount: re.Match[str]) -> tuple[str, ...]:
    written, unit, after = amount.groups()
    if unit.endswith("目") or after == "目":
        return ("NTH",)
    name = "MONTHS" if len(unit) > 1 and unit.endswith("月") else _UNITS.get(unit, "AMOUNT")
    told = name + "+" if after in {"後", "経"} else name
    if name not in _SIZES:
        return (told,)
    least, most = number(written)
    return told, f"{name}{bisect_left(_SIZES[name], (least + most) / 2)}"


@cache
def _words() -> Lexicon:
    return Lexicon.read(files(__package__).joinpath("ideas.txt"))
