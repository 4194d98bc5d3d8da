"""How long a piece of work takes: 「所要5分」, 「1件3分」, 「8問、3分」, 「週10時間」."""

import re
from dataclasses import dataclass

from mikiwame.discernment.memory import lately
from mikiwame.discernment.text import Span

_HOURS = {"秒": 1 / 3600, "分": 1 / 60, "時間": 1.0}
_TIME = r"(?P<least>[0-9]{1,3}(?:\.[0-9])?)(?:~(?P<most>[0-9]{1,3}(?:\.[0-9])?))?(?P<unit>秒|分|時間)"
_ENDS = r"(?!以内|前|後|未満|間隔|おき|の(?:動画|音声|映像|音源|尺|曲))"
_NEEDED = (re.compile(rf"(?:所要|作業)(?:時間)?[^。\n0-9]{{0,6}}{_TIME}"),)
_OF_ONE = tuple(
    re.compile(expression)
    for expression in (
        rf"(?<![0-9])1(?:件|回|枚|セット|人|組|問|個)(?:あたり|につき)?[^。\n0-9円、]{{0,5}}{_TIME}{_ENDS}",
        rf"{_TIME}(?:ほど|程度|くらい|ぐらい|前後)?(?:で|も)[^。\n、]{{0,8}}(?:終わ|完了|でき|回答|答え|入力|済)",
        rf"[0-9]{{1,3}}問[^。\n0-9円]{{0,6}}{_TIME}{_ENDS}",
        rf"{_TIME}(?:ほど|程度|くらい|ぐらい)?(?:の|、)?(?:アンケート|インタビュー|座談会|ヒアリング|お?話|作業)",
        rf"(?:アンケート|インタビュー|座談会|ヒアリング|お話)[^。\n0-9円]{{0,6}}{_TIME}{_ENDS}",
        rf"{_TIME}で?(?=[0-9¥])",
    )
)
_A_MONTH = re.compile(rf"(?P<each>月|ひと月|週|1週間)(?:に|あたり|:|およそ|約)?(?:計|合計)? ?{_TIME}{_ENDS}")
_A_DAY = re.compile(rf"1日(?:に|あたり|約)? ?{_TIME}{_ENDS}")
WEEKS_OF_A_MONTH = 52 / 12
REACH = 90
"""The time of one piece stands no more letters away from what one pays."""


@dataclass(frozen=True, slots=True)
class Duration:
    """From ``least`` to ``most`` hours, and where they are said."""

    least: float
    most: float
    span: Span


def needed(folded: str, beside: Span) -> Duration | None:
    """How long one takes by the words 「所要」 or 「作業時間」, near a stretch of a folded text."""
    return _nearest(_NEEDED, folded, beside)


def of_one(folded: str, beside: Span) -> Duration | None:
    """How long one takes, near a stretch of a folded text whose work is done when the time is over."""
    return _nearest(_NEEDED + _OF_ONE, folded, beside)


def _nearest(expressions: tuple[re.Pattern[str], ...], folded: str, beside: Span) -> Duration | None:
    start, end = max(0, beside.start - REACH), min(len(folded), beside.end + REACH)
    found = [match for expression in expressions for match in expression.finditer(folded, start, end)]
    nearest = min(found, key=lambda match: _distance(match, beside), default=None)
    return _duration(nearest) if nearest else None


@lately
def of_a_month(folded: str) -> Duration | None:
    """How many hours of work a month the text asks for."""
    found = _A_MONTH.search(folded)
    if found is None:
        return None
    return _duration(found, WEEKS_OF_A_MONTH if "週" in found["each"] else 1.0)


def of_a_week(folded: str) -> Duration | None:
    """How many hours of work a week the text asks for."""
    month = of_a_month(folded)
    if month is None:
        return None
    return Duration(month.least / WEEKS_OF_A_MONTH, month.most / WEEKS_OF_A_MONTH, month.span)


@lately
def of_a_day(folded: str) -> Duration | None:
    """How many hours of work a day the text asks for."""
    found = _A_DAY.search(folded)
    return _duration(found) if found else None


def _duration(found: re.Match[str], times: float = 1.0) -> Duration | None:
    hour = _HOURS[found["unit"]] * times
    least, most = float(found["least"]) * hour, float(found["most"] or found["least"]) * hour
    if not least:
        return None
    return Duration(least, max(least, most), Span(found.start(), found.end()))


def _distance(found: re.Match[str], beside: Span) -> int:
    return max(beside.start - found.end(), found.start() - beside.end, 0)
