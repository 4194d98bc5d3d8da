"""What every training shares: places for features, a matrix of them, and what a model was made from.

A model keeps the fingerprint of all that it was made from: the rows, their features, what the rules found and
the settings. A test compares it with what is in the tree, and says which training is to be run again.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from mikiwame.discernment.linear import FILE, Floats, Linear, Stretch, entries, save

SETTINGS = (int, float, str, tuple, frozenset, set, dict, np.ndarray)


def known(stretches: Iterable[Stretch], fewest: int) -> dict[str, int]:
    """A place for each feature that stands in so many stretches, in the order of their names."""
    counts = Counter(name for stretch in stretches for family in stretch for name in family)
    names = sorted(name for name, count in counts.items() if count >= fewest and "\n" not in name)
    return {name: place for place, name in enumerate(names)}


def sparse(
    stretches: Sequence[Stretch], places: Mapping[str, int], floors: Sequence[int], width: int = 0
) -> csr_matrix:
    """The features of stretches as `Linear.score` sees them: (stretches, places), or so ``width``."""
    columns, values, starts = entries(places, stretches, floors)
    parts = (values, np.array(columns, np.int32), np.array([*starts, len(columns)], np.int32))
    matrix = csr_matrix(parts, shape=(len(stretches), width or len(places)))
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    return matrix


def logistic(
    matrix: csr_matrix,
    holds: NDArray[np.bool_],
    *,
    trust: float,
    present: float = 1.0,
    counts: NDArray[np.float64] | None = None,
    tolerance: float = 1e-4,
) -> LogisticRegression:
    """A logistic regression of what holds of each row.

    ``trust`` is the inverse strength of the penalty on the squares of the weights; a row of which it holds
    counts ``present``, times its place in ``counts``.
    """
    blank = LogisticRegression(
        C=trust, class_weight={False: 1.0, True: present}, solver="liblinear", tol=tolerance
    )
    with threadpool_limits(1):  # threads wait for one another longer than these short sums take
        return blank.fit(matrix, holds, sample_weight=counts)


def write(package: str, made_from: str, linear: Linear, **second: Floats) -> None:
    """Put a model beside the code of a package, with the arrays of its second step."""
    path = Path(str(import_module(package).__file__)).parent / FILE
    save(str(path), linear, second, made_from)
    print(f"{package}: {len(linear.places):,} features, {path.stat().st_size:,} bytes")


def fingerprint(module: Mapping[str, Any], material: Iterable[object]) -> str:
    """Twenty hexadecimal digits of what a model is made from: the settings of its training, and the material.

    Settings are the constants of ``module``, imported ones too. The same on every machine and in every run.
    """
    settings = {name: one for name, one in module.items() if name.isupper() and isinstance(one, SETTINGS)}
    digest = hashlib.sha256(repr(_plain(settings)).encode())
    for one in material:
        digest.update(repr(_plain(one)).encode())
    return digest.hexdigest()[:20]


def _plain(thing: Any) -> Any:
    """The same in lists and in one order, so that it is written alike everywhere."""
    match thing:
        case Enum():
            return thing.value
        case dict():
            return sorted((str(_plain(key)), _plain(value)) for key, value in thing.items())
        case set() | frozenset():
            return sorted(map(_plain, thing))
        case tuple() | list():
            return [_plain(one) for one in thing]
        case np.ndarray():
            return thing.tolist()
        case _:
            return thing
