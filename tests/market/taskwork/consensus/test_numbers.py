"""One number from many: whoever is biased is set right, whoever slips is not heard."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mikiwame.market.taskwork.consensus import aggregate_numbers, medians
from mikiwame.market.taskwork.consensus.answers import Floats, Ids
from mikiwame.market.taskwork.consensus.numbers import read_numbers

Columns = tuple[Ids, Ids, Floats]


@st.composite
def columns(draw: st.DrawFn) -> Columns:
    """Any numbers of few items and workers, with repeats and gaps."""
    rows = draw(
        st.lists(st.tuples(st.integers(0, 6), st.integers(0, 5), st.integers(-1000, 1000)), max_size=40)
    )
    item, worker, value = np.array(rows, np.int64).reshape(len(rows), 3).T
    return item, worker, value / 10


def measured(chance: np.random.Generator) -> tuple[Columns, Floats, Floats]:
    """200 items, five answers each of 25 workers who err in their own ways; the truths and the biases."""
    truth, bias = chance.normal(50, 20, 200), chance.normal(0, 5, 25)
    spread = np.exp(chance.normal(0.5, 0.8, 25))
    item = np.repeat(np.arange(200), 5)
    worker = np.argsort(chance.random((200, 25)), axis=1)[:, :5].ravel()
    value = truth[item] + bias[worker] + spread[worker] * chance.standard_t(4, len(item))
    return (item, worker, value), truth, bias


@given(columns())
def test_everything_has_its_place_and_is_finite(table: Columns) -> None:
    found = aggregate_numbers(*table)

    assert_array_equal(found.items, np.unique(table[0]))
    assert_array_equal(found.workers, np.unique(table[1]))
    assert np.isfinite([*found.values, *found.worker_bias, *found.worker_spread]).all()
    assert found.values.shape == found.errors.shape == found.items.shape
    assert found.worker_bias.shape == found.worker_spread.shape == found.workers.shape
    assert (found.errors > 0).all()


@given(columns(), st.dictionaries(st.integers(0, 8), st.integers(-50, 50), max_size=3))
def test_known_numbers_are_returned_and_certain(table: Columns, known: dict[int, float]) -> None:
    found = aggregate_numbers(*table, known=known)

    place = {item: row for row, item in enumerate(found.items.tolist())}
    assert all(found.values[place[item]] == number for item, number in known.items())
    assert all(found.errors[place[item]] == 0 for item in known)


@given(columns(), st.randoms())
def test_the_order_of_answers_changes_nothing(table: Columns, shuffler: "np.random.Generator") -> None:
    order = np.arange(len(table[0]))
    shuffler.shuffle(order)

    plain = aggregate_numbers(*table)
    shuffled = aggregate_numbers(*(column[order] for column in table))

    assert_allclose(shuffled.values, plain.values, atol=1e-6)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("unit", [0.001, 1_000.0])
def test_the_unit_doesnt_matter(seed: int, unit: float) -> None:
    (item, worker, value), _, _ = measured(np.random.default_rng(seed))

    plain, scaled = aggregate_numbers(item, worker, value), aggregate_numbers(item, worker, value * unit)

    assert_allclose(scaled.values / unit, plain.values, rtol=1e-4)


@pytest.mark.parametrize("seed", range(3))
def test_biased_workers_are_set_right(seed: int) -> None:
    table, truth, bias = measured(np.random.default_rng(seed))

    found = aggregate_numbers(*table)
    usual = medians(read_numbers(*table, None))

    assert np.abs(found.values - truth).mean() < 0.5 * np.abs(usual - truth).mean()
    assert np.corrcoef(found.worker_bias, bias)[0, 1] > 0.95
    assert np.mean(np.abs(found.values - truth) < 2 * found.errors) > 0.85


def test_a_slip_by_a_digit_changes_next_to_nothing() -> None:
    (item, worker, value), _, _ = measured(np.random.default_rng(7))
    slipped = value.copy()
    slipped[::50] *= 10

    plain, found = aggregate_numbers(item, worker, value), aggregate_numbers(item, worker, slipped)

    assert np.quantile(np.abs(found.values - plain.values), 0.95) < 1.0


def test_a_bias_that_all_share_shows_by_known_numbers() -> None:
    (item, worker, value), truth, _ = measured(np.random.default_rng(8))
    known = {place: float(truth[place]) for place in range(0, 200, 10)}

    found = aggregate_numbers(item, worker, value + 30, known=known)

    assert np.abs(found.values - truth).mean() < 3


def test_who_repeats_a_number_has_one_voice() -> None:
    once = aggregate_numbers([1, 1, 1, 2, 2, 2], [1, 2, 3, 1, 2, 3], [10, 11, 30, 5, 6, 20])
    often = aggregate_numbers(
        [1, 1, 1, 1, 1, 2, 2, 2], [1, 2, 3, 3, 3, 1, 2, 3], [10, 11, 30, 30, 30, 5, 6, 20]
    )

    assert_allclose(often.values, once.values)


def test_nothing_tells_how_far_single_answers_stray() -> None:
    assert aggregate_numbers([1, 2], [1, 1], [3.0, 8.0]).errors.tolist() == [np.inf, np.inf]
    assert np.isfinite(aggregate_numbers([1, 1, 2], [1, 2, 1], [3.0, 4.0, 8.0]).errors).all()


def test_without_numbers_there_is_nothing_but_what_is_known() -> None:
    assert len(aggregate_numbers([], [], []).items) == 0
    assert aggregate_numbers([], [], [], known={3: 4.5}).values.tolist() == [4.5]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ([1.0, float("nan")], r"value\[1\] is nan, which is no finite number"),
        (["a", "b"], "value must hold numbers"),
        ([1.0], "equally long: item has 2, worker has 2, value has 1"),
        ([[1.0], [2.0]], "value must be one column, not 2 dimensions"),
    ],
)
def test_what_is_no_column_of_numbers_is_refused(value: list[float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        aggregate_numbers([1, 2], [1, 2], value)
