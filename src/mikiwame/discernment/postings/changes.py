"""Whether another wording of a pace or of a duration asks for more work than the one before it."""

import re
from collections.abc import Mapping

from mikiwame.discernment.text import Text

from .contradictions.claim import RANGE, Extent, extent, matches
from .contradictions.pace import weekly

_LASTS = re.compile(rf"{RANGE} ?(?P<unit>日間|週|[かヶカケ箇ヵ]月|年)")
_HALF_A_YEAR = re.compile("半年")
_DAYS = {"日間": 1.0, "週": 7.0, "月": 365 / 12, "年": 365.0}


def quickens(old: str, new: str) -> bool | None:
    """Whether the new pace asks for more a week, or for less (False); None where the two can't be compared.

    >>> quickens("週3回", "毎日"), quickens("週3回", "週2回"), quickens("週3回", "お任せします")
    (True, False, None)
    """
    return _more(weekly(old), weekly(new))


def lengthens(old: str, new: str) -> bool | None:
    """Whether the new duration is longer, or shorter (False); None where the two can't be compared.

    >>> lengthens("3ヶ月", "1年"), lengthens("半年", "2か月"), lengthens("3ヶ月", "当分のあいだ")
    (True, False, None)
    """
    return _more(_lasting(old), _lasting(new))


def _more(old: Mapping[str, Extent], new: Mapping[str, Extent]) -> bool | None:
    both = [(old[unit], new[unit]) for unit in old if unit in new]
    if any(after.least > before.least and after.most >= before.most for before, after in both):
        return True
    less = [after.most < before.most and after.least <= before.least for before, after in both]
    return False if any(less) and all(after.most <= before.most for before, after in both) else None


def _lasting(line: str) -> dict[str, Extent]:
    """The longest time that a line names, in days."""
    folded = Text(line).folded if len(line) < 3_000 else ""
    named = [extent(found).times(_days(found["unit"])) for found in matches(_LASTS, folded)]
    if _HALF_A_YEAR.search(folded):
        named.append(Extent(365 / 2, 365 / 2))
    return {"days": max(named, key=lambda one: one.least)} if named else {}


def _days(unit: str) -> float:
    return next(days for ending, days in _DAYS.items() if unit.endswith(ending))
