"""Trains the model that judges reviews: `python -m training.reviews` writes it beside the engine's code."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass

import numpy as np
from scipy.sparse import csr_matrix, diags

from evaluation.data import WRITTEN, Row, rows
from mikiwame.discernment.kinds import Anomaly, Report, Sentiment
from mikiwame.discernment.linear import Linear
from mikiwame.discernment.reviews.heard import SHARED, shared
from mikiwame.discernment.reviews.model import FLOORS, KINDS, Families, Kind, Model, families
from mikiwame.discernment.reviews.words import GOOD
from mikiwame.discernment.text import Text

from .comments import data as comment_files
from .linear import fingerprint, known, logistic, sparse, write

PACKAGE = "mikiwame.discernment.reviews"
OWN = "review-comments.jsonl"

FEWEST = 2
"""How many comments a feature must stand in."""
TRUST = 2.0
"""How freely the weights may follow the data: the inverse strength of the penalty on their squares."""
SMOOTHING = 1.0
"""What is added to the counts of a feature, so that a rare one isn't trusted too far."""
PRESENT = 2.0
"""What a comment of a kind counts beside one that isn't."""
IN_HISTORY = 6.0
"""What a review of a history counts beside a single comment."""
OWN_WEIGHT = 3.0
"""What a comment written for this counts."""
LEAST_WEIGHT = 0.05
TROUBLES = {
    Report.TERMS_CHANGED, Report.SLOW_CONTACT, Report.NO_CONTACT, Report.UNPAID_EXTRA_WORK,
    Report.OFF_PLATFORM, Report.LATE_PAYMENT, Report.SUDDEN_CANCELLATION,
}  # fmt: skip
UNKNOWN = {
    "coerced": {Kind.TROUBLE, Kind.SOUR, Kind.GLAD},
    "rated": {Kind.TROUBLE, Kind.SOUR, Kind.GLAD},
    "sour": {Kind.TROUBLE},
    "trouble": set[Kind](),
    "glad": set[Kind](),
}
"""What isn't known of a comment that was written as one kind; of all others, only whether it is glad."""
RATED = ("評価", "星", "★", "満点")

Labels = dict[Kind, bool]
"""What is known of a comment; of a kind that is left out, nothing is."""


@dataclass(frozen=True, slots=True)
class Example:
    """A comment's features, what is known of it, and how much it counts."""

    features: Families
    labels: Labels
    weight: float = 1.0


OF_HISTORIES = "comments-g.jsonl"
"""Comments that are reviews of the histories: to learn from them would tell a test's answers."""


def main() -> None:
    """Train on everything that may be read, and write the model."""
    model = fit(histories())
    write(PACKAGE, made_from(), model.linear.light(LEAST_WEIGHT))


def made_from() -> str:
    """The fingerprint of what `main` learns from."""
    return fingerprint(globals(), map(astuple, examples(histories())))


def histories() -> list[Row]:
    """The labelled histories."""
    return [row for path in sorted(WRITTEN.glob("*review-histories*.jsonl")) for row in rows(path)]


def examples(histories: Sequence[Row]) -> list[Example]:
    """The single comments in ``data/``, and the reviews of histories."""
    return [*comments(), *own(), *(one for row in histories for one in reviews(row))]


def fit(histories: Sequence[Row]) -> Model:
    """A model of labelled histories, and of the single comments in ``data/``."""
    learnt = examples(histories)
    places = known((one.features for one in learnt), FEWEST)
    weights = np.zeros((len(places), len(KINDS)), np.float32)
    bias = np.zeros(len(KINDS), np.float32)
    for column, kind in enumerate(KINDS):
        weights[:, column], bias[column] = regression(
            kind, [one for one in learnt if kind in one.labels], places
        )
    return Model(Linear(places, weights, bias))


def regression(kind: Kind, examples: Sequence[Example], places: dict[str, int]) -> tuple[np.ndarray, float]:
    """The weights of one kind, and its bias.

    Each feature is scaled by the logarithm of how much more often it stands in comments of the kind (naive
    Bayes) before the regression, as Wang and Manning (ACL 2012) do for short texts.
    """
    width = len(places)
    if kind is not Kind.IRRELEVANT:  # what is shared tells a review from a single comment, and no more
        places = {name: place for name, place in places.items() if not name.startswith(SHARED)}
    matrix = sparse([one.features for one in examples], places, FLOORS, width)
    is_kind = np.array([one.labels[kind] for one in examples])
    counts = np.array([one.weight for one in examples])
    ratio = log_ratio(matrix, is_kind, counts)
    fitted = logistic(matrix @ diags(ratio), is_kind, trust=TRUST, present=PRESENT, counts=counts)
    return fitted.coef_[0] * ratio, float(fitted.intercept_[0])


def log_ratio(matrix: csr_matrix, is_kind: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """How much more often a feature stands in comments of a kind than in the others, as a logarithm."""
    stands = (matrix > 0).T
    inside = stands @ (counts * is_kind) + SMOOTHING
    outside = stands @ (counts * ~is_kind) + SMOOTHING
    ratio: np.ndarray = np.log(inside / inside.sum()) - np.log(outside / outside.sum())
    return ratio


def comments() -> Iterator[Example]:
    """The single comments: what they report and how they feel says what they would be in a history."""
    single = (path for path in comment_files() if path.name != OF_HISTORIES)
    for row in (row for path in single for row in rows(path)):
        labels = {
            Kind.TROUBLE: not TROUBLES.isdisjoint(row["reports"]),
            Kind.SOUR: row["sentiment"] == Sentiment.NEGATIVE,
            Kind.GLAD: row["sentiment"] == Sentiment.POSITIVE,
            Kind.IRRELEVANT: False,
        }
        if not any(word in row["comment"] for word in RATED):
            labels[Kind.COERCED] = False
        yield Example(families(Text(row["comment"]), set()), labels)


def own() -> Iterator[Example]:
    """The comments written for this, alarming ones and what only looks like them."""
    for row in rows(WRITTEN / OWN):
        unknown = UNKNOWN.get(row["kind"], {Kind.GLAD})
        labels = {kind: row["kind"] == kind for kind in KINDS if kind not in unknown or row["kind"] == kind}
        yield Example(families(Text(row["comment"]), set()), labels, OWN_WEIGHT)


def reviews(row: Row) -> Iterator[Example]:
    """The reviews of a history; what a rating can't be asked for, it isn't taught."""
    odd = {one["kind"]: set(one["reviews"]) for one in row["anomalies"]}
    texts = [Text(one["comment"]) for one in row["reviews"]]
    topics = shared(texts, Text(row["client"]))
    for place, (review, text, common) in enumerate(zip(row["reviews"], texts, topics, strict=True)):
        has = {kind for kind in Anomaly if place in odd.get(kind, ())}
        labels = {
            Kind.COERCED: Anomaly.COERCED in has,
            Kind.IRRELEVANT: Anomaly.IRRELEVANT_TEXT in has,
        }
        contradicts = Anomaly.RATING_TEXT_MISMATCH in has
        if review["rating"] >= GOOD:
            labels[Kind.SOUR] = contradicts
            if not contradicts and Anomaly.COERCED not in has:
                labels[Kind.TROUBLE] = Anomaly.BURIED_WARNING in has
        else:
            labels[Kind.GLAD] = contradicts
        yield Example(families(text, common), labels, IN_HISTORY)


if __name__ == "__main__":
    main()
