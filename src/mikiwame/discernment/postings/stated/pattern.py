"""How a term is recognised: a pattern in the folded text, and what in the same clause takes it back."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from mikiwame.core.terms import Term
from mikiwame.discernment.postings.index import Reach
from mikiwame.discernment.postings.needs import Needs, ways
from mikiwame.discernment.postings.place import Place
from mikiwame.discernment.text import Span

NUMBER = r"(?:[0-9][0-9,.]{0,11}|[〇一二三四五六七八九十百千万]{1,8}|数十?)"
AMOUNT = (
    r"(?:[¥￥$][ ]?[0-9][0-9,.]{0,11}[kK万千]?|(?:usd|jpy)[ ]?[0-9][0-9,.]{0,11}"
    r"|(?:[0-9][0-9,.]{0,11}|[〇一二三四五六七八九十百千]{1,8})[ ]?[kK十百千万]{0,3}[ ]?"
    r"(?:[~\-ー][ ]?[0-9][0-9,.]{0,11}[kK十百千万]{0,3})?"
    r"[ ]?(?:円|えん|yen|ドル|usd|jpy|ポイント|万(?![人件回文字再登フ部個年]))|"
    r"[0-9.]{1,6}(?:%|パーセント)|[0-9.]{1,4}割)"
)
UNIT = (
    r"(?:件|本|枚|記事|文字|字|ワード|ﾜｰﾄﾞ|word|単語|個|点|時間|分|"
    r"時|h|hour|回|名|人|セット|束|冊|行|話|日|月|週|ページ|頁|サイト|lp|"
    r"着|台|社|問|"
    r"アカウント|ヶ月|か月|カ月|ヵ月|投稿|動画|作品|体|曲|項目|レコード|"
    r"店舗|案件|組|箱|商品|品|スタンプ|バナー|文|パターン|画面|ポスト|コマ|"
    r"p|articles?|images?|pieces?|pages?|videos?)"
)
_BAR = re.compile(r"(?<![0-9a-z])/|/(?![0-9a-z])|[|×]")
"""Parts the items of a list that stands on one line."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """``term`` is stated where ``says`` is found and ``unless`` isn't, in the same clause or item."""

    term: Term
    says: str
    unless: str = ""
    reach: Reach = Reach.STATEMENT

    @property
    def ways(self) -> tuple[Needs, ...]:
        """What must stand in a text for each of the ways to say it."""
        return ways(self.says)

    @property
    def expression(self) -> re.Pattern[str]:
        """How the term is stated."""
        return compiled(self.says)

    def places(self, folded: str, found: Iterable[tuple[int, int]]) -> Iterator[Span]:
        """Where the term is stated, of the places of its expression in a folded text."""
        for start, end in found:
            span = Span(start, end)
            if not self.unless or not compiled(self.unless).search(folded, *_item(folded, span)):
                yield span


compiled = cache(re.compile)
"""Expressions are made when they are first needed."""


def _item(folded: str, span: Span) -> tuple[int, int]:
    """Where the clause around a place begins and ends, or the item of a list on one line."""
    start, end = Place(folded, span.start, span.end).clause_edges()
    for bar in _BAR.finditer(folded, start, span.start):
        start = bar.end()
    after = _BAR.search(folded, span.end, end)
    return start, after.start() if after else end


def pattern(term: Term, says: str, unless: str = "", reach: Reach = Reach.STATEMENT) -> Pattern:
    """A pattern of one term."""
    return Pattern(term, says, unless, reach)
