"""Top ratings that come all at once, while the other reviews are no more than middling."""

from collections.abc import Iterable, Sequence
from statistics import median

from mikiwame.discernment.kinds import Anomaly
from mikiwame.discernment.reports import Odd

from .heard import SAYS_LITTLE, Heard
from .history import BEST

DAY = 24 * 60 * 60
LONGEST = 4 * DAY
"""How long a burst lasts at most."""
MANY = 5
"""The fewest top ratings that make one."""
MIDDLING = 4.0
"""What the others give on average at most: where all are content, a project has merely ended."""
CONTENT = 4.5
"""The same where the praise says little and is for jobs that pay half as much as the others, or less."""
HOLLOW = 0.6
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
    if len(others) < OTHERS:
        return
    average = sum(others) / len(others)
    if average > MIDDLING and not (average <= CONTENT and _hollow([heard[place] for _, place in run], heard)):
        return
    days = int((run[-1][0] - run[0][0]) // DAY) + 1
    figures = {
        "reviews": len(run),
        "days": days,
        "hours": 24 * days,
        "others": round(average, 1),
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


def _hollow(run: Sequence[Heard], heard: Sequence[Heard]) -> bool:
    """Whether most of a run says little, and is for far smaller jobs than the others."""
    inside = {one.place for one in run}
    paid = [one.review.job_reward for one in run if one.review.job_reward is not None]
    usual = [one.review.job_reward for one in heard if one.place not in inside and one.review.job_reward]
    small = bool(paid and usual) and 2 * median(paid) <= median(usual)
    return small and sum(one.letters <= SAYS_LITTLE for one in run) >= HOLLOW * len(run)


def _others(ratings: list[int], dated: list[tuple[float, int]], run: list[tuple[float, int]]) -> list[int]:
    inside = {place for _, place in run}
    return [rating for rating, (_, place) in zip(ratings, dated, strict=True) if place not in inside]
