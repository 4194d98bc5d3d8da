"""How long clocks run that stop in between."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mikiwame.market.turns.clockwork import Pause, elapsed, limit, reminder

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

MOMENTS = st.integers(-200, 400).map(lambda hours: NOON + hours * HOUR)
PAUSES = st.lists(
    st.tuples(MOMENTS, st.integers(1, 100)).map(lambda one: Pause(one[0], one[0] + one[1] * HOUR)), max_size=5
)
TIMES = st.integers(1, 200).map(lambda hours: hours * HOUR)


def test_a_clock_without_stops_runs_on() -> None:
    assert limit(NOON, 3 * DAY, []) == NOON + 3 * DAY
    assert elapsed(NOON, NOON + 3 * DAY, []) == 3 * DAY


def test_a_stop_in_between_is_added_and_one_outside_is_not() -> None:
    within = Pause(NOON + DAY, NOON + 2 * DAY)
    before, after = Pause(NOON - 2 * DAY, NOON - DAY), Pause(NOON + 9 * DAY, NOON + 10 * DAY)

    assert limit(NOON, 3 * DAY, [within, before, after]) == NOON + 4 * DAY


def test_a_stop_that_runs_when_the_clock_begins_counts_from_there() -> None:
    assert limit(NOON, DAY, [Pause(NOON - DAY, NOON + HOUR)]) == NOON + DAY + HOUR


def test_stops_at_the_same_time_are_one() -> None:
    twice = [Pause(NOON + HOUR, NOON + 5 * HOUR), Pause(NOON + 3 * HOUR, NOON + 7 * HOUR)]

    assert limit(NOON, DAY, twice) == NOON + DAY + 6 * HOUR


def test_a_stop_can_push_the_limit_into_the_next_one() -> None:
    first, second = Pause(NOON + HOUR, NOON + 2 * HOUR), Pause(NOON + DAY, NOON + DAY + 5 * HOUR)

    assert limit(NOON, DAY, [first]) == NOON + DAY + HOUR
    assert limit(NOON, DAY, [second]) == NOON + DAY, "it was over when that one began"
    assert limit(NOON, DAY, [first, second]) == NOON + DAY + 6 * HOUR


@given(TIMES, PAUSES)
def test_a_clock_has_run_as_long_as_it_was_given(running: timedelta, pauses: list[Pause]) -> None:
    end = limit(NOON, running, pauses)

    assert elapsed(NOON, end, pauses) == running
    assert end >= NOON + running


@given(TIMES, PAUSES, PAUSES)
def test_another_stop_never_shortens_a_clock(
    running: timedelta, pauses: list[Pause], more: list[Pause]
) -> None:
    assert limit(NOON, running, [*pauses, *more]) >= limit(NOON, running, pauses)


def test_reminders_come_at_half_and_a_day_before() -> None:
    until = NOON + 6 * DAY

    assert reminder(NOON, until, after=NOON) == NOON + 3 * DAY
    assert reminder(NOON, until, after=NOON + 3 * DAY) == NOON + 5 * DAY
    assert reminder(NOON, until, after=NOON + 5 * DAY) is None


def test_of_a_short_clock_half_is_enough() -> None:
    until = NOON + 2 * DAY

    assert reminder(NOON, until, after=NOON) == NOON + DAY
    assert reminder(NOON, until, after=NOON + DAY) is None
