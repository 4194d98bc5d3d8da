"""A steady rate for each key, with room for a few at once."""

from datetime import timedelta

from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as some

from mikiwame import throttle
from mikiwame.throttle import Throttle, neighbourhood
from tests.cast import MORNING


@given(gaps=some.lists(some.floats(0, 20), max_size=60))
def test_never_more_than_the_rate_and_the_few_at_once(gaps: list[float]) -> None:
    counted, at, let_in = Throttle(), MORNING, []
    for gap in gaps:
        at += timedelta(seconds=gap)
        if not counted.wait("a", each=5, at_once=3, at=at):
            let_in.append(at)
    for first, begin in enumerate(let_in):
        for last, end in enumerate(let_in[first:], start=first):
            assert last - first + 1 <= 3 + (end - begin).total_seconds() / 5 + 1e-6


def test_after_the_wait_that_is_told_there_is_room() -> None:
    counted = Throttle()
    asked = [counted.wait("a", each=5, at_once=2, at=MORNING) for _ in range(3)]
    assert asked == [0, 0, 5]
    assert counted.wait("a", each=5, at_once=2, at=MORNING + timedelta(seconds=asked[-1])) == 0
    assert counted.wait("b", each=5, at_once=2, at=MORNING) == 0


def test_memory_does_not_grow_without_end() -> None:
    counted = Throttle()
    for number in range(throttle.KEPT_MOST + 10):
        counted.wait(str(number), each=5, at_once=2, at=MORNING)
    assert len(counted.kept) <= throttle.KEPT_MOST


def test_one_household_is_one_address() -> None:
    asked = [
        neighbourhood(RequestFactory(REMOTE_ADDR=address).get("/"))
        for address in (
            "2001:db8:1:2::3",
            "2001:db8:1:2:ffff::4",
            "2001:db8:1:3::3",
            "192.0.2.7",
            "192.0.2.8",
            "::ffff:192.0.2.8",
            "::ffff:192.0.2.9",
        )
    ]
    assert asked[0] == asked[1]
    assert asked[5] == asked[4]
    assert len(set(asked)) == 5
