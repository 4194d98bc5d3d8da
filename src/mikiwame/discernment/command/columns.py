"""Letters in a terminal's columns: how wide they are, which are harmless, where a line may end."""

import unicodedata
from collections.abc import Iterator

NEVER_FIRST = frozenset(
    "、。，．・：；？！!?,.:;）)］]｝}」』】〉》〕’”…‥〜～%％々ゝゞー"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
NEVER_LAST = frozenset("（([［{｛「『【〈《〔‘“¥￥$＄#")
LOOK_BACK = 24
"""So many letters a line gives up, at most, to end well."""


def width(letter: str) -> int:
    """The columns that a letter takes: 2 for East Asian wide ones, 0 for what is set upon another."""
    if unicodedata.category(letter) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def columns(text: str) -> int:
    """The columns that a line takes."""
    return sum(map(width, text))


def harmless(letter: str) -> str:
    """The letter as a terminal may get it: nothing that moves the cursor, changes colours or turns the order.

    >>> [harmless(letter) for letter in "あ\\t\\x1b\\u202e\\u2028"]
    ['あ', ' ', '␛', '', ' ']
    """
    category = unicodedata.category(letter)
    if category[0] == "Z" or letter == "\t":
        return " " if letter != "\u3000" else letter
    if category == "Cc":
        return chr(0x2400 + ord(letter)) if letter < " " else "�"
    return {"Cf": "", "Cs": "�", "Co": "�", "Cn": "�"}.get(category, letter)


def wrapped(text: str, most: int) -> Iterator[tuple[int, int]]:
    """Where the lines of one paragraph begin and end, each at most so many columns wide.

    Japanese may be parted anywhere, except before and after certain marks; narrow letters at their blanks.
    """
    start = 0
    while start < len(text):
        end = _line_end(text, start, most)
        yield start, end
        start = end
        while start < len(text) and text[start] == " ":
            start += 1


def _line_end(text: str, start: int, most: int) -> int:
    end, taken = start, 0
    while end < len(text) and taken + width(text[end]) <= most:
        taken += width(text[end])
        end += 1
    end = max(end, start + 1)
    if end == len(text):
        return end
    earliest = max(start + 1, end - LOOK_BACK)
    return next((cut for cut in range(end, earliest - 1, -1) if _may_part(text[cut - 1], text[cut])), end)


def _may_part(before: str, after: str) -> bool:
    if after == " ":
        return True
    if after in NEVER_FIRST or before in NEVER_LAST or width(after) == 0:
        return False
    return before == " " or 2 in (width(before), width(after))
