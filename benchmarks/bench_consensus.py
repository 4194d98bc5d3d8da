"""How long does consensus take, as a multiple of majority vote, and how much memory?

- The eight public sets, all together; the aim is 3 seconds on one core.
- Drawn batches: units with three answers each, of two to ten labels, one worker for every 300 answers.
- The worst case for the search for copies: few items, answered by everybody.

Each in a process of its own, on one core, whose time is told however busy the machine is.

    .venv/bin/python benchmarks/bench_consensus.py [answers]
"""

import multiprocessing
import os
import resource
import sys
import time
from pathlib import Path

for library in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[library] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from evaluation.crowds import FOLDER, NAMES, crowd
from mikiwame.market.taskwork.consensus import aggregate, majority_vote, read
from mikiwame.market.taskwork.consensus.answers import Ids

AIM = 3.0
Columns = tuple[Ids, Ids, Ids]


def public() -> list[Columns]:
    """The public sets, where they are at hand."""
    if not FOLDER.exists():
        return []
    return [(one.item, one.worker, one.label) for one in map(crowd, NAMES)]


def drawn(answers: int, each: int, workers: int, classes: int) -> list[Columns]:
    """A batch: workers of several skills, who take units as they come."""
    chance = np.random.default_rng(1)
    item = np.repeat(np.arange(answers // each), each)
    order = chance.integers(0, workers, answers // each)
    worker = (order[item] + np.tile(np.arange(each), answers // each) * (1 + order[item] % 7)) % workers
    truth = chance.integers(0, classes, answers // each)
    wrong = (truth[item] + chance.integers(1, classes, len(item))) % classes
    skilled = chance.random(len(item)) < chance.beta(8, 2, workers)[worker]
    return [(item, worker, np.where(skilled, truth[item], wrong))]


def measure(name: str, batches: list[Columns]) -> None:
    """Unite some batches, and print what it took."""
    begun = time.process_time()
    for columns in batches:
        majority_vote(read(*columns, None))
    votes = time.process_time() - begun
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    for columns in batches:
        aggregate(*columns)
    took = time.process_time() - begun
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    size = sum(len(columns[0]) for columns in batches)
    print(
        f"{name:38}{size:10,} answers: {took:7.2f} s, {took / votes:5.0f} x majority vote, "
        f"{took / size * 1e6:6.1f} µs an answer, {more:5.0f} MB"
    )


def main() -> None:
    """Measure each case in a fresh process."""
    answers = int(sys.argv[1]) if len(sys.argv) > 1 else 300_000
    cases = {f"the public sets (aim {AIM:.0f} s)": public()}
    for classes in (2, 4, 10):
        cases[f"three answers a unit, {classes} labels"] = drawn(answers, 3, max(answers // 300, 10), classes)
    cases["everybody answers everything, 4 labels"] = drawn(answers // 4, 500, 500, 4)
    for name, batches in cases.items():
        if batches:
            process = multiprocessing.get_context("spawn").Process(target=measure, args=(name, batches))
            process.start()
            process.join()


if __name__ == "__main__":
    main()
