"""A crowd drawn from a known truth."""

import numpy as np

from evaluation.crowds import Crowd
from mikiwame.market.taskwork.consensus import aggregate


def honest(
    chance: np.random.Generator,
    *,
    items: int = 300,
    workers: int = 30,
    each: int = 5,
    classes: int = 3,
    skill: float = 0.75,
) -> Crowd:
    """Honest workers, all about as skilled, who take items as they come."""
    truth = chance.integers(0, classes, items)
    item = np.repeat(np.arange(items), each)
    worker = np.argsort(chance.random((items, workers)), axis=1)[:, :each].ravel()
    skilled = np.clip(chance.normal(skill, 0.1, workers), 0.3, 0.98)[worker]
    wrong = (truth[item] + chance.integers(1, classes, len(item))) % classes
    label = np.where(chance.random(len(item)) < skilled, truth[item], wrong)
    return Crowd(item, worker, label, dict(enumerate(truth.tolist())))


def accuracy(crowd: Crowd, known: dict[int, int]) -> float:
    """How often `aggregate` is right about items that were answered and that nobody knew beforehand."""
    found = aggregate(crowd.item, crowd.worker, crowd.label, known=known)
    asked = zip(found.items.tolist(), found.labels.tolist(), strict=True)
    return float(np.mean([crowd.truth[item] == label for item, label in asked if item not in known]))


def some_known(crowd: Crowd, share: float, chance: np.random.Generator) -> dict[int, int]:
    """The truth of some items."""
    items = chance.permutation(np.array(list(crowd.truth)))
    return {int(item): crowd.truth[int(item)] for item in items[: round(share * len(items))]}
