"""Headcount, inspection, rounds of changes, payment, duration: other numbers than the sheet's."""

import re
from collections.abc import Iterator

from mikiwame.core.terms import Term
from mikiwame.discernment.postings.place import Place
from mikiwame.discernment.postings.sheet import Sheet
from mikiwame.discernment.text import Span, Text

from .claim import OPEN, RANGE, Claim, Extent, clause_has, extent, matches

_UNIT = r"(?P<unit>営業日|日間?|週間|[かヶカヵ]月)"
_PAID = r"(?:お?支払い?|振り?込み?|入金|送金)"
_DONE = r"(?:検収|検品|納品|承認|受領|完了)(?:後|から|より|完了後|日から|の){1,2}[^。\n0-9]{0,4}"
_HEADCOUNT = (
    re.compile(
        r"(?:募集人数|募集人員|採用人数|採用予定|定員|人数|募集枠|募集)(?:は|が|:|・|\)|】|\]| ){0,3}"
        rf"(?:合計|最大|計|先着)? ?{RANGE} ?[名人](?!あたり|につき|以上の|分|1組|体制|の?チーム|目)"
    ),
    re.compile(
        rf"(?<![0-9一二三四五六七八九十第]){RANGE} ?[名人](?:様)?(?:の方)?"
        r"(?:を|だけ|の|のみの?|限定で?|ほど|程度)? ?(?:募集|採用)"
    ),
)
_OTHER_PEOPLE = re.compile(
    r"チーム|社員|スタッフは|在籍|実績|出演|登場|家族|現在|いま|応募|昨年|当選|(?:1人|一人)(?:あたり|につき|で|[0-9])|各|ずつ|枠|初心者|経験者|男|女|"
    r"うち|内訳|追加|以前|前回"
)
_OF_COURSES = re.compile(r"研修|セミナー|講座|説明会")
_INSPECTION = (
    re.compile(rf"検収[^。\n0-9]{{0,12}}{RANGE} ?{_UNIT}"),
    re.compile(
        rf"納品(?:後|から|より)[^。\n0-9]{{0,4}}{RANGE} ?{_UNIT}(?:以内)?(?:に|で)?"
        r"[^。\n0-9]{0,4}(?:検収|検品)"
    ),
)
_OTHER_DAYS = re.compile(r"支払|振込|振り込|入金|修正|平均|通常|たいてい|早け|お返事|返信|連絡")
_ROUNDS = re.compile(
    r"(?:修正|手直し|(?<![録取撮見]り)(?<!見)直し|リテイク)(?:の?(?:回数|依頼|お願い|対応|ご?希望|ご?指示))?"
    rf"(?:は|が|を|も|、|:|・| )?(?:最大|原則|合計|計)? ?{RANGE} ?回(?!目|答|線|転)"
)
_OTHER_ROUNDS = re.compile(
    r"超|以降|追加|有料|別途|平均|たいてい|以上|実績|前回|初回|月|週|目を|済む|済み|すむ"
)
_UNLIMITED = re.compile(
    r"(?:修正|直し|リテイク)[^。\n、]{0,10}(?:無制限|何度でも|何回でも|回数(?:に|の)?制限(?:は|が)?(?:なし|ありません|な[いく])|"
    r"納得(?:が)?(?:いく|行く|できる|する)まで)|"
    r"(?:無制限|何度でも|何回でも|納得(?:が)?(?:いく|行く|できる|する)まで)[^。\n、]{0,8}(?:修正|直し|お直し)"
)
_PAYMENT = (
    re.compile(rf"{_DONE}{RANGE} ?{_UNIT}[^。\n、]{{0,8}}{_PAID}"),
    re.compile(rf"{_PAID}[^。\n0-9、]{{0,6}}{_DONE}{RANGE} ?{_UNIT}"),
)
_MONTHS = re.compile(
    r"(?:月末(?:締め?|〆)[^。\n]{0,3}|(?:検収|納品|作業)(?:月|日)?の?)(?P<far>翌々?月)(?:(?P<day>[0-9]{1,2})日|末|払)"
)
_OF_DAYS = {"日": 1.0, "日間": 1.0, "営業日": 1.4, "週間": 7.0}
_MONTH = 30.4
_DURATION = re.compile(
    r"(?:契約期間|業務期間|作業期間|期間)(?:は|が|:|・| ){0,3}(?:約|まず)? ?"
    rf"(?:{RANGE} ?(?P<unit>[かヶカヵ]月|週間|年|日間)|(?P<half>半年))"
)
_IN_SHEET = re.compile(rf"{RANGE} ?(?P<unit>[かヶカヵ]月|週間|年|日間)|(?P<half>半年)")
_OTHER_DURATION = re.compile(r"更新|延長|試用|以上|最低|トライアル|応募|募集|準備|研修|保証|公開|掲載|平均")
_ONCE = re.compile(r"単発の(?:お?仕事|ご?依頼|案件|募集)|単発です|今回限り|1回限り|一回限り")


