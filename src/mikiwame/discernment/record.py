r"""Reads a record: what a client's or worker's facts let one say, how surely, and what can't be said yet.

Every measure is either a share (so many of so many) or a time. Each is estimated apart for every stratum, a
format of work and a size of it, so that a hundred cheap surveys say nothing of how projects end.

**Recent facts weigh more.** A fact that is ``age`` days old counts ``2^(−age / 365)``: after a year half.

**Shares** (Beta-binomial, shrunk toward the market). With weighted hits :math:`h` of :math:`n`, the market's
share :math:`m` and the prior strength :math:`k` (as many imagined facts as it takes to move the estimate
half-way from the market to the record itself)::

    share ~ Beta(k·m + h,  k·(1 − m) + n − h)         estimate = (k·m + h) / (k + n)

**Times** (Gamma, exponential waiting times). With weighted total :math:`t` over :math:`n` facts and the
market's mean :math:`μ`::

    1 / mean ~ Gamma(k + 1 + n,  rate = k·μ + t)       estimate = (k·μ + t) / (k + n)

Real pay is such a time too: how long it takes to earn ¥1,000. Its mean is the harmonic one of yen an hour,
which a few answers given in no time can't lift.

The interval holds the true value with a probability of 90 %. A measure with fewer than ``ENOUGH`` facts in
the stratum is *unproven*: the estimate is then mostly the market's, and is not shown as the person's.

Sources: Gelman et al., Bayesian Data Analysis, 3rd ed. 2013, sections 2.4 and 2.6 (conjugate priors);
Efron and Morris, Stein's paradox in statistics, Scientific American 1977 (shrinking toward the common mean).

>>> surveys = Observed(Measure.FUNDED, 200, 200, format="task", size=Size.SMALL)
>>> projects = Observed(Measure.FUNDED, 1, 6, format="project", size=Size.LARGE)
>>> report = read_record([surveys, projects])
>>> report.verdict, report.foremost[0].format, round(report.foremost[0].value, 2)
(<Verdict.CAUTION: 'caution'>, 'project', 0.47)
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from scipy.special import betaincinv, gammaincinv

from .kinds import Verdict

HALF_LIFE_DAYS = 365.0
PRIOR_STRENGTH = 4.0
ENOUGH = 3
INTERVAL = 0.90


class Measure(StrEnum):
    """What is counted or timed about a person."""

    DECIDED = "decided"
    DAYS_TO_DECIDE = "days_to_decide"
    HIRED = "hired"
    FUNDED = "funded"
    DAYS_TO_FUND = "days_to_fund"
    DAYS_TO_INSPECT = "days_to_inspect"
    INSPECTED = "inspected"
    CANCELLED_AFTER_HIRE = "cancelled_after_hire"
    WORSENED_AFTER_HIRE = "worsened_after_hire"
    DISPUTED = "disputed"
    REHIRED = "rehired"
    COMPLETED = "completed"
    PUNCTUAL = "punctual"
    HOURS_TO_REPLY = "hours_to_reply"
    REWORKED = "reworked"
    APPROVED = "approved"
    OVERTURNED = "overturned"
    HOURS_TO_APPROVE = "hours_to_approve"
    HOURS_FOR_1000_YEN = "hours_for_1000_yen"
    WAITING_PAID = "waiting_paid"
    HIRED_AFTER_TRIAL = "hired_after_trial"


@dataclass(frozen=True, slots=True)
class Kind:
    """How a measure is read: the market's value where none is known, whether more is better, its weight.

    ``weight`` orders findings: what costs people money and weeks comes before what costs them patience.
    ``alarming`` is the value at which it becomes a caution, ``grave`` a danger; None where it never is.
    """

    market: float
    more_is_better: bool
    weight: float
    timed: bool = False
    alarming: float | None = None
    grave: float | None = None


MEASURES: Mapping[Measure, Kind] = {
    Measure.FUNDED: Kind(0.92, True, 3.0, alarming=0.75, grave=0.45),
    Measure.CANCELLED_AFTER_HIRE: Kind(0.05, False, 2.5, alarming=0.25, grave=0.55),
    Measure.WORSENED_AFTER_HIRE: Kind(0.05, False, 2.5, alarming=0.25, grave=0.60),
    Measure.WAITING_PAID: Kind(0.85, True, 2.5, alarming=0.60, grave=0.40),
    Measure.INSPECTED: Kind(0.85, True, 2.0, alarming=0.50),
    Measure.DISPUTED: Kind(0.03, False, 2.0, alarming=0.20, grave=0.50),
    Measure.COMPLETED: Kind(0.92, True, 3.0, alarming=0.70),
    Measure.PUNCTUAL: Kind(0.88, True, 2.0, alarming=0.60),
    Measure.APPROVED: Kind(0.95, True, 2.0, alarming=0.70),
    Measure.OVERTURNED: Kind(0.20, False, 2.0, alarming=0.50),
    Measure.DECIDED: Kind(0.80, True, 1.5, alarming=0.45),
    Measure.HIRED: Kind(0.60, True, 1.0),
    Measure.HIRED_AFTER_TRIAL: Kind(0.50, True, 1.0),
    Measure.REWORKED: Kind(0.15, False, 1.0),
    Measure.REHIRED: Kind(0.25, True, 1.0),
    Measure.DAYS_TO_FUND: Kind(1.5, False, 1.5, timed=True),
    Measure.DAYS_TO_INSPECT: Kind(3.0, False, 1.5, timed=True),
    Measure.DAYS_TO_DECIDE: Kind(5.0, False, 1.0, timed=True),
    Measure.HOURS_TO_APPROVE: Kind(72.0, False, 1.0, timed=True),
    Measure.HOURS_FOR_1000_YEN: Kind(1.25, False, 2.0, timed=True, alarming=2.0),
    Measure.HOURS_TO_REPLY: Kind(18.0, False, 1.0, timed=True),
}


def yen_per_hour(hours: float) -> float:
    """What so many hours for ¥1,000 come to in an hour; infinite where it takes none."""
    return 1_000 / hours if hours > 0 else float("inf")


class Size(StrEnum):
    """How large the work is, by its whole reward."""

    SMALL = "small"
    MIDDLE = "middle"
    LARGE = "large"


SMALL_BELOW, MIDDLE_BELOW = 5_000, 50_000
"""The rewards, in yen, at which work is no longer small, and no longer of middle size."""


def size_of(yen: int) -> Size:
    """The size of work that pays so many yen in all."""
    return Size.SMALL if yen < SMALL_BELOW else Size.MIDDLE if yen < MIDDLE_BELOW else Size.LARGE


@dataclass(frozen=True, slots=True)
class Observed:
    """Facts of one measure in one stratum, of about one age.

    For a share ``amount`` is how many of ``of`` it happened in; for a time their total, in days or hours.
    """

    measure: Measure
    amount: float
    of: int
    format: str = "project"
    size: Size = Size.MIDDLE
    age_days: float = 0.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure in one stratum: the estimate, its 90 % interval, and the facts that it rests on."""

    measure: Measure
    format: str
    size: Size
    value: float
    low: float
    high: float
    amount: float
    of: int
    market: float

    @property
    def is_proven(self) -> bool:
        """Whether there are facts enough to speak of the person rather than of the market."""
        return self.of >= ENOUGH

    @property
    def weight(self) -> float:
        """How much it matters: its distance from the market, in half-widths of the interval, by kind."""
        half = max((self.high - self.low) / 2, 1e-9)
        return MEASURES[self.measure].weight * abs(self.value - self.market) / half

    @property
    def verdict(self) -> Verdict:
        """Cautious: only what holds at the kinder end of the interval is held against a person."""
        kind = MEASURES[self.measure]
        kinder = self.high if kind.more_is_better else self.low
        if not self.is_proven:
            return Verdict.INCOMPLETE
        if _beyond(kinder, kind.grave, kind):
            return Verdict.DANGER
        return Verdict.CAUTION if _beyond(kinder, kind.alarming, kind) else Verdict.OK


