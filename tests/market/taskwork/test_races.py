"""Many at once: a place is given to one, an answer counts once, whatever comes between."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Count

from mikiwame.core.errors import Refused
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork.models import Answer, Batch, Participant, Place
from mikiwame.market.taskwork.operations import endings, opening, work
from mikiwame.market.taskwork.states import PlaceState
from tests.cast import MORNING, Cast
from tests.cast import joined as member
from tests.market.taskwork.stage import DAY, MINUTE, again, drafted, joined, opened
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

GOOD = {"feeling": "good"}


def answers_all(batch: Batch, worker: Member, start: threading.Barrier, since: datetime = MORNING) -> int:
    """One worker takes what she gets until nothing is left for her; returns how many she answered."""
    given, idle = 0, 0
    start.wait(timeout=60)
    try:
        while idle < 3:
            at = since + timedelta(seconds=given + 120 * idle)
            try:
                claim = work.claim(batch.pk, by=worker, at=at)
            except Refused as refusal:
                idle += 1 if refusal.code == "nothing_to_claim" else 100
                continue
            work.submit(batch.pk, claim.place, GOOD, form_version=1, by=worker, at=at)
            given, idle = given + 1, 0
    finally:
        connection.close()
    return given


@pytest.mark.parametrize(("units", "answers", "workers"), [(60, 3, 12), (1, 100, 12), (40, 12, 12)])
def test_exactly_as_many_answers_as_asked(cast: Cast, units: int, answers: int, workers: int) -> None:
    batch = opened(cast, units=units, answers_per_unit=answers, reward=1)
    crowd = [member(f"worker{number}", f"ワーカー{number}", MORNING) for number in range(workers)]
    joined(batch, *crowd)
    start = threading.Barrier(workers)

    with ThreadPoolExecutor(workers) as threads:
        given = list(threads.map(lambda worker: answers_all(batch, worker, start), crowd))

    asked = units * min(answers, workers)  # nobody answers a unit twice
    assert sum(given) == asked
    assert Answer.objects.count() == asked
    per_unit = Answer.objects.values("unit").annotate(
        answers=Count("pk"), workers=Count("worker", distinct=True)
    )
    assert {(unit["answers"], unit["workers"]) for unit in per_unit} == {(asked // units, asked // units)}
    assert Place.objects.filter(state=PlaceState.ANSWERED).count() == asked
    assert sum(Participant.objects.values_list("answered", flat=True)) == asked


def test_a_double_click_claims_once_and_submits_once(cast: Cast) -> None:
    batch = opened(cast)
    joined(batch, cast.yuki)
    assert at_once(*[lambda: work.claim(batch.pk, by=cast.yuki, at=MORNING)] * 5) == []
    claim = work.claim(batch.pk, by=cast.yuki, at=MORNING)
    assert Place.objects.filter(state=PlaceState.CLAIMED).count() == 1

    submit = lambda: work.submit(batch.pk, claim.place, GOOD, form_version=1, by=cast.yuki, at=MORNING)  # noqa: E731
    assert at_once(*[submit] * 5) == []
    assert Answer.objects.count() == 1


def test_joining_twice_at_once_is_joining(cast: Cast) -> None:
    batch = opened(cast)
    assert at_once(*[lambda: work.join(batch, by=cast.yuki, at=MORNING)] * 5) == []
    assert Participant.objects.count() == 1


def test_an_answer_in_time_counts_although_somebody_else_wants_the_place(cast: Cast) -> None:
    batch = opened(cast, units=1)
    joined(batch, cast.yuki, cast.ken)
    claim = work.claim(batch.pk, by=cast.yuki, at=MORNING)
    in_time, over = claim.until - timedelta(microseconds=1), claim.until

    refused = at_once(
        lambda: work.submit(batch.pk, claim.place, GOOD, form_version=1, by=cast.yuki, at=in_time),
        lambda: work.claim(batch.pk, by=cast.ken, at=over),
        lambda: work.release_expired(at=over),
    )

    assert refused == ["nothing_to_claim"]
    assert Answer.objects.get().worker == cast.yuki.party


def test_a_late_answer_and_the_next_claim_leave_one_holder(cast: Cast) -> None:
    batch = opened(cast, units=1)
    joined(batch, cast.yuki, cast.ken)
    claim = work.claim(batch.pk, by=cast.yuki, at=MORNING)
    late = claim.until + work.GRACE + MINUTE

    refused = at_once(
        lambda: work.submit(batch.pk, claim.place, GOOD, form_version=1, by=cast.yuki, at=late),
        lambda: work.claim(batch.pk, by=cast.ken, at=late),
    )

    assert refused in (["claim_over"], ["no_claim"])
    assert Place.objects.get().worker == cast.ken.party


def test_paid_twice_it_opens_once(cast: Cast) -> None:
    batch = opening.prepare(drafted(cast), by=cast.sakurai, at=MORNING)
    deposit = opening.begin_payment(batch, by=cast.sakurai, at=MORNING)
    assert at_once(*[lambda: opening.fund(deposit, receipt="same", at=MORNING + DAY)] * 4) == []
    assert again(batch).fundings.get().hold is not None


def test_a_batch_that_is_closed_among_claims_pays_back_what_nobody_has(cast: Cast) -> None:
    crowd = [member(f"worker{number}", f"ワーカー{number}", MORNING) for number in range(6)]
    batch = opened(cast, units=8, reward=20)
    joined(batch, *crowd)
    claims = [lambda worker=worker: work.claim(batch.pk, by=worker, at=MORNING) for worker in crowd]

    at_once(*claims, lambda: endings.close(batch, by=cast.sakurai, at=MORNING))

    running = Place.objects.filter(state=PlaceState.CLAIMED).count()
    hold = batch.fundings.get().hold
    assert hold is not None
    assert escrow.left(hold) == 20 * running


def test_places_that_came_back_together_are_all_given_out_again(cast: Cast) -> None:
    batch = opened(cast, units=6)
    crowd = [member(f"worker{number}", f"ワーカー{number}", MORNING) for number in range(6)]
    joined(batch, cast.yuki, *crowd)
    for worker in crowd:
        work.claim(batch.pk, by=worker, at=MORNING)
    over = MORNING + DAY
    assert work.release_expired(at=over) == 6

    start = threading.Barrier(1)
    assert answers_all(batch, cast.yuki, start, since=over + MINUTE) == 6


def test_a_second_window_leaves_an_answer_on_its_way_its_place(cast: Cast) -> None:
    batch = opened(cast, units=2)
    joined(batch, cast.yuki)
    claim = work.claim(batch.pk, by=cast.yuki, at=MORNING)

    refused = at_once(lambda: work.claim(batch.pk, by=cast.yuki, at=claim.until))
    assert refused == ["claim_just_over"]
    in_time = claim.until - timedelta(microseconds=1)
    assert work.submit(batch.pk, claim.place, GOOD, form_version=1, by=cast.yuki, at=in_time)
