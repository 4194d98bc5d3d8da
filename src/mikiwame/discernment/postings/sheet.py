"""The values of a terms sheet, from plain mappings as JSON or the market's lines give them.

Known shapes, by the keys of ``core.terms.Term`` (anything else counts as stated and is not compared):

- ``reward``: yen, tax included, or ``{"amount", "most", "quantity", "shares"}``, or one amount in words
- ``reward_basis``: a ``RewardBasis``
- ``deadline``: a day (a date or ISO 8601), or ``{"days": [...]}``
- ``start``: a day, or ``{"day", "condition", "latest"}``
- ``inspection``: days, or ``{"days", "rounds"}``; ``payment``: days from receipt; ``headcount``: people
- every other line: its text
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date, datetime

from mikiwame.core.terms import RewardBasis, Term
from mikiwame.discernment.amounts import CONSUMPTION_TAX, Basis, Tax, amounts
from mikiwame.discernment.text import LONGEST, Text


@dataclass(frozen=True, slots=True)
class Pay:
    """Yen, tax included, from ``least`` to ``most``; ``quantity`` pieces or hours, ``shares`` its parts."""

    least: float
    most: float
    basis: RewardBasis | None = None
    quantity: float | None = None
    shares: tuple[float, ...] = ()

    @property
    def wholes(self) -> tuple[float, float]:
        """What it comes to, as far as the quantity is known."""
        return self.least * (self.quantity or 1), self.most * (self.quantity or 1)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What can be compared of a terms sheet; None and empty where the sheet leaves it open."""

    pay: Pay | None = None
    due: tuple[date, ...] = ()
    start: date | None = None
    start_latest: date | None = None
    headcount: int | None = None
    inspection_days: int | None = None
    rounds: int | None = None
    payment_days: int | None = None
    basis: RewardBasis | None = None
    lines: Mapping[Term, str] = field(default_factory=dict)

    def line(self, term: Term) -> str:
        """The text of a line; empty where there is none."""
        return self.lines.get(term, "")


def read_sheet(terms: Mapping[str, object] | None) -> Sheet:
    """The sheet's values, as far as they have a known shape."""
    values = {Term(key): _plain(value) for key, value in (terms or {}).items() if value not in (None, "")}
    inspection, start = values.get(Term.INSPECTION), values.get(Term.START)
    basis = _basis(values.get(Term.REWARD_BASIS))
    return Sheet(
        pay=_pay(values.get(Term.REWARD), basis),
        due=tuple(_days(values.get(Term.DEADLINE))),
        start=_day(_part(start, "day")),
        start_latest=_day(_part(start, "latest")) if isinstance(start, Mapping) else None,
        headcount=_whole(values.get(Term.HEADCOUNT)),
        inspection_days=_whole(_part(inspection, "days")),
        rounds=_whole(_part(inspection, "rounds")) if isinstance(inspection, Mapping) else None,
        payment_days=_whole(_part(values.get(Term.PAYMENT), "days")),
        basis=basis,
        lines={term: value for term, value in values.items() if isinstance(value, str)},
    )


def _plain(value: object) -> object:
    """A line of the market is a frozen dataclass; its fields are the mapping's keys."""
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def _pay(reward: object, basis: RewardBasis | None) -> Pay | None:
    if isinstance(reward, str) and _number(reward) is None:
        return _pay_in_words(reward, basis)
    least = _number(_part(reward, "amount"))
    told = reward if isinstance(reward, Mapping) else {}
    if least is None or told.get("currency") not in {None, "", "JPY"}:
        return None
    shares = tuple(yen for share in _each(told.get("shares")) if (yen := _number(_last(share))) is not None)
    most = _number(told.get("most"))
    return Pay(least, max(least, most or least), basis, _number(told.get("quantity")), shares)


def _pay_in_words(reward: str, basis: RewardBasis | None) -> Pay | None:
    """「1本3,000円」: nothing where it names several amounts, or one without two ends."""
    named = amounts(Text(reward[:LONGEST]).folded)
    if len(named) != 1 or named[0].least is None or named[0].most is None:
        return None
    tax = CONSUMPTION_TAX if named[0].tax == Tax.EXCLUDED else 1.0
    least, most = round(named[0].least * tax, 2), round(named[0].most * tax, 2)
    return Pay(least, most, basis or _IN_WORDS.get(named[0].basis)) if least else None


_IN_WORDS = {
    Basis.WHOLE: RewardBasis.FIXED,
    Basis.PIECE: RewardBasis.PER_PIECE,
    Basis.HOUR: RewardBasis.HOURLY,
    Basis.WEEK: RewardBasis.WEEKLY,
    Basis.MONTH: RewardBasis.MONTHLY,
}


def _basis(value: object) -> RewardBasis | None:
    return RewardBasis(value) if isinstance(value, str) and value in set(RewardBasis) else None


def _days(value: object) -> Iterable[date]:
    found = _part(value, "days")
    for one in _each(found) if isinstance(found, list | tuple) else [found]:
        if (day := _day(one)) is not None:
            yield day


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def _part(value: object, key: str, otherwise: object = None) -> object:
    """One part of a value that is a mapping; the value itself where it isn't."""
    return value.get(key, otherwise) if isinstance(value, Mapping) else value


def _each(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else ()


def _last(share: object) -> object:
    """The yen of a titled share, or of a part given as a mapping."""
    if isinstance(share, Mapping):
        return share.get("amount")
    return share[-1] if isinstance(share, list | tuple) and share else share


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value.replace(",", "") if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return None
    return number if 0 < number < 1e12 else None


def _whole(value: object) -> int | None:
    number = _number(value)
    return int(number) if number is not None and number == int(number) else None