def headcounts(text: Text, sheet: Sheet) -> Iterator[Claim]:
    """Other numbers of places; none where the text names the sheet's too."""
    if sheet.headcount is None:
        return
    places = Extent(sheet.headcount, sheet.headcount)
    found = [
        one
        for one in _found(_HEADCOUNT, text, _OTHER_PEOPLE)
        if not _OF_COURSES.search(Place(text.folded, *one.span()).sentence)
    ]
    if not any(extent(one).meets(places) for one in found):
        for one in found:
            yield Claim(Term.HEADCOUNT, _span(one), str(sheet.headcount))


def inspections(text: Text, sheet: Sheet) -> Iterator[Claim]:
    """Other days of inspection."""
    if sheet.inspection_days is None:
        return
    days = Extent(sheet.inspection_days, sheet.inspection_days)
    for one in _found(_INSPECTION, text, _OTHER_DAYS):
        if not _in_days(one).meets(days):
            yield Claim(Term.INSPECTION, _span(one), str(sheet.inspection_days))


def rounds(text: Text, sheet: Sheet) -> Iterator[Claim]:
    """Other numbers of rounds of changes, or no limit to them."""
    if sheet.rounds is None:
        return
    agreed = Extent(sheet.rounds, sheet.rounds)
    for one in _found((_ROUNDS,), text, _OTHER_ROUNDS):
        if not extent(one).meets(agreed):
            yield Claim(Term.INSPECTION, _span(one), str(sheet.rounds))
    for one in matches(_UNLIMITED, text.folded):
        yield Claim(Term.INSPECTION, _span(one), str(sheet.rounds))


def payments(text: Text, sheet: Sheet) -> Iterator[Claim]:
    """Payment that may come later than the sheet has it. Sooner is no contradiction."""
    if sheet.payment_days is None:
        return
    for one in _found(_PAYMENT, text, None):
        if _in_days(one).least > sheet.payment_days:
            yield Claim(Term.PAYMENT, _span(one), str(sheet.payment_days))
    for one in matches(_MONTHS, text.folded):
        # What is received on a month's first day waits longest; a month's end may be one day late.
        months = 2 if "々" in one["far"] else 1
        latest = 31 * months + int(one["day"] or 30) - (months - 1)
        if latest > sheet.payment_days + 1:
            yield Claim(Term.PAYMENT, _span(one), str(sheet.payment_days))


def durations(text: Text, sheet: Sheet) -> Iterator[Claim]:
    """Another length of the engagement, or once where the sheet says for how long."""
    line = Text(sheet.line(Term.DURATION)).folded if len(sheet.line(Term.DURATION)) < 3_000 else ""
    agreed = _IN_SHEET.search(line)
    if agreed is None or "更新" in line or "以上" in line:
        return
    for one in _found((_DURATION,), text, _OTHER_DURATION):
        if not _in_days(one).meets(_in_days(agreed), 1.15):
            yield Claim(Term.DURATION, _span(one), sheet.line(Term.DURATION))
    for one in matches(_ONCE, text.folded):
        yield Claim(Term.DURATION, _span(one), sheet.line(Term.DURATION))


def _found(
    expressions: tuple[re.Pattern[str], ...], text: Text, other: re.Pattern[str] | None
) -> Iterator[re.Match[str]]:
    for expression in expressions:
        for found in matches(expression, text.folded):
            if other is None or not clause_has(other, text.folded, found.start(), found.end()):
                yield found


def _in_days(found: re.Match[str]) -> Extent:
    """The stretch in days; working days may be as many days, or a weekend and a holiday more."""
    if "half" in found.groupdict() and found["half"]:
        return Extent(6 * _MONTH, 6 * _MONTH)
    told, unit = extent(found), found["unit"]
    if unit == "営業日":
        return Extent(told.least, told.most * 1.4 + 3 if told.most < OPEN else OPEN)
    factor = 365.0 if unit == "年" else _MONTH if unit.endswith("月") else _OF_DAYS[unit]
    return told.times(factor)


def _span(found: re.Match[str]) -> Span:
    return Span(found.start(), found.end())
