"""What the reviewers' accounts say: made for one job, for one client, or punished for what they wrote."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from mikiwame.discernment.kinds import Anomaly
from mikiwame.discernment.reports import Odd

from .heard import SAYS_LITTLE, Heard
from .history import BEST

FEWEST_SINGLE = 4
MOST = 0.55
"""Single-use accounts: how many there must be, and their share of the top ratings."""
GOOD = 4
HOLLOW = 0.4
"""The share of comments that say little from which praise sounds invented."""
DOUBTED = {Anomaly.COPY_PASTE, Anomaly.IRRELEVANT_TEXT, Anomaly.COERCED, Anomaly.RATING_TEXT_MISMATCH}
FEWEST_OTHERS, MIDDLING = 2, 3.7
"""The others that can be compared with, and what they give at most where the praise is out of line."""
FEWEST_RETURNS, FEWEST_ACCOUNTS = 2, 2
"""Accounts that work for one client alone: how often each came, and how many they must be."""
ALONE = 3
"""How often a lone such account must have come."""
LOW, CRITICAL = 2, 3
"""What a client gives who pays back, and what the reviewer gave at most."""


def single_use(heard: Sequence[Heard], odd: Sequence[Odd]) -> Iterable[Odd]:
    """Most of the top ratings come from accounts that did this one job, and there is more to doubt in them.

    Beginners are welcome: the same is no anomaly where they tell what they did, and others are as content.
    ``odd`` is what else was found.
    """
    known = [one for one in heard if one.review.rating == BEST and one.review.reviewer_total_jobs is not None]
    single = [one for one in known if one.review.reviewer_total_jobs == 1]
    if len(single) < FEWEST_SINGLE or len(single) < MOST * len(known):
        return
    if _hollow(single, odd) >= HOLLOW or _others_middling(heard):
        concerned = [
            one.place for one in heard if one.review.reviewer_total_jobs == 1 and one.review.rating >= GOOD
        ]
        figures = {"reviews": len(single), "top": len(known)}
        yield Odd(Anomaly.SINGLE_USE_REVIEWERS, tuple(concerned), figures)


def _hollow(single: Sequence[Heard], odd: Sequence[Odd]) -> float:
    """The share of reviews that say next to nothing of the work, or what others say, or what isn't so."""
    doubted = {place for one in odd if one.kind in DOUBTED for place in one.reviews}
    return sum(one.letters <= SAYS_LITTLE or one.place in doubted for one in single) / len(single)


def _others_middling(heard: Sequence[Heard]) -> bool:
    others = [one.review.rating for one in heard if (one.review.reviewer_total_jobs or 0) > 1]
    return len(others) >= FEWEST_OTHERS and sum(others) / len(others) <= MIDDLING


def reciprocal(heard: Sequence[Heard]) -> Iterable[Odd]:
    """Accounts that came back, have worked for nobody else, and got and gave nothing but the best."""
    by_account: dict[str, list[Heard]] = defaultdict(list)
    for one in heard:
        if one.review.reviewer is not None:
            by_account[one.review.reviewer].append(one)
    pairs = [theirs for theirs in by_account.values() if _for_each_other(theirs)]
    if len(pairs) >= FEWEST_ACCOUNTS or any(len(theirs) >= ALONE for theirs in pairs):
        concerned = sorted(one.place for theirs in pairs for one in theirs)
        figures = {"reviews": len(concerned), "accounts": len(pairs)}
        yield Odd(Anomaly.RECIPROCAL, tuple(concerned), figures)


def _for_each_other(theirs: Sequence[Heard]) -> bool:
    jobs = [one.review.reviewer_total_jobs for one in theirs]
    given = [one.review.client_rated_reviewer for one in theirs]
    return (
        len(theirs) >= FEWEST_RETURNS
        and all(many is not None and many <= len(theirs) for many in jobs)
        and all(one.review.rating == BEST for one in theirs)
        and BEST in given
        and set(given) <= {BEST, None}
    )


def retaliation(heard: Sequence[Heard]) -> Iterable[Odd]:
    """The client gave few stars to those who had criticised it, and many to the others."""
    hit = [one for one in heard if _paid_back(one)]
    others = [
        one.review.client_rated_reviewer
        for one in heard
        if one.review.client_rated_reviewer is not None and one not in hit
    ]
    if hit and (not others or sum(others) / len(others) > CRITICAL):
        lowest = max(one.review.client_rated_reviewer or 0 for one in hit)
        figures = {"reviews": len(hit), "given": lowest}
        quotes = tuple(one.whole_quote() for one in hit)
        yield Odd(Anomaly.RETALIATION, tuple(one.place for one in hit), figures, quotes)


def _paid_back(one: Heard) -> bool:
    given = one.review.client_rated_reviewer
    return given is not None and given <= LOW and one.review.rating <= CRITICAL and not one.admits_fault()
