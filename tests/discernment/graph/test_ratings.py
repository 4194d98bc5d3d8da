"""What can't be rated is refused with a sentence."""

import numpy as np
import pytest
from numpy.typing import ArrayLike

from mikiwame.discernment.graph import rate_raters


@pytest.mark.parametrize(
    ("rater", "ratee", "score", "at", "sentence"),
    [
        ([], [], [], None, "There are no ratings."),
        (
            [1, 2],
            [3],
            [1, 1],
            None,
            "The columns must be equally long: rater has 2, ratee has 1, score has 2.",
        ),
        (
            [1],
            [3],
            [1],
            [],
            "The columns must be equally long: rater has 1, ratee has 1, score has 1, at has 0.",
        ),
        ([1, 2], [3, 4], [0, float("nan")], None, "score[1] is nan, which is no finite number."),
        ([1, 2], [3, 4], [0, float("inf")], None, "score[1] is inf, which is no finite number."),
        ([1, 2], [3, 4], [0.5, -1.5], None, "score[1] is -1.5; scores run from -1 to 1."),
        ([1, 2], [3, 4], [5, 4], None, "score[0] is 5; scores run from -1 to 1."),
        ([1, 2], [3, 4], [0, 1], [0, float("nan")], "at[1] is nan, which is no finite number."),
        ([1.5], [3], [1], None, "rater must hold whole numbers, not float64."),
        ([1], ["a"], [1], None, "ratee must hold whole numbers, not <U1."),
        ([1], [2**64 - 1], [1], None, "ratee holds a number above 2**63 - 1."),
        ([2**70], [1], [1], None, "rater must hold whole numbers, not object."),
        ([1], [2], ["good"], None, "score must hold numbers, not <U4."),
        ([1], [2], [None], None, "score must hold numbers, not object."),
        ([1], [2], [1j], None, "score must hold numbers, not complex128."),
        ([[1]], [[2]], [[1]], None, "rater must be an array of one dimension; it has 2."),
        (1, 2, 1.0, None, "rater must be an array of one dimension; it has 0."),
    ],
)
def test_what_cannot_be_rated(
    rater: ArrayLike, ratee: ArrayLike, score: ArrayLike, at: ArrayLike | None, sentence: str
) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        rate_raters(rater, ratee, score, at)

    assert str(refused.value) == sentence


@pytest.mark.parametrize("kind", ["i1", "i4", "i8", "u2", "u8"])
def test_ids_of_any_width(kind: str) -> None:
    report = rate_raters(np.array([1, 2], kind), np.array([3, 3], kind), np.array([1, 0], "f4"))

    assert report.raters.tolist() == [1, 2]
    assert report.raters.dtype == np.int64


def test_nothing_handed_in_is_changed() -> None:
    columns = [np.array([2, 1, 2]), np.array([3, 3, 3]), np.array([0.5, 1, -1]), np.array([9.0, 5.0, 1.0])]
    kept = [column.copy() for column in columns]
    for column in columns:
        column.flags.writeable = False

    rate_raters(*columns)

    for column, before in zip(columns, kept, strict=True):
        assert column.tolist() == before.tolist()
