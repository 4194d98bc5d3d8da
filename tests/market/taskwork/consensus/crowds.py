"""Crowds drawn from a known truth: honest workers, and rings who answer together."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from mikiwame.market.taskwork.consensus import Consensus, aggregate
from mikiwame.market.taskwork.consensus.answers import Flags, Ids

Chance = np.random.Generator


@dataclass(frozen=True)
class Crowd:
    """Answers, a row each, with the truth of each item (its place is its id)."""

    item: Ids
    worker: Ids
    label: Ids
    truth: Ids
    known: dict[int, int]

    def united(self) -> Consensus:
        """What they say together."""
        return aggregate(self.item, self.worker, self.label, known=self.known)

    def accuracy(self) -> float:
        """How often the consensus is right about items that nobody knew beforehand."""
        found = self.united()
        right = found.labels == self.truth[found.items]
        return float(right[~np.isin(found.items, list(self.known))].mean())

    def knowing(self, share: float, chance: Chance) -> "Crowd":
        """With the answers of some items known."""
        told = chance.permutation(len(self.truth))[: round(share * len(self.truth))]
        return replace(self, known={int(item): int(self.truth[item]) for item in told})


def crowd(
    chance: Chance,
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
    return Crowd(item, worker, label, truth, {})


def colluding(honest: Crowd, share: float, told: "Ring", chance: Chance) -> tuple[Crowd, Ids]:
    """The same crowd, of which some answer as their ring does; and who they are."""
    everybody = np.unique(honest.worker)
    ring = np.sort(chance.permutation(everybody)[: round(share * len(everybody))])
    inside = np.isin(honest.worker, ring)
    return replace(honest, label=np.where(inside, told(honest, inside, chance), honest.label)), ring


Ring = Callable[[Crowd, Flags, Chance], Ids]


def invented(honest: Crowd, inside: Flags, chance: Chance) -> Ids:
    """All give what one of them made up."""
    answer: Ids = chance.choice(classes_of(honest), len(honest.truth))[honest.item]
    return answer


def wrong(honest: Crowd, inside: Flags, chance: Chance) -> Ids:
    """All give the same wrong label."""
    classes = classes_of(honest)
    place = np.searchsorted(classes, honest.truth) + chance.integers(1, len(classes), len(honest.truth))
    answer: Ids = classes[place % len(classes)][honest.item]
    return answer


def careless(honest: Crowd, inside: Flags, chance: Chance) -> Ids:
    """All copy what one of them made up, but one in eight answers anew."""
    again = chance.choice(classes_of(honest), len(honest.item))
    return np.where(chance.random(len(honest.item)) < 0.125, again, invented(honest, inside, chance))


def half_right(honest: Crowd, inside: Flags, chance: Chance) -> Ids:
    """All copy a leader who is right on half of the items."""
    right = chance.random(len(honest.truth)) < 0.5
    return np.where(right[honest.item], honest.truth[honest.item], wrong(honest, inside, chance))


def constant(honest: Crowd, inside: Flags, chance: Chance) -> Ids:
    """All give one label, whatever is asked."""
    return np.full(len(honest.item), chance.choice(classes_of(honest)))


def contrary(honest: Crowd, inside: Flags, chance: Chance) -> Ids:
    """Each gives the next label to the one that she found."""
    classes = classes_of(honest)
    return classes[(np.searchsorted(classes, honest.label) + 1) % len(classes)]


def classes_of(honest: Crowd) -> Ids:
    """The labels that there are."""
    return np.unique(honest.truth)


RINGS: tuple[Ring, ...] = (invented, wrong, careless, half_right, constant, contrary)
