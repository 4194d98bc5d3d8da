"""Few facts say little, cheap work whitewashes nothing, and a newcomer is unproven, never bad."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mikiwame.discernment.kinds import Verdict
from mikiwame.discernment.record import (
    MEASURES,
    PRIOR_STRENGTH,
    Measure,
    Observed,
    Size,
    read_record,
    size_of,
)

SHARES = [measure for measure, kind in MEASURES.items() if not kind.timed]
TIMES = [measure for measure, kind in MEASURES.items() if kind.timed]


def test_a_newcomer_is_unproven() -> None:
    nothing = read_record([])
    little = read_record([Observed(Measure.FUNDED, 0, 1)])

    assert nothing.unproven
    assert little.unproven
    assert little.verdict == nothing.verdict == Verdict.INCOMPLETE
    assert little.unsaid == (Measure.FUNDED,)
    assert not little.foremost


def test_cheap_surveys_whitewash_no_projects() -> None:
    projects = Observed(Measure.FUNDED, 1, 6, format="project", size=Size.LARGE)
    surveys = Observed(Measure.FUNDED, 500, 500, format="task", size=Size.SMALL)

    alone, among_surveys = read_record([projects]), read_record([projects, surveys])

    assert alone.verdict == among_surveys.verdict == Verdict.CAUTION
    assert among_surveys.foremost[0].size == Size.LARGE


def test_recent_facts_weigh_more() -> None:
    good, bad = (Observed(Measure.FUNDED, many, 10, age_days=age) for many, age in ((10, 0.0), (0, 1_460.0)))
    was_good, is_bad = (
        Observed(Measure.FUNDED, many, 10, age_days=age) for many, age in ((10, 1_460.0), (0, 0.0))
    )

    mended, spoilt = read_record([good, bad]), read_record([was_good, is_bad])

    assert mended.estimates[0].value > 0.8
    assert spoilt.estimates[0].value < 0.4
    assert (mended.verdict, spoilt.verdict) == (Verdict.OK, Verdict.CAUTION)


def test_the_market_is_where_little_is_known() -> None:
    (estimate,) = read_record([Observed(Measure.DECIDED, 1, 1)], market={Measure.DECIDED: 0.5}).estimates

    assert estimate.market == 0.5
    assert estimate.value == pytest.approx((PRIOR_STRENGTH * 0.5 + 1) / (PRIOR_STRENGTH + 1))


@given(
    measure=st.sampled_from(SHARES),
    of=st.integers(0, 5_000),
    part=st.floats(0, 1),
    age=st.floats(0, 3_000),
)
def test_a_share_lies_between_the_record_and_the_market(
    measure: Measure, of: int, part: float, age: float
) -> None:
    happened = round(part * of)
    (estimate,) = read_record([Observed(measure, happened, of, age_days=age)]).estimates
    itself = happened / of if of else estimate.market

    assert 0 <= estimate.low <= estimate.high <= 1
    low, high = sorted((itself, estimate.market))
    assert low - 1e-9 <= estimate.value <= high + 1e-9


@given(measure=st.sampled_from(TIMES), of=st.integers(0, 5_000), mean=st.floats(0, 400))
def test_a_time_has_an_interval_around_it(measure: Measure, of: int, mean: float) -> None:
    (estimate,) = read_record([Observed(measure, mean * of, of)]).estimates

    assert 0 < estimate.low < estimate.value < estimate.high


@given(of=st.integers(3, 400), happened=st.integers(0, 400))
def test_more_of_the_good_is_never_worse(of: int, happened: int) -> None:
    happened = min(happened, of - 1)
    less, more = (read_record([Observed(Measure.FUNDED, many, of)]) for many in (happened, happened + 1))
    order = list(Verdict)

    assert order.index(more.verdict) <= order.index(less.verdict)


def test_the_interval_is_the_published_one() -> None:
    (estimate,) = read_record([Observed(Measure.FUNDED, 7, 10)]).estimates
    hits, rest = PRIOR_STRENGTH * 0.92 + 7, PRIOR_STRENGTH * 0.08 + 3

    assert estimate.low == pytest.approx(stats.beta.ppf(0.05, hits, rest))
    assert estimate.high == pytest.approx(stats.beta.ppf(0.95, hits, rest))


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    """Clients drawn from the prior itself: nine in ten of their true shares lie in their intervals."""
    strength, market = PRIOR_STRENGTH, 0.8
    truths = stats.beta.rvs(strength * market, strength * (1 - market), size=400, random_state=7)
    hits = stats.binom.rvs(12, truths, random_state=8)
    estimates = [
        read_record([Observed(Measure.DECIDED, int(many), 12)], market={Measure.DECIDED: market}).estimates[0]
        for many in hits
    ]

    covered = sum(one.low <= truth <= one.high for one, truth in zip(estimates, truths, strict=True)) / 400
    assert 0.86 < covered < 0.94


@pytest.mark.parametrize("fact", [Observed(Measure.FUNDED, 3, 2), Observed(Measure.FUNDED, -1, 2)])
def test_what_cannot_have_happened_is_refused(fact: Observed) -> None:
    with pytest.raises(ValueError, match="funded"):
        read_record([fact])


def test_sizes_are_by_the_whole_reward() -> None:
    assert [size_of(yen) for yen in (50, 5_000, 50_000)] == [Size.SMALL, Size.MIDDLE, Size.LARGE]
