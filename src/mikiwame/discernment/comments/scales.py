"""What ideas have in common, and what becomes of them where they are denied.

Many words say that something was quick, or late; some say it by denying the opposite (「遅れたことはない」).
So each mark is told three times: as its own ideas, as the scale's end that they stand at, which is turned
round where a denial follows, and, where it does, as denied (``!SLOW``).
"""

from collections.abc import Sequence

from .marks import Mark

ENDS = {
    **dict.fromkeys(("FAST", "SAMEDAY", "ON_TIME", "MINUTES", "HOURS", "DAYS0"), "QUICK"),
    **dict.fromkeys(("SLOW", "DAYS2", "DAYS3", "DAYS4", "WEEKS", "WEEKS+", "MONTHS", "MONTHS+"), "LATE"),
    "CLEAR": "PLAIN",
    "UNCLEAR": "VAGUE",
    **dict.fromkeys(("GENEROUS", "EXTRA_PAY"), "AMPLE"),
    **dict.fromkeys(("CHEAP", "FREE"), "SCANT"),
    "GOOD": "WELL",
    "BAD": "ILL",
    **dict.fromkeys(("PAYMENT", "ACCEPT"), "MONEY"),
    **dict.fromkeys(("REPLY", "CONTACT", "ASK"), "TALK"),
}
"""The end of a scale, or the matter, that an idea stands for."""
_PAIRS = (("QUICK", "LATE"), ("PLAIN", "VAGUE"), ("AMPLE", "SCANT"), ("WELL", "ILL"))
OPPOSITES = {**dict(_PAIRS), **{other: one for one, other in _PAIRS}}

DENIAL = "NO"
_BETWEEN = {"COMMA", "OPEN", "CLOSE", "BUT"}
"""What no denial reaches across."""
REACH, LETTERS = 3, 14
"""How many marks after a word, and letters, its denial may stand."""


def told(found: Sequence[Mark]) -> list[tuple[str, ...]]:
    """What each of the marks of a sentence says: its ideas, and what they have in common with others."""
    return [
        mark.ideas + (_turned(mark) if _denied(found, place) else _common(mark))
        for place, mark in enumerate(found)
    ]


def _common(mark: Mark) -> tuple[str, ...]:
    return tuple({ENDS[idea] for idea in mark.ideas if idea in ENDS})


def _turned(mark: Mark) -> tuple[str, ...]:
    return (
        *(OPPOSITES.get(end, f"!{end}") for end in _common(mark)),
        *(f"!{idea}" for idea in mark.ideas),
    )


def _denied(found: Sequence[Mark], place: int) -> bool:
    """Whether what a mark says is denied soon after it: 「遅れたことはありません」."""
    mark = found[place]
    if DENIAL in mark.ideas:
        return False
    end = mark.start + len(mark.word)
    for later in found[place + 1 : place + 1 + REACH]:
        if later.start - end > LETTERS or not _BETWEEN.isdisjoint(later.ideas):
            return False
        if DENIAL in later.ideas:
            return True
    return False
