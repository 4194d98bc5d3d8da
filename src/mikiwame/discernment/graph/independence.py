"""How much of what is said is said independently: of one's friends, of the market, of one's last minute."""

from collections.abc import Iterator

import numpy as np

from .ratings import Floats, Indexes, Opinions

CIRCLE = 64
"""Ratees with more raters than this are common ground: to have rated them too makes nobody a friend."""

SITTING = 30 * 86_400
"""Seconds after which a rater's next rating is a new piece of evidence (to 1 - 1/e)."""

BLOCK = 1_000_000
"""Meetings of raters that are looked at together; it bounds the memory."""


def sittings(rater: Indexes, at: Floats) -> Floats:
    """How independent each rater's ratings are of one another: the mean of ``1 - exp(-gap / SITTING)``.

    A gap is the time since her rating before; her first rating counts 1. A thousand ratings of one evening
    weigh together what one rating weighs; a rating every few months weighs as what it is.
    """
    order = np.lexsort((at, rater))
    gap = np.diff(at[order], prepend=0.0)
    weight = -np.expm1(-np.maximum(gap, 0.0) / SITTING)
    weight[np.diff(rater[order], prepend=-1) != 0] = 1.0
    mean: Floats = np.bincount(rater[order], weights=weight) / np.bincount(rater)
    return mean


def parts(opinions: Opinions) -> Indexes:
    """Which part of the graph each rater is in: the lowest index among its raters.

    Two raters are in one part when they have rated the same ratee, or are joined by a chain of such pairs.
    """
    part = np.arange(len(opinions.raters))
    while True:
        lowest = np.full(len(opinions.ratees), len(part))
        np.minimum.at(lowest, opinions.ratee, part[opinions.rater])
        joined = part.copy()
        np.minimum.at(joined, part[opinions.rater], lowest[opinions.ratee])
        joined = joined[joined[joined[part]]]
        if np.array_equal(joined, part):
            return part
        part = joined


def islands(part: Indexes) -> Floats:
    """Per rater, how much her part of the graph counts: ``max(0, 2 · size / largest - 1)``.

    ``size`` is the number of raters in her part. The largest counts 1, one of half its size or less nothing:
    whoever rates and is rated only among themselves says nothing that the market could check.
    """
    size = np.bincount(part)[part]
    counts: Floats = np.maximum(0.0, 2.0 * size / size.max() - 1.0)
    return counts


def circles(opinions: Opinions, part: Indexes) -> Floats:
    """Per opinion, with how many friends it is shared: the sum of overlaps with the ratee's other raters.

    ``overlap = max(0, (share - chance) / (1 - chance))`` of two raters. Only little-known ratees count, those
    with at most ``CIRCLE`` raters, and this one is left out. ``share``: of those that the rater who knows
    fewer knows, how many the other knows too. ``chance``: of all in this part of the graph, how many the
    other knows. Strangers who meet at one ratee overlap by 0, members of a ring by nearly 1 each; and where
    everybody rates everybody, nobody is a friend.

    This is lockstep as in CopyCatch (Beutel et al., WWW 2013), measured where camouflage doesn't reach:
    ratings given to well-known ratees change nothing.
    """
    raters_of = np.bincount(opinions.ratee)
    quiet = (raters_of > 1) & (raters_of <= CIRCLE)
    told = np.flatnonzero(quiet[opinions.ratee])
    rater, ratee = opinions.rater[told], opinions.ratee[told]
    ratee_part = np.zeros_like(raters_of)
    ratee_part[opinions.ratee] = part[opinions.rater]
    besides = np.bincount(rater, minlength=len(part)) - 1
    around = np.bincount(ratee_part[quiet], minlength=len(part))[part] - 1

    shared = np.zeros(len(told))
    for left, right in meetings(rater, ratee):
        one, other = rater[left], rater[right]
        fewer, more = np.minimum(besides[one], besides[other]), np.maximum(besides[one], besides[other])
        share = (occurrences(one * len(part) + other) - 1) / np.maximum(fewer, 1)
        chance = more / np.maximum(around[one], 1)
        overlap = np.maximum(share - chance, 0.0) / np.where(chance < 1.0, 1.0 - chance, 1.0)
        shared += np.bincount(left, weights=overlap, minlength=len(told))
        shared += np.bincount(right, weights=overlap, minlength=len(told))

    friends = np.zeros(len(opinions.score))
    friends[told] = shared
    return friends


def meetings(rater: Indexes, ratee: Indexes) -> Iterator[tuple[Indexes, Indexes]]:
    """Every two opinions about one ratee, once: the positions of the earlier ones, and of the later ones.

    The opinions stand in the order of their raters; the meetings come in blocks of about ``BLOCK``, all of
    one pair of raters in the same.
    """
    if not len(rater):
        return
    by_ratee = np.argsort(ratee, kind="stable")
    place = np.empty_like(by_ratee)
    place[by_ratee] = np.arange(len(by_ratee))
    later = np.cumsum(np.bincount(ratee))[ratee] - 1 - place
    begins = np.flatnonzero(np.diff(rater, prepend=-1))
    full = np.diff((np.cumsum(later) - later)[begins] // BLOCK)
    for block in np.split(np.arange(len(rater)), begins[np.flatnonzero(full) + 1]):
        count = later[block]
        left = np.repeat(block, count)
        step = np.arange(len(left)) - np.repeat(np.cumsum(count) - count, count)
        yield left, by_ratee[place[left] + 1 + step]


def occurrences(keys: Indexes) -> Indexes:
    """For each key, how often it occurs."""
    _, which, count = np.unique(keys, return_inverse=True, return_counts=True)
    found: Indexes = count[which]
    return found
