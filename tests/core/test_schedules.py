"""On which days repeating work is due."""

from datetime import date, timedelta

import jpholiday
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mikiwame.core.calendar import days, is_business_day
from mikiwame.core.schedules import (
    DAY,
    Length,
    OnHoliday,
    Repeat,
    Schedule,
    Span,
    Weekday,
    due_days,
    months_after,
    postponed,
    span,
)

some_days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
reaches = st.integers(0, 200).map(lambda number: timedelta(days=number))
holidays = st.sampled_from(OnHoliday)
dated = st.one_of(
    st.builds(Schedule, st.just(Repeat.DAILY), on_holiday=holidays),
    st.builds(
        Schedule,
        st.just(Repeat.WEEKDAYS),
        weekdays=st.sets(st.sampled_from(Weekday), min_size=1).map(lambda some: tuple(sorted(some))),
        on_holiday=holidays,
    ),
    st.builds(Schedule, st.just(Repeat.MONTHLY), month_day=st.integers(1, 31), on_holiday=holidays),
)
"""Schedules whose deliveries have days of their own."""

weekly = st.builds(Schedule, st.just(Repeat.TIMES_A_WEEK), times_a_week=st.integers(1, 21))
schedules = dated | weekly

FRIDAYS = Schedule(Repeat.WEEKDAYS, (Weekday.FRI,))
LAST_OF_MONTH = Schedule(Repeat.MONTHLY, month_day=31)


def test_a_daily_writer_rests_on_the_holidays_of_the_new_year_and_nowhere_else() -> None:
    daily = Schedule(Repeat.DAILY, on_holiday=OnHoliday.SKIPPED)
    due = list(due_days(daily, date(2026, 12, 30), date(2027, 1, 4)))
    assert due == [
        date(2026, 12, 30),
        date(2026, 12, 31),
        date(2027, 1, 2),
        date(2027, 1, 3),
        date(2027, 1, 4),
    ]


@pytest.mark.parametrize(
    ("on_holiday", "due"),
    [
        (OnHoliday.KEPT, [date(2026, 11, 3)]),
        (OnHoliday.SKIPPED, []),
        (OnHoliday.BEFORE, [date(2026, 11, 2)]),
        (OnHoliday.AFTER, [date(2026, 11, 4)]),
    ],
)
def test_what_falls_on_the_day_of_culture(on_holiday: OnHoliday, due: list[date]) -> None:
    tuesdays = Schedule(Repeat.WEEKDAYS, (Weekday.TUE,), on_holiday=on_holiday)
    assert list(due_days(tuesdays, date(2026, 11, 1), date(2026, 11, 7))) == due


def test_golden_week_moves_a_delivery_over_several_days() -> None:
    mondays = Schedule(Repeat.WEEKDAYS, (Weekday.MON,), on_holiday=OnHoliday.AFTER)
    assert list(due_days(mondays, date(2026, 5, 4), date(2026, 5, 10))) == [date(2026, 5, 7)]


def test_the_thirty_first_is_the_last_day_of_every_month() -> None:
    due = list(due_days(LAST_OF_MONTH, date(2028, 1, 1), date(2028, 4, 30)))
    assert due == [date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31), date(2028, 4, 30)]


def test_three_a_week_are_due_by_the_last_day_of_the_week_that_began_at_the_start() -> None:
    three = Schedule(Repeat.TIMES_A_WEEK, times_a_week=3)
    assert span(three, date(2026, 11, 4)) == Span(
        date(2026, 11, 4), date(2026, 11, 10), (date(2026, 11, 10),) * 3
    )


def test_a_week_in_which_nothing_is_due_reaches_into_the_next() -> None:
    mondays = Schedule(Repeat.WEEKDAYS, (Weekday.MON,), on_holiday=OnHoliday.SKIPPED)
    found = span(mondays, date(2026, 11, 17) + 5 * DAY)  # the 23rd is the day of thanks for labour
    assert found == Span(date(2026, 11, 22), date(2026, 12, 5), (date(2026, 11, 30),))


@given(some_days, st.integers(1, 30))
def test_months_are_counted_from_the_first_one(begun: date, months: int) -> None:
    """So many months end where a duration of so many does, from the 31st too."""
    last = begun - DAY
    for _ in range(months):
        last = span(Schedule(Repeat.DAILY), last + DAY, (), Length.MONTH, begun).last
    assert last == months_after(begun, months) - DAY


def test_a_month_that_late_money_moved_is_a_month_from_there() -> None:
    found = span(Schedule(Repeat.DAILY), date(2027, 3, 5), (), Length.MONTH, date(2027, 1, 31))
    assert (found.first, found.last) == (date(2027, 3, 5), date(2027, 4, 4))


