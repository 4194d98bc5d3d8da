"""What a posting pays beside what is usual: every amount with the row of a table that it stands beside."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any, Generic, TypeVar

from mikiwame.core.terms import RewardBasis, Term
from mikiwame.discernment.amounts import Amount, Basis, Tax
from mikiwame.discernment.rates.market import Rate, Work, about, in_category, relation, works
from mikiwame.discernment.rates.relation import Relation
from mikiwame.discernment.rates.wages import MinimumWage, minimum_wage, wage_relation
from mikiwame.discernment.reports import Compared
from mikiwame.discernment.text import LONGEST, Quote, Span, Text

from . import durations, quantities
from .quantities import CHARACTERS, Quantity
from .rewards import find_rewards
from .sheet import Sheet

Table = TypeVar("Table", bound=Rate | MinimumWage)
_OF_SHEETS = {
    RewardBasis.FIXED: Basis.WHOLE,
    RewardBasis.PER_PIECE: Basis.PIECE,
    RewardBasis.HOURLY: Basis.HOUR,
    RewardBasis.WEEKLY: Basis.WEEK,
    RewardBasis.MONTHLY: Basis.MONTH,
}
_SUMS = frozenset({Basis.UNSAID, Basis.WHOLE, Basis.PIECE})
_LENGTHS = {
    Basis.CHARACTER: quantities.of(CHARACTERS),
    Basis.WORD: quantities.of("(?:ワード|語(?!学)|words?)"),
    Basis.SENTENCE: quantities.of("(?:文(?![字章])|フレーズ|セリフ|台詞|センテンス)"),
    Basis.PAGE: quantities.of("(?:ページ|p(?![a-z]))"),
}
_AUDIO = quantities.of("分(?!以内)", "(?:音声|音源|録音|動画|会議|インタビュー)[^。\\n0-9]{0,10}")
_COUNTERS = {
    "video": {"本", "動画", "件"},
    "illustration": {"点", "枚", "個", "体", "カット"},
    "banner": {"枚", "点", "本", "バナー"},
    "data": {"件", "社", "行", "品", "商品", "枚", "レコード", "項目"},
    "easy": {"個", "枚", "件", "冊", "通", "箱", "回"},
}
_CHOSEN = {"名", "人", "作品", "点", "案", "サイト", "lp"}
_MANY = re.compile(
    r"(?<![0-9.,])(?:[2-9]|[1-9][0-9]{1,3})"
    r"(?:本|記事|件|話|枚|点|個|曲|作品|品|項目|軒|か所|種類|セット|号)(?!まで|目|以内)"
)
_OF_MATERIAL = re.compile("完成|音声|音源|録音|収録|映像|動画|尺|素材")
_NEAR = 80
_OPEN = frozenset({"", "design", "デザイン", "コンペ"})
"""Categories of so many kinds that only the title tells which it is."""
_TIMED = frozenset({"survey", "easy", "data"})
"""Kinds of work whose minutes are all that is done; an interview for an article is only its beginning."""
_FOR_A_PIECE = 20
"""Fewer yen, without a word for what they count (「@1.6円」), are for no whole piece."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a comparison needs to know beside the text."""

    category: str = ""
    prefecture: str = ""
    on: date | None = None

    def wage(self) -> MinimumWage | None:
        """The minimum wage where the worker lives, or the country's average."""
        return minimum_wage(self.prefecture, self.on)


@dataclass(frozen=True)
class Said:
    """A folded text, and what it says of the whole work: looked for once, however many amounts it has."""

    folded: str

    @cached_property
    def many(self) -> bool:
        """Whether it asks for several pieces."""
        return _MANY.search(self.folded) is not None


@dataclass(frozen=True, slots=True)
class Row(Generic[Table]):
    """A row of a table, and how ``least`` to ``most`` yen for one of what it counts by stand to it."""

    row: Table
    least: float
    most: float
    relation: Relation


def find_pay(title: Text, body: Text, setting: Setting, sheet: Sheet) -> tuple[Compared, ...]:
    """The pay that a posting states, beside the market and beside the minimum wage; each row once per amount.

    What only the terms sheet has comes last and has no quote.

    Raises:
        UnknownPrefecture: the setting names no prefecture.
    """
    kinds = kinds_of_work(setting.category, title.folded)
    found: dict[tuple[float, float, Rate | MinimumWage], Compared] = {}
    for text in (body, title):
        said = Said(text.folded)
        for reward in find_rewards(text.folded):
            quote = text.quote(reward.amount.around.start, reward.amount.around.end)
            for one in _beside(reward.amount, said, kinds, setting):
                found.setdefault((one.least, one.most, one.row), _compared(one, quote))
    for amount in _in_sheet(sheet):
        lines = "\n".join(sheet.line(term) for term in (Term.SCOPE, Term.DELIVERABLE, Term.PACE))
        for one in _beside(amount, Said(Text(lines[:LONGEST]).folded), kinds, setting):
            found.setdefault((one.least, one.most, one.row), _compared(one, None))
    return tuple(found.values())


def _compared(one: Row[Any], quote: Quote | None) -> Compared:
    return Compared(quote, one.least, one.most, one.relation, one.row)


