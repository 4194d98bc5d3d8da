"""Amounts of money as people write them: how much, counted by what, with or without tax.

Read are yen (円, ¥, 銭, 「5万」, 「¥3k」) and percentages. Dollars, points and gifts are left unread: what
they are worth is another question.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from .memory import lately
from .numerals import NUMBER, number, scale
from .text import Span


class Basis(StrEnum):
    """What an amount is paid for."""

    UNSAID = "unsaid"
    WHOLE = "whole"
    CHARACTER = "character"
    WORD = "word"
    SENTENCE = "sentence"
    PAGE = "page"
    PIECE = "piece"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SHARE = "share"


class Tax(StrEnum):
    """Whether consumption tax is in an amount."""

    UNSAID = "unsaid"
    INCLUDED = "included"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Amount:
    """Yen (of a share: percent) from ``least`` to ``most``, for one of what ``basis`` counts.

    ``least`` is None where only the most is said (「最大5万円」), ``most`` where only the least is
    (「3,000円〜」). ``counter`` is the word that it is counted by (「本」「文字」), empty where none is;
    ``about`` a figure that is only near. ``span`` is the figure with its 円, ``around`` the same with the
    words of its basis and tax, both in the folded text.
    """

    least: float | None
    most: float | None
    span: Span
    around: Span
    basis: Basis = Basis.UNSAID
    counter: str = ""
    tax: Tax = Tax.UNSAID
    about: bool = False

    @property
    def lowest(self) -> float:
        """The lowest figure that is written."""
        return self.least if self.least is not None else self.most or 0.0

    @property
    def highest(self) -> float:
        """The highest figure that is written."""
        return self.most if self.most is not None else self.least or 0.0

    def holds(self, yen: float) -> bool:
        """Whether a sum lies within it."""
        return (self.least or 0.0) <= yen and (self.most is None or yen <= self.most)


CONSUMPTION_TAX = 1.1
"""What an amount without tax is multiplied by; ten in a hundred since 2019-10-01."""

COUNTERS = {
    Basis.CHARACTER: "文字|字(?!幕|体|形|起)|characters?",
    Basis.WORD: "ワード|単語|words?|語",
    Basis.SENTENCE: "文(?![字章])|フレーズ|セリフ|台詞|センテンス|sentences?",
    Basis.PAGE: "ページ|頁|pages?|p(?![a-z])",
    Basis.HOUR: "時間|hours?|hr?(?![a-z])",
    Basis.MINUTE: "分(?!割|の[0-9一二三]|[担量])|minutes?|min",
    Basis.DAY: "日(?![本程])|days?",
    Basis.WEEK: "週間?|weeks?",
    Basis.MONTH: "[かヶカヵケ]月|月(?!末)|months?",
    Basis.PIECE: (
        "記事|本(?![日人番])|件(?![数名])|枚|個|点(?!検)|回(?![答数])|名|人(?![数気])|セット|束|冊|行(?![うい])|"
        "話(?!し)|サイト|lp|着(?!手)|台(?!本)|社(?!会)|問|アカウント|投稿|動画|作品|体(?!験)|曲|項目|レコード|"
        "店舗|案件?|組(?!み)|箱|商品|品(?!質)目?|スタンプ|バナー|パターン|画面|ポスト|コマ|コメント|"
        "口コミ|レビュー|シーン|カット|データ|通(?![常し])|ツイート|リスト|部(?![分屋])|か所|ヶ所|箇所|"
        "アンケート|ユニット|コール|スライド|契約|科目|軒|号|つ|戸|往復|公演|ケース|"
        "キャラクター|枠|コース|章|口|校|ファイル|音声|articles?|images?|pieces?|videos?|posts?|items?|tasks?|"
        "messages?|files?"
    ),
}
"""The words by which each basis is counted."""

COUNTER = "|".join(f"(?P<{basis}>{written})" for basis, written in COUNTERS.items())
_NAMES = {
    Basis.HOUR: "時給(?:換算)?|時間単価|毎時|時間給|hourly",
    Basis.DAY: "日給|日当|日額|日収|ひと晩|一晩",
    Basis.WEEK: "週給|週額|毎週|週に|週(?= ?$)",
    Basis.MONTH: "月給|月額|月収|月々|毎月|(?<![0-9])月に|(?<![0-9来今先初])月(?=[ :→約]?$)|monthly",
    Basis.CHARACTER: "字単価",
    Basis.WHOLE: "固定(?:報酬|額|料金|価格|制)?|総額|一式|全部で|まとめて|合計|トータル",
}
_NAME = "|".join(f"(?P<named_{basis}>{written})" for basis, written in _NAMES.items())

_FIGURE = re.compile(
    rf"(?<![0-9.])(?P<mark>[¥@]|jpy)? ?(?P<figure>{NUMBER})(?P<thousands> ?k(?![a-z]))?"
    r"(?P<unit> ?(?:円(?![形滑満周卓盤筒柱錐弧環熟安高玉札]|ショップ|均一)|えん(?![ぴかじど])|yen|jpy|"
    r"銭(?!湯)|%|パーセント|割(?![合引ら])))?"
)
_UNCOUNTED = re.compile(
    r" ?(?:[人件回文字再登部個年本枚冊語歩点票通品名行台社戸食作秒分時口度種倍頁店校曲話箱坪棟頭匹羽組]|"
    r"[かヶ][月所]|フォ|ダウ|ユー|ワー|ペー|レコ|アク|いい|pv|imp|画素|世帯|セット|ヒット|ビュー|view|km|ポイント|ドル|"
    r"が一|全|引き|能|が1|k|m|dl|フ|チャ|リツ|再)"
)
_SAID_TO_BE_PAID = re.compile(
    r"(?:単価|報酬|謝礼|予算|月額|[時日週月]給|ギャラ|お礼|金額|料金|費用)[^0-9。\n]{0,6}$"
)
_PEOPLE = re.compile(r"(?:再生|登録者|フォロワー|閲覧|人口|部数|利用者|会員|アクセス|pv)[^。\n円]{0,10}$")
_ENDS_A_PHRASE = re.compile(
    r" ?(?:$|[。、)\n!~/×(]|です|くらい|ぐらい|ほど|程度|前後|から|まで|ずつ|スタート)"
)
_BETWEEN = re.compile(r" ?(?:~|-|–|—|ー|から|より|ないし|または|or|、|,) ?$")
_UPWARD = re.compile(
    r" ?(?:~(?! ?[0-9¥])|以上|超|からの?スタート|スタート|(?:から|より)(?=$|[。\n、)!]|です|お願い|相談|応))"
)
_UP_TO = re.compile(r"(?:最大で?|上限は?|最高で?|max|up to|[^0-9]~|^~) ?$")
_DOWNWARD = re.compile(r" ?(?:まで|以内|以下|未満|上限|が上限|を上限)")
_NEARLY = re.compile(r"(?:約|およそ|だいたい|大体|おおよそ|概ね|ざっと) ?$")
_OR_SO = re.compile(r" ?(?:程度|前後|くらい|ぐらい|ほど|弱|強(?!化)|台|目安|を目安|見込)")
_WITH_TAX = r"(?:税|tax)込|税こみ|内税|(?:消費)?税(?:を|が)?含|消費税込|込み込み|including tax|tax included"
_WITHOUT_TAX = r"税抜|税別|外税|\+ ?(?:消費)?税|(?:消費)?税(?:は|が)?別|plus tax|excluding tax"
_TAX_AFTER = re.compile(
    rf"[ (（]{{0,2}}[^。\n0-9円]{{0,8}}?(?:(?P<included>{_WITH_TAX})|(?P<excluded>{_WITHOUT_TAX}))\)?"
)
_TAX_BEFORE = re.compile(
    rf"(?:(?P<included>{_WITH_TAX})|(?P<excluded>{_WITHOUT_TAX}))[^。、)\n0-9円]{{0,5}}$"
)
_LENGTH = r"(?:[0-9][0-9,.~]{0,10}[万千]?(?:文字|字|分|ワード|ページ|問|秒|時間)[^0-9。\n円月年]{0,8})?"
_EACH = "あたり|当たり|当り|につき|ごと|単価"
_BASIS_BEFORE = re.compile(
    rf"(?:{_NAME}|"
    r"(?P<times>(?<![0-9.,])(?:[0-9][0-9,]{0,6}|一|ひと) ?|(?<![0-9])(?<![0-9]文)(?<![0-9][かヶカヵ]))"
    rf"(?:{COUNTER})(?P<each>{_EACH})?)"
    rf"(?=[^0-9。\n円月年]{{0,12}}(?:{_LENGTH}|\([^)\n]{{0,20}}\) ?)$)"
)
_BASIS_AFTER = re.compile(
    rf"(?: ?\((?:{_WITH_TAX}|{_WITHOUT_TAX})[^)\n]{{0,6}}\))? ?(?:\+税 ?)?"
    r"(?:(?P<sign>[/(×x*@]|毎|per )? ?(?P<times>[0-9,]{1,6}|一|ひと)? ?"
    rf"(?:{COUNTER})(?P<each>{_EACH})?|[×x*] ?(?P<many>[0-9]{{1,4}})|(?P<whole_sum>[ (/]{{0,2}}"
    r"(?:税[込抜別][・、/ ]{0,2}|の)?(?:固定|一式|ポッキリ|ぽっきり|コミコミ|込み込み)))(?![0-9¥@約])"
)
_TIMES = "×x*"
_BEFORE, _AFTER = 32, 24
"""So many letters around a figure are looked at."""


@lately
def amounts(text: str) -> tuple[Amount, ...]:
    """The amounts of a folded text, from left to right.

    >>> [(one.least, one.most, str(one.basis)) for one in amounts("1本 3,000円~5,000円、時給1,200円")]
    [(3000.0, 5000.0, 'piece'), (1200.0, 1200.0, 'hour')]
    """
    return tuple(_amounts(text))


def _amounts(text: str) -> Iterator[Amount]:
    figures = [_Figure(text, found) for found in _FIGURE.finditer(text)]
    place = 0
    while place < len(figures):
        one, other = figures[place], figures[place + 1] if place + 1 < len(figures) else None
        place += 1
        if other is not None and (both := _range(one, other)):
            place += 1
            yield _with_words(text, both)
        elif one.is_money():
            yield _with_words(text, _alone(one))


class _Figure:
    """A number in a text, which may be money."""

    __slots__ = ("end", "mark", "start", "text", "unit", "written")

    def __init__(self, text: str, found: re.Match[str]) -> None:
        self.text = text
        self.mark, self.unit = found["mark"] or "", (found["unit"] or "").strip()
        self.written = found["figure"] + ("k" if found["thousands"] else "")
        self.start, self.end = found.start() if self.mark else found.start("figure"), found.end()

    def worth(self) -> tuple[float, float]:
        """The least and the most that it can mean, in yen or percent."""
        least, most = number(self.written)
        if self.unit == "銭":
            return least / 100, most / 100
        return (least * 10, most * 10) if self.unit == "割" else (least, most)

    def is_share(self) -> bool:
        """Whether it is a percentage."""
        return self.unit in _PERCENT

    def is_money(self) -> bool:
        """Whether it is a sum or a share by what stands at it."""
        if self.unit:
            return self.written not in _NO_SUMS and not self._is_a_region()
        if self.mark:
            return self.mark != "@" or self._stands_at_a_price()
        last = self.written[-1]
        if last in "万億":
            return not (_UNCOUNTED.match(self.text, self.end) or self._counts_people())
        if last == "千":
            return len(self.written) > 1 and _ENDS_A_PHRASE.match(self.text, self.end) is not None
        return (last == "k" or "万" in self.written) and self._is_said_to_be_paid()

    def shares_unit(self, between: str) -> bool:
        """Whether it is counted by the unit of the next figure: 「1~3万円」, and not 「10/6-5000円」."""
        others = "/." if "~" in between else "/.月日年"
        return self.start == 0 or self.text[self.start - 1] not in others

    def _is_a_region(self) -> bool:
        """「関西一円」 is a region."""
        return self.written == "一" and self.text[self.start - 1 : self.start] in _REGIONS

    def _stands_at_a_price(self) -> bool:
        before, after = self.text[self.start - 1 : self.start], self.text[self.end : self.end + 1]
        return not before.isascii() or before in " (:\n" or (not after.isalpha() and not before.isalnum())

    def _counts_people(self) -> bool:
        """「登録者は3万」, 「再生数が10万」."""
        return (
            self.written in _NO_SUMS
            or _PEOPLE.search(self.text, max(0, self.start - 16), self.start) is not None
        )

    def _is_said_to_be_paid(self) -> bool:
        return _SAID_TO_BE_PAID.search(self.text, max(0, self.start - 16), self.start) is not None


_REGIONS = tuple("域内国県市町村区都府道西東南北部圏辺州方")
_PERCENT = {"%", "パーセント", "割"}
_NO_SUMS = {"万", "千万", "億", "千億", "数"}


def _range(one: _Figure, other: _Figure) -> Amount | None:
    """Two figures as the ends of one amount, if they are."""
    between = _BETWEEN.match(one.text, one.end, other.start)
    if (
        between is None
        or not other.is_money()
        or not (one.unit or one.mark or one.shares_unit(between.group()))
    ):
        return None
    if one.is_share() != other.is_share() and one.unit:
        return None
    least, most = one.worth()[0], other.worth()[1]
    if not one.unit and scale(one.written) == 1 and least * scale(other.written) < most:
        least *= scale(other.written)
    if between.group().strip() in {"、", ","} and not _neighbours(one, other, most - least):
        return None
    if least >= most:
        return None
    return _amount(one, other, least, most)


def _neighbours(one: _Figure, other: _Figure, apart: float) -> bool:
    """「二、三千円」: a digit and the next one."""
    return not one.unit and not one.mark and one.worth()[0] < 10 and apart == scale(other.written)


def _alone(one: _Figure) -> Amount:
    """A figure without a second end."""
    before, text = one.text[max(0, one.start - 6) : one.start], one.text
    least, most = one.worth()
    if _UP_TO.search(before) or _DOWNWARD.match(text, one.end):
        return _amount(one, one, None, most)
    if _UPWARD.match(text, one.end):
        return _amount(one, one, least, None)
    return _amount(one, one, least, most)


def _amount(one: _Figure, other: _Figure, least: float | None, most: float | None) -> Amount:
    span = Span(one.start, other.end)
    about = (
        _OR_SO.match(one.text, other.end) is not None
        or _NEARLY.search(one.text, max(0, one.start - 6), one.start) is not None
        or "数" in one.written
    )
    basis = Basis.SHARE if other.is_share() else Basis.PIECE if one.mark == "@" else Basis.UNSAID
    return Amount(least, most, span, span, basis, about=about)


def _with_words(text: str, amount: Amount) -> Amount:
    """The amount with the tax and the basis that the words around it tell."""
    start, end = amount.span.start, amount.span.end
    tax = _TAX_AFTER.match(text, end, end + _AFTER) or _TAX_BEFORE.search(text, max(0, start - 12), start)
    if tax:
        told = Tax.INCLUDED if tax["included"] else Tax.EXCLUDED
        around = Span(min(start, tax.start()), max(end, tax.end()))
        amount = replace(amount, tax=told, around=around)
    if amount.basis == Basis.SHARE:
        return amount
    return _after(text, amount) or _before(text, amount) or amount


def _after(text: str, amount: Amount) -> Amount | None:
    end = amount.span.end
    found = _BASIS_AFTER.match(text, end, end + _AFTER)
    if found is None:
        return None
    around = Span(amount.around.start, max(amount.around.end, found.end()))
    if found["whole_sum"]:
        return replace(amount, basis=Basis.WHOLE, around=around)
    if found["many"]:
        return replace(amount, basis=Basis.PIECE, around=around)
    times = _times(found)
    if found["sign"] and found["sign"] in _TIMES:
        times = 1.0
    if found["sign"] or found["each"]:
        return _for_one(replace(amount, around=around), found, times)
    return None


def _before(text: str, amount: Amount) -> Amount | None:
    first, start = max(0, amount.span.start - _BEFORE), amount.span.start
    told = None
    for found in _BASIS_BEFORE.finditer(text, first, start):
        named = found.lastgroup and next((one for one in _NAMES if found[f"named_{one}"]), None)
        if named or found["each"] or (found["times"] and _times(found) == 1):
            told = (named, found)
    if told is None:
        return None
    named, found = told
    if not named and _counted(found) in _TIMES_OF_WORK and "、" in text[found.end() : start]:
        return None
    around = Span(min(amount.around.start, found.start()), amount.around.end)
    if named:
        return replace(amount, basis=named, around=around)
    return _for_one(replace(amount, around=around), found, _times(found))


def _for_one(amount: Amount, found: re.Match[str], times: float) -> Amount | None:
    """The amount for one, where it is said for so many: 「1,000文字につき1,000円」 is a yen a character."""
    basis = _counted(found)
    if times != 1 and basis not in {Basis.CHARACTER, Basis.WORD}:
        return None
    least, most = (None if yen is None else yen / times for yen in (amount.least, amount.most))
    return replace(amount, least=least, most=most, basis=basis, counter=found[basis])


def _times(found: re.Match[str]) -> float:
    written = (found["times"] or "").strip()
    return number(written)[0] if written[:1].isdigit() else 1.0


_TIMES_OF_WORK = {Basis.MINUTE, Basis.HOUR, Basis.DAY}
"""「全4問、1分、100円」 pays nothing for a minute."""


def _counted(found: re.Match[str]) -> Basis:
    return next(one for one in COUNTERS if found[one])
