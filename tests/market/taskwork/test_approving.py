"""Standing rules approve answers by themselves: promptly, once, and only as long as their client likes."""

import json
import threading
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mikiwame.core.errors import Refused
from mikiwame.market.escrow import audit as money
from mikiwame.market.escrow.models import Release
from mikiwame.market.history import queries as history
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork import approving as standing
from mikiwame.market.taskwork import audit, reviewing, rules
from mikiwame.market.taskwork.approving import Rule, rules_of
from mikiwame.market.taskwork.models import Answer, Batch
from mikiwame.market.taskwork.operations import approving, drafts, endings, judging
from mikiwame.market.taskwork.states import AnswerState, ApprovedBy
from tests.cast import MORNING, Cast
from tests.cast import joined as member
from tests.market.taskwork.stage import (
    DAY,
    MINUTE,
    again,
    answered,
    drafted,
    opened,
    paid_in,
    returned,
)
from tests.races import at_once, code_of, is_waited_for

LATER = MORNING + MINUTE
BY_KNOWN = Rule(ApprovedBy.KNOWN, 3, 80)
BY_MAJORITY = Rule(ApprovedBy.MAJORITY)
IN_A_DAY = Rule(ApprovedBy.HOURS, 24)


def ruled(cast: Cast, *rules: Rule, **values: Any) -> Batch:
    """An open batch of Sakurai's with these rules."""
    return approving.set_rules(opened(cast, **values), rules, by=cast.sakurai, at=MORNING)


def everything(batch: Batch, worker: Member, feeling: str = "good", at: datetime = LATER) -> list[Answer]:
    """She answers all that there is for her, always the same."""
    given: list[Answer] = []
    while True:
        try:
            given.append(answered(batch, worker, at=at, feeling=feeling))
        except Refused:
            return given


def approved(answers: Sequence[Answer]) -> list[bool]:
    """Which of them are approved by now."""
    states = dict(Answer.objects.values_list("pk", "state"))
    return [states[answer.pk] == AnswerState.APPROVED for answer in answers]


def test_who_knows_what_is_known_is_trusted_and_nobody_else(cast: Cast) -> None:
    batch = ruled(cast, BY_KNOWN, units=6, known=3, answers_per_unit=2, answers_per_known=2)
    right, wrong = everything(batch, cast.yuki), everything(batch, cast.ken, "bad")

    assert approving.approve_ruled(at=LATER) == 6
    assert approving.approve_ruled(at=LATER) == 0

    assert all(approved(right))
    assert not any(approved(wrong))
    assert {answer.state for answer in Answer.objects.filter(worker=cast.ken.party)} == {"submitted"}
    assert Release.objects.filter(worker=cast.yuki.party).count() == 6
    assert money.discrepancies() == audit.discrepancies() == []
    [fact] = history.facts_of(["taskwork.AnswersApproved"], since=MORNING)
    assert (fact.by, fact.data["by_rule"], fact.data["by_silence"]) == (None, "known", False)
    assert (fact.data["answers"], fact.data["gross"]) == (6, 120)


def test_two_right_ones_are_too_few_to_trust_anybody(cast: Cast) -> None:
    batch = ruled(cast, BY_KNOWN, units=6, known=3)
    known = [answer for answer in everything(batch, cast.yuki) if answer.known_right]
    assert len(known) == 3
    batch.participants.update(known_answered=2, known_right=2)
    assert approving.approve_ruled(at=LATER) == 0


def test_a_known_one_that_is_wrong_waits_whoever_gave_it(cast: Cast) -> None:
    batch = ruled(cast, Rule(ApprovedBy.KNOWN, 3, 60), BY_MAJORITY, units=6, known=3, answers_per_unit=2)
    everything(batch, cast.yuki)
    slip = Answer.objects.filter(known_right=True).order_by("pk")[0]
    Answer.objects.filter(pk=slip.pk).update(known_right=False)
    batch.participants.update(known_right=2)

    assert approving.approve_ruled(at=LATER) == 5
    assert approved([slip]) == [False]


def test_more_than_half_of_all_that_was_asked_agree(cast: Cast) -> None:
    batch = ruled(cast, BY_MAJORITY, units=2, answers_per_unit=3)
    first = [answered(batch, cast.yuki, why="空"), answered(batch, cast.yuki)]
    assert approving.approve_ruled(at=LATER) == 0  # one of three is no majority

    same, other = answered(batch, cast.ken, why="海"), answered(batch, cast.ken, feeling="bad")
    assert approving.approve_ruled(at=LATER) == 2  # what was written freely isn't compared
    assert approved([*first, same, other]) == [True, False, True, False]

    late = [answered(batch, cast.sora), answered(batch, cast.sora, feeling="bad")]
    assert approving.approve_ruled(at=LATER) == 3
    assert approved([*late, first[1], other]) == [True, True, False, True]


def test_what_was_returned_speaks_for_nobody(cast: Cast) -> None:
    batch = ruled(cast, BY_MAJORITY, units=2, answers_per_unit=2)
    first, second = answered(batch, cast.yuki), answered(batch, cast.yuki)
    returned(first, cast)
    alone, pair = answered(batch, cast.ken), answered(batch, cast.ken)
    assert approving.approve_ruled(at=LATER) == 2
    assert approved([first, alone, second, pair]) == [False, False, True, True]


