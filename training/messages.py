"""Trains the model that reads messages: `python -m training.messages` writes it beside the engine's code."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from evaluation.data import WRITTEN, Row, rows
from mikiwame.discernment.kinds import Flag, Report
from mikiwame.discernment.lexicon import hear
from mikiwame.discernment.linear import Floats, Linear
from mikiwame.discernment.messages.features import Features, Sentence, sentences, together
from mikiwame.discernment.messages.glance import BINS, FLOOR, LEAST, bins
from mikiwame.discernment.messages.model import CONTACTS, FLOORS, SENTENCE, WHOLE, Model
from mikiwame.discernment.messages.reading import NEARLY
from mikiwame.discernment.text import Text

from .linear import fingerprint, known, logistic, sparse, write

PACKAGE = "mikiwame.discernment.messages"
CLAUSES = WRITTEN / "messages-clauses.txt"

FEWEST = 2
"""How many sentences a feature must stand in."""
TRUST_STOP, TRUST_KIND = 20.0, 8.0
"""How freely the weights may follow the data: the inverse strength of the penalty on their squares."""
BESIDE, ELSEWHERE = 0.05, 0.7
"""What an unquoted sentence of a stopped message counts, and one of a comment or of a calm posting."""
SHIFT = -0.1
"""The log-odds from which on a sentence leads around: a little before that is likelier than not."""
LEAST_WEIGHT = 0.03
TRUST_GLANCE = 8.0
"""How freely the weights of a first glance may follow whether a sentence nearly leads around."""
REACHING = {
    Flag.OFF_PLATFORM_CONTACT,
    Flag.PERSONAL_INFORMATION,
    Flag.CREDENTIAL_REQUEST,
    Flag.ACCOUNT_LENDING,
}
"""Postings with such a sign are not calm enough to learn from."""


@dataclass(frozen=True)
class Learnt:
    """A sentence or a message: its features, how it leads around if it does, and what it counts."""

    features: Features
    contact: str | None
    weight: float
    heard: str = ""
    """What a sentence sounds like."""


@dataclass(frozen=True)
class Told:
    """What is learnt from one text: its sentences, and the whole."""

    sentences: tuple[Learnt, ...]
    whole: Learnt


def main() -> None:
    """Train on everything that may be read, and write the model."""
    model = fit([row for path in data() for row in rows(path)])
    write(PACKAGE, made_from(), model.linear.light(LEAST_WEIGHT), glance=model.glance)


def made_from() -> str:
    """The fingerprint of what `main` learns from."""
    return fingerprint(globals(), _material())


def _material() -> Iterator[object]:
    yield from (astuple(told(row)) for path in data() for row in rows(path) if row["text"].strip())
    yield from map(astuple, clauses())
    yield from map(astuple, harmless(elsewhere()))


def data() -> list[Path]:
    """The files that the model learns from."""
    return [WRITTEN / "open-messages.jsonl", *sorted(WRITTEN.glob("messages*.jsonl"))]


def told(row: Row) -> Told:
    """A labelled message; the sentences that a quote touches lead around."""
    text = Text(row["text"])
    places = [(start := row["text"].index(quote), start + len(quote)) for quote in row["quotes"]]
    found = []
    for one in sentences(text):
        own = text.quote(one.span.start, one.span.end)
        if any(start < own.end and own.start < end for start, end in places):
            found.append(Learnt(one.features, row["kind"], 1.0, _heard(text, one)))
        else:
            found.append(Learnt(one.features, None, BESIDE if row["stop"] else 1.0, _heard(text, one)))
    whole = together([one.features for one in found])
    return Told(tuple(found), Learnt(whole, row["kind"] if row["stop"] else None, 1.0))


def clauses() -> list[Told]:
    """The written clauses: a line ``[kind]`` opens those that lead around so, ``[-]`` those that seem to."""
    found: list[Told] = []
    head = ""
    for line in CLAUSES.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            head = line.strip("[]-")
        elif line and not line.startswith("#"):
            found.append(_alike(line, head or None, 1.0))
    return found


def _alike(text: str, contact: str | None, weight: float) -> Told:
    """A text whose sentences are all as the whole is."""
    whole = Text(text)
    found = tuple(Learnt(one.features, contact, weight, _heard(whole, one)) for one in sentences(whole))
    return Told(found, Learnt(together([one.features for one in found]), contact, weight))


def _heard(text: Text, sentence: Sentence) -> str:
    return hear(text.folded[sentence.span.start : sentence.span.end])


@cache
def elsewhere() -> tuple[str, ...]:
    """Sentences that lead nowhere: of comments that report no such thing, and of calm postings."""
    texts = [row["comment"] for row in _all("comments") if Report.OFF_PLATFORM not in row["reports"]]
    texts += [row["body"] for row in _all("postings") if REACHING.isdisjoint(_kinds(row))]
    wholes = [Text(text) for text in texts]
    return tuple(text.quote(one.start, one.end).text for text in wholes for one in text.sentences())


def _kinds(posting: Row) -> set[str]:
    return {flag["kind"] for flag in posting["flags"]}


def harmless(texts: Iterable[str]) -> Iterator[Told]:
    """Texts that lead nowhere."""
    return (_alike(text, None, ELSEWHERE) for text in texts)


def _all(what: str) -> Iterable[Row]:
    paths = [WRITTEN / f"open-{what}.jsonl", *sorted(WRITTEN.glob(f"{what}*.jsonl"))]
    return (row for path in paths for row in rows(path))


def fit(written: Sequence[Row], calm: Sequence[str] | None = None) -> Model:
    """A model of labelled messages, of the written clauses, and of calm sentences from elsewhere."""
    return fitted([*map(told, written), *clauses(), *harmless(elsewhere() if calm is None else calm)])


def fitted(everything: Sequence[Told]) -> Model:
    """Logistic regressions: does a sentence lead around, does a message, and of the sentences that do how."""
    parts = [one for text in everything for one in text.sentences]
    wholes = [text.whole for text in everything]
    places = known([one.features for one in parts], FEWEST)
    matrix = sparse([one.features for one in parts], places, FLOORS)
    leads = np.array([one.contact is not None for one in parts])
    ways = np.array([one.contact for one in parts])[leads]
    found = [
        _whether(parts, matrix),
        _whether(wholes, sparse([one.features for one in wholes], places, FLOORS)),
        *(logistic(matrix[leads], ways == kind, trust=TRUST_KIND) for kind in CONTACTS),
    ]
    weights = np.vstack([one.coef_[0] for one in found]).T.astype(np.float32)
    bias = np.array([one.intercept_[0] for one in found], np.float32)
    bias[[SENTENCE, WHOLE]] -= SHIFT
    return Model(Linear(places, weights, bias), _glance(parts, found[SENTENCE].decision_function(matrix)))


def _glance(learnt: Sequence[Learnt], scores: NDArray[np.float64]) -> Floats:
    """The weights of a first glance: which sentences nearly lead around?"""
    places = [bins(one.heard).ravel() for one in learnt]
    values = [np.full(len(own), max(len(own), FLOOR) ** -0.5) for own in places]
    starts = np.cumsum([0, *map(len, places)])
    parts = (np.concatenate(values), np.concatenate(places).astype(np.int32), starts)
    matrix = csr_matrix(parts, shape=(len(learnt), BINS))
    matrix.sum_duplicates()
    found = logistic(matrix, scores > NEARLY, trust=TRUST_GLANCE)
    return np.append(found.coef_[0], found.intercept_[0] - LEAST).astype(np.float32)


def _whether(learnt: Sequence[Learnt], matrix: csr_matrix) -> LogisticRegression:
    """Whether stretches lead around."""
    leads = np.array([one.contact is not None for one in learnt])
    return logistic(matrix, leads, trust=TRUST_STOP, counts=np.array([one.weight for one in learnt]))


if __name__ == "__main__":
    main()
