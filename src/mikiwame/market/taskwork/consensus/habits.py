"""How workers answer: what all have in common, and how far each may differ from it.

The logarithm of the chance that worker ``j`` says ``l`` where the truth is ``k`` is, up to a constant::

    habit(k, j, l) = (base + ability(j)) · [k = l] + kinship(k, l) + leaning(j, l) + own(k, j, l)

    base      how much likelier the right label is than a wrong one      ~ N(2 + log(classes - 1), 1)
    kinship   which labels everybody takes for which                     ~ N(0, ½)
    ability   who knows better, and who says the contrary                ~ N(0, σ²), σ² = 1 to begin with
    leaning   which labels a worker likes, whatever is asked             ~ N(0, σ²), σ² = ½
    own       what else is peculiar to her                               ~ N(0, σ²), σ² = ⅕

The variances of the workers' three parts are learnt from the workers, each worth as much beforehand as 30 of
them would be. So a worker of whom little is known answers like everybody, and one with many answers like
herself; where workers hardly differ, all are alike, and where they do, few answers suffice to tell.
"""

from dataclasses import dataclass

import numpy as np

from .answers import Floats

BASE, BASE_VARIANCE, KINSHIP_VARIANCE = 2.0, 1.0, 0.5
VARIANCES = {"ability": 1.0, "leaning": 0.5, "own": 0.2}
WORTH = 30.0
"""Workers that the variances to begin with are worth."""

STEP, LONGEST = 0.8, 1.0
"""How much of Newton's step is taken, and how far it goes at most."""


@dataclass(slots=True)
class Part:
    """One part of the habits: its values, the normal prior, and the axes of truth × worker × label it spans.

    ``values`` has length 1 along the other axes. ``diagonal`` parts concern the right label alone.
    ``uncertainty`` is the variance that is left of each value.
    """

    values: Floats
    mean: float
    variance: float
    diagonal: bool
    uncertainty: Floats | float = 0.0

    def move(self, counts: Floats, chances: Floats) -> None:
        """Take a step of Newton's toward the maximum a posteriori; all arrays are truth × worker × label."""
        met = counts.sum(axis=2, keepdims=True) * chances
        slope, bend = counts - met, met * (1.0 - chances)
        if self.diagonal:
            slope, bend = slope * eye(len(counts)), bend * eye(len(counts))
        axes = tuple(axis for axis in range(3) if self.values.shape[axis] == 1)
        force = slope.sum(axis=axes, keepdims=True) - (self.values - self.mean) / self.variance
        self.uncertainty = 1.0 / (bend.sum(axis=axes, keepdims=True) + 1.0 / self.variance)
        self.values = self.values + np.clip(STEP * force * self.uncertainty, -LONGEST, LONGEST)

    def widen(self, variance: float, workers: int) -> None:
        """Learn the variance from the workers; ``variance`` is that to begin with."""
        seen = float(np.mean(self.values**2 + self.uncertainty))
        self.variance = (workers * seen + WORTH * variance) / (workers + WORTH)


class Habits:
    """The habits of a crowd, at first everybody's alike."""

    def __init__(self, classes: int, workers: int) -> None:
        """Habits for so many classes and workers."""
        base = BASE + np.log(max(classes - 1, 1))
        self.workers = workers
        self.common = (
            Part(np.full((1, 1, 1), base), base, BASE_VARIANCE, diagonal=True),
            Part(np.zeros((classes, 1, classes)), 0.0, KINSHIP_VARIANCE, diagonal=False),
        )
        self.peculiar = {
            "ability": Part(np.zeros((1, workers, 1)), 0.0, VARIANCES["ability"], diagonal=True),
            "leaning": Part(np.zeros((1, workers, classes)), 0.0, VARIANCES["leaning"], diagonal=False),
            "own": Part(np.zeros((classes, workers, classes)), 0.0, VARIANCES["own"], diagonal=False),
        }
        self.classes = classes

    def scores(self) -> Floats:
        """The logarithm of the chance of each label: truth × worker × label."""
        habit = np.zeros((self.classes, self.workers, self.classes))
        for part in (*self.common, *self.peculiar.values()):
            habit += part.values * eye(self.classes) if part.diagonal else part.values
        habit -= habit.max(axis=2, keepdims=True, initial=-np.inf)
        habit -= np.log(np.exp(habit).sum(axis=2, keepdims=True))
        return habit

    def learn(self, counts: Floats, rounds: int) -> None:
        """Move every part toward the counts (truth × worker × label), one after the other, in rounds."""
        for _ in range(rounds):
            for part in (*self.common, *self.peculiar.values()):
                part.move(counts, np.exp(self.scores()))

    def widen(self) -> None:
        """Learn how much workers differ."""
        for name, part in self.peculiar.items():
            part.widen(VARIANCES[name], self.workers)


def eye(classes: int) -> Floats:
    """1 where the label is the truth: truth × 1 × label."""
    return np.eye(classes)[:, None, :]
