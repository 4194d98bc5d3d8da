"""What the list shows of a batch follows what has been answered, a little later."""

from datetime import timedelta
from math import ceil

from django.db import connection
from django.test.utils import CaptureQueriesContext

from mikiwame.core.clock import day_in_tokyo
from mikiwame.discernment.rates.wages import minimum_wage
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.hiring.listing import Filters
from mikiwame.market.hiring.operations import tasks
from mikiwame.market.history import queries as history
from mikiwame.market.members.models import Member
from mikiwame.market.notifications.models import Notification
from mikiwame.market.taskwork.models import Answer, Batch
from mikiwame.market.taskwork.operations import endings, figures, judging, opening, topping, work
from mikiwame.market.taskwork.states import Reason
from mikiwame.ops import consumers, worker
from tests.cast import MORNING, Cast
from tests.market.taskwork.stage import DAY, MINUTE, joined, opened

SECOND = timedelta(seconds=1)


def answering(batch: Batch, by: Member, *, seconds: int, times: int = 1) -> None:
    """She answers the next units, each in so many seconds."""
    joined(batch, by)
    for _ in range(times):
        claim = work.claim(batch.pk, by=by, at=MORNING + MINUTE)
        done = MORNING + MINUTE + seconds * SECOND
        work.submit(batch.pk, claim.place, {"feeling": "good"}, form_version=1, by=by, at=done)


def shown(batch: Batch) -> tuple[int | None, int | None, int | None]:
    """Its figures on the list."""
    figures.refresh(at=MORNING)
    [found] = [one for one in hiring.listed(Filters(), at=MORNING).listings if one.id == batch.posting_id]
    return found.places_left, found.seconds, found.hourly


def test_the_list_follows_what_is_answered(cast: Cast) -> None:
    batch = opened(cast, units=30)
    tasks.measure(batch.posting, 30, 2_400)  # as the client expects
    assert shown(batch) == (30, 30, 2_400)

    answering(batch, cast.yuki, seconds=40, times=9)
    assert shown(batch) == (21, 30, 2_400)  # too few to tell more than she does

    answering(batch, cast.ken, seconds=60, times=4)
    assert shown(batch) == (17, 40, 1_800)


def test_approved_answers_count_and_who_forgot_the_page_changes_little(cast: Cast) -> None:
    batch = opened(cast, units=30)
    answering(batch, cast.yuki, seconds=20, times=8)
    answering(batch, cast.ken, seconds=580, times=3)
    every = list(Answer.objects.order_by("pk").values_list("pk", flat=True))
    judging.approve(batch, every[:6], by=cast.sakurai, at=MORNING + DAY)
    assert shown(batch) == (19, 20, 3_600)


def test_a_rejected_answer_is_asked_for_again(cast: Cast) -> None:
    batch = opened(cast, units=3)
    answering(batch, cast.yuki, seconds=40, times=2)
    assert shown(batch)[0] == 1
    answer = Answer.objects.order_by("pk")[0]
    judging.turn_back(
        answer, reason=Reason.WRONG, evidence="「かなしい」の文です", by=cast.sakurai, at=MORNING + DAY
    )
    judging.let_stand(Answer.objects.get(pk=answer.pk), by=cast.yuki, at=MORNING + DAY)
    assert shown(batch)[0] == 2


def test_a_median_that_hardly_moves_is_not_told_anew(cast: Cast) -> None:
    batch = opened(cast, units=31)
    answering(batch, cast.yuki, seconds=100, times=10)
    assert shown(batch) == (21, 100, 720)
    with CaptureQueriesContext(connection) as asked:
        figures.refresh(at=MORNING)
    assert not [one["sql"] for one in asked.captured_queries if one["sql"].startswith("UPDATE")]
    answering(batch, cast.ken, seconds=104, times=11)
    assert shown(batch) == (10, 100, 720)
    answering(batch, cast.sora, seconds=400, times=9)
    tasks.measure(batch.posting, 60, 1_200)  # 104 are news beside that
    assert shown(batch) == (1, 104, 692)


def test_what_is_paused_is_counted_and_what_is_closed_stays_as_it_was(cast: Cast) -> None:
    batch = opened(cast, units=12)
    answering(batch, cast.yuki, seconds=40, times=10)
    opening.pause(batch, by=cast.sakurai, at=MORNING + DAY)
    worker.refresh_figures(MORNING)
    batch.posting.refresh_from_db()
    assert (batch.posting.places_left, batch.posting.seconds) == (2, 40)

    endings.close(Batch.objects.get(pk=batch.pk), by=cast.sakurai, at=MORNING + DAY)
    assert figures.refresh(at=MORNING) == 0
    batch.posting.refresh_from_db()
    assert (batch.posting.places_left, batch.posting.seconds) == (2, 40)


def asked(batch: Batch) -> list[tuple[int, int]]:
    """What its client was told of pay that had fallen short: yen an hour, and the reward that would do."""
    facts = history.facts_about(batch.key).filter(kind="taskwork.LowPayMeasured")
    return [(fact.data["hourly"], fact.data["enough"]) for fact in facts]


def test_a_client_is_asked_once_to_raise_what_has_fallen_short(cast: Cast) -> None:
    wage = minimum_wage(on=day_in_tokyo(MORNING))
    assert wage
    batch = opened(cast, units=60)
    tasks.measure(batch.posting, 40, 1_800)
    answering(batch, cast.yuki, seconds=44, times=12)
    shown(batch)
    assert asked(batch) == []

    answering(batch, cast.ken, seconds=90, times=14)
    shown(batch)
    assert asked(batch) == [(800, ceil(wage.yen * 90 / 3_600))]
    answering(batch, cast.sora, seconds=100, times=30)
    shown(batch)  # lower still: she knows
    assert len(asked(batch)) == 1
    while consumers.take_in(MORNING):
        pass
    [told] = Notification.objects.filter(kind="taskwork.LowPayMeasured")
    assert told.member == cast.sakurai

    topping.top_up(batch, 60, by=cast.sakurai, at=MORNING)
    opening.fund(opening.begin_payment(batch, by=cast.sakurai, at=MORNING), receipt="more", at=MORNING)
    assert shown(batch)[2] == 60 * 36


def test_who_had_said_so_herself_is_asked_by_her_own_page_alone(cast: Cast) -> None:
    batch = opened(cast, units=30, expected_seconds=100)
    answering(batch, cast.yuki, seconds=150, times=12)
    shown(batch)
    assert asked(batch) == []
