"""Ratings as they are handed in: checked, and gathered into one opinion for each pair of rater and ratee."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ids = NDArray[np.int64]
Indexes = NDArray[np.intp]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ratings:
    """One row a rating: who rated whom, how (-1..1), and when (seconds since 1970), if that is known."""

    rater: Ids
    ratee: Ids
    score: Floats
    at: Floats | None


@dataclass(frozen=True, slots=True)
class Opinions:
    """What each rater thinks of each ratee she rated: the mean of her scores, however often she repeats it.

    ``rater`` and ``ratee`` are indexes into ``raters`` and ``ratees`` (the ids, ascending). Opinions stand in
    the order of their raters, then ratees; ``of_rating`` finds the opinion that a rating belongs to.
    """

    raters: Ids
    ratees: Ids
    rater: Indexes
    ratee: Indexes
    score: Floats
    of_rating: Indexes


def read(rater: ArrayLike, ratee: ArrayLike, score: ArrayLike, at: ArrayLike | None) -> Ratings:
    """Check four columns, of which the last may be missing.

    Raises:
        ValueError: there are no ratings, the columns differ in length, or something in them isn't what it
            should be; the message says which.
    """
    ratings = Ratings(
        rater=whole_ids("rater", rater),
        ratee=whole_ids("ratee", ratee),
        score=scores("score", score),
        at=None if at is None else numbers("at", at),
    )
    lengths = {"rater": len(ratings.rater), "ratee": len(ratings.ratee), "score": len(ratings.score)}
    if ratings.at is not None:
        lengths["at"] = len(ratings.at)
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} has {length:,}" for name, length in lengths.items())
        raise ValueError(f"The columns must be equally long: {told}.")
    if not len(ratings.score):
        raise ValueError("There are no ratings.")
    return ratings


def gather(ratings: Ratings) -> Opinions:
    """Unite the ratings of each pair into one opinion."""
    raters, rater = np.unique(ratings.rater, return_inverse=True)
    ratees, ratee = np.unique(ratings.ratee, return_inverse=True)
    pairs, of_rating, counts = np.unique(rater * len(ratees) + ratee, return_inverse=True, return_counts=True)
    return Opinions(
        raters=raters,
        ratees=ratees,
        rater=pairs // len(ratees),
        ratee=pairs % len(ratees),
        score=np.bincount(of_rating, weights=ratings.score) / counts,
        of_rating=of_rating,
    )


def whole_ids(name: str, values: ArrayLike) -> Ids:
    """Identifiers as a column of whole numbers.

    Raises:
        ValueError: they are no whole numbers, or no column.
    """
    ids = column(name, values)
    if ids.dtype.kind not in "iu":
        raise ValueError(f"{name} must hold whole numbers, not {ids.dtype}.")
    if ids.dtype.kind == "u" and ids.size and ids.max() > np.iinfo(np.int64).max:
        raise ValueError(f"{name} holds a number above 2**63 - 1.")
    return ids.astype(np.int64, copy=False)


def numbers(name: str, values: ArrayLike) -> Floats:
    """A column of finite numbers.

    Raises:
        ValueError: something in it is no number, or it is no column.
    """
    given = column(name, values)
    if given.dtype.kind not in "iuf":
        raise ValueError(f"{name} must hold numbers, not {given.dtype}.")
    found = given.astype(np.float64, copy=False)
    astray = np.flatnonzero(~np.isfinite(found))
    if astray.size:
        raise ValueError(f"{name}[{astray[0]}] is {found[astray[0]]}, which is no finite number.")
    return found


def scores(name: str, values: ArrayLike) -> Floats:
    """A column of scores.

    Raises:
        ValueError: something in it is no number from −1 to 1.
    """
    found = numbers(name, values)
    outside = np.flatnonzero(np.abs(found) > 1)
    if outside.size:
        raise ValueError(f"{name}[{outside[0]}] is {found[outside[0]]:g}; scores run from -1 to 1.")
    return found


def column(name: str, values: ArrayLike) -> NDArray[np.generic]:
    """Values as an array of one dimension.

    Raises:
        ValueError: they have another shape.
    """
    given: NDArray[np.generic] = np.asarray(values)
    if given.ndim != 1:
        raise ValueError(f"{name} must be an array of one dimension; it has {given.ndim}.")
    if not given.size:
        return given.astype(np.int64)
    return given