def _in_sheet(sheet: Sheet) -> Iterator[Amount]:
    if sheet.pay and sheet.pay.basis:
        start = Span(0, 0)
        yield Amount(
            sheet.pay.least, sheet.pay.most, start, start, _OF_SHEETS[sheet.pay.basis], tax=Tax.INCLUDED
        )


def kinds_of_work(category: str, title: str) -> list[Work]:
    """The kinds of work that a posting may be, the likeliest first.

    In a category that the table knows: what the title speaks of, then what the category is most about.
    Without a category, or in one of many kinds, what the title speaks of.
    """
    spoken = [work for work in works().values() if work.about and about(work.key).search(title)]
    inside = in_category(category)
    if not inside:
        return spoken if category.lower() in _OPEN else []
    return [*(work for work in spoken if work in inside and work != inside[-1]), inside[-1]]


def _beside(amount: Amount, said: Said, kinds: list[Work], setting: Setting) -> Iterator[Row[Any]]:
    """The rows beside an amount: at most one of the market, and the minimum wage where hours are known."""
    hourly = _hourly(amount, said, kinds)
    for row in market_rows(amount, said, kinds, setting.on):
        if not (hourly and row.row.basis == Basis.PIECE):
            yield row
    wage = setting.wage()
    if wage and hourly:
        yield Row(wage, *hourly, wage_relation(*hourly, wage))


def market_rows(amount: Amount, said: Said, kinds: list[Work], on: date | None = None) -> Iterator[Row[Rate]]:
    """The row of the first kind of work that has one for an amount."""
    found = (row for work in kinds for row in _rates(amount, said, work, on))
    yield from islice(found, 1)


def _rates(amount: Amount, said: Said, work: Work, on: date | None) -> Iterator[Row[Rate]]:
    """The rows of a kind of work that an amount can be held against, with the yen for one."""
    if amount.basis not in _SUMS:
        rate = work.rate(amount.basis, on)
        if rate and not (rate.basis == Basis.HOUR and _of_material(amount, said)):
            yield _row(rate, amount.lowest, amount.highest)
        return
    single = amount.basis == Basis.PIECE or not said.many
    for rate in (rate for basis in Basis if single and (rate := work.rate(basis, on))):
        much = _much_of_work(amount, said, rate)
        if much:
            row = _row(rate, amount.lowest / much.most, amount.highest / much.least)
            # A length that explains so little of the pay isn't all of the work.
            if rate.basis == Basis.MINUTE or row.relation != Relation.FAR_ABOVE:
                yield row
        elif _counts(amount, rate):
            yield _row(rate, amount.lowest, amount.highest)


def _row(rate: Rate, least: float, most: float) -> Row[Rate]:
    return Row(rate, least, most, relation(least, most, rate))


def _counts(amount: Amount, rate: Rate) -> bool:
    """Whether a rate counts by what the amount is paid for, or by the whole."""
    if rate.basis == Basis.WHOLE:
        return amount.basis != Basis.PIECE or amount.counter in _CHOSEN
    named = not amount.counter or amount.counter in _COUNTERS.get(rate.work, ())
    return rate.basis == Basis.PIECE == amount.basis and named


def _much_of_work(amount: Amount, said: Said, rate: Rate) -> Quantity | None:
    """How many of what a rate counts by the amount pays."""
    if rate.basis == Basis.MINUTE and rate.work in {"survey", "easy"}:
        time = durations.of_one(said.folded, amount.around)
        return Quantity(time.least * 60, time.most * 60, time.span) if time else None
    if amount.basis == Basis.PIECE and not amount.counter and amount.lowest < _FOR_A_PIECE:
        return None
    audio = rate.basis == Basis.MINUTE and rate.work == "transcription"
    expression = _AUDIO if audio else _LENGTHS.get(rate.basis)
    much = quantities.nearest(expression, said.folded, amount.around) if expression else None
    return much if much and much.least >= 2 and much.distance(amount.around) <= _NEAR else None


def _hourly(amount: Amount, said: Said, kinds: list[Work]) -> tuple[float, float] | None:
    """Yen an hour, where the text says how long it takes."""
    if amount.basis == Basis.HOUR:
        return None if _of_material(amount, said) else (amount.lowest, amount.highest)
    if amount.basis in _SUMS:
        timed = not kinds or kinds[0].key in _TIMED
        time = (durations.of_one if timed else durations.needed)(said.folded, amount.around)
    elif amount.basis == Basis.MONTH:
        time = durations.of_a_month(said.folded)
    elif amount.basis == Basis.WEEK:
        time = durations.of_a_week(said.folded)
    elif amount.basis == Basis.DAY:
        time = durations.of_a_day(said.folded)
    else:
        time = None
    return (amount.lowest / time.most, amount.highest / time.least) if time else None


def of_material(folded: str, start: int, end: int) -> bool:
    """Whether a stretch speaks of recorded sound or film, an hour of which isn't an hour of work."""
    return _OF_MATERIAL.search(folded, max(0, start - 10), end) is not None


def _of_material(amount: Amount, said: Said) -> bool:
    return of_material(said.folded, amount.around.start, amount.span.start)
