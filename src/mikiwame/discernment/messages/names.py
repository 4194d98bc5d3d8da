"""The names of tools as people write them to get past a search: 「L◯NE」「ら・い・ん」「カ力オ」."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from mikiwame.discernment.lexicon import hear
from mikiwame.discernment.lookalikes import GROWN, LETTERS_ALIKE, as_it_looks

from .shapes import Shape

NAMES = (
    "line", "らいん", "かかお", "kakao", "discord", "でぃすこーど", "slack", "すらっく", "chatwork",
    "ちゃっとわーく", "zoom", "ずーむ", "skype", "すかいぷ", "telegram", "てれぐらむ", "whatsapp",
    "わっつあっぷ", "いんすた", "instagram", "insta", "ついったー", "twitter", "めっせんじゃー", "messenger",
    "ちーむず", "teams", "gmail", "じーめーる", "めーる", "めあど", "mail", "facebook", "ふぇいすぶっく",
    "wechat", "しぐなる", "signal", "いんすたぐらむ", "でんわ", "電話", "連絡先", "携帯", "えっくす",
    "でぃーえむ", "えるあいえぬ", "meet", "みーと", "viber", "ばいばー",
)  # fmt: skip
"""As they are heard."""
KINDS = {
    **dict.fromkeys(("line", "らいん"), ("TOOL", "LINE")),
    **dict.fromkeys(("めーる", "めあど", "mail", "gmail", "じーめーる"), ("MAIL",)),
    **dict.fromkeys(("でんわ", "電話", "携帯"), ("CALL",)),
    "連絡先": ("IDENTIFIER",),
}
"""What is named; the others are tools."""
HOWS = ("MASKED", "SPREAD", "LOOKALIKE", "ACROSTIC")
"""How a name may be written."""
MASKS = "◯〇○●◎□■*×✕✖_?△▲☆★◇◆♡♥笑…‥〓#%$&伏xo"
LETTERS = "xo"
"""Masks that are letters too: one of them hides one of four letters at the least."""
APART = "◯ \n\t-_.・,、|/*~^+=:;。!?…‥'\"`´()[]「」【】→⇒☆★♪♡♥◆◇\u20e3"
SHORTEST, LONGEST = min(map(len, NAMES)), max(map(len, NAMES))
LONG_LATIN, LONG_KANA = 5, 4
"""From how many letters on a name is long."""
_LINE = re.compile(r"(?m)^[^\n]")
_FOREIGN = re.compile("[\u0370-\u052f\u0531-\u058f\u10a0-\u10ff\u13a0-\u13ff\u2c80-\u2cff]")
_MIXED = (("line", "llne"), ("らいん", "らiん"), ("らいん", "らlん"), ("らいん", "らいn"))
_SHOWN = (*((name, name.translate(GROWN)) for name in NAMES), *_MIXED)
"""Names as they are compared with letters that look alike: small kana as big ones."""


_BITS = 5
"""How many bits count the letters of a name that are right; the highest says that they are enough."""
_HIDDEN = [(number, hidden) for number, name in enumerate(NAMES) for hidden in range(len(name))]
"""The names, and the place in them that a mask may hide; each has a counter of its own in one number."""


def _letters_around() -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], int] = {}
    for counter, (number, hidden) in enumerate(_HIDDEN):
        for place, letter in enumerate(NAMES[number]):
            if place != hidden:
                at = (place - hidden, letter)
                found[at] = found.get(at, 0) + (1 << counter * _BITS)
    return found


_AT = _letters_around()
"""By how far off a letter stands and what it is: what the counters go up by."""
_RIGHT = tuple(len(name) - max(1, len(name) // 2) for name in NAMES)
"""How many letters of each name are not hidden at the least."""
_TOP = 1 << (_BITS - 1)
_BIAS = sum(_TOP - _RIGHT[number] << counter * _BITS for counter, (number, _) in enumerate(_HIDDEN))
"""What the counters begin with, so that as many as are enough reach the highest bit."""
_REACHED = sum(_TOP << counter * _BITS for counter in range(len(_HIDDEN)))


def odd_names(folded: str) -> Iterator[Shape]:
    """Where a tool's name is masked, spread out, or written with letters that only look right."""
    plain = "".join(map(_uncircled, folded))
    heard = hear(plain)
    yield from _masked(heard)
    alike = as_it_looks(plain)
    yield from _spread(alike)
    yield from _alike(hear(folded), alike)
    yield from acrostics(heard)


