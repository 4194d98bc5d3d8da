"""What other terms would do to money that is held already: which parts they would pay otherwise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.models import Sheet

from . import queries
from .models import Contract, Milestone
from .states import MilestoneState


@dataclass(frozen=True)
class Revaluation:
    """A part whose money is held and of which nothing was handed over, and what it would be worth; in yen."""

    part: Milestone
    after: int

    @property
    def difference(self) -> int:
        """How much more that is; below nothing, how much less."""
        return self.after - self.part.amount


@dataclass(frozen=True)
class Effect:
    """What all of that comes to, in yen."""

    parts: Sequence[Revaluation] = ()

    @property
    def top_up(self) -> int:
        """What the client pays in on top."""
        return sum(one.difference for one in self.parts if one.difference > 0)

    @property
    def raised(self) -> int:
        """How many parts would be worth more."""
        return sum(one.difference > 0 for one in self.parts)

    @property
    def lowered(self) -> int:
        """How many parts would be worth less."""
        return sum(one.difference < 0 for one in self.parts)

    @property
    def returned(self) -> int:
        """What goes back to the client."""
        return -sum(one.difference for one in self.parts if one.difference < 0)


def effect(contract: Contract, sheet: Sheet, today: date) -> Effect:
    """What a version of its terms would do to the held money of a contract, if both agreed on that day."""
    if contract.is_by_the_hour:
        return Effect(list(_weeks(contract, sheet, today)))
    if contract.is_continuing:
        return Effect(list(_deliveries(contract, sheet)))
    standing, parts = queries.standing(contract), terms.parts(sheet)
    pairs = zip(standing, (part.amount for part in parts), strict=False)
    return Effect(list(_otherwise(pairs)))


def _weeks(contract: Contract, sheet: Sheet, today: date) -> Iterable[Revaluation]:
    """Weeks by the hour that are paid and have not begun; also those whose rate and hours make up as much."""
    each = terms.priced(sheet)
    for week in _held(contract):
        if each is not None and week.period is not None and week.period.first > today:
            yield Revaluation(week, each)


def _deliveries(contract: Contract, sheet: Sheet) -> Iterable[Revaluation]:
    """Deliveries that are paid; where others would be due, these stay what they were paid for.

    So do those of a week or a month that is paid by one sum: another one is for the next.
    """
    each, alike = terms.priced(sheet), terms.schedule(sheet) == terms.schedule(contract.sheet)
    if each is None or not alike or terms.is_paid_by_period(sheet):
        return ()
    return _otherwise((part, each) for part in _held(contract))


def _held(contract: Contract) -> list[Milestone]:
    return [part for part in queries.milestones(contract) if part.state == MilestoneState.FUNDED]


def _otherwise(pairs: Iterable[tuple[Milestone, int]]) -> Iterable[Revaluation]:
    for part, amount in pairs:
        if part.state == MilestoneState.FUNDED and part.amount != amount:
            yield Revaluation(part, amount)
