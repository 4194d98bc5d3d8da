"""Top ratings that come all at once, while the other reviews are no more than middling."""

from collections.abc import Iterable, Sequence

from mikiwame.discernment.kinds import Anomaly
from mikiwame.discernment.reports import Odd

from .heard import Heard
from .history import BEST

DAY = 24 * 60 * 60
LONGEST = 4 * DAY
"""How long a burst lasts at most."""
MANY = 5
"""The fewest top ratings that make one."""
MIDDLING = 4.0
"""What the others give on average at most: where all are content, a project has merely ended."""
OTHERS = 2
"""The fewest others that can be compared with."""


def bursts(heard: Sequence[Heard]) -> Iterable[Odd]:
    """The longest run of top ratings within a few days, out of line with the rest."""
    dated = sorted((seconds, one.place) for one in heard if (seconds := one.review.seconds) is not None)
    top = [(seconds, place) for seconds, place in dated if heard[place].review.rating == BEST]
    run = _longest(top)
    if len(run) < MANY:
        return
    others = _others([heard[place].review.rating for _, place in dated], dated, run)
    if len(others) < OTHERS or sum(others) / len(others) > MIDDLING:
        return
    days = int((run[-1][0] - run[0][0]) // DAY) + 1
    figures = {
        "reviews": len(run),
        "days": days,
        "hours": 24 * days,
        "others": round(sum(others) / len(others), 1),
    }
    yield Odd(Anomaly.BURST, tuple(sorted(place for _, place in run)), figures)


def _longest(top: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """The stretch of at most `LONGEST` that holds the most ratings."""
    best, first = (0, 0), 0
    for last, (seconds, _) in enumerate(top):
        while seconds - top[first][0] > LONGEST:
            first += 1
        if last + 1 - first > best[1] - best[0]:
            best = (first, last + 1)
    return top[slice(*best)]


def _others(ratings: list[int], dated: list[tuple[float, int]], run: list[tuple[float, int]]) -> list[int]:
    inside = {place for _, place in run}
    return [rating for rating, (_, place) in zip(ratings, dated, strict=True) if place not in inside]
