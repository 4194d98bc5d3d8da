"""Background work: done once by any number of workers, and not lost when one of them is killed."""

import os
import subprocess
import sys
import threading
from collections import Counter
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection

from mikiwame.core import clock
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.escrow.events import MoneyGivenBack
from mikiwame.market.history import queries as history
from mikiwame.market.history.consumers import consumers_of
from mikiwame.market.history.events import kinds
from mikiwame.market.history.models import Fact
from mikiwame.market.notifications.models import Notification
from mikiwame.market.reputation import audit as records
from mikiwame.market.taskwork.operations import approving
from mikiwame.market.turns import operations
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.models import Turn
from mikiwame.market.turns.states import TurnKind
from mikiwame.ops import consumers, sweep, worker
from mikiwame.ops.demo import build
from tests import database
from tests.ops.instance import eventually

CONSUMERS = ("reputation", "records", "reports", "notifications")
NOW = clock.now() - timedelta(days=40)
"""When the demo ends: since then every clock in it has run out."""


@pytest.fixture
def _demo(transactional_db: None) -> None:
    """A market in which much is overdue, and nobody has worked on it."""
    database.hold("demo", lambda: build.market(NOW))


def happened() -> Counter[tuple[str, str, str]]:
    """What the clocks have done since.

    Of a month's money the share of each missed delivery goes back, once by a constraint of the database.
    """
    since = Fact.objects.filter(at__gt=NOW, by=None).exclude(kind=MoneyGivenBack.kind)
    return Counter((fact.kind, fact.subject, str(fact.data.get("number"))) for fact in since)


def work(at: datetime) -> None:
    """What a worker does, until nothing is left to do."""
    while sweep.perform_due(at, limit=3) + consumers.take_in(at, limit=5):
        pass


def assert_done(at: datetime) -> None:
    """Nothing was left, nothing happened twice, and every yen adds up."""
    assert turns.due(at, limit=10) == []
    assert [history.waiting(name) for name in CONSUMERS] == [0, 0, 0, 0]
    assert [thing for thing, times in happened().items() if times > 1] == []
    assert escrow.audit() == []
    assert records.discrepancies() == []


@pytest.mark.usefixtures("_demo")
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_everything_once() -> None:
    at = clock.now()

    def one() -> None:
        try:
            work(at)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    work(at + timedelta(hours=2))  # what one had in hand while the other looked

    assert_done(at)
    facts, told = Fact.objects.count(), Notification.objects.count()
    work(at + timedelta(hours=2))
    assert (Fact.objects.count(), Notification.objects.count()) == (facts, told)


@pytest.mark.usefixtures("_demo")
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_nothing_half_done() -> None:
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    process = subprocess.Popen(
        [sys.executable, "-m", "mikiwame", "worker"], env={**os.environ, "DATABASE_URL": url}
    )
    try:
        assert eventually(lambda: len(happened()) >= 3)
    finally:
        process.kill()
        process.wait()

    work(clock.now() + timedelta(hours=2))

    assert_done(clock.now())


@pytest.mark.usefixtures("_demo")
@pytest.mark.django_db(transaction=True)
def test_a_failing_thing_stops_nothing_and_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    at = clock.now()
    model, lapse = sweep.AT_LIMIT[TurnKind.OFFER]

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("as if the disk were full")

    with monkeypatch.context() as broken:
        broken.setitem(sweep.AT_LIMIT, TurnKind.OFFER, (model, fail))
        work(at)
    failed = Turn.objects.filter(kind=TurnKind.OFFER, state="open")
    tried = dict(failed.values_list("pk", "attempts"))
    assert set(tried.values()) == {1}
    assert turns.due(at, limit=10) == []  # it waits

    work(at + timedelta(hours=2))
    assert {turn.state for turn in Turn.objects.filter(pk__in=tried)} == {"passed"}
    assert lapse is sweep.AT_LIMIT[TurnKind.OFFER][1]


def test_every_kind_of_turn_has_an_end() -> None:
    assert sweep.AT_LIMIT.keys() == set(TurnKind)


def test_every_consumer_is_served() -> None:
    assert {name for kind in kinds() for name in consumers_of(kind)} == {
        "criteria",
        "reputation",
        "records",
        "reports",
        "paperwork",
        "messaging",
        "contests",
        "notifications",
    }


def test_a_beat_that_fails_keeps_its_rhythm() -> None:
    stop, beats = threading.Event(), []

    def beat(_at: datetime) -> int:
        beats.append(1)
        if len(beats) == 3:
            stop.set()
        raise RuntimeError("once more")

    worker.keep([worker.Rhythm("tests", 0.01, beat)], stop)

    assert len(beats) == 3


def test_what_waits_for_strangers_holds_up_nothing_else() -> None:
    stop, begun, told, waited = threading.Event(), threading.Event(), threading.Event(), []

    def wait(_at: datetime) -> int:
        begun.set()
        waited.append(told.wait(20))
        return 0

    def tell(_at: datetime) -> int:
        assert begun.wait(20)
        told.set()
        stop.set()
        return 0

    with worker.beside([worker.Rhythm("slow", 1, wait)], stop):
        worker.keep([worker.Rhythm("clocks", 1, tell)], stop)

    assert waited == [True]
    assert {beat.name for beat in worker.slow_rhythms()} == {"pushes"}


def test_asked_to_stop_the_sweep_stops_between_two_things(monkeypatch: pytest.MonkeyPatch) -> None:
    performed: list[object] = []
    monkeypatch.setattr(operations, "claim_due", lambda **_: [1, 2, 3])
    monkeypatch.setattr(sweep, "perform", lambda turn, _at: performed.append(turn))

    sweep.perform_due(NOW, going_on=lambda: len(performed) < 2)

    assert performed == [1, 2]


@pytest.mark.parametrize(("approved", "did"), [(9_999, 0), (10_000, 10_000)])
def test_after_a_full_portion_rules_come_again_at_once(
    monkeypatch: pytest.MonkeyPatch, approved: int, did: int
) -> None:
    monkeypatch.setattr(approving, "approve_ruled", lambda **_: approved)
    assert worker.approve_ruled(NOW) == did
