"""Rewards, what they are counted by, and their tax: other amounts or another basis than the sheet's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from mikiwame.core.terms import RewardBasis, Term
from mikiwame.discernment.amounts import CONSUMPTION_TAX, Amount, Basis, Tax
from mikiwame.discernment.postings import quantities
from mikiwame.discernment.postings.flags.guards import NEGATION
from mikiwame.discernment.postings.place import Place
from mikiwame.discernment.postings.quantities import CHARACTERS
from mikiwame.discernment.postings.rewards import find_rewards
from mikiwame.discernment.postings.sheet import Pay, Sheet
from mikiwame.discernment.text import Span, Text

from .claim import OPEN, Claim, Extent, matches

_PEOPLE = {"名", "人", "組"}
_OF_ALL = frozenset({Basis.UNSAID, Basis.WHOLE})
_OF_TIME = frozenset({Basis.DAY, Basis.WEEK, Basis.MONTH})
_AFTER_FEES = re.compile(r"手取り|差し?引|手数料|源泉|引いた|換算|計算|相当|目安|完成|音声|音源|録音|尺")
_BY_HOURS = r"時給制|時間給|時間単価制"
_BY_RESULTS = r"完全出来高|出来高制|成果報酬|完全歩合|歩合制"
_BASES = {
    RewardBasis.HOURLY: re.compile(rf"固定報酬(?:制|です|と|のお)|{_BY_RESULTS}"),
    RewardBasis.FIXED: re.compile(rf"{_BY_HOURS}|{_BY_RESULTS}"),
    RewardBasis.PER_PIECE: re.compile(_BY_HOURS),
    RewardBasis.WEEKLY: re.compile(rf"{_BY_HOURS}|{_BY_RESULTS}"),
    RewardBasis.MONTHLY: re.compile(rf"{_BY_HOURS}|{_BY_RESULTS}"),
}
_PERIODS = {RewardBasis.WEEKLY: Basis.WEEK, RewardBasis.MONTHLY: Basis.MONTH}
_LENGTH = quantities.of(CHARACTERS)
_SHORT = 100
"""A shorter length is that of a heading or a name, and of no piece of work."""


class Judgement(Enum):
    """How an amount of the text stands to the sheet's."""

    AGREES = "agrees"
    OTHER_AMOUNT = "other amount"
    OTHER_BASIS = "other basis"
    OTHER_TAX = "other tax"
    SILENT = "silent"


_TERMS = {
    Judgement.OTHER_AMOUNT: Term.REWARD,
    Judgement.OTHER_BASIS: Term.REWARD_BASIS,
    Judgement.OTHER_TAX: Term.REWARD_BASIS,
}


def rewards(text: Text, sheet: Sheet) -> Iterator[Claim]:
    """The rewards that aren't the sheet's; none where the text names the sheet's too."""
    if sheet.pay is None:
        return
    judged = [
        (judge(Told(one.amount, sheet.pay, text.folded)), one.amount)
        for one in find_rewards(text.folded)
        if (one.said or one.amount.basis != Basis.UNSAID) and not _is_reckoned(one.amount, text.folded)
    ]
    if any(judgement is Judgement.AGREES for judgement, _ in judged):
        return
    for judgement, amount in judged:
        if judgement in _TERMS:
            term = _TERMS[judgement]
            yield Claim(term, amount.around, _written(sheet.pay, term))


def bases(text: Text, sheet: Sheet) -> Iterator[Claim]:
    """Words for another basis, without an amount: 「時給制です」 beside a fixed reward."""
    expression = _BASES.get(sheet.basis) if sheet.basis else None
    for found in matches(expression, text.folded) if expression else ():
        if not NEGATION.search(Place(text.folded, found.start(), found.end()).tail):
            yield Claim(Term.REWARD_BASIS, Span(found.start(), found.end()), str(sheet.basis))


@dataclass(frozen=True, slots=True)
class Told:
    """An amount that a text pays, and what the sheet pays."""

    amount: Amount
    pay: Pay
    folded: str

    def extent(self) -> Extent:
        """What the amount may come to; about so much is a quarter more or less."""
        slack = 1.25 if self.amount.about else 1.0
        most = OPEN if self.amount.most is None else self.amount.most
        return Extent((self.amount.least or 0.0) / slack, most * slack)

    def sums(self) -> list[Extent]:
        """What the sheet pays for one, in all, and for each part."""
        shares = [Extent(share, share) for share in self.pay.shares]
        return [Extent(self.pay.least, self.pay.most), Extent(*self.pay.wholes), *shares]


def judge(told: Told) -> Judgement:
    """How an amount stands to the sheet's pay, whose tax is included."""
    told_yen, sums = told.extent(), told.sums()
    if told.amount.tax == Tax.EXCLUDED:
        if any(told_yen.times(CONSUMPTION_TAX).meets(one, 1.001) for one in sums):
            return Judgement.AGREES
        if any(told_yen.meets(one) for one in sums[:2]):
            return Judgement.OTHER_TAX
    elif any(told_yen.meets(one) for one in sums):
        return _same_amount(told)
    elif told.amount.tax == Tax.UNSAID and any(
        told_yen.times(CONSUMPTION_TAX).meets(one, 1.001) for one in sums
    ):
        return Judgement.SILENT
    return _UNLIKE[told.pay.basis](told)


