"""Parts, friends and sittings, against the plain definition."""

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from mikiwame.discernment.graph import independence
from mikiwame.discernment.graph.independence import SITTING, circles, islands, parts, sittings
from tests.discernment.graph.tables import Table, tables


def friends(table: Table) -> dict[tuple[int, int], float]:
    """With how many friends each opinion is shared, word for word as `circles` says it."""
    pairs = set(zip(table.rater.tolist(), table.ratee.tolist(), strict=True))
    raters = {ratee: {one for one, other in pairs if other == ratee} for _, ratee in pairs}
    quiet = {ratee for ratee, known_by in raters.items() if 2 <= len(known_by) <= independence.CIRCLE}
    knows = {rater: {other for one, other in pairs if one == rater} & quiet for rater, _ in pairs}
    opinions = table.opinions()
    part = dict(zip(opinions.raters.tolist(), parts(opinions).tolist(), strict=True))
    around = Counter(part[min(raters[ratee])] for ratee in quiet)
    shared = dict.fromkeys(pairs, 0.0)
    for ratee in quiet:
        for one, other in combinations(raters[ratee], 2):
            fewer, more = sorted(len(knows[rater] - {ratee}) for rater in (one, other))
            share = len(knows[one] & knows[other] - {ratee}) / max(fewer, 1)
            chance = more / max(around[part[one]] - 1, 1)
            overlap = max(0.0, (share - chance) / (1 - chance)) if chance < 1 else 0.0
            shared[one, ratee] += overlap
            shared[other, ratee] += overlap
    return shared


@given(tables(), st.sampled_from([3, 64]), st.sampled_from([1, 10, 1_000_000]))
def test_friends_are_who_keep_rating_the_same_few(table: Table, circle: int, block: int) -> None:
    opinions = table.opinions()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(independence, "CIRCLE", circle)
        patch.setattr(independence, "BLOCK", block)
        found, expected = circles(opinions, parts(opinions)), friends(table)

    pairs = zip(opinions.raters[opinions.rater], opinions.ratees[opinions.ratee], strict=True)
    assert_allclose(found, [expected[pair] for pair in pairs], atol=1e-12)


@given(tables())
def test_parts_are_joined_by_shared_ratees(table: Table) -> None:
    opinions = table.opinions()
    lowest = list(range(len(opinions.raters)))
    for _ in lowest:
        for ratee in set(opinions.ratee.tolist()):
            known_by = opinions.rater[opinions.ratee == ratee].tolist()
            least = min(lowest[rater] for rater in known_by)
            for rater in known_by:
                lowest[rater] = least

    assert parts(opinions).tolist() == lowest


def test_a_long_chain_is_one_part() -> None:
    links = np.random.default_rng(1).permutation(100_000)
    rater, ratee = np.repeat(links, 2)[1:], np.repeat(links, 2)[:-1]
    table = Table(rater, ratee, np.ones(len(rater)), np.zeros(len(rater)))

    assert not parts(table.opinions()).any()


def test_a_second_market_counts_by_its_size() -> None:
    sizes = {1: 100, 2: 75, 3: 50, 4: 3}
    ratee = np.repeat(list(sizes), list(sizes.values()))
    rater = np.arange(len(ratee))
    opinions = Table(rater, ratee, np.ones(len(ratee)), np.zeros(len(ratee))).opinions()

    counts = islands(parts(opinions))

    assert [float(counts[ratee == part][0]) for part in sizes] == [1.0, 0.5, 0.0, 0.0]


def test_sittings() -> None:
    rater = np.array([0, 1, 1, 2, 2, 2])
    at = np.array([5.0, 7.0, 7.0, 2e9, 0.0, 1e9])

    apart = sittings(rater, at)

    assert_allclose(apart, [1, 0.5, 1])
    assert_allclose(sittings(np.zeros(2, int), np.array([0.0, SITTING])), [(1 + 1 - np.exp(-1)) / 2])
