"""On the public sets, where they are at hand: each model reaches its figure."""

import numpy as np
import pytest

from evaluation.crowds import BARS, FOLDER, NAMES, Crowd, calibration_error, crowd, hits
from mikiwame.market.taskwork.consensus import aggregate, dawid_skene, majority_vote, read
from mikiwame.market.taskwork.consensus.answers import Answers, Floats

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the data aren't here")

MAJORITY = dict(zip(NAMES, (0.8966, 0.9335, 0.8969, 0.7593, 0.7307, 0.8222, 0.6367, 0.9430), strict=True))
DAWID_SKENE = dict(zip(NAMES, (0.9377, 0.9600, 0.9287, 0.8981, 0.8447, 0.8414, 0.6421, 0.9440), strict=True))
SLACK = 0.003


def answers_of(one: Crowd) -> Answers:
    """As the models read them."""
    return read(one.item, one.worker, one.label, None)


def accuracy(one: Crowd, answers: Answers, belief: Floats) -> float:
    """How often a belief is right, ties counted in expectation."""
    return float(np.mean(hits(answers.items, answers.classes, belief, one.truth)[0]))


@pytest.mark.parametrize(("name", "figure"), MAJORITY.items())
def test_majority_vote_gets_what_is_known_of_it(name: str, figure: float) -> None:
    one = crowd(name)
    answers = answers_of(one)

    assert accuracy(one, answers, majority_vote(answers)) == pytest.approx(figure, abs=1e-4)


@pytest.mark.parametrize(("name", "figure"), DAWID_SKENE.items())
def test_dawid_skene_gets_its_figure(name: str, figure: float) -> None:
    one = crowd(name)
    answers = answers_of(one)

    assert accuracy(one, answers, dawid_skene(answers)) >= figure - SLACK


def test_aggregate_beats_the_published_figures_and_never_loses_to_majority() -> None:
    found = {name: united(name) for name in NAMES}
    right = {name: float(np.mean(hit)) for name, (hit, _) in found.items()}

    assert np.mean([right[name] - BARS[name] for name in NAMES]) >= 0.005
    assert min(right[name] - MAJORITY[name] for name in NAMES) >= -0.01


def test_confidence_is_calibrated_over_all_sets() -> None:
    hit, sure = (np.concatenate(columns) for columns in zip(*map(united, NAMES), strict=True))

    assert calibration_error(hit, sure) <= 0.04


def united(name: str) -> tuple[Floats, Floats]:
    """Of each item of a set that has a truth: whether `aggregate` is right, and how sure it is."""
    one = crowd(name)
    found = aggregate(one.item, one.worker, one.label)
    told = np.isin(found.items, list(one.truth))
    truth = np.array([one.truth[item] for item in found.items[told].tolist()])
    return (found.labels[told] == truth).astype(float), found.confidence[told]
