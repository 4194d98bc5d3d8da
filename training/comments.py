"""Trains the model that reads comments: `python -m training.comments` writes it beside the engine's code."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from evaluation.data import WRITTEN, Row, rows
from mikiwame.discernment.comments.features import Features, features, together
from mikiwame.discernment.comments.model import FLOORS, REPORTS, SENTIMENTS, Model, Weighed
from mikiwame.discernment.linear import Linear
from mikiwame.discernment.text import Text

from .linear import fingerprint, known, sparse, write

PACKAGE = "mikiwame.discernment.comments"

FEWEST = 2
"""How many comments a feature must stand in."""
TRUST_REPORTS, TRUST_SENTIMENT, TRUST_MOODS = 20.0, 10.0, 0.3
"""How freely the weights may follow the data: the inverse strength of the penalty on their squares."""
PRESENT = 4.0
"""What a comment with a report counts beside one without: most have no given report."""
FOLDS = 5
LEAST_WEIGHT = 0.05
THRESHOLDS = np.arange(-1.5, 0.6, 0.1)


def main() -> None:
    """Train on everything that may be read, and write the model."""
    model = fit([row for path in data() for row in rows(path)])
    write(
        PACKAGE, made_from(), model.linear.light(LEAST_WEIGHT), moods=model.moods, mood_bias=model.mood_bias
    )


def made_from() -> str:
    """The fingerprint of what `main` learns from."""
    return fingerprint(globals(), _material())


def _material() -> Iterator[object]:
    for path in data():
        for row in rows(path):
            yield row, sentences(row["comment"])


def data() -> list[Path]:
    """The files that the model learns from."""
    return [WRITTEN / "open-comments.jsonl", *sorted(WRITTEN.glob("comments*.jsonl"))]


def fit(rows: Sequence[Row]) -> Model:
    """A model of labelled comments.

    The threshold of the reports and the second step of the sentiment are learnt from scores that models of
    other rows gave, so that they know how scores look on a text that is new.
    """
    texts = [sentences(row["comment"]) for row in rows]
    weighed: list[Weighed | None] = [None] * len(rows)
    for learn, test in KFold(FOLDS, shuffle=True, random_state=0).split(texts):
        model = scorer([texts[i] for i in learn], [rows[i] for i in learn])
        for i in test:
            weighed[i] = model.weigh(texts[i])
    seen = [one for one in weighed if one is not None]
    shift = np.zeros(len(REPORTS) + len(SENTIMENTS), np.float32)
    shift[: len(REPORTS)] = threshold(seen, rows)
    seen = [Weighed(one.whole - shift, one.sentences - shift) for one in seen]
    model = scorer(texts, rows)
    moods, mood_bias = second_step(seen, rows)
    linear = replace(model.linear, bias=model.linear.bias - shift)
    return Model(linear, moods, mood_bias)


def sentences(comment: str) -> list[Features]:
    """The features of a comment, sentence by sentence."""
    text = Text(comment)
    return [features(text.folded[one.start : one.end].strip()) for one in text.sentences()]


def scorer(texts: Sequence[Sequence[Features]], rows: Sequence[Row]) -> Model:
    """The first step: one logistic regression for each report and each sentiment."""
    stretches = [together(one) for one in texts]
    places = known(stretches, FEWEST)
    matrix = sparse(stretches, places, FLOORS)
    fits = [
        LogisticRegression(C=TRUST_REPORTS, class_weight={0: 1.0, 1: PRESENT}, solver="liblinear").fit(
            matrix, [kind in row["reports"] for row in rows]
        )
        for kind in REPORTS
    ] + [
        LogisticRegression(C=TRUST_SENTIMENT, solver="liblinear").fit(
            matrix, [row["sentiment"] == kind for row in rows]
        )
        for kind in SENTIMENTS
    ]
    weights = np.vstack([one.coef_[0] for one in fits]).T.astype(np.float32)
    bias = np.array([one.intercept_[0] for one in fits], np.float32)
    return Model(Linear(places, weights, bias), np.zeros((0, 0), np.float32), np.zeros(0, np.float32))


def threshold(seen: Sequence[Weighed], rows: Sequence[Row]) -> float:
    """The score from which a report counts, where the micro-F1 on unseen rows is best."""
    scores = np.stack([one.reports() for one in seen])
    truth = np.array([[kind in row["reports"] for kind in REPORTS] for row in rows])

    def f1(least: float) -> float:
        found = scores > least
        return float(2 * (found & truth).sum() / (found.sum() + truth.sum()))

    return float(max(THRESHOLDS, key=f1))


def second_step(seen: Sequence[Weighed], rows: Sequence[Row]) -> tuple[np.ndarray, np.ndarray]:
    """The weights of the sentiment's second step; each comment is learnt with its stars and without."""
    summaries = [one.summary(row["rating"]) for one, row in zip(seen, rows, strict=True)]
    summaries += [one.summary(None) for one in seen]
    truth = [row["sentiment"] for row in rows] * 2
    fitted = LogisticRegression(C=TRUST_MOODS, max_iter=1000).fit(np.stack(summaries), truth)
    order = [list(fitted.classes_).index(kind) for kind in SENTIMENTS]
    return fitted.coef_[order].T.astype(np.float32), fitted.intercept_[order].astype(np.float32)


if __name__ == "__main__":
    main()
