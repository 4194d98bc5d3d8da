"""Money comes while workers go on claiming, answering and joining: it is booked, and adds up to the yen."""

import itertools
import threading
from collections.abc import Callable

import pytest
from django.db import transaction

from mikiwame.core.errors import Refused
from mikiwame.market.escrow import audit as escrow
from mikiwame.market.escrow.models import Release
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork import audit, queries
from mikiwame.market.taskwork.models import Answer, Batch, Participant, Place
from mikiwame.market.taskwork.operations import judging, opening, raising, topping, work
from mikiwame.market.taskwork.states import AnswerState
from tests.cast import MORNING, Cast
from tests.cast import joined as member
from tests.market.taskwork.stage import DAY, MINUTE, again, joined, opened
from tests.races import at_once, is_waited_for

pytestmark = pytest.mark.django_db(transaction=True)

LATER = MORNING + MINUTE
GOOD = {"feeling": "good"}


def crowd(name: str, count: int) -> list[Member]:
    return [member(f"{name}{number}", f"ワーカー{number}", MORNING) for number in range(count)]


def works(batch: Batch, worker: Member, over: threading.Event) -> None:
    """She claims and answers, gives back now and then, and has no rest while money comes."""
    for number in itertools.count():
        if over.is_set():
            return
        try:
            claim = work.claim(batch.pk, by=worker, at=LATER)
            if number % 3 == 2:
                work.give_back(batch.pk, claim.place, by=worker, at=LATER)
            else:
                work.submit(batch.pk, claim.place, GOOD, form_version=1, by=worker, at=LATER)
        except Refused:
            work.release_expired(at=LATER)


def until_paid(pays: Callable[[], None], over: threading.Event) -> None:
    try:
        pays()
    finally:
        over.set()


def pays_more(cast: Cast, batch: Batch) -> None:
    """Sakurai raises the reward six times, and twice the number of answers."""
    for number in range(1, 7):
        topping.top_up(batch, 20 + 5 * number, by=cast.sakurai, at=LATER)
        pays(cast, batch, f"reward-{number}")
        if number % 3 == 0:
            raising.raise_places(batch, 12 + number, by=cast.sakurai, at=LATER)
            pays(cast, batch, f"places-{number}")


def pays(cast: Cast, batch: Batch, receipt: str) -> None:
    deposit = opening.begin_payment(batch, by=cast.sakurai, at=LATER)
    assert opening.fund(deposit, receipt=receipt, at=LATER) is not None


def test_all_that_is_paid_is_booked_while_a_crowd_works(cast: Cast) -> None:
    batch = opened(cast, units=150, answers_per_unit=12)
    workers, late, over = crowd("worker", 10), crowd("late", 12), threading.Event()
    joined(batch, *workers)

    def join_one_by_one() -> None:
        for worker in late:
            work.join(again(batch), by=worker, at=LATER)
            work.claim(batch.pk, by=worker, at=LATER)

    def approve() -> None:
        while not over.is_set():
            judging.approve_all(batch, until=LATER, by=cast.sakurai, at=LATER, limit=20)

    at_once(
        *[lambda worker=worker: works(batch, worker, over) for worker in workers],
        lambda: until_paid(lambda: pays_more(cast, batch), over),
        join_one_by_one,
        approve,
    )

    batch = again(batch)
    assert (batch.reward, batch.answers_per_unit) == (50, 18)
    approved = Answer.objects.filter(state=AnswerState.APPROVED).count()
    assert approved == Release.objects.count()
    assert Place.objects.filter(batch=batch).count() == 150 * 18
    assert queries.held(batch) == (150 * 18 - approved) * 50
    last = batch.notices.order_by("-issued_at", "-id")[0]
    assert set(Participant.objects.values_list("notice", flat=True)) == {last.pk}
    assert Participant.objects.count() == len(workers + late)
    assert escrow.discrepancies() == audit.discrepancies() == []

    judging.approve_all(batch, until=LATER, by=cast.sakurai, at=LATER + DAY)
    assert escrow.discrepancies() == audit.discrepancies() == []


def test_who_joins_while_the_next_notice_is_issued_has_that_one(cast: Cast) -> None:
    batch = opened(cast)
    issued, done = threading.Event(), threading.Event()

    def top_up() -> None:
        topping.top_up(batch, 25, by=cast.sakurai, at=LATER)
        deposit = opening.begin_payment(batch, by=cast.sakurai, at=LATER)
        with transaction.atomic():
            opening.fund(deposit, receipt="more", at=LATER)
            issued.set()
            while not done.is_set() and not is_waited_for():
                done.wait(0.01)

    def join() -> None:
        issued.wait(60)
        try:
            work.join(batch, by=cast.yuki, at=LATER)
        finally:
            done.set()

    at_once(top_up, join)
    last = batch.notices.order_by("-issued_at", "-id")[0]
    assert batch.notices.count() == 2
    assert Participant.objects.get().notice == last
