"""Trains the model that weighs postings: `python -m training.postings` writes it beside the engine's code."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from sklearn.linear_model import LogisticRegression

from evaluation.data import WRITTEN, Row, rows
from mikiwame.discernment.kinds import Flag
from mikiwame.discernment.linear import Floats, Linear
from mikiwame.discernment.postings.flags.finding import find_flags
from mikiwame.discernment.postings.weighing.features import Features, features, surroundings
from mikiwame.discernment.postings.weighing.hearing import Sentence, sentences
from mikiwame.discernment.postings.weighing.model import (
    FLOORS,
    FLOORS_AROUND,
    KINDS,
    SHARED,
    Bools,
    Model,
    evidence,
)
from mikiwame.discernment.postings.weighing.weighing import ruled
from mikiwame.discernment.reports import Flagged
from mikiwame.discernment.text import Text

from .linear import fingerprint, known, logistic, sparse, write

PACKAGE = "mikiwame.discernment.postings.weighing"
CLAUSES = WRITTEN / "postings-clauses.txt"

READ_BY_RULES = {"open", "postings-b"}
"""Writers whom the rules' makers read: there rules look better than they are, and teach no trust in rules."""
FEWEST = 2
"""How many sentences a feature must stand in."""
TRUST, TRUST_EVIDENCE = 5.0, 1.0
"""How freely the weights may follow the data: the inverse strength of the penalty on their squares."""
PRESENT = 4.0
"""What a sentence with a sign counts beside one without: nearly all are without."""
OWN = 0.5
"""How freely a kind may differ from the others in the second step."""
LEAST_SHARE = 0.5
"""A quote marks a sentence from which it takes so much of its own letters, or ``LEAST_LETTERS``."""
LEAST_LETTERS = 4
LEAST_WEIGHT = 0.25


@dataclass(frozen=True)
class Example:
    """A labelled posting, ready to learn from."""

    row: Row
    parts: list[Sentence]
    signs: list[Flagged]

    @cached_property
    def features(self) -> list[Features]:
        """The features of its sentences."""
        return [one.features for one in self.parts]

    @cached_property
    def around(self) -> Features:
        """The features of its surroundings."""
        return surroundings(self.features, (self.row["format"], self.row["category"]))

    @cached_property
    def marked(self) -> Bools:
        """Which sentences the labels' quotes mark with which kind: (sentences, kinds)."""
        marks = np.zeros((len(self.parts), len(KINDS)), bool)
        for flag in self.row["flags"]:
            for place, one in enumerate(self.parts):
                marks[place, KINDS.index(Flag(flag["kind"]))] |= self._marks(flag["quote"], one)
        return marks

    def _marks(self, quote: str, part: Sentence) -> bool:
        start = self.row[part.text.part].find(quote)
        if start < 0:
            return False
        words = part.quote
        shared = min(start + len(quote), words.end) - max(start, words.start)
        least: float = min(LEAST_LETTERS, LEAST_SHARE * len(quote))
        return bool(shared >= least)

    @property
    def truth(self) -> Bools:
        """Which kinds are labelled."""
        found = {flag["kind"] for flag in self.row["flags"]}
        return np.array([kind in found for kind in KINDS])


def main() -> None:
    """Train on everything that may be read, and write the model."""
    model = fit({name: [example(row) for row in theirs] for name, theirs in writers().items()})
    write(PACKAGE, made_from(), model.linear.light(LEAST_WEIGHT), shared=model.shared, own=model.own)


def made_from() -> str:
    """The fingerprint of what `main` learns from."""
    return fingerprint(globals(), _material())


def _material() -> Iterator[object]:
    for writer, theirs in writers().items():
        for one in map(example, theirs):
            yield writer, one.row, one.features, one.around, ruled(one.signs)
    yield clauses()


def writers() -> dict[str, list[Row]]:
    """The postings that the model learns from, by who wrote them."""
    found = {"open": rows(WRITTEN / "open-postings.jsonl")}
    return found | {path.stem: rows(path) for path in sorted(WRITTEN.glob("postings-?.jsonl"))}


def example(row: Row) -> Example:
    """A posting with what the rules find in it."""
    title, body = Text(row["title"], "title"), Text(row["body"])
    signs = find_flags(title, body, format=row["format"], category=row["category"])
    return Example(row, sentences(title, body), signs)


def fit(by_writer: Mapping[str, Sequence[Example]]) -> Model:
    """A model of labelled postings.

    The second step is learnt from scores that models of other writers gave, so that it knows how scores look
    on a writer who is new.
    """
    unread = [name for name in by_writer if name not in READ_BY_RULES] or list(by_writer)
    judged: list[tuple[Floats, Example]] = []
    for writer in unread:
        others = [one for name, theirs in by_writer.items() if name != writer for one in theirs]
        model = scorer(others)
        judged += [(model.score(one.features, one.around), one) for one in by_writer[writer] if one.parts]
    shared, own = second_step(judged)
    everyone = [one for theirs in by_writer.values() for one in theirs]
    return replace(scorer(everyone), shared=shared, own=own)


def scorer(examples: Sequence[Example]) -> Model:
    """The first step: one logistic regression for each kind over sentences, written clauses among them."""
    written, labels = clauses()
    stretches = [(*part, *one.around) for one in examples for part in one.features] + written
    truth = np.vstack([one.marked for one in examples] + [labels])
    places = known(stretches, FEWEST)
    matrix = sparse(stretches, places, FLOORS + FLOORS_AROUND)
    fits = [
        logistic(matrix, truth[:, kind], trust=TRUST, present=PRESENT, tolerance=0.01)
        for kind in range(len(KINDS))
    ]
    weights = np.vstack([one.coef_[0] for one in fits]).T.astype(np.float32)
    bias = np.array([one.intercept_[0] for one in fits], np.float32)
    nothing = np.zeros(0, np.float32)
    return Model(Linear(places, weights, bias), nothing, nothing)


def clauses() -> tuple[list[Features], Bools]:
    """The written clauses, each a posting of its own: their features, and the kinds that each shows.

    A line ``[kind]`` opens a kind's clauses, ``[-kind]`` those that only look like it; further kinds of a
    clause stand behind a bar.
    """
    found: list[Features] = []
    labels: list[Bools] = []
    kind = ""
    for line in CLAUSES.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("#"):
            words, _, more = line.partition(" | ")
            kinds = {kind, *more.split()}
            told = features(Text(words).folded.strip())
            found.append((*told, *surroundings([told])))
            labels.append(np.array([one in kinds for one in KINDS]))
    return found, np.array(labels)


def second_step(judged: Sequence[tuple[Floats, Example]]) -> tuple[Floats, Floats]:
    """The weights of `Model.judge`: what all kinds share, and each kind's own bias and trust in the rules."""
    kinds = len(KINDS)
    told, truth = [], []
    for scores, one in judged:
        found = ruled(one.signs)
        mine = np.eye(kinds) * OWN
        told.append(np.hstack([evidence(scores, found), mine, mine * found]))
        truth.append(one.truth)
    fitted = LogisticRegression(C=TRUST_EVIDENCE, max_iter=1000).fit(np.vstack(told), np.concatenate(truth))
    weights = fitted.coef_[0]
    own = weights[SHARED:].reshape(2, kinds) * OWN
    own[0] += fitted.intercept_[0]
    return weights[:SHARED].astype(np.float32), own.astype(np.float32)


if __name__ == "__main__":
    main()
