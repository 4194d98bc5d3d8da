"""What becomes of answers stands in both records, apart from projects."""

from mikiwame.discernment.record import Measure
from mikiwame.market.history.models import Fact
from mikiwame.market.members.models import Member
from mikiwame.market.reputation import audit, queries
from mikiwame.market.reputation.operations import records
from mikiwame.market.reputation.states import Side
from mikiwame.market.taskwork.operations import contests, judging
from mikiwame.market.taskwork.states import Finding
from tests.cast import MORNING, Cast
from tests.market.reputation.stage import settle
from tests.market.taskwork.stage import DAY, MINUTE, answered, experienced, opened, returned

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
