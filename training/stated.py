"""Trains the model that weighs stated terms: `python -m training.stated` writes it beside the engine."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from evaluation.data import WRITTEN
from mikiwame.core.terms import Term
from mikiwame.discernment.linear import Linear
from mikiwame.discernment.postings.stated.finding import find_stated
from mikiwame.discernment.postings.stated.weighing import TERMS, around, told
from mikiwame.discernment.postings.weighing.features import Features, features
from mikiwame.discernment.postings.weighing.model import FLOORS, FLOORS_AROUND, Model
from mikiwame.discernment.text import Text

from .linear import fingerprint, known, sparse, write
from .postings import Example, example, writers

PACKAGE = "mikiwame.discernment.postings.stated"
CLAUSES = WRITTEN / "stated-clauses.txt"

UNREAD = ("postings-e",)
"""Writers whom the rules' makers didn't read: of them is learnt how far to trust the rules."""
FEWEST = 5
"""How many postings a feature must stand in."""
TRUST, TRUST_RULES = 10.0, 1.0
"""How freely the weights may follow the data: the inverse strength of the penalty on their squares."""
OWN = 0.3
"""How freely a term may differ from the others in the second step."""
ROUNDS = 40
LEAST_WEIGHT = 0.1

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Bag:
    """Sentences of which is known what they state together; of a written clause, for one term alone."""

    sentences: list[Features]
    around: Features
    stated: frozenset[Term]
    known: frozenset[Term] = frozenset(TERMS)


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
            yield writer, one.row["stated"], one.features, one.row["format"]
            if writer in UNREAD:
                yield {stated.term for stated in find_stated(_texts(one))}
    yield from map(astuple, clauses())


def fit(by_writer: Mapping[str, Sequence[Example]]) -> Model:
    """A model of labelled postings.

    The second step is learnt from scores that models of other writers gave.
    """
    judged: list[tuple[Doubles, Example]] = []
    for writer in [name for name in UNREAD if name in by_writer] or list(by_writer)[-1:]:
        model = scorer([one for name, theirs in by_writer.items() if name != writer for one in theirs])
        judged += [(_odds(model, one), one) for one in by_writer[writer] if one.parts]
    slope, own = second_step(judged)
    everyone = [one for theirs in by_writer.values() for one in theirs]
    return replace(scorer(everyone), shared=slope, own=own)


def scorer(examples: Sequence[Example]) -> Model:
    """The first step: for each term the weights by which postings state it or don't."""
    bags = [bag(one) for one in examples if one.parts] + clauses()
    places = known(([_names(one)] for one in bags), FEWEST)
    matrix = sparse(
        [(*part, *one.around) for one in bags for part in one.sentences], places, FLOORS + FLOORS_AROUND
    )
    ends = np.cumsum([len(one.sentences) for one in bags])
    starts = np.concatenate([[0], ends[:-1]])
    columns = [
        weights(
            matrix,
            starts,
            np.array([term in one.stated for one in bags]),
            np.array([term in one.known for one in bags], float),
        )
        for term in TERMS
    ]
    learnt = np.vstack(columns).T.astype(np.float32)
    nothing = np.zeros(0, np.float32)
    return Model(Linear(places, learnt[:-1], learnt[-1]), nothing, nothing)


def weights(
    matrix: csr_matrix, starts: NDArray[np.intp], stated: NDArray[np.bool_], counts: Doubles
) -> Doubles:
    """The weights of the features, and a bias, that make the bags' labels likeliest (noisy or, L-BFGS).

    A bag is stated with 1 - Π (1 - σ(score)) over its sentences; ``counts`` is how much each bag counts.
    """
    turned = matrix.T.tocsr()
    sizes = np.diff(np.append(starts, matrix.shape[0]))

    def loss(given: Doubles) -> tuple[float, Doubles]:
        scores = matrix @ given[:-1] + given[-1]
        silent = np.maximum(np.add.reduceat(np.logaddexp(0, scores), starts), 1e-9)
        said = -np.expm1(-silent)
        cost = counts @ np.where(stated, -np.log(said), silent)
        slope = np.repeat(counts * np.where(stated, -np.exp(-silent) / said, 1.0), sizes) / (
            1 + np.exp(-scores)
        )
        learnt = given[:-1]
        return cost + np.square(learnt).sum() / (2 * TRUST), np.append(
            turned @ slope + learnt / TRUST, slope.sum()
        )

    first = np.append(np.zeros(matrix.shape[1]), -3.0)
    with threadpool_limits(1):  # threads wait for one another longer than these short sums take
        found: Doubles = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x
    return found


def second_step(judged: Sequence[tuple[Doubles, Example]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The weight of what sentences tell, and for each term a bias and a trust in the rules."""
    evidence, truth = [], []
    mine = np.eye(len(TERMS)) * OWN
    for odds, one in judged:
        found = {stated.term for stated in find_stated(_texts(one))}
        ruled = np.array([term in found for term in TERMS], float)
        evidence.append(np.hstack([odds[:, None], ruled[:, None], mine, mine * ruled[:, None]]))
        truth += [term in one.row["stated"] for term in TERMS]
    fitted = LogisticRegression(C=TRUST_RULES, max_iter=2000).fit(np.vstack(evidence), truth)
    slope, trust, *rest = fitted.coef_[0]
    own = np.array(rest).reshape(2, len(TERMS)) * OWN + [[fitted.intercept_[0]], [trust]]
    return np.array([slope], np.float32).round(4), own.astype(np.float32).round(4)


def bag(one: Example) -> Bag:
    """A posting, with all its labels."""
    return Bag(one.features, around(one.row["format"]), frozenset(map(Term, one.row["stated"])))


def clauses() -> list[Bag]:
    """The written clauses: a line ``[term]`` opens those that state it, ``[-term]`` those that seem to."""
    found: list[Bag] = []
    head = ""
    for line in CLAUSES.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            head = line.strip("[]")
        elif line and not line.startswith("#"):
            text = Text(line)
            parts = [features(text.folded[one.start : one.end].strip()) for one in text.sentences()]
            term = frozenset({Term(head.lstrip("-"))})
            found.append(Bag(parts, around(""), frozenset() if head.startswith("-") else term, term))
    return found


def _names(one: Bag) -> set[str]:
    return {name for part in (*one.sentences, one.around) for family in part for name in family}


def _odds(model: Model, one: Example) -> Doubles:
    odds: Doubles = told(model.score(one.features, around(one.row["format"]))).astype(float)
    return odds


def _texts(one: Example) -> tuple[Text, Text]:
    return Text(one.row["title"], "title"), Text(one.row["body"])


if __name__ == "__main__":
    main()
