"""A ring of workers who answer together has one voice; honest workers keep theirs."""

from dataclasses import replace

import numpy as np
import pytest

from evaluation.crowds import FOLDER, RINGS, colluding, crowd
from mikiwame.market.taskwork.consensus import aggregate
from tests.market.taskwork.consensus.invented import accuracy, honest, some_known


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("ring", RINGS)
def test_four_of_ten_workers_in_a_ring_cost_little_where_some_answers_are_known(ring: str, seed: int) -> None:
    chance = np.random.default_rng(seed)
    whole = honest(chance)
    known = some_known(whole, 0.05, chance)
    broken, members = colluding(whole, 0.4, ring, chance)
    outside = broken.rows(~np.isin(broken.worker, members))

    assert accuracy(broken, known) > accuracy(outside, known) - 0.04


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("ring", ["invented", "careless", "half right"])
def test_members_of_a_ring_lose_their_voices_and_nobody_else_does(ring: str, seed: int) -> None:
    chance = np.random.default_rng(seed)
    broken, members = colluding(honest(chance, each=10), 0.4, ring, chance)
    known = some_known(broken, 0.05, chance)

    found = aggregate(broken.item, broken.worker, broken.label, known=known)

    inside = np.isin(found.workers, members)
    assert found.worker_voice[inside].mean() < 0.6
    assert found.worker_voice[~inside].mean() > 0.95
    assert found.worker_skill[inside].max() < found.worker_skill[~inside].mean()


@pytest.mark.parametrize("skill", [0.6, 0.8, 0.95])
def test_honest_workers_keep_their_voices_however_good_they_are(skill: float) -> None:
    given = honest(np.random.default_rng(5), skill=skill, classes=2)

    assert aggregate(given.item, given.worker, given.label).worker_voice.mean() > 0.98


@pytest.mark.parametrize("ring", ["invented", "half right"])
def test_a_faithful_ring_is_found_without_known_answers_too(ring: str) -> None:
    chance = np.random.default_rng(4)
    broken, members = colluding(honest(chance, each=10), 0.4, ring, chance)

    found = aggregate(broken.item, broken.worker, broken.label)

    inside = np.isin(found.workers, members)
    assert found.worker_voice[inside].max() < 0.6
    assert accuracy(broken, {}) > 0.85


def test_two_accounts_of_one_person_are_one_voice() -> None:
    given = honest(np.random.default_rng(2), items=100, workers=8, each=8)
    twin = given.worker == 7
    item, worker, label = (
        np.concatenate([column, column[twin]]) for column in (given.item, given.worker, given.label)
    )
    worker[len(given.worker) :] = 8

    found = aggregate(item, worker, label)

    assert found.worker_voice[:7].min() > 0.9
    assert found.worker_voice[7:].max() < 0.7


def test_a_contrary_majority_is_found_out_by_known_answers() -> None:
    chance = np.random.default_rng(3)
    whole = honest(chance, classes=2, skill=0.85)
    most = np.isin(whole.worker, np.arange(18))
    broken = replace(whole, label=np.where(most, 1 - whole.label, whole.label))

    assert accuracy(broken, {}) < 0.2
    assert accuracy(broken, some_known(broken, 0.05, chance)) > 0.9


@pytest.mark.skipif(not FOLDER.exists(), reason="the data aren't here")
@pytest.mark.parametrize("ring", RINGS)
def test_the_public_set_holds_with_four_of_ten_colluding_and_one_of_twenty_known(ring: str) -> None:
    whole, found = crowd("rte"), []
    for seed in range(3):
        chance = np.random.default_rng(seed)
        known = some_known(whole, 0.05, chance)
        broken, _ = colluding(whole, 0.4, ring, chance)
        found.append(accuracy(broken, known))

    assert np.mean(found) >= 0.88
