"""The names of tools as people write them to get past a search: 「L◯NE」「ら・い・ん」「カ力オ」."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from mikiwame.discernment.lexicon import hear

from .shapes import Shape

NAMES = (
    "line", "らいん", "かかお", "kakao", "discord", "でぃすこーど", "slack", "すらっく", "chatwork",
    "ちゃっとわーく", "zoom", "ずーむ", "skype", "すかいぷ", "telegram", "てれぐらむ", "whatsapp",
    "わっつあっぷ", "いんすた", "instagram", "insta", "ついったー", "twitter", "めっせんじゃー", "messenger",
    "ちーむず", "teams", "gmail", "じーめーる", "めーる", "めあど", "mail", "facebook", "ふぇいすぶっく",
    "wechat", "しぐなる", "signal", "でんわ", "電話", "連絡先", "携帯",
)  # fmt: skip
"""As they are heard."""
MASKS = "◯〇○●◎□■*×✕✖_?△▲☆★◇◆♡♥笑…‥〓#%$&伏xo"
LETTERS = "xo"
"""Masks that are letters too: one of them hides one of four letters at the least."""
APART = " \n\t-_.・,、|/*~^+=:;。!?…‥'\"`´()[]「」【】→⇒☆★♪♡♥◆◇\u20e3"
_LINE = re.compile(r"(?m)^[^\n]")
_LOOKALIKES = str.maketrans(
    "力口工二夕卜八千三亻厶才ソ一丨|!10оеасріхувкмнтԁɡιㄥㇻ",
    "かろえにたとはちみいむおんーllliooeacpixybkmhtdgilら",
)
"""Letters that look like another one, as that is heard."""


def odd_names(folded: str) -> Iterator[Shape]:
    """Where a tool's name is masked, spread out, or written with letters that only look right."""
    plain = "".join(map(_uncircled, folded))
    heard, alike = hear(plain), hear(plain.translate(_LOOKALIKES))
    yield from _masked(heard)
    yield from _spread(heard)
    yield from _alike(folded, alike)
    yield from _begun(heard)


def _uncircled(letter: str) -> str:
    """A letter without its ring or box; what comes apart stays as it is."""
    plain = unicodedata.normalize("NFKC", letter).lower()
    return plain if len(plain) == 1 else letter


def _masked(heard: str) -> Iterator[Shape]:
    for place, letter in enumerate(heard):
        if letter in MASKS:
            for name in NAMES:
                yield from _behind(heard, place, name)


def _behind(heard: str, place: int, name: str) -> Iterator[Shape]:
    """The name, if a mask at a place hides one of its letters."""
    if heard[place] in LETTERS and len(name) < 4:
        return
    for hidden in range(min(len(name), place + 1)):
        start = place - hidden
        shown = heard[start : start + len(name)]
        if name[hidden] != heard[place] and _same_but_masks(shown, name):
            yield Shape("MASKED", start, start + len(name), ("MASKED", f"MASKED:{name}"))


def _same_but_masks(shown: str, name: str) -> bool:
    if len(shown) < len(name):
        return False
    differ = [one for one, other in zip(shown, name, strict=True) if one != other]
    return len(differ) <= max(1, len(name) // 2) and all(one in MASKS for one in differ)


def _spread(heard: str) -> Iterator[Shape]:
    places = [place for place, letter in enumerate(heard) if letter not in APART]
    bare = "".join(heard[place] for place in places)
    for name in NAMES:
        for begin in _found(bare, name):
            own = places[begin : begin + len(name)]
            if _is_spread(heard, own, name):
                yield Shape("SPREAD", own[0], own[-1] + 1, ("SPREAD", f"SPREAD:{name}"))


def _is_spread(heard: str, own: list[int], name: str) -> bool:
    """Whether the letters stand apart: each of a short name; somewhere in a long one that stands alone."""
    gaps = sum(later - place > 1 for place, later in pairwise(own))
    if len(name) < 5:
        return gaps == len(name) - 1
    edges = heard[max(own[0] - 1, 0) : own[0]] + heard[own[-1] + 1 : own[-1] + 2]
    return gaps > 0 and not any(edge.isascii() and edge.isalnum() for edge in edges)


def _alike(folded: str, alike: str) -> Iterator[Shape]:
    heard = hear(folded)
    for name in NAMES:
        for begin in _found(alike, name):
            if heard[begin : begin + len(name)] != name:
                yield Shape("LOOKALIKE", begin, begin + len(name), ("LOOKALIKE", f"LOOKALIKE:{name}"))


def _begun(heard: str) -> Iterator[Shape]:
    """A name that the first letters of lines make, one below the other."""
    begins = [line.start() for line in _LINE.finditer(heard)]
    firsts = "".join(heard[place] for place in begins)
    for name in NAMES:
        for line in _found(firsts, name):
            last = begins[line + len(name) - 1]
            yield Shape("ACROSTIC", begins[line], last + 1, ("ACROSTIC", f"ACROSTIC:{name}"))


def _found(text: str, name: str) -> Iterator[int]:
    begin = text.find(name)
    while begin >= 0:
        yield begin
        begin = text.find(name, begin + 1)
