"""What becomes of answers stands in both records, apart from projects."""

from datetime import timedelta
from importlib import import_module

from django.db import connection

from mikiwame.discernment.kinds import Verdict
from mikiwame.discernment.record import ENOUGH, Measure, yen_per_hour
from mikiwame.market.history import queries as history
from mikiwame.market.history.models import Fact
from mikiwame.market.members.models import Member
from mikiwame.market.reputation import audit, queries
from mikiwame.market.reputation.operations import records
from mikiwame.market.reputation.states import Side
from mikiwame.market.taskwork.models import Answer, Batch
from mikiwame.market.taskwork.operations import contests, judging, opening, topping, work
from mikiwame.market.taskwork.states import Finding
from tests.cast import MORNING, Cast
from tests.cast import joined as member
from tests.market.reputation.stage import settle
from tests.market.taskwork.stage import DAY, MINUTE, answered, experienced, joined, opened, returned

LATER = MORNING + MINUTE
END = MORNING + 3 * DAY


def seen(member: Member, measure: Measure, side: Side) -> tuple[float, int, set[str]]:
    """What a record counts of a measure: how often or how long, of how many, and in which formats."""
    report = queries.records_of(member.party, at=END)[side]
    found = [one for one in report.estimates if one.measure == measure]
    return sum(one.amount for one in found), sum(one.of for one in found), {one.format for one in found}


def test_answers_stand_in_both_records(cast: Cast) -> None:
    judges = experienced(cast, 2)
    batch = opened(cast, units=4)
    good, bad, contested, _waiting = (answered(batch, cast.yuki) for _ in range(4))
    judging.let_stand(returned(bad, cast), by=cast.yuki, at=LATER)
    contested = contests.contest(returned(contested, cast), words="正しいです", by=cast.yuki, at=LATER)
    for judge in judges:
        contests.judge(contested, finding=Finding.WORKER, by=judge, at=LATER)
    judging.approve(batch, [good.pk], by=cast.sakurai, at=LATER + DAY)
    settle(END)

    assert seen(cast.yuki, Measure.APPROVED, Side.WORKER) == (2, 3, {"task"})
    assert seen(cast.sakurai, Measure.APPROVED, Side.CLIENT) == (42, 43, {"task"})
    assert seen(cast.sakurai, Measure.OVERTURNED, Side.CLIENT) == (1, 2, {"task"})
    assert seen(cast.sakurai, Measure.HOURS_TO_APPROVE, Side.CLIENT) == (24, 42, {"task"})
    assert audit.discrepancies() == []


def test_a_fact_told_twice_counts_once(cast: Cast) -> None:
    batch = opened(cast, units=1)
    judging.approve(batch, [answered(batch, cast.yuki).pk], by=cast.sakurai, at=LATER)
    settle(END)
    records.take_in(Fact.objects.get(kind="taskwork.AnswersApproved"), at=END)

    assert seen(cast.yuki, Measure.APPROVED, Side.WORKER) == (1, 1, {"task"})
    assert audit.discrepancies() == []


def pay_of(member: Member) -> list[tuple[int, int]]:
    """What a client's tasks really pay, yen an hour, and by how many workers' work that is known."""
    report = queries.records_of(member.party, at=END)[Side.CLIENT]
    found = [one for one in report.estimates if one.measure == Measure.HOURS_FOR_1000_YEN]
    return [(round(yen_per_hour(one.amount / one.of)), one.of) for one in found]


def worked(batch: Batch, worker: Member, *seconds: int) -> list[Answer]:
    """She answers one unit after the other, each in so many seconds."""
    at, given = MORNING + MINUTE, []
    joined(batch, worker)
    for length in seconds:
        claim = work.claim(batch.pk, by=worker, at=at)
        at += timedelta(seconds=length)
        content = {"feeling": "good"}
        given.append(work.submit(batch.pk, claim.place, content, form_version=1, by=worker, at=at))
    return list(Answer.objects.filter(pk__in=given).order_by("submitted_at"))


def approve_all(cast: Cast, batch: Batch) -> None:
    judging.approve_all(batch, until=LATER + DAY, by=cast.sakurai, at=LATER + DAY)
    settle(END)


def test_what_tasks_really_pay_is_the_median_of_each_workers_time(cast: Cast) -> None:
    batch = opened(cast, units=8)
    worked(batch, cast.yuki, 60, 72, 599)  # she forgot the page
    approve_all(cast, batch)
    assert pay_of(cast.sakurai) == [(1_000, 1)]

    worked(batch, cast.ken, 144, 144)
    approve_all(cast, batch)
    # Not 750: as long for ¥1,000 as both together, so that who hurries lifts it little.
    assert pay_of(cast.sakurai) == [(667, 2)]
    assert not pay_of(cast.yuki)
    assert audit.discrepancies() == []


def test_the_time_of_what_was_rejected_is_time_too(cast: Cast) -> None:
    batch = opened(cast, units=8)
    bad, *_good = worked(batch, cast.yuki, 72, 72, 72, 72)
    judging.let_stand(returned(bad, cast), by=cast.yuki, at=LATER)
    approve_all(cast, batch)
    assert pay_of(cast.sakurai) == [(750, 1)]


def test_a_raised_reward_pays_more_for_what_it_was_paid_for(cast: Cast) -> None:
    batch = opened(cast, units=4)
    first, *_rest = worked(batch, cast.yuki, 72, 72)
    judging.approve(batch, [first.pk], by=cast.sakurai, at=LATER)
    topping.top_up(batch, 40, by=cast.sakurai, at=LATER)
    opening.fund(opening.begin_payment(batch, by=cast.sakurai, at=LATER), receipt="more", at=LATER)
    approve_all(cast, batch)
    assert pay_of(cast.sakurai) == [(1_500, 1)]


def test_pay_that_is_surely_poor_is_a_caution_and_of_few_it_is_unproven(cast: Cast) -> None:
    batch = opened(cast, units=20, reward=1)
    crowd = [member(f"worker{number}", f"ワーカー{number}", MORNING) for number in range(10)]
    for number, worker in enumerate(crowd):
        worked(batch, worker, 60)
        approve_all(cast, batch)
        report = queries.records_of(cast.sakurai.party, at=END)[Side.CLIENT]
        [pay] = [one for one in report.estimates if one.measure == Measure.HOURS_FOR_1000_YEN]
        assert pay.is_proven == (number >= ENOUGH - 1)
        if number == 0:
            assert pay.verdict == Verdict.INCOMPLETE
    assert pay.verdict == Verdict.CAUTION  # ¥60 an hour
    assert 60 < yen_per_hour(pay.value) < 100


def test_what_waits_to_be_taken_in_already_is_handed_on_no_second_time(cast: Cast) -> None:
    batch = opened(cast, units=1)
    judging.approve(batch, [answered(batch, cast.yuki).pk], by=cast.sakurai, at=LATER)
    waiting = history.waiting("records")
    hand_on = import_module("mikiwame.market.reputation.migrations.0006_hourly_pay").HAND_ON
    with connection.cursor() as cursor:
        cursor.execute(hand_on)
    assert history.waiting("records") == waiting

    settle(END)
    with connection.cursor() as cursor:
        cursor.execute(hand_on)
    assert history.waiting("records") == 1
