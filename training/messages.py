"""Trains the model that reads messages: `python -m training.messages` writes it beside the engine's code."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path

import numpy as np

from evaluation.data import WRITTEN, Row, rows
from mikiwame.discernment.kinds import Flag, Report
from mikiwame.discernment.linear import Linear
from mikiwame.discernment.messages.features import Features, sentences
from mikiwame.discernment.messages.model import CONTACTS, FLOORS, Model
from mikiwame.discernment.text import Text

from .linear import fingerprint, known, logistic, sparse, write

PACKAGE = "mikiwame.discernment.messages"
CLAUSES = WRITTEN / "messages-clauses.txt"

FEWEST = 2
"""How many sentences a feature must stand in."""
TRUST_STOP, TRUST_KIND = 8.0, 8.0
"""How freely the weights may follow the data: the inverse strength of the penalty on their squares."""
BESIDE, ELSEWHERE = 0.05, 0.5
"""What an unquoted sentence of a stopped message counts, and one of a comment or of a calm posting."""
SHIFT = -0.5
"""The log-odds from which on a sentence leads around: what costs more is stopping too little."""
LEAST_WEIGHT = 0.03
REACHING = {
    Flag.OFF_PLATFORM_CONTACT,
    Flag.PERSONAL_INFORMATION,
    Flag.CREDENTIAL_REQUEST,
    Flag.ACCOUNT_LENDING,
}
"""Postings with such a sign are not calm enough to learn from."""


@dataclass(frozen=True)
class Learnt:
    """A sentence: its features, how it leads around the marketplace if it does, and what it counts."""

    features: Features
    contact: str | None
    weight: float


def main() -> None:
    """Train on everything that may be read, and write the model."""
    write(
        PACKAGE, made_from(), fit([row for path in data() for row in rows(path)]).linear.light(LEAST_WEIGHT)
    )


def made_from() -> str:
    """The fingerprint of what `main` learns from."""
    return fingerprint(globals(), _material())


def _material() -> Iterator[object]:
    yield from (astuple(one) for path in data() for row in rows(path) for one in learnt(row))
    yield from map(astuple, clauses())
    yield from map(astuple, harmless(elsewhere()))


def data() -> list[Path]:
    """The files that the model learns from."""
    return [WRITTEN / "open-messages.jsonl", *sorted(WRITTEN.glob("messages*.jsonl"))]


def learnt(row: Row) -> Iterator[Learnt]:
    """The sentences of a labelled message; those that a quote touches lead around."""
    text = Text(row["text"])
    places = [(start := row["text"].index(quote), start + len(quote)) for quote in row["quotes"]]
    for one in sentences(text):
        own = text.quote(one.span.start, one.span.end)
        if any(start < own.end and own.start < end for start, end in places):
            yield Learnt(one.features, row["kind"], 1.0)
        else:
            yield Learnt(one.features, None, BESIDE if row["stop"] else 1.0)


def clauses() -> list[Learnt]:
    """The written clauses: a line ``[kind]`` opens those that lead around so, ``[-]`` those that seem to."""
    found: list[Learnt] = []
    head = ""
    for line in CLAUSES.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            head = line.strip("[]-")
        elif line and not line.startswith("#"):
            text = Text(line.replace("\\n", "\n"))
            found += [Learnt(one.features, head or None, 1.0) for one in sentences(text)]
    return found


@cache
def elsewhere() -> tuple[str, ...]:
    """Sentences that lead nowhere: of comments that report no such thing, and of calm postings."""
    texts = [row["comment"] for row in _all("comments") if Report.OFF_PLATFORM not in row["reports"]]
    texts += [row["body"] for row in _all("postings") if REACHING.isdisjoint(_kinds(row))]
    wholes = [Text(text) for text in texts]
    return tuple(text.quote(one.start, one.end).text for text in wholes for one in text.sentences())


def _kinds(posting: Row) -> set[str]:
    return {flag["kind"] for flag in posting["flags"]}


def harmless(texts: Iterable[str]) -> Iterator[Learnt]:
    """The sentences of texts that lead nowhere."""
    return (Learnt(one.features, None, ELSEWHERE) for text in texts for one in sentences(Text(text)))


def _all(what: str) -> Iterable[Row]:
    paths = [WRITTEN / f"open-{what}.jsonl", *sorted(WRITTEN.glob(f"{what}*.jsonl"))]
    return (row for path in paths for row in rows(path))


def fit(written: Sequence[Row], calm: Sequence[str] | None = None) -> Model:
    """A model of labelled messages, of the written clauses, and of calm sentences from elsewhere."""
    messages = [one for row in written for one in learnt(row)]
    return fitted([*messages, *clauses(), *harmless(elsewhere() if calm is None else calm)])


def fitted(everything: Sequence[Learnt]) -> Model:
    """One logistic regression for whether a sentence leads around, and of those that do one for each way."""
    stretches = [one.features for one in everything]
    places = known(stretches, FEWEST)
    matrix = sparse(stretches, places, FLOORS)
    leads = np.array([one.contact is not None for one in everything])
    counts = np.array([one.weight for one in everything])
    stop = logistic(matrix, leads, trust=TRUST_STOP, counts=counts)
    ways = np.array([one.contact for one in everything])[leads]
    kinds = [logistic(matrix[leads], ways == kind, trust=TRUST_KIND) for kind in CONTACTS]
    weights = np.vstack([stop.coef_[0], *(one.coef_[0] for one in kinds)]).T.astype(np.float32)
    bias = np.array([stop.intercept_[0] - SHIFT, *(one.intercept_[0] for one in kinds)], np.float32)
    return Model(Linear(places, weights, bias))


if __name__ == "__main__":
    main()
