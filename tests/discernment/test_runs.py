"""Runs of letters, found for many sentences at once, weigh what the same features weigh one by one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mikiwame.discernment.linear import Linear
from mikiwame.discernment.postings.weighing.features import edged, features
from mikiwame.discernment.postings.weighing.model import FLOORS, shipped
from mikiwame.discernment.runs import Runs
from mikiwame.discernment.text import Text
from tests.discernment import anything

STRANGE = "ꙮ𓀀😀𠮷々0^$~"
SENTENCES = st.lists(
    st.sampled_from(anything.real("postings-*.jsonl", "title")) | st.text(STRANGE + "報酬は1円", max_size=9),
    min_size=1,
    max_size=8,
)


def runs_of(linear: Linear) -> Runs:
    return Runs(linear.places, linear.weights, shortest=1, longest=3)


@given(SENTENCES)
def test_runs_of_many_sentences_weigh_as_their_features_do(written: list[str]) -> None:
    folded = [Text(one).folded for one in written]
    linear = shipped().linear

    by_features = linear.sums([features(one)[:1] for one in folded], FLOORS)

    at_once = runs_of(linear).sums([edged(one) for one in folded], FLOORS[0])
    np.testing.assert_allclose(at_once, by_features, atol=1e-4)


def test_a_letter_that_the_model_never_saw_is_counted_and_weighs_nothing() -> None:
    runs = runs_of(Linear({"あ": 0, "あい": 1}, np.array([[2], [4]], np.float32), np.zeros(1, np.float32)))

    assert runs.sums(["あ", "あい", "ꙮ", "あꙮ𓀀あ"], 1).ravel().tolist() == [
        2,
        np.float32(6 * 3**-0.5),
        0,
        np.float32(2 * 8**-0.5),
    ]


def test_as_many_strange_letters_as_a_posting_can_have_are_told_apart() -> None:
    runs = runs_of(Linear({"あ": 0}, np.ones((1, 1), np.float32), np.zeros(1, np.float32)))
    strange = "".join(map(chr, range(0x20000, 0x20000 + 40_000)))

    assert runs.sums([strange + "あ"], 1).tolist() == [[np.float32((3 * 40_001 - 3) ** -0.5)]]


def test_runs_of_all_sentences_count_once_as_a_whole_and_too_short_ones_never() -> None:
    weights = np.array([[1], [10], [100]], np.float32)
    runs = Runs({"あ": 0, "あい": 1, "あいうえ": 2}, weights, shortest=2, longest=4)

    summed = runs.sums_with_wholes(["あいう", "あいうえ"], [range(2)], 1).ravel()

    np.testing.assert_allclose(summed, [10 / 3**0.5, 110 / 6**0.5, 110 / 6**0.5], rtol=1e-6)
