"""What the house and those who run it are called, and what only looks so: nobody else may have such a name.

Many a member runs (運営) shops or accounts, gives support and discerns (見極める), and may say so:
docs/decisions/names.md has what is let through, and why.
"""

import re
import unicodedata

from mikiwame.discernment.lexicon import hear
from mikiwame.discernment.lookalikes import as_it_looks
from mikiwame.discernment.text import Text

_OF_THE_HOUSE = re.compile(
    "(?:mi|み)(?:ki|き)(?:wa|わ)(?:me|め)|見[極究]め?(?![るたてよらめ])"
    "|^operator|^moderator|^admin(?!istrati)|^運営(?!代行)|運[営宮]$|^連営|連営$|公式運営"
    "|運営(?:事務局|本部|局|ちーむ|すた[つっ]ふ|担当|公式)"
)
_OFFICE = re.compile(
    "(?:the|offic[il]a[il]|公式|お?客様)?"
    "(?:admin|administration|offic[il]a[il]|staff|system|support|customer(?:support|service)|he[il]p"
    "|siteadmin(?:istrator)?|管理|管理者|管理人|さいと管理[者人]|事務局|本部|公式|すた[つっ]ふ|しすてむ"
    "|さぽーと|かすたまー(?:さぽーと|さーびす)|お?問い?合わ?せ|相談)"
    "(?:admin|administrator|team|staff|desk|service|cent(?:er|re)|管理[者人]|ちーむ|すた[つっ]ふ|ですく"
    "|せんたー|担当|係|窓口|室|事務局)?"
)
"""A name that says an office and nothing else: of whom, if not of the house?"""

_BRAND = re.compile("".join(f"[{letter}?]" for letter in "mikiwame"))
_UNKNOWN_MOST = 3
"""So many of the brand's letters may be of a script that is not read here."""

_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_ALIKE = str.maketrans("營营莒运蓮ԝѡωшɯꮃꮇꮶꭺꭼꭵ〆乄㐅彡l", "営営営運連wwwwwwmkaeiめめめみi")
"""Beside those that names of tools are written with; a small L is an I here."""
_TWO_AS_ONE = (("rn", "m"), ("vv", "w"))
_LATIN = re.compile(
    r"(?:LATIN|REGIONAL INDICATOR SYMBOL)\b.*\bLETTER (?:SMALL CAPITAL |DOTLESS |SCRIPT )?([A-Z])\b"
)
_SOUND_MARKS = "\u3099\u309a"
"""Marks of kana, which make another letter; others only adorn one."""
_JAPANESE = re.compile("[\u3041-\u30ff\u3400-\u9fff々]")


def is_called_like_the_house(name: str) -> bool:
    """Whether a name in one spelling is, or looks like, that of the house or of those who run it.

    Read as it is written and as it looks, with and without what stands around its letters.
    """
    return any(
        _OF_THE_HOUSE.search(letters) or _OFFICE.fullmatch(letters) or _is_nearly_the_brand(letters)
        for written in (name, _EDGES.sub("", name))
        for letters in _readings(written)
    )


def _readings(name: str) -> tuple[str, str]:
    """Its letters as they are written, and as they look, whatever stands between them."""
    plain = "".join(map(_latin, Text(name).folded))
    looks = as_it_looks(_unadorned(plain)).translate(_ALIKE)
    for two, one in _TWO_AS_ONE:
        looks = looks.replace(two, one)
    return _letters(hear(plain)), _letters(looks)


def _latin(letter: str) -> str:
    """The Latin letter that a small capital, a boxed one or one of a flag is; others as they are."""
    found = None if letter.isascii() else _LATIN.search(unicodedata.name(letter, ""))
    return found[1].lower() if found else letter


def _unadorned(text: str) -> str:
    """Without accents, strokes and rings that are set upon letters."""
    apart = unicodedata.normalize("NFKD", text)
    kept = (one for one in apart if unicodedata.category(one) != "Mn" or one in _SOUND_MARKS)
    return unicodedata.normalize("NFC", "".join(kept))


def _letters(text: str) -> str:
    """Letters and digits alone; a question mark for each of a script that is not read here."""
    return "".join(one if one.isascii() or _JAPANESE.match(one) else "?" for one in text if one.isalnum())


def _is_nearly_the_brand(letters: str) -> bool:
    return any(found.group().count("?") <= _UNKNOWN_MOST for found in _BRAND.finditer(letters))
