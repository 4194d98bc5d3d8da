"""Bitcoin OTC: 35,592 trust ratings with labels, and which of them give the labels away.

Kumar et al. (WSDM 2018) label as fair the founder of the market (user 1) and whom the trusted rate well, as
unfair whom the trusted rate badly. Trusted are the founder and those whom he rates well: 36 users. Well is 5
or more of 10, badly -5 or less; of the four who got both, the sign of the founder's own rating decides.
`derived` repeats this, and it gives exactly the 316 labels of the file.

So a label can be read off the ratings that its user received, and these are dropped before anything is
measured: every rating by the trusted, and every one by users labelled fair about users with a label.
"""

import csv
from dataclasses import dataclass

import numpy as np

from evaluation.data import SHARED
from mikiwame.discernment.graph.ratings import Floats, Ids

FOUNDER = 1
WELL, BADLY = 0.5, -0.5


@dataclass(frozen=True, slots=True)
class Network:
    """Ratings, a row each: ids, scores in -1..1, seconds since 1970."""

    rater: Ids
    ratee: Ids
    score: Floats
    at: Floats

    def without(self, rows: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> "Network":
        """The other rows."""
        return Network(self.rater[~rows], self.ratee[~rows], self.score[~rows], self.at[~rows])


@dataclass(frozen=True, slots=True)
class Labels:
    """Users by what the file calls them."""

    fair: Ids
    unfair: Ids

    @property
    def all(self) -> Ids:
        """Everybody with a label."""
        return np.union1d(self.fair, self.unfair)


def network() -> Network:
    """All ratings.

    Raises:
        FileNotFoundError: the data are not beside the repository (``MIKIWAME_DATA``).
    """
    rater, ratee, score, at = zip(*_rows("otc_network.csv"), strict=True)
    return Network(
        np.array(rater, np.int64), np.array(ratee, np.int64), np.array(score, float) / 10, np.array(at, float)
    )


def labels() -> Labels:
    """The labels of the file."""
    users, signs = np.array([(int(user), int(sign)) for user, sign in _rows("otc_gt.csv")]).T
    return Labels(fair=np.sort(users[signs > 0]), unfair=np.sort(users[signs < 0]))


def trusted(ratings: Network) -> Ids:
    """The founder and whom he rates well."""
    return np.union1d([FOUNDER], ratings.ratee[(ratings.rater == FOUNDER) & (ratings.score >= WELL)])


def derived(ratings: Network) -> Labels:
    """The labels as the paper makes them, from the ratings of the trusted."""
    by_trusted = np.isin(ratings.rater, trusted(ratings))
    well = np.union1d([FOUNDER], ratings.ratee[by_trusted & (ratings.score >= WELL)])
    badly = np.unique(ratings.ratee[by_trusted & (ratings.score <= BADLY)])
    disliked = ratings.ratee[(ratings.rater == FOUNDER) & (ratings.score < 0)]
    both = np.intersect1d(well, badly)
    return Labels(
        fair=np.setdiff1d(well, np.intersect1d(both, disliked)),
        unfair=np.setdiff1d(badly, np.setdiff1d(both, disliked)),
    )


def leaks_dropped(ratings: Network, known: Labels) -> Network:
    """Without the ratings by the trusted, and by users labelled fair about users with a label."""
    return ratings.without(
        np.isin(ratings.rater, trusted(ratings))
        | (np.isin(ratings.rater, known.fair) & np.isin(ratings.ratee, known.all))
    )


def labelled_apart(ratings: Network, known: Labels) -> Network:
    """As `leaks_dropped`, and without what users labelled unfair said about users with a label.

    So no rating is dropped or kept by its rater's label.
    """
    left = leaks_dropped(ratings, known)
    return left.without(np.isin(left.rater, known.all) & np.isin(left.ratee, known.all))


def nothing_received(ratings: Network, known: Labels) -> Network:
    """As `leaks_dropped`, and without any rating about a user with a label."""
    left = leaks_dropped(ratings, known)
    return left.without(np.isin(left.ratee, known.all))


def _rows(name: str) -> list[list[str]]:
    with (SHARED / "rating-graph" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))
