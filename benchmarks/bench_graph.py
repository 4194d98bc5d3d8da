"""How long does it take to rate a million ratings, and how much memory?

Two markets, drawn anew: one as markets are (a few raters and ratees have most of the ratings), and one made
to be hard: every ratee has as many raters as still count as little known, so that all of them are compared.
Each runs in a process of its own, on one core; the aim is 10 seconds.

    .venv/bin/python benchmarks/bench_graph.py [ratings]
"""

import multiprocessing
import resource
import sys
import time

import numpy as np

from mikiwame.discernment.graph import rate_raters
from mikiwame.discernment.graph.independence import CIRCLE
from mikiwame.discernment.graph.ratings import Floats, Ids

AIM = 10.0
Columns = tuple[Ids, Ids, Floats, Floats]


def usual(ratings: int) -> Columns:
    """As markets are: ratings per person fall off as a power, to five per rater and sixteen per ratee."""
    chance = np.random.default_rng(1)
    rater = (ratings / 5 * chance.random(ratings) ** 2.2).astype(np.int64)
    ratee = (ratings / 16 * chance.random(ratings) ** 2.2).astype(np.int64)
    return rated(rater, ratee, chance)


def hard(ratings: int) -> Columns:
    """As many meetings of raters as there can be."""
    chance = np.random.default_rng(1)
    ratee = np.repeat(np.arange(-(-ratings // CIRCLE)), CIRCLE)[:ratings]
    return rated(chance.integers(0, max(ratings // 5, 1), ratings), ratee, chance)


def rated(rater: Ids, ratee: Ids, chance: np.random.Generator) -> Columns:
    """Scores around what each ratee is worth, over three years."""
    worth = 2 * chance.beta(5, 2, ratee.max() + 1) - 1
    seen = worth[ratee] + chance.normal(0, 0.3, len(ratee))
    return rater, ratee, np.clip(np.round(seen * 4) / 4, -1, 1), 1e8 * chance.random(len(ratee))


def measure(name: str, ratings: int) -> None:
    """Rate one market, and print what it took."""
    columns = MARKETS[name](ratings)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    report = rate_raters(*columns)
    took = time.perf_counter() - begun
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(
        f"{name:6} {ratings:,} ratings, {len(report.raters):,} raters, {len(report.ratees):,} ratees: "
        f"{took:.2f} s, {took / AIM * 1_000_000 / ratings:.2f} of the aim, {more:,.0f} MB"
    )


MARKETS = {"usual": usual, "hard": hard}


def main() -> None:
    """Measure both markets, each in a fresh process."""
    ratings = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    for name in MARKETS:
        process = multiprocessing.get_context("spawn").Process(target=measure, args=(name, ratings))
        process.start()
        process.join()


if __name__ == "__main__":
    main()
