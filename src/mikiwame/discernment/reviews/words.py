"""What the words of single reviews give away, each against its stars."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from mikiwame.discernment.kinds import Anomaly
from mikiwame.discernment.reports import Odd

from .heard import Heard
from .model import Kind
from .signs import speaks_of_rating

GOOD, BAD = 4, 2
"""Stars from which a review recommends, and up to which it warns."""
LEAST = {
    Kind.TROUBLE: 1.6,
    Kind.SOUR: 2.2,
    Kind.GLAD: 1.4,
    Kind.COERCED: 1.2,
    Kind.IRRELEVANT: 1.5,
}
"""The log-odds from which a kind counts, where the F1 on unseen histories is best (`training/README.md`)."""


_MEANT_FOR_OTHERS = re.compile(
    r"(?:上|前|先|一つ前|ひとつ前|さっき|先ほど|さきほど|前回)の[^。]{0,12}(?:別|他|ほか|違う|よそ)の[^。]{0,12}(?:宛|あて|向け|書|間違|です|でし)"
)
COMPANY = 0.7
"""By how much less is enough where another review of the history is of that kind."""

TOLD_IN = {Anomaly.COERCED: Kind.COERCED, Anomaly.BURIED_WARNING: Kind.TROUBLE}
"""What is told in one sentence of a comment, and quoted so; the others are seen on the whole."""
SURER = 1.5
"""By how much more is needed of a comment on its own rating: that alone is no verdict on the work."""


def odd_words(heard: Sequence[Heard]) -> Iterable[Odd]:
    """The anomalies that are read from words, one after the other."""
    taken_back = set(_taken_back(heard))
    for kind, holds in _READ.items():
        sure = {one.place for one in heard if holds(one, 0)}
        if kind is Anomaly.IRRELEVANT_TEXT:
            sure |= taken_back
        if sure:
            found = [one for one in heard if one.place in sure or holds(one, COMPANY)]
            told = TOLD_IN.get(kind)
            quotes = tuple(one.telling_quote(told) if told else one.whole_quote() for one in found)
            yield Odd(kind, tuple(one.place for one in found), {"reviews": len(found)}, quotes)


def _taken_back(heard: Sequence[Heard]) -> Iterator[int]:
    """Reviews of which their writer says in the next one that they were meant for somebody else."""
    last: dict[str, int] = {}
    for one in heard:
        reviewer = one.review.reviewer
        if reviewer is None:
            continue
        if reviewer in last and _MEANT_FOR_OTHERS.search(one.text.folded):
            yield last[reviewer]
        last[reviewer] = one.place


def _is(one: Heard, kind: Kind, ease: float) -> bool:
    return not one.blank and one.scores[kind] > LEAST[kind] - ease


def contradicts_stars(one: Heard, ease: float = 0) -> bool:
    """Whether the stars say the opposite of a wholly bad or good comment."""
    good, bad = one.scores[Kind.GLAD], one.scores[Kind.SOUR]
    if one.review.rating >= GOOD:
        sure = ease - SURER if is_coerced(one) else ease
        return _is(one, Kind.SOUR, sure) and bad > max(good, one.scores[Kind.TROUBLE] - 1)
    return one.review.rating <= BAD and _is(one, Kind.GLAD, ease) and good > bad


def buries_warning(one: Heard, ease: float = 0) -> bool:
    """Whether a recommending review tells of trouble in kind words."""
    return (
        one.review.rating >= GOOD
        and _is(one, Kind.TROUBLE, ease)
        and not contradicts_stars(one)
        and not is_irrelevant(one)
        and not is_coerced(one)
    )


def is_coerced(one: Heard, ease: float = 0) -> bool:
    """Whether a comment says that its rating was demanded or traded."""
    return _is(one, Kind.COERCED, ease) and speaks_of_rating(one.text)


def is_irrelevant(one: Heard, ease: float = 0) -> bool:
    """Whether a comment has nothing to do with the job."""
    return _is(one, Kind.IRRELEVANT, ease) and not is_coerced(one)


_READ: dict[Anomaly, Callable[[Heard, float], bool]] = {
    Anomaly.RATING_TEXT_MISMATCH: contradicts_stars,
    Anomaly.COERCED: is_coerced,
    Anomaly.BURIED_WARNING: buries_warning,
    Anomaly.IRRELEVANT_TEXT: is_irrelevant,
}
