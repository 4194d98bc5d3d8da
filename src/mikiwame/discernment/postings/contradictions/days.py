"""When it starts and when it is due: other days than the sheet's."""

import re
from collections.abc import Iterator

from mikiwame.core.terms import Term
from mikiwame.discernment.postings.dates import CALENDAR_DAY, Written, written
from mikiwame.discernment.postings.sheet import Sheet
from mikiwame.discernment.text import Text

from .claim import Claim, clause_has, matches

_OTHER = re.compile(
    r"応募|募集|受付|エントリー|選考|発表|結果|合否|支払|振込|振り込|入金|検収|初稿|ラフ|中間|第[一1]|[1一]回目|前半|一次|"
    r"仮(?!払)|修正|返信|返事|質問|公開|掲載|開催|イベント|セール|会期|毎月|毎週|各月|ごと|渡し|支給|お送りし|届き|届け|"
    r"契約|面談|打ち?合わせ|説明会|研修|開店|オープン|発売|販売|配信|放送|上映|公演|有効|営業|創業|創立|在住|勤め|値上げ|"
    r"サービス|制度|法|例えば|たとえば|場合|前回|昨年|去年|予備|早けれ|できれば|可能なら|休み|休業|祝|忌|誕生|から始まる"
)
_DUE = (
    re.compile(
        r"(?:納期|締め?切り?日?|しめきり|〆切?り?|期限|期日|納品日?|提出日?|完成日?|納め)"
        rf"[^。\n0-9一二三四五六七八九十]{{0,6}}{CALENDAR_DAY}(?! ?(?:~|から|より|開始|着手))"
    ),
    re.compile(
        rf"{CALENDAR_DAY}[^。\n、0-9]{{0,6}}(?:までに?(?:納品|提出|完成|仕上)|必着|納品|締め?切り?|〆|迄)"
    ),
    re.compile(rf"{CALENDAR_DAY}(?P<until>まで)(?=に?(?:お送り|お願い|お納め|送っ)|[。\n、]|$|です)"),
)
_ENGAGEMENT = re.compile(r"期間|から|~|翌年|来年|継続")
"""「10月から来年3月末まで」 is how long it lasts; when each piece is due is another question."""
_HEADED = (
    r"(?:開始(?:日|時期|予定日?)?|着手日?|スタート日?|稼働日?|キックオフ)"
    r"(?:は|が|:|・|】|\]|─|予定|\)| ){0,4}"
)
_AROUND = "(?:頃|ごろ|くらい|ぐらい|の週|に|付)?"
_START = (
    re.compile(rf"{_HEADED}{CALENDAR_DAY}{_AROUND}(?P<or_later>以降)?(?!まで|締)"),
    re.compile(
        rf"{CALENDAR_DAY}{_AROUND}(?P<or_later>以降)? ?"
        r"(?:から(?=[。\n、]|$|です|お願い|開始|スタート|作業|始め|着手|の?お?仕事)|"
        r"スタート|開始(?!前|まで)|着手|に?始め|始動|稼働開始|キックオフ|"
        r"より(?:開始|着手|お願い|作業)|~ ?(?:開始|スタート|着手))"
    ),
)


def deadlines(text: Text, sheet: Sheet) -> Iterator[Claim]:
    """Due days that the sheet doesn't have; none where the text names one of the sheet's too."""
    found = list(_due(text)) if sheet.due else []
    if not any(one.holds(day) for one in found for day in sheet.due):
        for one in found:
            yield Claim(Term.DEADLINE, one.span, sheet.due[-1].isoformat())


def starts(text: Text, sheet: Sheet) -> Iterator[Claim]:
    """First days that the sheet doesn't have: another than its day, or one after its latest."""
    latest = sheet.start_latest or sheet.start
    if latest is None:
        return
    for expression in _START:
        for found in _matches(expression, text):
            day = written(found)
            open_end = sheet.start_latest is not None or found["or_later"]
            if day.is_after(latest) if open_end else not day.holds(latest):
                yield Claim(Term.START, day.span, latest.isoformat())


def _due(text: Text) -> Iterator[Written]:
    for expression in _DUE:
        for found in _matches(expression, text):
            lasts = "until" in found.groupdict() and clause_has(_ENGAGEMENT, text.folded, *found.span())
            if not lasts:
                yield written(found)


def _matches(expression: re.Pattern[str], text: Text) -> Iterator[re.Match[str]]:
    for found in matches(expression, text.folded):
        if not clause_has(_OTHER, text.folded, *found.span()):
            yield found
