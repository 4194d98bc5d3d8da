"""A ring of workers who answer together has one voice; honest workers keep theirs."""

import numpy as np
import pytest

from evaluation import crowds as public
from tests.market.taskwork.consensus.crowds import (
    RINGS,
    Crowd,
    Ring,
    careless,
    colluding,
    crowd,
    half_right,
    invented,
)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("ring", RINGS)
def test_four_of_ten_workers_in_a_ring_cost_little_where_some_answers_are_known(
    ring: Ring, seed: int
) -> None:
    chance = np.random.default_rng(seed)
    honest = crowd(chance).knowing(0.05, chance)
    broken, members = colluding(honest, 0.4, ring, chance)
    outside = ~np.isin(broken.worker, members)
    alone = Crowd(
        broken.item[outside], broken.worker[outside], broken.label[outside], broken.truth, broken.known
    )

    assert broken.accuracy() > alone.accuracy() - 0.04


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("ring", [invented, careless, half_right])
def test_members_of_a_ring_lose_their_voices_and_nobody_else_does(ring: Ring, seed: int) -> None:
    chance = np.random.default_rng(seed)
    broken, members = colluding(crowd(chance, each=10), 0.4, ring, chance)

    found = broken.united()

    inside = np.isin(found.workers, members)
    assert found.worker_voice[inside].mean() < 0.6
    assert found.worker_voice[~inside].mean() > 0.95
    assert found.worker_skill[inside].max() < found.worker_skill[~inside].mean()


@pytest.mark.parametrize("skill", [0.6, 0.8, 0.95])
def test_honest_workers_keep_their_voices_however_good_they_are(skill: float) -> None:
    found = crowd(np.random.default_rng(5), skill=skill, classes=2).united()

    assert found.worker_voice.mean() > 0.98


def test_two_accounts_of_one_person_are_one_voice() -> None:
    chance = np.random.default_rng(2)
    label = crowd(chance, items=100, workers=8, each=8)
    twin = label.worker == 7
    doubled = Crowd(
        np.concatenate([label.item, label.item[twin]]),
        np.concatenate([label.worker, label.worker[twin] + 1]),
        np.concatenate([label.label, label.label[twin]]),
        label.truth,
        {},
    )

    found = doubled.united()

    assert found.worker_voice[:7].min() > 0.9
    assert found.worker_voice[7:].max() < 0.7


@pytest.mark.skipif(not public.FOLDER.exists(), reason="the data aren't here")
@pytest.mark.parametrize("ring", RINGS)
def test_the_public_set_holds_with_four_of_ten_colluding_and_one_of_twenty_known(ring: Ring) -> None:
    given = public.crowd("rte")
    truth = np.array([given.truth[item] for item in range(800)])
    found = []
    for seed in range(3):
        chance = np.random.default_rng(seed)
        honest = Crowd(given.item, given.worker, given.label, truth, {}).knowing(0.05, chance)
        found.append(colluding(honest, 0.4, ring, chance)[0].accuracy())

    assert np.mean(found) >= 0.88
