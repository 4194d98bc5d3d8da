"""Any answers get a consensus of the right shape, whatever the numbers stand for and in whatever order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mikiwame.market.taskwork.consensus import aggregate
from tests.market.taskwork.consensus.tables import Table, tables


@given(tables())
def test_everything_has_its_place_and_range(table: Table) -> None:
    found = table.united()

    classes = np.union1d(table.label, list(table.known.values())).astype(np.int64)
    assert_array_equal(found.items, np.union1d(table.item, list(table.known)))
    assert_array_equal(found.workers, np.unique(table.worker))
    assert found.labels.shape == found.confidence.shape == found.items.shape
    assert found.worker_skill.shape == found.workers.shape
    assert np.isin(found.labels, classes).all()
    assert (found.confidence >= 1.0 / max(len(classes), 1) - 1e-12).all()
    assert (found.confidence <= 1.0).all()
    assert (found.worker_skill >= 0.0).all()
    assert (found.worker_skill <= 1.0).all()


@given(tables())
def test_known_answers_are_returned_and_certain(table: Table) -> None:
    found = table.united()

    told = dict(zip(found.items.tolist(), zip(found.labels, found.confidence, strict=True), strict=True))
    assert all(told[item] == (label, 1.0) for item, label in table.known.items())


@given(tables(), st.randoms())
def test_the_same_answers_in_any_order_give_the_same(table: Table, shuffler: "np.random.Generator") -> None:
    order = np.arange(len(table.label))
    shuffler.shuffle(order)

    plain, shuffled = table.united(), table.rows(order).united()

    assert_array_equal(shuffled.labels, plain.labels)
    assert_array_equal(shuffled.confidence, plain.confidence)
    assert_array_equal(shuffled.worker_skill, plain.worker_skill)


@given(tables(), st.permutations(range(10)), st.permutations(range(6)), st.permutations(range(5)))
def test_other_numbers_for_the_same_things_change_nothing(
    table: Table, item_names: list[int], worker_names: list[int], label_names: list[int]
) -> None:
    items, workers = np.array(item_names) * 7_919 - 10**12, np.array(worker_names) + 2**62
    labels = np.array(label_names) * -3
    known = {int(items[item]): int(labels[label]) for item, label in table.known.items()}

    plain = table.united()
    renamed = Table(items[table.item], workers[table.worker], labels[table.label], known).united()

    confidence = dict(zip(renamed.items, renamed.confidence, strict=True))
    skill = dict(zip(renamed.workers, renamed.worker_skill, strict=True))
    assert_allclose([confidence[items[one]] for one in plain.items], plain.confidence, atol=1e-3)
    assert_allclose([skill[workers[one]] for one in plain.workers], plain.worker_skill, atol=1e-3)


@given(tables(), st.integers(2, 4))
def test_saying_everything_again_changes_nothing(table: Table, times: int) -> None:
    again = table.rows(np.tile(np.arange(len(table.label)), times))

    plain, repeated = table.united(), again.united()

    assert_array_equal(repeated.labels, plain.labels)
    assert_allclose(repeated.confidence, plain.confidence, atol=1e-6)


def test_without_answers_there_is_nothing_but_what_is_known() -> None:
    nothing, known = aggregate([], [], []), aggregate([], [], [], known={4: -2})

    assert len(nothing.items) == len(nothing.labels) == len(nothing.confidence) == len(nothing.workers) == 0
    assert (known.items.tolist(), known.labels.tolist(), known.confidence.tolist()) == ([4], [-2], [1.0])


@pytest.mark.parametrize(
    ("item", "worker", "label", "says"),
    [
        ([1, 2], [1], [1], "equally long: item has 2, worker has 1, label has 1"),
        ([1.5], [1], [1], "item must hold whole numbers, not float64"),
        ([1], [True], [1], "worker must hold whole numbers, not bool"),
        ([1], [1], ["yes"], "label must hold whole numbers"),
        ([[1]], [[1]], [[1]], "item must be one column, not 2 dimensions"),
        (np.array([2**63], np.uint64), [1], [1], "item holds a number above"),
    ],
)
def test_what_is_no_column_of_whole_numbers_is_refused(
    item: object, worker: object, label: object, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        aggregate(item, worker, label)  # type: ignore[arg-type]