def test_a_week_that_is_off_whole_is_no_part_of_the_next() -> None:
    """Money for the next one is asked for by its first day, which so lies after the rest."""
    mondays = Schedule(Repeat.WEEKDAYS, (Weekday.MON,))
    off = {date(2026, 11, 9), date(2026, 11, 16)}
    assert span(mondays, date(2026, 11, 9), off) == Span(
        date(2026, 11, 23), date(2026, 11, 29), (date(2026, 11, 23),)
    )


def test_late_money_moves_the_week_and_takes_nothing_from_it() -> None:
    three = Schedule(Repeat.WEEKDAYS, (Weekday.MON, Weekday.WED, Weekday.FRI))
    week = span(three, date(2026, 11, 9))
    moved = postponed(three, week, date(2026, 11, 11))
    assert moved.due == (date(2026, 11, 11), date(2026, 11, 13), date(2026, 11, 16))
    assert moved.last == date(2026, 11, 16)


@given(schedules, some_days, reaches)
def test_days_are_in_order_and_within(schedule: Schedule, first: date, reach: timedelta) -> None:
    due = list(due_days(schedule, first, first + reach))
    assert due == sorted(due)
    assert all(first <= day <= first + reach for day in due)


@given(dated, some_days, reaches, reaches)
def test_two_stretches_are_one(schedule: Schedule, first: date, one: timedelta, other: timedelta) -> None:
    """Laid out week by week or in one go, the same is due."""
    middle, last = first + one, first + one + DAY + other
    apart = [*due_days(schedule, first, middle), *due_days(schedule, middle + DAY, last)]
    assert apart == list(due_days(schedule, first, last))


@given(dated, some_days, reaches)
def test_no_day_has_two_and_moved_ones_are_on_days_of_business(
    schedule: Schedule, first: date, reach: timedelta
) -> None:
    due = list(due_days(schedule, first, first + reach))
    assert len(due) == len(set(due))
    if schedule.on_holiday != OnHoliday.KEPT:
        assert not any(jpholiday.is_holiday(day) for day in due)


@given(dated, some_days, reaches)
def test_only_holidays_move_anything(schedule: Schedule, first: date, reach: timedelta) -> None:
    kept = Schedule(schedule.repeat, schedule.weekdays, None, schedule.month_day)
    moved = set(due_days(schedule, first, first + reach))
    still = {day for day in due_days(kept, first, first + reach) if not jpholiday.is_holiday(day)}
    assert still <= moved
    assert all(is_business_day(day) for day in moved - still if schedule.on_holiday != OnHoliday.KEPT)


@given(schedules, some_days)
def test_weeks_and_months_follow_one_another_and_lose_no_day(schedule: Schedule, first: date) -> None:
    spans = [span(schedule, first)]
    for _ in range(5):
        spans.append(span(schedule, spans[-1].last + DAY))
    assert all(one.due for one in spans)
    together = [day for one in spans for day in one.due]
    assert together == list(due_days(schedule, first, spans[-1].last))


@given(schedules, some_days, st.integers(0, 40))
def test_a_postponed_span_owes_the_same_and_nothing_before_its_day(
    schedule: Schedule, first: date, late: int
) -> None:
    week = span(schedule, first)
    moved = postponed(schedule, week, first + timedelta(days=late))
    assert len(moved.due) == len(week.due)
    assert all(moved.first <= day <= moved.last for day in moved.due)
    assert moved.last >= week.last


@given(some_days, st.integers(0, 60))
def test_months_are_added_as_people_add_them(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + DAY).day == 1


def test_a_day_is_never_far_from_business() -> None:
    """The furthest that a holiday moves a delivery is less than what is looked at around a span."""
    longest = run = 0
    for day in days(date(1950, 1, 1), date(2050, 12, 31)):
        run = 0 if is_business_day(day) else run + 1
        longest = max(longest, run)
    assert longest < 14


@given(schedules, some_days, st.sampled_from(Length), st.sets(st.integers(0, 40), max_size=20))
def test_a_period_knows_all_that_it_would_have_whatever_is_left_out(
    schedule: Schedule, first: date, length: Length, ahead: set[int]
) -> None:
    off = {first + timedelta(days=number) for number in ahead}
    try:
        found = span(schedule, first, off, length)
    except ValueError:  # a holiday that is skipped every year
        return
    assert found.due
    assert found.due == tuple(day for day in found.whole if day not in off)
    assert found.first <= found.due[0] <= found.due[-1] <= found.last
    assert not off & set(found.due)


@given(dated, some_days)
def test_a_month_of_a_weekly_schedule_holds_what_is_due_in_it(schedule: Schedule, first: date) -> None:
    last = months_after(first, 1) - DAY
    due = tuple(due_days(schedule, first, last))
    if due:
        assert span(schedule, first, length=Length.MONTH) == Span(first, last, due)