def test_hours_are_counted_from_when_it_came_in_and_anew_when_it_is_mended(cast: Cast) -> None:
    batch = ruled(cast, IN_A_DAY, units=2)
    plain, mended = answered(batch, cast.yuki), answered(batch, cast.ken)
    judging.fix(returned(mended, cast), {"feeling": "bad"}, by=cast.ken, at=LATER + DAY / 2)

    assert approving.approve_ruled(at=LATER + DAY - MINUTE) == 0
    assert approving.approve_ruled(at=LATER + DAY) == 1
    assert approved([plain, mended]) == [True, False]
    assert approving.approve_ruled(at=LATER + 2 * DAY) == 1


def test_a_rule_that_is_ended_approves_nothing_more_and_silence_is_as_before(cast: Cast) -> None:
    batch = ruled(cast, IN_A_DAY)
    answer = answered(batch, cast.yuki)
    batch = approving.set_rules(batch, [], by=cast.sakurai, at=LATER)

    assert rules_of(batch) == []
    assert approving.approve_ruled(at=LATER + 4 * DAY) == 0
    assert returned(answer, cast, at=LATER + 4 * DAY).state == AnswerState.RETURNED
    said = [fact.data["rules"] for fact in history.facts_of(["taskwork.ApprovalRulesChanged"], since=MORNING)]
    assert said == [["hours 24"], []]


def test_a_rule_says_nothing_about_what_the_client_has_returned(cast: Cast) -> None:
    batch = ruled(cast, IN_A_DAY, BY_KNOWN, units=6, known=3)
    answer = returned(answered(batch, cast.yuki), cast)
    assert approving.approve_ruled(at=LATER + 2 * DAY) == 0
    assert Answer.objects.get(pk=answer.pk).state == AnswerState.RETURNED


def test_rules_are_set_in_a_draft_stand_when_it_opens_and_are_copied(cast: Cast) -> None:
    batch = approving.set_rules(drafted(cast), [IN_A_DAY], by=cast.sakurai, at=MORNING)
    batch = paid_in(again(batch), cast)
    answered(batch, cast.yuki)
    assert approving.approve_ruled(at=LATER + DAY) == 1
    assert rules_of(drafts.copy(batch, by=cast.sakurai, at=LATER)) == [IN_A_DAY]


def test_they_still_stand_when_the_batch_is_closed_and_end_with_it(cast: Cast) -> None:
    batch = ruled(cast, IN_A_DAY)
    answered(batch, cast.yuki)
    batch = endings.close(batch, by=cast.sakurai, at=LATER)
    assert approving.approve_ruled(at=LATER + DAY) == 1
    endings.finish(batch, at=LATER + DAY)
    assert code_of(lambda: approving.set_rules(batch, [], by=cast.sakurai, at=LATER)) == "wrong_state"


@pytest.mark.parametrize(
    ("rule", "refused"),
    [
        (Rule(ApprovedBy.KNOWN, 2, 80), "number_out_of_range"),
        (Rule(ApprovedBy.KNOWN, 4, 80), "number_out_of_range"),  # nobody can meet four of three
        (Rule(ApprovedBy.KNOWN, 3, 49), "number_out_of_range"),
        (Rule(ApprovedBy.KNOWN, None, 80), "number_out_of_range"),
        (Rule(ApprovedBy.KNOWN, 3, None), "number_out_of_range"),
        (Rule(ApprovedBy.HOURS, 0), "number_out_of_range"),
        (Rule(ApprovedBy.HOURS, 5 * 24), "number_out_of_range"),  # silence is as soon
        (Rule(ApprovedBy.HOURS, None), "number_out_of_range"),
        (BY_MAJORITY, "no_majority"),  # one answer of each
    ],
)
def test_a_rule_that_can_fit_nothing_is_refused(cast: Cast, rule: Rule, refused: str) -> None:
    batch = opened(cast, units=6, known=3)
    assert code_of(lambda: approving.set_rules(batch, [rule], by=cast.sakurai, at=LATER)) == refused


def test_without_known_answers_nobody_is_known_by_them(cast: Cast) -> None:
    batch = opened(cast)
    assert (
        code_of(lambda: approving.set_rules(batch, [BY_KNOWN], by=cast.sakurai, at=LATER)) == "known_too_few"
    )


def test_opinions_have_no_majority_to_follow(cast: Cast) -> None:
    batch = opened(cast, units=1, answers_per_unit=100)
    refused = code_of(lambda: approving.set_rules(batch, [BY_MAJORITY], by=cast.sakurai, at=LATER))
    assert refused == "no_majority"


def test_a_draft_whose_rule_has_lost_its_units_says_so(cast: Cast) -> None:
    batch = approving.set_rules(drafted(cast, units=6, known=3), [BY_KNOWN], by=cast.sakurai, at=MORNING)
    drafts.clear_units(batch, by=cast.sakurai, at=LATER)
    drafts.add_units(again(batch), [({"text": "文"}, None)], by=cast.sakurai, at=LATER)
    with pytest.raises(Refused, match="known_too_few"):
        paid_in(again(batch), cast)


