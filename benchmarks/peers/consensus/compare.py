"""The comparison that `run` starts in an environment where crowd-kit is installed.

Both sides get their columns in memory; reading files isn't counted. crowd-kit names one label where several
are as good, so a tie counts here as it falls, for both. A time is that of one core, of the quickest of three
runs, or of one where it takes more than a second.
"""

import time
from collections.abc import Callable

from crowdkit.aggregation import GLAD, DawidSkene, MajorityVote, OneCoinDawidSkene, Wawa
from crowdkit.aggregation.base import BaseClassificationAggregator
from pandas import DataFrame

from evaluation.crowds import NAMES, crowd
from mikiwame.market.taskwork.consensus import aggregate
from mikiwame.market.taskwork.consensus.answers import Ids

Columns = tuple[Ids, Ids, Ids]
Labels = dict[int, int]


def ours(columns: Columns) -> Labels:
    """Our front door."""
    found = aggregate(*columns)
    return dict(zip(found.items.tolist(), found.labels.tolist(), strict=True))


def theirs(method: BaseClassificationAggregator) -> Callable[[Columns], Labels]:
    """One of crowd-kit's."""

    def united(columns: Columns) -> Labels:
        table = DataFrame(dict(zip(("task", "worker", "label"), columns, strict=True)))
        return dict(method.fit_predict(table).items())

    return united


METHODS = {
    "aggregate (ours)": ours,
    "crowd-kit MajorityVote": theirs(MajorityVote()),
    "crowd-kit Wawa": theirs(Wawa()),
    "crowd-kit OneCoinDawidSkene": theirs(OneCoinDawidSkene(n_iter=100)),
    "crowd-kit DawidSkene": theirs(DawidSkene(n_iter=100)),
    "crowd-kit GLAD": theirs(GLAD(n_iter=100)),
}


def main() -> None:
    """Print accuracy and time of each on each set, and of all sets."""
    crowds = {name: crowd(name) for name in NAMES}
    print(f"{'':28}{''.join(f'{name:>10}' for name in crowds)}{'mean':>9}{'seconds':>9}{'of ours':>9}")
    first = 0.0
    for title, unite in METHODS.items():
        right, took = [], 0.0
        for one in crowds.values():
            labels, seconds = quickest(unite, (one.item, one.worker, one.label))
            right.append(sum(labels.get(item) == label for item, label in one.truth.items()) / len(one.truth))
            took += seconds
        first = first or took
        columns = "".join(f"{share:10.4f}" for share in right)
        print(f"{title:28}{columns}{sum(right) / len(right):9.4f}{took:9.2f}{took / first:9.1f}", flush=True)


def quickest(unite: Callable[[Columns], Labels], columns: Columns) -> tuple[Labels, float]:
    """The labels, and the seconds of the quickest run."""
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        labels = unite(columns)
        best = min(best, time.process_time() - begun)
        if best > 1.0:
            break
    return labels, best


if __name__ == "__main__":
    main()
