"""How two versions differ, and which change is worse for the worker."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mikiwame.core.schedules import OnHoliday, Repeat, Schedule, Weekday
from mikiwame.core.terms import RewardBasis, Term
from mikiwame.market.terms.lines import (
    Deadline,
    Duration,
    Inspection,
    Line,
    Lines,
    Pace,
    Reward,
    Start,
    compare,
    fingerprint,
)

DAY = date(2026, 12, 1)
WEEK = timedelta(days=7)

OLD: dict[Term, Line] = {
    Term.SCOPE: "商品説明文10点",
    Term.REWARD: Reward(30_000),
    Term.REWARD_BASIS: "fixed",
    Term.DEADLINE: Deadline((DAY,)),
    Term.START: Start(DAY - WEEK),
    Term.PACE: "週3",
    Term.INSPECTION: Inspection(7, 2),
    Term.PAYMENT: 30,
}
HALVES = Reward(30_000, shares=(("初稿", 15_000), ("完成", 15_000)))

_days = st.dates(DAY, DAY + 20 * WEEK)
_lines: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {},
    optional={
        Term.SCOPE: st.text(max_size=5),
        Term.REWARD: st.builds(
            Reward,
            st.integers(1, 9),
            st.none() | st.integers(1, 9),
            st.none() | st.integers(1, 3),
            shares=st.lists(st.tuples(st.text(max_size=2), st.integers(1, 9)), max_size=2).map(tuple),
        ),
        Term.REWARD_BASIS: st.sampled_from(list(map(str, RewardBasis))),
        Term.DEADLINE: st.builds(Deadline, st.lists(_days, min_size=1, max_size=3).map(sorted).map(tuple)),
        Term.START: st.builds(Start, st.none() | _days, st.text(max_size=2), st.none() | _days),
        Term.INSPECTION: st.builds(Inspection, st.integers(1, 14), st.integers(0, 3)),
        Term.PAYMENT: st.integers(1, 60),
        Term.HEADCOUNT: st.integers(1, 5),
    },
)


def judged(term: Term, new: Line | None, old: Mapping[Term, Line] = OLD) -> bool | None:
    """How the one change to a sheet is judged."""
    lines = {**old}
    lines.pop(term, None)
    [change] = compare(old, lines if new is None else {**lines, term: new})
    assert (change.term, change.old, change.new) == (term, old.get(term), new)
    return change.worsens_for_worker


@pytest.mark.parametrize(
    ("term", "new", "worse"),
    [
        (Term.REWARD, Reward(29_999), True),
        (Term.REWARD, Reward(30_001), False),
        (Term.REWARD, Reward(30_000, currency="USD"), None),
        (Term.REWARD, HALVES, None),
        (Term.REWARD, None, None),
        (Term.DEADLINE, Deadline((DAY - WEEK,)), True),
        (Term.DEADLINE, Deadline((DAY + WEEK,)), False),
        (Term.DEADLINE, Deadline((DAY - WEEK, DAY)), None),
        (Term.DEADLINE, Deadline((DAY - 2 * WEEK, DAY - WEEK)), True),
        (Term.DEADLINE, None, None),
        (Term.START, Start(DAY), True),
        (Term.START, Start(DAY - 2 * WEEK), None),
        (Term.START, Start(None, "素材がそろった日", DAY), True),
        (Term.START, Start(None, "素材がそろった日", DAY - WEEK), None),
        (Term.START, None, None),
        (Term.INSPECTION, Inspection(14, 2), True),
        (Term.INSPECTION, Inspection(3, 3), True),
        (Term.INSPECTION, Inspection(3, 2), False),
        (Term.PAYMENT, 60, True),
        (Term.PAYMENT, 7, False),
        (Term.SCOPE, "商品説明文12点", None),
        (Term.PACE, "毎日", None),
        (Term.DURATION, "3か月", None),
        (Term.REWARD_BASIS, "hourly", None),
    ],
)
def test_one_change(term: Term, new: Line | None, worse: bool | None) -> None:
    assert judged(term, new) is worse


@pytest.mark.parametrize(
    ("old", "new", "worse"),
    [
        (Reward(100, quantity=50), Reward(99, quantity=80), True),
        (Reward(100, quantity=50), Reward(120, quantity=40), None),
        (Reward(100, quantity=50), Reward(110, quantity=50), False),
        (Reward(100, most=200), Reward(90, most=300), True),
        (Reward(100, most=200), Reward(100, most=150), None),
        (Reward(100, most=200), Reward(150), False),
        (HALVES, replace(HALVES, shares=(("初稿", 5_000), ("完成", 25_000))), None),
    ],
)
def test_rewards(old: Reward, new: Reward, worse: bool | None) -> None:
    assert judged(Term.REWARD, new, OLD | {Term.REWARD: old}) is worse


DAILY = Pace(Schedule(Repeat.DAILY, on_holiday=OnHoliday.SKIPPED))
THRICE = Pace(Schedule(Repeat.TIMES_A_WEEK, times_a_week=3))
FRIDAYS = Pace(Schedule(Repeat.WEEKDAYS, (Weekday.FRI,)))
MONTHLY = Pace(Schedule(Repeat.MONTHLY, month_day=31))


@pytest.mark.parametrize(
    ("old", "new", "worse"),
    [
        (THRICE, DAILY, True),
        (FRIDAYS, THRICE, True),
        (MONTHLY, FRIDAYS, True),
        (DAILY, THRICE, None),
        (DAILY, Pace(Schedule(Repeat.DAILY)), True),
        (Pace(Schedule(Repeat.DAILY)), DAILY, None),
        (FRIDAYS, Pace(Schedule(Repeat.WEEKDAYS, (Weekday.MON,))), None),
        (FRIDAYS, replace(FRIDAYS, words="21時まで"), None),
    ],
)
def test_paces(old: Pace, new: Pace, worse: bool | None) -> None:
    assert judged(Term.PACE, new, OLD | {Term.PACE: old}) is worse


@pytest.mark.parametrize(
    ("old", "new", "worse"),
    [
        (Duration(None), Duration(3), True),
        (Duration(6), Duration(3), True),
        (Duration(3), Duration(6), None),
        (Duration(6, renews=True), Duration(6), True),
        (Duration(6), Duration(6, renews=True), None),
        (Duration(6), Duration(None), None),
    ],
)
def test_durations(old: Duration, new: Duration, worse: bool | None) -> None:
    assert judged(Term.DURATION, new, OLD | {Term.DURATION: old}) is worse


def test_one_part_that_is_due_earlier_is_worse() -> None:
    old = Deadline((DAY, DAY + WEEK, DAY + 2 * WEEK))
    new = Deadline((DAY - WEEK, DAY + 2 * WEEK, DAY + 3 * WEEK))
    assert judged(Term.DEADLINE, new, OLD | {Term.DEADLINE: old}) is True


def test_a_deadline_where_none_was_binds_her_more() -> None:
    paced: dict[Term, Line] = {term: line for term, line in OLD.items() if term != Term.DEADLINE}
    assert judged(Term.DEADLINE, Deadline((DAY,)), paced) is True
    assert judged(Term.CONFIDENTIALITY, "秘密保持契約を結ぶ", paced) is None


def test_rewards_on_different_bases_cannot_be_compared() -> None:
    new = OLD | {Term.REWARD: Reward(1_500, quantity=20), Term.REWARD_BASIS: "hourly"}
    assert [(change.term, change.worsens_for_worker) for change in compare(OLD, new)] == [
        (Term.REWARD, None),
        (Term.REWARD_BASIS, None),
    ]


@given(_lines)
def test_nothing_differs_from_itself(lines: Lines) -> None:
    assert compare(lines, dict(reversed(list(lines.items())))) == []
    assert fingerprint(lines) == fingerprint(dict(reversed(list(lines.items()))))


@given(_lines, _lines)
def test_a_difference_shows_from_both_sides_and_is_worse_on_one_at_most(old: Lines, new: Lines) -> None:
    there, back = compare(old, new), compare(new, old)

    assert [(change.term, change.old, change.new) for change in there] == [
        (change.term, change.new, change.old) for change in back
    ]
    same_length = [
        (one.worsens_for_worker, other.worsens_for_worker)
        for one, other in zip(there, back, strict=True)
        if one.term in {Term.REWARD, Term.START, Term.PAYMENT}
    ]
    assert (True, True) not in same_length


@given(_lines, _lines)
def test_fingerprints_tell_sheets_apart(old: Lines, new: Lines) -> None:
    assert (fingerprint(old) == fingerprint(new)) == (not compare(old, new))
    assert len(fingerprint(old)) == 32


@given(_lines, _lines)
def test_the_old_lines_and_the_difference_make_the_new_ones(old: Lines, new: Lines) -> None:
    made = {**old}
    for change in compare(old, new):
        if change.new is None:
            del made[change.term]
        else:
            made[change.term] = change.new
    assert made == new
