"""Ratings to try the graph on: any at all, a market, a ring of friends."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from mikiwame.discernment.graph import RatersReport, rate_raters
from mikiwame.discernment.graph.ratings import Floats, Ids, Opinions, gather, read

YEAR = 365 * 86_400
FRIENDS = 1_000
"""The ids of friends begin here; those of the market end before."""


@dataclass(frozen=True)
class Table:
    """Ratings, a row each."""

    rater: Ids
    ratee: Ids
    score: Floats
    at: Floats

    def rated(self) -> RatersReport:
        """What the graph says of them."""
        return rate_raters(self.rater, self.ratee, self.score, self.at)

    def opinions(self) -> Opinions:
        """One for each pair."""
        return gather(read(self.rater, self.ratee, self.score, self.at))

    def rows(self, order: Ids) -> "Table":
        """Some rows, in another order, or more than once."""
        return Table(self.rater[order], self.ratee[order], self.score[order], self.at[order])

    def beside(self, other: "Table") -> "Table":
        """Both tables' rows."""
        return Table(
            rater=np.concatenate([self.rater, other.rater]),
            ratee=np.concatenate([self.ratee, other.ratee]),
            score=np.concatenate([self.score, other.score]),
            at=np.concatenate([self.at, other.at]),
        )


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Any ratings among a few people, with pairs that repeat and people who rate themselves."""
    people = st.integers(0, draw(st.integers(0, 15)))
    row = st.tuples(people, people, st.integers(-10, 10), st.integers(0, 2 * YEAR))
    rater, ratee, score, at = np.array(draw(st.lists(row, min_size=1, max_size=60))).T
    return Table(rater, ratee, score / 10, at.astype(np.float64))


def market(ratings: int = 2_000, seed: int = 1) -> Table:
    """Two hundred people who say what they saw, some much, some little, over two years."""
    chance = np.random.default_rng(seed)
    rater, ratee = (200 * chance.random((2, ratings)) ** 1.5).astype(np.int64)
    quality = 2 * chance.beta(4, 2, 200) - 1
    seen = quality[ratee] + chance.normal(0, 0.3, ratings)
    return Table(rater, ratee, np.clip(np.round(seen * 2) / 2, -1, 1), 2 * YEAR * chance.random(ratings))


def ring(size: int, outside: int = 0, seed: int = 1) -> Table:
    """Friends who give each other full marks and, to hide, ``outside`` ratings each in the market."""
    chance = np.random.default_rng(seed)
    friends = FRIENDS + np.arange(size)
    pairs = np.array([(one, other) for one in friends for other in friends if one != other])
    hidden = np.repeat(friends, outside)
    return Table(
        rater=np.concatenate([pairs[:, 0], hidden]),
        ratee=np.concatenate([pairs[:, 1], (200 * chance.random(len(hidden)) ** 1.5).astype(np.int64)]),
        score=np.concatenate([np.ones(len(pairs)), np.full(len(hidden), 0.5)]),
        at=YEAR * chance.random(len(pairs) + len(hidden)),
    )
