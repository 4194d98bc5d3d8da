"""Which characters our font can show, read from its own table (``cmap``, format 12, of OpenType)."""

import struct
import unicodedata
from bisect import bisect_right
from functools import cache

from noto_cjk_sans_jp_regular import FONT_PATH

_GROUP = struct.Struct(">III")


def covered(letter: str) -> bool:
    """Whether the font has a glyph for a character, and that is one to be seen.

    >>> covered("ｶ"), covered("髙"), covered("🎉"), covered("\\u200b")
    (True, True, False, False)
    """
    if unicodedata.category(letter)[0] == "C":
        return False
    firsts, lasts = _ranges()
    nth = bisect_right(firsts, ord(letter)) - 1
    return nth >= 0 and ord(letter) <= lasts[nth]


@cache
def _ranges() -> tuple[list[int], list[int]]:
    table = _characters(FONT_PATH.read_bytes())
    (count,) = struct.unpack_from(">I", table, 12)
    groups = [_GROUP.unpack_from(table, 16 + 12 * nth) for nth in range(count)]
    return [first for first, _, _ in groups], [last for _, last, _ in groups]


def _characters(font: bytes) -> bytes:
    """The subtable that maps all of Unicode."""
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * nth) for nth in range(tables))
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    offsets = (struct.unpack_from(">HHI", font, start + 4 + 8 * nth)[2] for nth in range(count))
    return next(
        font[start + offset :]
        for offset in offsets
        if struct.unpack_from(">H", font, start + offset) == (12,)
    )