def test_only_its_client_sets_a_batchs_rules(cast: Cast) -> None:
    batch = opened(cast)
    for other in (cast.yuki, cast.kuroda, cast.oda):
        assert code_of(lambda: approving.set_rules(batch, [IN_A_DAY], by=other, at=LATER)) == "not_yours"  # noqa: B023


def test_what_approves_on_demand_and_what_stands_judge_alike(cast: Cast) -> None:
    batch = ruled(cast, BY_KNOWN, units=6, known=3)
    everything(batch, cast.yuki)
    on_demand = set(reviewing.right_on_known(batch, percent=80, until=LATER))
    approving.approve_ruled(at=LATER)
    assert on_demand == set(Answer.objects.filter(state="approved").values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_rules_the_client_and_another_worker_at_once_pay_each_answer_once(cast: Cast) -> None:
    batch = ruled(cast, BY_KNOWN, BY_MAJORITY, IN_A_DAY, units=8, known=4, answers_per_unit=2)
    mine, others = everything(batch, cast.yuki), everything(batch, cast.ken)
    late, all_of_them = LATER + 2 * DAY, [answer.pk for answer in mine + others]

    at_once(
        *[lambda: approving.approve_ruled(at=late)] * 4,
        lambda: judging.approve(batch, all_of_them, by=cast.sakurai, at=late),
        lambda: judging.approve_due(at=late + 5 * DAY),
        lambda: returned(mine[0], cast, at=late),
    )
    approving.approve_ruled(at=late)

    paid = Release.objects.count()
    assert paid == Answer.objects.filter(state=AnswerState.APPROVED).count() >= len(all_of_them) - 1
    assert money.discrepancies() == audit.discrepancies() == []


@pytest.mark.django_db(transaction=True)
def test_a_rule_that_is_ended_amid_a_sweep_is_ended(cast: Cast) -> None:
    batch = ruled(cast, IN_A_DAY, units=6)
    everything(batch, cast.yuki)
    late = LATER + 2 * DAY
    ended: list[int] = []

    def end() -> None:
        approving.set_rules(batch, [], by=cast.sakurai, at=late)
        ended.append(Answer.objects.filter(state=AnswerState.APPROVED).count())

    at_once(*[lambda: approving.approve_ruled(at=late)] * 3, end)
    assert Answer.objects.filter(state=AnswerState.APPROVED).count() == ended[0]
    assert ended[0] in {0, 6}


@pytest.mark.django_db(transaction=True)
def test_who_ends_a_rule_waits_for_it_and_neither_is_undone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = ruled(cast, IN_A_DAY, units=6)
    everything(batch, cast.yuki)
    begun, tried = threading.Event(), list[str]()

    def looking(rule: Any, *, at: datetime, look: Any = standing.waiting) -> Any:
        tried.append("approve")
        begun.set()
        while not is_waited_for() and len(tried) < 3:
            pass
        return look(rule, at=at)

    def asking(by: Member, batch: Batch, ask: Any = rules.may_set_approval) -> Any:
        tried.append("end")
        return ask(by, batch)

    monkeypatch.setattr(standing, "waiting", looking)
    monkeypatch.setattr(rules, "may_set_approval", asking)

    def end() -> None:
        begun.wait(60)
        approving.set_rules(batch, [], by=cast.sakurai, at=LATER + DAY)

    at_once(lambda: approving.approve_ruled(at=LATER + DAY), end)
    assert sorted(tried) == ["approve", "end"]
    assert set(Answer.objects.values_list("state", flat=True)) == {AnswerState.APPROVED}


def test_one_portion_at_a_time(cast: Cast) -> None:
    batch = ruled(cast, IN_A_DAY, units=5)
    everything(batch, cast.yuki)
    assert [approving.approve_ruled(at=LATER + DAY, limit=2) for _ in range(4)] == [2, 2, 1, 0]


def steps(plan: dict[str, Any]) -> Iterator[float]:
    """How many rows each step of an executed plan gave in all."""
    yield plan["Actual Rows"] * plan["Actual Loops"]
    for below in plan.get("Plans", []):
        yield from steps(below)


def test_a_majority_is_counted_once_for_all_who_are_of_it(cast: Cast) -> None:
    batch = ruled(cast, BY_MAJORITY, units=2, answers_per_unit=40)
    for number in range(30):
        everything(batch, member(f"worker{number}", f"ワーカー{number}", MORNING))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert approving.approve_ruled(at=LATER) == 60
    [counting] = [query["sql"] for query in asked if "answers_per_known END" in query["sql"]]
    Answer.objects.update(state=AnswerState.SUBMITTED, limit_at=LATER)

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {counting}".replace("%", "%%"), [])
        plan = cursor.fetchone()[0]
    [explained] = json.loads(plan) if isinstance(plan, str) else plan
    assert max(steps(explained["Plan"])) <= 4 * 60
