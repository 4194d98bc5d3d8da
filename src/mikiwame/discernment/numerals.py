"""Numbers as people write them: ``3,000``, ``1.5万``, ``1万2千``, ``一万六千``, ``二〇〇``, ``数千``.

They are read in folded text, where full-width digits are plain ones.
"""

import re

_SCALES = {"十": 10, "百": 100, "千": 1_000, "k": 1_000, "万": 10_000, "億": 100_000_000}
_GREAT = "万億"
_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "壱": 1,
    "弐": 2,
    "参": 3,
}
_KANJI = "".join(_DIGITS) + "十百千万億数"

ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,3}(?:[.、]000)(?![0-9])|[0-9]{1,12})(?:\.[0-9]{1,6})?"
"""A number in digits; 「3.000」 and 「3、000」 are slips of a hand for three thousand."""

NUMBER = rf"(?:{ARABIC}|[{_KANJI}])(?: (?=[億万千百]円)|[{_KANJI}]|(?<=[億万千百]){ARABIC}){{0,12}}"
"""An expression for a number in folded text, in any of these ways."""

_PART = re.compile(rf"{ARABIC}|[{_KANJI}k]")


def number(written: str) -> tuple[float, float]:
    """The least and the most that a written number can mean; the same but for 「数」, which is two to nine.

    >>> number("1万2千"), number("一万六千"), number("数百")
    ((12000.0, 12000.0), (16000.0, 16000.0), (200.0, 900.0))
    """
    parts = _PART.findall(written)
    if "数" in parts:
        return _value(parts, 2.0), _value(parts, 9.0)
    only = _value(parts, 0.0)
    return only, only


def scale(written: str) -> int:
    """By what a written number is multiplied at its end: 1,000 of 「8千」, 10,000 of 「3万」, 1 of 「500」.

    >>> scale("8千"), scale("1.5万"), scale("500")
    (1000, 10000, 1)
    """
    product = 1
    for letter in reversed(written):
        if letter not in _SCALES:
            break
        product *= _SCALES[letter]
    return product


def _value(parts: list[str], some: float) -> float:
    """The value of the parts, ``some`` standing for 「数」."""
    total = section = 0.0
    last: float | None = None
    for part in parts:
        if part in _GREAT:
            total += (section + (last or 0.0) or 1.0) * _SCALES[part]
            section, last = 0.0, None
        elif part in _SCALES:
            section += (1.0 if last is None else last) * _SCALES[part]
            last = None
        elif part == "数":
            last = some
        elif part in _DIGITS:
            last = (last or 0.0) * 10 + _DIGITS[part]
        else:
            last = _plain(part)
    return total + section + (last or 0.0)


def _plain(digits: str) -> float:
    if digits.endswith((".000", "、000")):
        return float(digits.replace(".", "").replace("、", ""))
    return float(digits.replace(",", ""))