@dataclass(frozen=True, slots=True)
class RecordReport:
    """What a record says: the verdict, every estimate, the three that matter most, what can't be said yet.

    ``unproven`` is true where not one measure has facts enough: then nothing is held against her.
    """

    verdict: Verdict
    unproven: bool
    estimates: tuple[Estimate, ...]
    foremost: tuple[Estimate, ...]
    unsaid: tuple[Measure, ...]


def read_record(facts: Iterable[Observed], *, market: Mapping[Measure, float] | None = None) -> RecordReport:
    """What a person's facts let one say; ``market`` gives the market's own shares and mean times.

    Raises:
        ValueError: a count is negative, or more happened than could.
    """
    strata: dict[tuple[Measure, str, Size], list[Observed]] = {}
    for fact in facts:
        _check(fact)
        strata.setdefault((fact.measure, fact.format, fact.size), []).append(fact)
    means = {measure: kind.market for measure, kind in MEASURES.items()} | dict(market or {})
    estimates = tuple(
        estimate(observed, market=means[measure])
        for (measure, _format, _size), observed in sorted(strata.items())
    )
    proven = [one for one in estimates if one.is_proven]
    known = {one.measure for one in proven}
    return RecordReport(
        verdict=_worst(one.verdict for one in proven),
        unproven=not proven,
        estimates=estimates,
        foremost=tuple(sorted(proven, key=_rank)[:3]),
        unsaid=tuple(measure for measure in {one.measure: None for one in estimates} if measure not in known),
    )


def estimate(observed: list[Observed], *, market: float) -> Estimate:
    """The estimate of one measure in one stratum; the formulas stand at the head of this module."""
    first = observed[0]
    weights = [2.0 ** (-max(one.age_days, 0.0) / HALF_LIFE_DAYS) for one in observed]
    amount = sum(weight * one.amount for weight, one in zip(weights, observed, strict=True))
    of = sum(weight * one.of for weight, one in zip(weights, observed, strict=True))
    strength = PRIOR_STRENGTH
    tail = (1 - INTERVAL) / 2
    value = (strength * market + amount) / (strength + of)
    if MEASURES[first.measure].timed:
        shape, rate = strength + 1 + of, strength * market + amount
        low, high = (rate / float(gammaincinv(shape, end)) for end in (1 - tail, tail))
    else:
        hits, rest = strength * market + amount, strength * (1 - market) + of - amount
        low, high = (float(betaincinv(hits, rest, end)) for end in (tail, 1 - tail))
    return Estimate(
        first.measure, first.format, first.size, value, low, high,
        sum(one.amount for one in observed), sum(one.of for one in observed), market,
    )  # fmt: skip


def _rank(one: Estimate) -> tuple[int, float]:
    return -list(Verdict).index(one.verdict), -one.weight


def _beyond(value: float, limit: float | None, kind: Kind) -> bool:
    return limit is not None and (value < limit if kind.more_is_better else value > limit)


def _worst(verdicts: Iterable[Verdict]) -> Verdict:
    ordered = list(Verdict)
    return max(verdicts, key=ordered.index, default=Verdict.INCOMPLETE)


def _check(fact: Observed) -> None:
    if fact.of < 0 or fact.amount < 0:
        raise ValueError(f"{fact.measure}: counts and times can't be negative")
    if not MEASURES[fact.measure].timed and fact.amount > fact.of:
        raise ValueError(f"{fact.measure}: it happened {fact.amount:g} times of only {fact.of}")
