"""Each shipped model was made from the data, features and rules in the tree, and scores as in training."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.data import rows
from mikiwame.discernment.linear import Floats, Linear, load, made_from, save
from training import comments, postings, stated
from training.linear import fingerprint, known, sparse

TRAININGS = ["comments", "reviews", "postings", "stated", "messages"]
FLOORS = (2, 3)


def floats(*rows: object) -> Floats:
    return np.array(rows, np.float32)


@pytest.mark.parametrize("name", TRAININGS)
def test_a_shipped_model_is_of_what_is_in_the_tree(name: str) -> None:
    training = import_module(f"training.{name}")

    assert made_from(training.PACKAGE) == training.made_from(), f"run: python -m training.{name}"


def test_another_label_feature_or_setting_asks_for_another_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def few(path: Path) -> list[dict[str, Any]]:
        return rows(path)[:2]

    def kind(row: dict[str, Any]) -> dict[str, Any]:
        return row | {"sentiment": "mixed"}

    sentences = comments.sentences
    monkeypatch.setattr(comments, "rows", few)
    made = {comments.made_from()}
    for name, other in (
        ("rows", lambda path: [kind(row) for row in few(path)]),
        ("sentences", lambda text: [(ideas | {"IDEA"}, *more) for ideas, *more in sentences(text)]),
        ("FLOORS", (8, 16, 17)),
        ("TRUST_REPORTS", 19.0),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(comments, name, other)
            made.add(comments.made_from())

    assert len(made) == 5


@pytest.mark.parametrize(("training", "rule"), [(postings, "find_flags"), (stated, "find_stated")])
def test_another_rule_asks_for_another_model(
    training: Any, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {name: rows[:5] for name, rows in postings.writers().items()}
    monkeypatch.setattr(training, "writers", lambda: few)
    before = training.made_from()
    rules: Callable[..., list[Any]] = getattr(training, rule)
    monkeypatch.setattr(training, rule, lambda *given, **more: list(rules(*given, **more))[1:])

    assert training.made_from() != before


def test_a_fingerprint_is_the_same_in_whatever_order_sets_come() -> None:
    names = [f"name{number}" for number in range(50)]
    turned = names[::-1]

    made = fingerprint({"FEW": set(names)}, [set(names)])

    assert fingerprint({"FEW": set(turned)}, [frozenset(turned)]) == made


def test_a_model_is_read_as_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    linear = Linear({"良": 0, "納 品": 1}, floats([1, 2], [0.5, -3]), floats(0.1, 0.2))
    save(str(tmp_path / "model.npz"), linear, {"moods": floats(7)}, "abc")
    monkeypatch.setattr("mikiwame.discernment.linear.files", lambda _: tmp_path)

    again, second = load("anywhere")

    assert again.places == linear.places
    assert (again.weights == linear.weights).all()
    assert (again.bias == linear.bias).all()
    assert second["moods"].tolist() == [7]
    assert made_from("anywhere") == "abc"


def test_light_features_are_left_out_and_the_rest_scores_the_same() -> None:
    weights = floats([1, 0], [0.01, -0.01], [0, -2])
    linear = Linear({"a": 0, "b": 1, "c": 2}, weights, floats(0, 1))
    told = [({"a", "c"},)]

    light = linear.light(0.05)

    assert list(light.places) == ["a", "c"]
    assert light.score(told, FLOORS).tolist() == linear.score(told, FLOORS).tolist()


WORDS = st.sets(st.sampled_from("abcdefgh"))


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1))
def test_training_sees_what_reading_scores(stretches: list[tuple[set[str], set[str]]]) -> None:
    places = known([({"a", "c", "e"}, {"g"})] * 2 + [({"b"},)], fewest=2)
    weights = np.arange(2 * len(places), dtype=np.float32).reshape(len(places), 2)
    linear = Linear(places, weights, np.zeros(2, np.float32))

    assert list(places) == ["a", "c", "e", "g"]
    assert np.allclose(
        sparse(stretches, places, FLOORS) @ weights, linear.score(stretches, FLOORS), atol=1e-4
    )


def test_of_no_known_feature_only_the_bias_is_left() -> None:
    linear = Linear({"a": 0}, floats([5]), floats(0.5))
    told: list[tuple[set[str], ...]] = [(set(), set()), ({"x"},), (), ({"a", "b", "c", "d"},)]

    assert linear.score(told, FLOORS).tolist() == [[0.5], [0.5], [0.5], [3]]