def _same_amount(told: Told) -> Judgement:
    """The same figure for an hour as for the whole is no agreement, nor for a piece as for a month."""
    if told.pay.basis in _PERIODS:
        meant = {*_OF_ALL, _PERIODS[told.pay.basis]}
        return Judgement.AGREES if told.amount.basis in meant else Judgement.OTHER_BASIS
    hourly, by_hours = told.amount.basis == Basis.HOUR, told.pay.basis == RewardBasis.HOURLY
    if told.pay.basis and hourly != by_hours and told.amount.basis != Basis.UNSAID:
        whole = told.amount.basis == Basis.WHOLE and told.pay.quantity is not None
        return Judgement.AGREES if whole else Judgement.OTHER_BASIS
    return Judgement.AGREES


def _beside_fixed(told: Told) -> Judgement:
    amount = told.amount
    if amount.basis in _OF_ALL or amount.counter in _PEOPLE:
        return Judgement.OTHER_AMOUNT
    if amount.basis == Basis.HOUR:
        return Judgement.OTHER_BASIS
    # A part can't cost more than the whole; how many parts there are, the text needn't say.
    part = amount.basis == Basis.PIECE or amount.basis in _OF_TIME
    more = part and amount.lowest > told.pay.most * CONSUMPTION_TAX
    return Judgement.OTHER_AMOUNT if more else Judgement.SILENT


def _beside_pieces(told: Told) -> Judgement:
    amount, pay = told.amount, told.pay
    if amount.basis == Basis.HOUR:
        return Judgement.OTHER_BASIS
    if amount.basis == Basis.PIECE:
        return Judgement.SILENT if amount.counter in _PEOPLE else Judgement.OTHER_AMOUNT
    if amount.basis == Basis.CHARACTER:
        return _beside_length(told)
    known = pay.quantity is not None or (amount.most or OPEN) < pay.least
    return Judgement.OTHER_AMOUNT if known and amount.basis in _OF_ALL else Judgement.SILENT


def _beside_length(told: Told) -> Judgement:
    """A rate for characters comes to a piece by the length of one."""
    length = quantities.nearest(_LENGTH, told.folded, told.amount.around)
    if length is None or length.least < _SHORT:
        return Judgement.SILENT
    piece = Extent(told.amount.lowest * length.least, told.amount.highest * length.most)
    whole = piece.times(told.pay.quantity or 1)
    near = any(one.meets(Extent(told.pay.least, told.pay.most), 1.25) for one in (piece, whole))
    return Judgement.SILENT if near else Judgement.OTHER_AMOUNT


def _beside_hours(told: Told) -> Judgement:
    amount = told.amount
    if amount.basis == Basis.HOUR:
        return Judgement.OTHER_AMOUNT
    if amount.basis == Basis.WHOLE:
        return Judgement.OTHER_BASIS if told.pay.quantity is None else Judgement.OTHER_AMOUNT
    counted = amount.basis in {Basis.PIECE, Basis.CHARACTER, Basis.WORD, Basis.PAGE}
    if counted and amount.counter not in _PEOPLE | {"回", ""}:
        return Judgement.OTHER_BASIS
    return Judgement.SILENT


def _beside_period(told: Told) -> Judgement:
    amount = told.amount
    if amount.basis == Basis.HOUR:
        return Judgement.OTHER_BASIS
    if told.pay.basis and amount.basis == _PERIODS[told.pay.basis]:
        return Judgement.OTHER_AMOUNT
    # What one of them, or a shorter time, comes to is no more than the sum of all.
    part = amount.basis in _OF_TIME or (amount.basis == Basis.PIECE and amount.counter not in _PEOPLE)
    more = part and amount.lowest > told.pay.most * CONSUMPTION_TAX
    return Judgement.OTHER_AMOUNT if more and amount.basis != Basis.MONTH else Judgement.SILENT


def _beside_unsaid(told: Told) -> Judgement:
    return Judgement.OTHER_AMOUNT if told.amount.basis in _OF_ALL else Judgement.SILENT


_UNLIKE = {
    RewardBasis.FIXED: _beside_fixed,
    RewardBasis.PER_PIECE: _beside_pieces,
    RewardBasis.HOURLY: _beside_hours,
    RewardBasis.WEEKLY: _beside_period,
    RewardBasis.MONTHLY: _beside_period,
    None: _beside_unsaid,
}


def _is_reckoned(amount: Amount, folded: str) -> bool:
    """What is left after fees, or what an hour comes to, is no other reward."""
    start = max(0, amount.around.start - 12)
    return _AFTER_FEES.search(folded, start, min(len(folded), amount.around.end + 8)) is not None


def _written(pay: Pay, term: Term) -> str:
    if term == Term.REWARD_BASIS and pay.basis:
        return str(pay.basis)
    return f"{pay.least:g}" if pay.most == pay.least else f"{pay.least:g}~{pay.most:g}"
