"""What happened is written down once, kept, and handed to everybody who waits for it."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Barrier, Event, Thread

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from mikiwame.core.ids import new_id
from mikiwame.market.history import consumers, events, operations, queries
from mikiwame.market.history.models import Dispatch, Fact
from tests.cast import MORNING

SUBJECT = f"door:{new_id()}"
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True)
class DoorOpened(events.Event):
    """A door was opened."""

    width: int = 80
    day: date = date(2026, 11, 2)
    keys: tuple[str, ...] = ("銅", "銀")


@pytest.fixture(autouse=True)
def porters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two consumers wait for doors, a third for windows, nobody else for anything."""
    monkeypatch.setattr(consumers, "_kinds", {})
    consumers.subscribe("porter", [DoorOpened.kind])
    consumers.subscribe("clerk", [DoorOpened.kind])
    consumers.subscribe("glazier", ["house.WindowOpened"])


def opened(number: int = 0, *, at: datetime = MORNING) -> None:
    operations.record(DoorOpened(subject=SUBJECT, width=number), by="member:a", at=at)


def widths(taken: list[Fact]) -> list[int]:
    return [fact.data["width"] for fact in taken]


def consume(taken: list[Fact], *, at: datetime = MORNING) -> int:
    return operations.consume("porter", taken.append, at=at)


@pytest.mark.django_db
def test_a_fact_says_what_happened_to_what_by_whom_and_when() -> None:
    opened(90)

    [fact] = queries.facts_about(SUBJECT)
    assert (fact.subject, fact.by, fact.at) == (SUBJECT, "member:a", MORNING)
    assert fact.kind == DoorOpened.kind
    assert fact.data == {"width": 90, "day": "2026-11-02", "keys": ["銅", "銀"]}


@pytest.mark.django_db
def test_everybody_who_waits_for_it_gets_it_once() -> None:
    opened()
    assert [queries.waiting(consumer) for consumer in ("porter", "clerk", "glazier")] == [1, 1, 0]

    taken: list[Fact] = []
    assert consume(taken) == 1
    assert consume(taken) == 0
    assert len(taken) == 1
    assert [queries.waiting(consumer) for consumer in ("porter", "clerk")] == [0, 1]


@pytest.mark.django_db
def test_who_is_awaited_by_a_fact_is_known_at_once_but_not_before_its_time() -> None:
    everybody = ("porter", "clerk", "glazier")
    opened(at=MORNING + SECOND)

    assert queries.awaited(everybody, at=MORNING) == set()
    assert queries.awaited(everybody, at=MORNING + SECOND) == {"porter", "clerk"}
    assert queries.awaited(("clerk",), at=MORNING + SECOND) == {"clerk"}
    consume([], at=MORNING + SECOND)
    assert queries.awaited(everybody, at=MORNING + SECOND) == {"clerk"}


@pytest.mark.django_db
def test_facts_are_taken_in_their_order_and_not_before_their_time() -> None:
    for number in (2, 0, 1):
        opened(number, at=MORNING + number * SECOND)

    taken: list[Fact] = []
    consume(taken, at=MORNING + SECOND)
    assert widths(taken) == [0, 1]


@pytest.mark.django_db
def test_one_that_fails_is_logged_tried_again_ever_more_rarely_and_stops_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    opened(1)
    opened(2)
    taken, attempts = list[Fact](), list[float]()

    def fails_at_first(fact: Fact) -> None:
        if fact.data["width"] == 1 and len(attempts) < 3:
            attempts.append((now - MORNING).total_seconds())
            Fact.objects.filter(pk=fact.pk).exists()
            raise RuntimeError("the bell is broken")
        taken.append(fact)

    for elapsed in range(30):
        now = MORNING + elapsed * SECOND
        operations.consume("porter", fails_at_first, at=now)

    assert attempts == [0, 2, 6]
    assert widths(taken) == [2, 1]
    assert len(caplog.records) == 3
    assert caplog.records[0].levelno == logging.ERROR
    assert DoorOpened.kind in caplog.text
    assert "the bell is broken" in caplog.text


@pytest.mark.django_db
def test_what_a_failing_consumer_wrote_is_undone() -> None:
    opened()

    def writes_and_fails(fact: Fact) -> None:
        operations.record(DoorOpened(subject="door:other"), by=None, at=fact.at)
        raise RuntimeError

    operations.consume("porter", writes_and_fails, at=MORNING)
    assert not queries.facts_about("door:other")
    assert queries.waiting("porter") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("stray", ["update", "delete"])
def test_what_happened_stays(stray: str) -> None:
    opened()
    Dispatch.objects.all().delete()
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Fact.objects.update(by=None) if stray == "update" else Fact.objects.all().delete()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", ["TRUNCATE history_fact CASCADE", "DELETE FROM history_fact"])
def test_nobody_empties_the_record(statement: str) -> None:
    opened()
    Dispatch.objects.all().delete()
    with pytest.raises(IntegrityError, match="never changes"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_queue() -> None:
    for number in range(40):
        opened(number)
    together, taken = Barrier(2), list[Fact]()

    def work() -> None:
        together.wait()
        while consume(taken):
            pass
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(widths(taken)) == list(range(40))
    assert queries.waiting("porter") == 0


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_held_up_holds_up_nobody() -> None:
    opened(1)
    opened(2)
    begun, go_on, taken = Event(), Event(), list[Fact]()

    def slowly(fact: Fact) -> None:
        begun.set()
        assert go_on.wait(10)
        taken.append(fact)

    def work() -> None:
        operations.consume("porter", slowly, at=MORNING, limit=1)
        connection.close()

    slow = Thread(target=work)
    slow.start()
    assert begun.wait(10)
    consume(taken)
    assert widths(taken) == [2]
    go_on.set()
    slow.join()
    assert widths(taken) == [2, 1]


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_at_work_loses_nothing() -> None:
    opened()

    def dies(fact: Fact) -> None:
        operations.record(DoorOpened(subject="door:half"), by=None, at=fact.at)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(OperationalError):
        operations.consume("porter", dies, at=MORNING)
    connection.close()

    taken: list[Fact] = []
    assert not queries.facts_about("door:half")
    assert consume(taken) == 1
    assert len(taken) == 1


@pytest.mark.django_db(transaction=True)
def test_a_fact_that_is_committed_late_is_not_skipped() -> None:
    written, later_taken = Event(), Event()

    def commit_late() -> None:
        with transaction.atomic():
            opened(1)
            written.set()
            assert later_taken.wait(10)
        connection.close()

    late = Thread(target=commit_late)
    late.start()
    assert written.wait(10)
    opened(2, at=MORNING + SECOND)
    taken: list[Fact] = []
    consume(taken, at=MORNING + SECOND)
    assert widths(taken) == [2], "the other is not there yet"

    later_taken.set()
    late.join()
    consume(taken, at=MORNING + SECOND)
    assert widths(taken) == [2, 1]


@pytest.mark.django_db
def test_an_operation_that_is_undone_tells_nobody() -> None:
    with transaction.atomic():
        opened()
        transaction.set_rollback(True)
    assert queries.waiting("porter") == 0
    assert not queries.facts_about(SUBJECT)
