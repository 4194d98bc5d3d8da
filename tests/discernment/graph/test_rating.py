"""Fair is who agrees with the fair; a ring of friends that rates only itself earns nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mikiwame.discernment.graph import rate_raters
from tests.discernment.graph.tables import FRIENDS, YEAR, Table, market, ring, tables


@given(tables())
def test_everything_has_its_place_and_range(table: Table) -> None:
    report = table.rated()

    assert_array_equal(report.raters, np.unique(table.rater))
    assert_array_equal(report.ratees, np.unique(table.ratee))
    assert report.fairness.shape == report.raters.shape
    assert report.goodness.shape == report.ratees.shape
    assert report.reliability.shape == table.score.shape
    assert report.fairness.min() >= 0
    assert report.fairness.max() <= 1
    assert np.abs(report.goodness).max() <= 1
    assert report.reliability.min() >= 0
    assert report.reliability.max() <= 1


@given(tables())
def test_the_same_ratings_give_the_same_answer(table: Table) -> None:
    once, again = table.rated(), table.rated()

    assert_array_equal(once.fairness, again.fairness)
    assert_array_equal(once.goodness, again.goodness)
    assert_array_equal(once.reliability, again.reliability)


@given(tables(), st.randoms())
def test_the_order_of_ratings_changes_nothing(table: Table, shuffler: "np.random.Generator") -> None:
    order = np.arange(len(table.score))
    shuffler.shuffle(order)

    plain, shuffled = table.rated(), table.rows(order).rated()

    assert_allclose(shuffled.fairness, plain.fairness, atol=1e-5)
    assert_allclose(shuffled.goodness, plain.goodness, atol=1e-5)
    assert_allclose(shuffled.reliability, plain.reliability[order], atol=1e-5)


@given(tables(), st.permutations(range(16)), st.permutations(range(16)))
def test_other_numbers_for_the_same_people_change_nothing(
    table: Table, rater_names: list[int], ratee_names: list[int]
) -> None:
    raters, ratees = np.array(rater_names) * 7_919 - 10**12, np.array(ratee_names) + 2**62

    plain = table.rated()
    renamed = Table(raters[table.rater], ratees[table.ratee], table.score, table.at).rated()

    fairness = dict(zip(renamed.raters, renamed.fairness, strict=True))
    goodness = dict(zip(renamed.ratees, renamed.goodness, strict=True))
    assert_allclose([fairness[raters[one]] for one in plain.raters], plain.fairness, atol=1e-5)
    assert_allclose([goodness[ratees[one]] for one in plain.ratees], plain.goodness, atol=1e-5)
    assert_allclose(renamed.reliability, plain.reliability, atol=1e-5)


@given(tables(), st.integers(2, 5))
def test_saying_everything_again_changes_nothing(table: Table, times: int) -> None:
    again = table.rows(np.tile(np.arange(len(table.score)), times))

    plain = rate_raters(table.rater, table.ratee, table.score)
    repeated = rate_raters(again.rater, again.ratee, again.score)

    assert_allclose(repeated.fairness, plain.fairness, atol=1e-5)
    assert_allclose(repeated.goodness, plain.goodness, atol=1e-5)


@given(st.integers(2, 60), st.integers(0, 2**32 - 1))
def test_a_ring_that_rates_only_itself_earns_nothing(size: int, seed: int) -> None:
    plain = market(seed=seed)
    together = plain.beside(ring(size, seed=seed))

    alone, report = plain.rated(), together.rated()

    friends = report.raters >= FRIENDS
    rated = report.ratees >= FRIENDS
    assert_array_equal(report.goodness[rated], 0)
    assert_array_equal(report.fairness[friends], 0.5)
    assert_array_equal(report.reliability[together.rater >= FRIENDS], 0.5)
    assert_allclose(report.fairness[~friends], alone.fairness, atol=1e-5)
    assert_allclose(report.goodness[~rated], alone.goodness, atol=1e-5)


@pytest.mark.parametrize("size", [5, 10, 30, 60])
@pytest.mark.parametrize("outside", [1, 3])
def test_a_ring_that_hides_among_strangers_earns_what_one_or_two_could_give(size: int, outside: int) -> None:
    report = market().beside(ring(size, outside)).rated()

    assert 0 < report.goodness[report.ratees >= FRIENDS].max() < 2 / 3
    assert report.goodness.max() > 0.7


def test_more_friends_earn_no_more() -> None:
    earned = [
        report.goodness[report.ratees >= FRIENDS].mean()
        for report in (market().beside(ring(size, 1)).rated() for size in (5, 10, 30, 60))
    ]

    assert earned == sorted(earned, reverse=True)


def test_who_contradicts_everybody_is_unfair() -> None:
    honest = market()
    best = np.argsort(honest.rated().goodness)[-10:]
    slander = Table(
        np.full(10, FRIENDS), honest.rated().ratees[best], np.full(10, -1.0), np.arange(10) * YEAR / 5
    )

    report = honest.beside(slander).rated()

    assert report.fairness[report.raters == FRIENDS] < 0.35
    assert report.reliability[-10:].max() < 0.35
    assert np.quantile(report.fairness[report.raters < FRIENDS], 0.1) > 0.6


def test_a_burst_proves_less_than_the_same_ratings_over_a_year() -> None:
    honest = market()
    agreed = honest.rated()
    known = np.argsort(np.abs(agreed.goodness))[-20:]
    same = Table(np.full(20, FRIENDS), agreed.ratees[known], agreed.goodness[known], np.linspace(0, YEAR, 20))
    burst = Table(same.rater + 1, same.ratee, same.score, same.at / 10_000)

    report = honest.beside(same).beside(burst).rated()

    slow, quick = report.fairness[report.raters >= FRIENDS]
    assert slow > quick + 0.05
    assert quick > 0.5


@given(tables(), st.integers(-10, 10))
def test_whom_nobody_else_rated_proves_nothing_of_the_rater(table: Table, score: int) -> None:
    rater = table.rater[:1]
    told = table.beside(Table(rater, np.array([FRIENDS]), np.array([score / 10]), table.at[:1]))

    plain = rate_raters(table.rater, table.ratee, table.score)
    report = rate_raters(told.rater, told.ratee, told.score)

    assert_allclose(report.fairness, plain.fairness, atol=1e-5)


def test_one_rating_proves_little() -> None:
    report = rate_raters([1], [2], [1.0])

    assert_array_equal(report.fairness, [0.5])
    assert_allclose(report.goodness, [0.2])


def test_two_who_warn_of_the_same_bear_each_other_out() -> None:
    report = rate_raters([1, 2], [3, 3], [-1, -0.9])

    assert report.fairness.min() > 0.55
    assert report.goodness[0] < -0.3


def test_the_report_is_frozen() -> None:
    with pytest.raises(AttributeError):
        rate_raters([1], [2], [1.0]).fairness = np.zeros(1)  # type: ignore[misc]
