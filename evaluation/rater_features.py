"""What can be said of a user from a rating graph alone, as columns for a classifier."""

from dataclasses import dataclass

import numpy as np

from evaluation.otc import Network
from evaluation.rev2 import SMOOTHINGS, rev2
from mikiwame.discernment.graph import RatersReport, rate_raters
from mikiwame.discernment.graph.ratings import Floats, Ids, Indexes


@dataclass(frozen=True, slots=True)
class Features:
    """Per user (ids ascending) a row, per name a column; NaN where a user gave, or received, nothing."""

    users: Ids
    names: tuple[str, ...]
    table: Floats


def features(ratings: Network) -> Features:
    """The graph's report both ways round, what users gave and received, and how their counterparts stand.

    The other way round, with raters and ratees changing places, the graph says who is rated as one who rates
    so is usually rated, and who rates the agreed.
    """
    users = np.unique(np.concatenate([ratings.rater, ratings.ratee]))
    giver, taker = np.searchsorted(users, ratings.rater), np.searchsorted(users, ratings.ratee)
    back = Network(ratings.ratee, ratings.rater, ratings.score, ratings.at)
    report = rate_raters(ratings.rater, ratings.ratee, ratings.score, ratings.at)
    turned = rate_raters(back.rater, back.ratee, back.score, back.at)
    untimed = rate_raters(ratings.rater, ratings.ratee, ratings.score)
    fairness = _per_user(users, report.raters, report.fairness)
    goodness = _per_user(users, report.ratees, report.goodness)
    known_goodness, known_fairness = np.nan_to_num(goodness), np.nan_to_num(fairness, nan=0.5)
    columns = {
        "fairness": fairness,
        "goodness": goodness,
        "fairness without times": _per_user(users, untimed.raters, untimed.fairness),
        "fairness turned": _per_user(users, turned.raters, turned.fairness),
        "goodness turned": _per_user(users, turned.ratees, turned.goodness),
        "fairness of raters": _mean(taker, fairness[giver], len(users)),
        "goodness of raters": _mean(taker, known_goodness[giver], len(users)),
        "fairness of ratees": _mean(giver, known_fairness[taker], len(users)),
        "goodness of ratees": _mean(giver, goodness[taker], len(users)),
        "agreement with goodness": _mean(giver, goodness[taker] * ratings.score, len(users)),
        **_side("gave", giver, ratings, report.reliability, len(users)),
        **_side("got", taker, back, turned.reliability, len(users)),
    }
    return Features(users, tuple(columns), np.column_stack(list(columns.values())))


def rev2_features(ratings: Network) -> Features:
    """What the paper learns from: its fairness and goodness under all smoothings."""
    users = np.unique(np.concatenate([ratings.rater, ratings.ratee]))
    columns: dict[str, Floats] = {}
    for smoothing in SMOOTHINGS:
        report = rev2(ratings, smoothing)
        columns[f"fairness {smoothing}"] = _per_user(users, report.raters, report.fairness)
        columns[f"goodness {smoothing}"] = _per_user(users, report.ratees, report.goodness)
    return Features(users, tuple(columns), np.column_stack(list(columns.values())))


def fairness(report: RatersReport, users: Ids) -> Floats:
    """The fairness of some raters."""
    return report.fairness[np.searchsorted(report.raters, users)]


def _side(name: str, who: Indexes, ratings: Network, reliability: Floats, many: int) -> dict[str, Floats]:
    """How one side of the ratings looks: how many, how high, how spread in time, about whom."""
    none = np.bincount(who, minlength=many) == 0
    _, other = np.unique(ratings.ratee, return_inverse=True)
    crowd = np.bincount(other)[other]
    first, last = np.full(many, np.inf), np.full(many, -np.inf)
    worst, best = np.full(many, np.inf), np.full(many, -np.inf)
    np.minimum.at(first, who, ratings.at)
    np.maximum.at(last, who, ratings.at)
    np.minimum.at(worst, who, ratings.score)
    np.maximum.at(best, who, ratings.score)
    span = np.where(none, 0.0, last - first)
    count = np.bincount(who, minlength=many)
    mean = _mean(who, ratings.score, many)
    columns = {
        "how many": np.log(np.maximum(count, 1)),
        "mean": mean,
        "spread": np.sqrt(np.maximum(_mean(who, ratings.score**2, many) - mean**2, 0.0)),
        "strength": _mean(who, np.abs(ratings.score), many),
        "negative": _mean(who, (ratings.score < 0).astype(float), many),
        "worst": worst,
        "best": best,
        "span": np.log1p(span),
        "gap": np.log1p(span / np.maximum(count, 1)),
        "crowd": _mean(who, np.log(crowd), many),
        "alone": _mean(who, (crowd <= 2).astype(float), many),
        "reliability": _mean(who, reliability, many),
    }
    return {f"{name}: {what}": np.where(none, np.nan, column) for what, column in columns.items()}


def _mean(who: Indexes, values: Floats, many: int) -> Floats:
    count = np.bincount(who, minlength=many)
    total = np.bincount(who, weights=values, minlength=many)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _per_user(users: Ids, known: Ids, values: Floats) -> Floats:
    column = np.full(len(users), np.nan)
    column[np.searchsorted(users, known)] = values
    return column
