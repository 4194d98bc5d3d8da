"""What the words of single reviews give away, each against its stars."""

from collections.abc import Callable, Iterable, Sequence

from mikiwame.discernment.kinds import Anomaly
from mikiwame.discernment.reports import Odd

from .heard import Heard
from .model import Kind

GOOD, BAD = 4, 2
"""Stars from which a review recommends, and up to which it warns."""
LEAST = {
    Kind.TROUBLE: 1.5,
    Kind.SOUR: 1.5,
    Kind.GLAD: 1.5,
    Kind.COERCED: -0.5,
    Kind.IRRELEVANT: -0.6,
}
"""The log-odds from which a kind counts, where the F1 on unseen histories is best (`training/README.md`)."""


def _is(one: Heard, kind: Kind) -> bool:
    return not one.blank and one.scores[kind] > LEAST[kind]


def contradicts_stars(one: Heard) -> bool:
    """Whether the stars say the opposite of a wholly bad or good comment."""
    if _is(one, Kind.IRRELEVANT):
        return False
    if one.review.rating >= GOOD:
        return _is(one, Kind.SOUR) and one.scores[Kind.GLAD] < one.scores[Kind.SOUR]
    return one.review.rating <= BAD and _is(one, Kind.GLAD) and one.scores[Kind.SOUR] < one.scores[Kind.GLAD]


def buries_warning(one: Heard) -> bool:
    """Whether a recommending review tells of trouble in kind words."""
    return (
        one.review.rating >= GOOD
        and _is(one, Kind.TROUBLE)
        and not contradicts_stars(one)
        and not is_irrelevant(one)
        and not is_coerced(one)
    )


def is_coerced(one: Heard) -> bool:
    """Whether a comment says that its rating was demanded or traded."""
    return _is(one, Kind.COERCED)


def is_irrelevant(one: Heard) -> bool:
    """Whether a comment has nothing to do with the job."""
    return _is(one, Kind.IRRELEVANT) and not is_coerced(one)


_READ: dict[Anomaly, Callable[[Heard], bool]] = {
    Anomaly.RATING_TEXT_MISMATCH: contradicts_stars,
    Anomaly.COERCED: is_coerced,
    Anomaly.BURIED_WARNING: buries_warning,
    Anomaly.IRRELEVANT_TEXT: is_irrelevant,
}


def odd_words(heard: Sequence[Heard]) -> Iterable[Odd]:
    """The anomalies that are read from words, one after the other."""
    for kind, holds in _READ.items():
        found = [one for one in heard if holds(one)]
        if found:
            quotes = tuple(one.whole_quote() for one in found)
            yield Odd(kind, tuple(one.place for one in found), {"reviews": len(found)}, quotes)
