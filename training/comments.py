"""Trains the model that reads comments: `python -m training.comments` writes it beside the engine's code."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from evaluation.data import WRITTEN, Row, rows
from mikiwame.discernment.comments.features import Features, features, together
from mikiwame.discernment.comments.model import FLOORS, REPORTS, SENTIMENTS, Model, Weighed
from mikiwame.discernment.kinds import Report
from mikiwame.discernment.linear import Floats, Linear
from mikiwame.discernment.text import Text

from .linear import fingerprint, known, logistic, sparse, write

PACKAGE = "mikiwame.discernment.comments"
CLAUSES = WRITTEN / "comments-clauses.txt"

FEWEST = 2
"""How many comments a feature must stand in."""
TRUST_REPORTS, TRUST_SENTIMENT, TRUST_MOODS = 20.0, 10.0, 0.3
"""How freely the weights may follow the data: the inverse strength of the penalty on their squares."""
PRESENT = 4.0
"""What a comment with a report counts beside one without: most have no given report."""
FOLDS = 5
UNSURE = 0.3
"""What a comment counts that was labelled once and fast, beside one whose writer says what was meant."""
LEAST_WEIGHT = 0.05
THRESHOLDS = np.arange(-1.5, 0.6, 0.1)


Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Written:
    """A labelled comment, or a clause of which only is known what it reports: its sentences' features."""

    sentences: list[Features]
    reports: frozenset[str]
    sentiment: str | None
    rating: int | None
    weight: float = 1.0


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
    yield from (astuple(written(row)) for path in data() for row in rows(path))
    yield from map(astuple, clauses())


def data() -> list[Path]:
    """The files that the model learns from."""
    return [WRITTEN / "open-comments.jsonl", *sorted(WRITTEN.glob("comments*.jsonl"))]


def written(row: Row) -> Written:
    """A row, ready to learn from."""
    weight = 1.0 if row.get("sure", True) else UNSURE
    reports = frozenset(row["reports"])
    return Written(sentences(row["comment"]), reports, row["sentiment"], row["rating"], weight)


def sentences(comment: str) -> list[Features]:
    """The features of a comment, sentence by sentence."""
    text = Text(comment)
    return [features(text.folded[one.start : one.end].strip()) for one in text.sentences()]


def clauses() -> list[Written]:
    """The written clauses: a line ``[report]`` opens those that make it, ``[-report]`` those that seem to.

    Whatever else a clause reports stands behind a bar.
    """
    found: list[Written] = []
    head = ""
    for line in CLAUSES.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            head = line.strip("[]")
        elif line and not line.startswith("#"):
            words, _, more = line.partition(" | ")
            kinds = {*more.split(), *([] if head.startswith("-") else [head])}
            found.append(Written(sentences(words), frozenset(map(Report, kinds)), None, None))
    return found


def fit(rows: Sequence[Row]) -> Model:
    """A model of labelled comments, and of the written clauses.

    The threshold of the reports and the second step of the sentiment are learnt from scores that models of
    other comments gave, so that they know how scores look on a text that is new.
    """
    learnt, known_parts = [written(row) for row in rows], clauses()
    weighed: list[Weighed | None] = [None] * len(learnt)
    for learn, test in KFold(FOLDS, shuffle=True, random_state=0).split(learnt):
        model = scorer([learnt[i] for i in learn] + known_parts)
        for i in test:
            weighed[i] = model.weigh(learnt[i].sentences)
    seen = [one for one in weighed if one is not None]
    shift = np.zeros(len(REPORTS) + len(SENTIMENTS), np.float32)
    shift[: len(REPORTS)] = threshold(seen, learnt)
    seen = [Weighed(one.whole - shift, one.sentences - shift) for one in seen]
    linear = scorer(learnt + known_parts).linear
    return Model(replace(linear, bias=linear.bias - shift), *second_step(seen, learnt))


def scorer(learnt: Sequence[Written]) -> Model:
    """The first step: one logistic regression for each report and each sentiment."""
    stretches = [together(one.sentences) for one in learnt]
    places = known(stretches, FEWEST)
    whole = sparse(stretches, places, FLOORS)
    parts = sparse([part for one in learnt for part in one.sentences], places, FLOORS)
    ends = np.cumsum([len(one.sentences) for one in learnt])
    counts = np.array([one.weight for one in learnt])
    felt = [place for place, one in enumerate(learnt) if one.sentiment is not None]
    fits = [
        of_report(whole, parts, ends, np.array([kind in one.reports for one in learnt]), counts)
        for kind in REPORTS
    ] + [
        logistic(
            whole[felt],
            np.array([learnt[place].sentiment == kind for place in felt]),
            trust=TRUST_SENTIMENT,
            counts=counts[felt],
        )
        for kind in SENTIMENTS
    ]
    weights = np.vstack([one.coef_[0] for one in fits]).T.astype(np.float32)
    bias = np.array([one.intercept_[0] for one in fits], np.float32)
    return Model(Linear(places, weights, bias), np.zeros((0, 0), np.float32), np.zeros(0, np.float32))


def of_report(
    whole: csr_matrix, parts: csr_matrix, ends: NDArray[np.intp], reported: NDArray[np.bool_], counts: Doubles
) -> LogisticRegression:
    """The regression of one report, learnt from whole comments, then from their heaviest sentences too.

    A comment reports what one of its sentences does: the heaviest is learnt as a comment of its own, as it is
    scored. ``ends`` is where each comment's sentences end in ``parts``.
    """

    first = logistic(whole, reported, trust=TRUST_REPORTS, present=PRESENT, counts=counts)
    scores = first.decision_function(parts)
    starts = np.append(0, ends[:-1])
    many = np.flatnonzero(ends - starts > 1)
    heaviest = [starts[i] + int(scores[starts[i] : ends[i]].argmax()) for i in many]
    return logistic(
        vstack([whole, parts[heaviest]], format="csr"),
        np.append(reported, reported[many]),
        trust=TRUST_REPORTS,
        present=PRESENT,
        counts=np.append(counts, counts[many]),
    )


def threshold(seen: Sequence[Weighed], learnt: Sequence[Written]) -> float:
    """The score from which a report counts, where the micro-F1 on unseen rows is best."""
    scores = np.stack([one.reports() for one in seen])
    truth = np.array([[kind in one.reports for kind in REPORTS] for one in learnt])

    def f1(least: float) -> float:
        found = scores > least
        return float(2 * (found & truth).sum() / (found.sum() + truth.sum()))

    return float(max(THRESHOLDS, key=f1))


def second_step(seen: Sequence[Weighed], learnt: Sequence[Written]) -> tuple[Floats, Floats]:
    """The weights of the sentiment's second step; each comment is learnt with its stars and without."""
    summaries = [one.summary(mine.rating) for one, mine in zip(seen, learnt, strict=True)]
    summaries += [one.summary(None) for one in seen]
    truth = [one.sentiment for one in learnt] * 2
    fitted = LogisticRegression(C=TRUST_MOODS, max_iter=1000, tol=1e-6).fit(np.stack(summaries), truth)
    order = [list(fitted.classes_).index(kind) for kind in SENTIMENTS]
    moods, bias = fitted.coef_[order].T.astype(np.float32), fitted.intercept_[order].astype(np.float32)
    return moods.round(3), bias.round(3)


if __name__ == "__main__":
    main()