@lru_cache(maxsize=8_192)
def _uncircled(letter: str) -> str:
    """A letter without its ring, box or accent; what comes apart stays as it is.

    A picture is a mask, and so is a Greek, Cyrillic or other foreign letter that looks like none of ours.
    """
    if letter < "\x80":
        return letter
    plain = unicodedata.normalize("NFKC", letter).lower()
    if len(plain) == 1 and unicodedata.category(plain) == "So":
        return MASKS[0]
    if _FOREIGN.match(plain) and plain.translate(LETTERS_ALIKE) == plain:
        return MASKS[0]
    bare = unicodedata.normalize("NFKD", plain)
    return bare[0] if "a" <= bare[:1] <= "z" and len(bare) == 2 else plain if len(plain) == 1 else letter


def _masked(heard: str) -> Iterator[Shape]:
    for place, letter in enumerate(heard):
        if letter in MASKS:
            first = max(0, place - LONGEST)
            near = heard[first : place + LONGEST + 1]
            counted = sum(map(_count_at, range(first - place, len(near)), near), _BIAS) & _REACHED
            while counted:
                lowest = counted & -counted
                number, hidden = _HIDDEN[lowest.bit_length() // _BITS - 1]
                yield from _behind(heard, place, NAMES[number], hidden)
                counted ^= lowest


def _count_at(offset: int, letter: str) -> int:
    return _AT.get((offset, letter), 0)


def _behind(heard: str, place: int, name: str, hidden: int) -> Iterator[Shape]:
    """The name, if a mask at a place hides that letter of it."""
    start = place - hidden
    shown = heard[max(start, 0) : start + len(name)]
    if len(shown) < len(name) or name[hidden] == heard[place] or (heard[place] in LETTERS and len(name) < 4):
        return
    if all(one == other or one in MASKS for one, other in zip(shown, name, strict=True)):
        yield Shape("MASKED", start, start + len(name), _told("MASKED", name))


def _spread(alike: str) -> Iterator[Shape]:
    places = [place for place, letter in enumerate(alike) if letter not in APART]
    bare = "".join(alike[place] for place in places)
    for name, shown in _SHOWN:
        for begin in _found(bare, shown):
            own = places[begin : begin + len(name)]
            if _is_spread(alike, own, name):
                yield Shape("SPREAD", own[0], own[-1] + 1, _told("SPREAD", name))


def _is_spread(alike: str, own: list[int], name: str) -> bool:
    """Whether the letters stand apart: each of a short name; somewhere in a long one that stands alone."""
    gaps = sum(later - place > 1 for place, later in pairwise(own))
    if len(name) < (LONG_LATIN if name.isascii() else LONG_KANA):
        return gaps == len(name) - 1
    edges = alike[max(own[0] - 1, 0) : own[0]] + alike[own[-1] + 1 : own[-1] + 2]
    return gaps > 0 and not any(edge.isascii() and edge.isalnum() for edge in edges)


def _alike(heard: str, alike: str) -> Iterator[Shape]:
    for name, shown in _SHOWN:
        for begin in _found(alike, shown):
            if heard[begin : begin + len(name)] != name:
                yield Shape("LOOKALIKE", begin, begin + len(name), _told("LOOKALIKE", name))


def acrostics(heard: str) -> Iterator[Shape]:
    """A name that the first letters of lines make, one below the other."""
    begins = [line.start() for line in _LINE.finditer(heard)]
    if len(begins) < SHORTEST:
        return
    firsts = "".join(heard[place] for place in begins)
    for name in NAMES:
        for line in _found(firsts, name):
            last = begins[line + len(name) - 1]
            yield Shape("ACROSTIC", begins[line], last + 1, _told("ACROSTIC", name))


def _told(how: str, name: str) -> tuple[str, ...]:
    """What an oddly written name tells: how it is written, what it names, and that it is odd."""
    return (how, f"{how}:{name}", "ODD", *KINDS.get(name, ("TOOL",)))


def _found(text: str, name: str) -> Iterator[int]:
    begin = text.find(name)
    while begin >= 0:
        yield begin
        begin = text.find(name, begin + 1)
