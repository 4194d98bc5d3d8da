"""Telling words of a review, gathered under names that the model weighs beside letters and ideas.

They are in ``signs.txt``, each under the sign that it stands for.
"""

import re
from functools import cache
from importlib.resources import files

from mikiwame.discernment.text import Text

_TOGETHER = ("stars", "top", "told", "forced", "bargain", "gain", "order", "free")
"""Words that mean most in company: each two of these in one comment are a sign too."""
_LETTER = re.compile(r"[^\W\d_]")
_JAPANESE = re.compile("[\u3041-\u30fa\u3400-\u9fff]")
_CONTENT = re.compile("[\u30a1-\u30fa\u30fcA-Za-z]{3,30}|[\u3400-\u9fff]{2}")
FEW_LETTERS, SAME = 12, 0.4


def signs(folded: str) -> set[str]:
    """The signs in a folded comment."""
    found = {name for name, words in expressions().items() if words.search(folded)}
    if len(set(expressions()["advertised"].findall(folded))) > 1:
        found.add("advertised much")
    company = [name for name in _TOGETHER if name in found]
    pairs = {f"{one}&{other}" for place, one in enumerate(company) for other in company[place + 1 :]}
    return {f"S:{one}" for one in found | pairs | _shape(folded)}


def speaks_of_rating(text: Text) -> bool:
    """Whether a text has a word for stars and what is given in them."""
    return expressions()["stars"].search(text.folded) is not None


@cache
def expressions() -> dict[str, re.Pattern[str]]:
    """What to look for, by sign."""
    words: dict[str, list[str]] = {}
    name = ""
    for line in files(__package__).joinpath("signs.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif line and not line.startswith("#"):
            words.setdefault(name, []).extend(line.split())
    return {name: re.compile("|".join(pieces)) for name, pieces in words.items()}


def _shape(folded: str) -> set[str]:
    """What the letters look like, whatever they say."""
    letters = _LETTER.findall(folded)
    shape = set()
    if not letters:
        return {"no letters"} if not folded.strip().isdigit() else {"digits alone"}
    if len(set(letters)) <= SAME * len(letters) and len(letters) >= FEW_LETTERS // 2:
        shape.add("same letters")
    if len(letters) < FEW_LETTERS:
        shape.add("short")
    if not _JAPANESE.search(folded):
        shape.add("foreign")
    return shape


def topics(text: Text) -> set[str]:
    """The words of a text that say what it is about: runs of katakana or Latin letters, pairs of kanji."""
    return set(_CONTENT.findall(text.folded))
