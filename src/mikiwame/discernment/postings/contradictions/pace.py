"""How often and how much: another pace than the sheet's."""

import re
from collections.abc import Iterator

from mikiwame.core.terms import Term
from mikiwame.discernment.postings.sheet import Sheet
from mikiwame.discernment.text import Span, Text

from .claim import OPEN, RANGE, Claim, Extent, at_most, clause_has, extent, matches

_PACE = re.compile(
    r"(?P<per>毎日|1日|日に|毎週|1週間|週|毎月|(?<![0-9一二三四五六七八九十来今先翌各])月|1[かヶカ]月)"
    r"(?:に|あたり|:|約|最低|最大)?"
    rf" ?{RANGE} ?(?P<unit>日|回|時間|本|記事|件|投稿|枚|点|話|通|品|ページ)(?!目|間|以内|前|後)"
)
_DAILY = re.compile(
    r"(?P<weekdays>平日(?:は|に)?)?毎日(?:の|、|必ず)?[^。\n、0-9]{0,8}(?:納品|投稿|執筆|提出|作業|稼働|更新|勤務|出勤|入れる|お願い)"
)
_DAYS_OF_WORK = re.compile(" ?(?:間|程度|ほど|以上|くらい|の?稼働|の?勤務|の?作業)")
"""「月10日」 alone is a day of the month."""
_OTHER = re.compile(
    r"勉強会|実行|自動|遊|プレイ|利用|通っ|食べ|観る|見る|打ち?合わせ|会議|ミーティング|mtg|定例|連絡|報告|返信|確認|発売|営業|定休|放送|以前|実績|経験|配信|研修|レッスン|"
    r"開催|これまで|現在|読者|来店|通話|面談|チェック|応募|1人|お?一人|支払|締め|円|当社|弊社|当店|うちの|場合|慣れ|将来|"
    r"例えば|たとえば|送りし|ご?案内|届|している|しています|しており"
)
_WEEKS = {"日": 7.0, "週": 1.0, "月": 12 / 52}
_TIMES = {"日", "回"}


def paces(text: Text, sheet: Sheet) -> Iterator[Claim]:
    """Words that can't be kept together with the sheet's pace; none where the text names the sheet's too."""
    line = sheet.line(Term.PACE)
    agreed = weekly(line)
    if not agreed:
        return
    found = [
        (unit, much, span)
        for unit, much, span in _told(text.folded)
        if not clause_has(_OTHER, text.folded, span.start, span.end)
    ]
    if any(unit in agreed and much.meets(agreed[unit], 1.1) for unit, much, _ in found):
        return
    for unit, much, span in found:
        if unit in agreed or (unit == "daily" and all(much.least > one.most for one in agreed.values())):
            yield Claim(Term.PACE, span, line)


def weekly(line: str) -> dict[str, Extent]:
    """How much of each unit a week a line about the pace asks for; ``times`` are days and times."""
    return dict(_each(Text(line).folded)) if line and len(line) < 3_000 else {}


def _each(line: str) -> Iterator[tuple[str, Extent]]:
    for unit, much, _ in _told(line):
        yield ("times" if unit == "daily" else unit), much
    if "毎日" in line and not _DAILY.search(line):
        yield "times", Extent(5 if "平日" in line else 7, 7)


def _told(folded: str) -> Iterator[tuple[str, Extent, Span]]:
    """What is done, how often a week, and where that stands."""
    for found in matches(_PACE, folded):
        if "月" in found["per"] and found["unit"] == "日" and not _DAYS_OF_WORK.match(folded, found.end()):
            continue
        times = next(weeks for letter, weeks in _WEEKS.items() if letter in found["per"].replace("毎", ""))
        much = extent(found).times(times)
        much = Extent(0, much.most) if at_most(found) else much
        unit = "times" if found["unit"] in _TIMES else found["unit"]
        yield unit, much, Span(found.start(), found.end())
    for found in matches(_DAILY, folded):
        many = 5.0 if found["weekdays"] else 7.0
        yield "daily", Extent(many, OPEN), Span(found.start(), found.end())
