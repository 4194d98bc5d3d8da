"""Every operation in every state by everybody: allowed where the lifecycle has an arrow, else refused."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from mikiwame.core.lifecycle import CLOCK, Lifecycle
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork.models import Answer, ApprovalRule, Batch
from mikiwame.market.taskwork.operations import approving, contests, endings, judging, moderation, opening
from mikiwame.market.taskwork.states import (
    ANSWER,
    BATCH,
    AnswerState,
    ApprovedBy,
    BatchState,
    Finding,
    Reason,
)
from tests.cast import MORNING, Cast
from tests.lifecycles import allowed, happens, movers, wanted
from tests.market.taskwork.stage import DAY, MINUTE, again, answered, drafted, experienced, opened, returned

LATER = MORNING + MINUTE
LONG_AFTER = MORNING + 60 * DAY
WORDS = "文は「よろこんだ」で終わっています"


def contested(cast: Cast) -> Answer:
    answer = returned(answered(opened(cast, units=1), cast.yuki), cast)
    return contests.contest(answer, words=WORDS, by=cast.yuki, at=LATER)


def doubted(cast: Cast) -> Answer:
    batch = opened(cast, units=2)
    returned(answered(batch, cast.ken), cast)
    return returned(answered(batch, cast.yuki), cast)


def upheld(cast: Cast) -> Answer:
    answer = contested(cast)
    for judge in experienced(cast, 2):
        contests.judge(answer, finding=Finding.CLIENT, by=judge, at=LATER)
    return answer


def appealed(cast: Cast) -> Answer:
    return contests.appeal(upheld(cast), by=cast.yuki, at=LATER)


def approved(cast: Cast) -> Answer:
    answer = answered(opened(cast, units=1), cast.yuki)
    judging.approve(answer.batch, [answer.pk], by=cast.sakurai, at=LATER)
    return answer


def rejected(cast: Cast) -> Answer:
    answer = returned(answered(opened(cast, units=1), cast.yuki), cast)
    return judging.let_stand(answer, by=cast.yuki, at=LATER)


ANSWERS: dict[AnswerState, Callable[[Cast], Answer]] = {
    AnswerState.SUBMITTED: lambda cast: answered(opened(cast, units=1), cast.yuki),
    AnswerState.DOUBTED: doubted,
    AnswerState.RETURNED: lambda cast: returned(answered(opened(cast, units=1), cast.yuki), cast),
    AnswerState.CONTESTED: contested,
    AnswerState.UPHELD: upheld,
    AnswerState.APPEALED: appealed,
    AnswerState.APPROVED: approved,
    AnswerState.REJECTED: rejected,
}

ON_ANSWERS: dict[str, Callable[[Answer, Member], object]] = {
    "approve": lambda answer, by: judging.approve(answer.batch, [answer.pk], by=by, at=LATER),
    "turn_back": lambda answer, by: judging.turn_back(
        answer, reason=Reason.WRONG, evidence="かなしい文です", by=by, at=LATER
    ),
    "fix": lambda answer, by: judging.fix(answer, {"feeling": "bad"}, by=by, at=LATER),
    "relent": lambda answer, by: judging.relent(answer, by=by, at=LATER),
    "let_stand": lambda answer, by: judging.let_stand(answer, by=by, at=LATER),
    "contest": lambda answer, by: contests.contest(answer, words=WORDS, by=by, at=LATER),
    "judge": lambda answer, by: contests.judge(answer, finding=Finding.WORKER, by=by, at=LATER),
    "appeal": lambda answer, by: contests.appeal(answer, by=by, at=LATER),
    "decide": lambda answer, by: contests.decide(
        answer, finding=Finding.CLIENT, ruling="判断", by=by, at=LATER
    ),
}


def ruled(answer: Answer) -> object:
    """Its client had said that all are approved after a day, and the day is over."""
    values = {"kind": ApprovedBy.HOURS, "least": 24, "set_at": LATER}
    ApprovalRule.objects.get_or_create(batch=answer.batch, defaults=values)
    return approving.approve_ruled(at=LONG_AFTER)


BY_THE_CLOCK_ON_ANSWERS: dict[str, Callable[[Answer], object]] = {
    "approve_by_rule": ruled,
    "approve_by_silence": lambda _: judging.approve_due(at=LONG_AFTER),
    "let_stand_by_silence": lambda answer: judging.let_stand_by_silence(answer, at=LONG_AFTER),
    "refer": lambda _: contests.refer(at=LONG_AFTER),
}


def prepared(cast: Cast) -> Batch:
    return opening.prepare(drafted(cast), by=cast.sakurai, at=MORNING)


def suspended(cast: Cast) -> Batch:
    return moderation.suspend(opened(cast), reason="確認のため", by=cast.oda, at=LATER)


def closed(cast: Cast) -> Batch:
    return endings.close(opened(cast), by=cast.sakurai, at=LATER)


BATCHES: dict[BatchState, Callable[[Cast], Batch]] = {
    BatchState.DRAFT: drafted,
    BatchState.PREPARED: prepared,
    BatchState.OPEN: opened,
    BatchState.PAUSED: lambda cast: opening.pause(opened(cast), by=cast.sakurai, at=LATER),
    BatchState.SUSPENDED: suspended,
    BatchState.CLOSED: closed,
    BatchState.FINISHED: lambda cast: endings.finish(closed(cast), at=LATER),
}

ON_BATCHES: dict[str, Callable[[Batch, Member], object]] = {
    "prepare": lambda batch, by: opening.prepare(batch, by=by, at=LATER),
    "redraft": lambda batch, by: opening.redraft(batch, by=by, at=LATER),
    "pause": lambda batch, by: opening.pause(batch, by=by, at=LATER),
    "resume": lambda batch, by: opening.resume(batch, by=by, at=LATER),
    "close": lambda batch, by: endings.close(batch, by=by, at=LATER),
    "suspend": lambda batch, by: moderation.suspend(batch, reason="確認", by=by, at=LATER),
    "reinstate": lambda batch, by: moderation.reinstate(batch, reason="確認済み", by=by, at=LATER),
}


def paid_in(batch: Batch, cast: Cast) -> object:
    """The client pays, as far as she may."""
    deposit = opening.begin_payment(batch, by=cast.sakurai, at=LATER)
    return opening.fund(deposit, receipt="paid", at=LATER)


BY_ITSELF_ON_BATCHES: dict[str, Callable[[Batch, Cast], object]] = {
    "fund": paid_in,
    "close_by_itself": lambda batch, _: endings.close_by_itself(batch, at=LONG_AFTER),
    "finish": lambda batch, _: endings.finish(batch, at=LATER),
}


def test_the_tables_have_no_operation_that_is_not_tried() -> None:
    assert ANSWER.operations() == set(ON_ANSWERS) | set(BY_THE_CLOCK_ON_ANSWERS)
    assert BATCH.operations() == set(ON_BATCHES) | set(BY_ITSELF_ON_BATCHES)
    assert set(ANSWERS) == set(AnswerState)
    assert set(BATCHES) == set(BatchState)


@pytest.mark.parametrize("state", AnswerState)
def test_answers(state: AnswerState, cast: Cast) -> None:
    answer = ANSWERS[state](cast)
    judge = experienced_too(cast)
    answer = Answer.objects.select_related("batch").get(pk=answer.pk)
    assert answer.state == state

    people = {
        "client": cast.sakurai,
        "worker": cast.yuki,
        "judges": judge,
        "operator": cast.oda,
        "nobody": cast.sora,
    }
    acts = set(allowed(people, lambda name, by: ON_ANSWERS[name](answer, by), ON_ANSWERS))
    assert acts == wanted(ANSWER, state, ON_ANSWERS, people)
    for name, act in BY_THE_CLOCK_ON_ANSWERS.items():
        assert movers(ANSWER, name) == {CLOCK}
        assert happens(partial(act, answer)) == (state in ANSWER.sources(name)), name


@pytest.mark.parametrize("state", BatchState)
def test_batches(state: BatchState, cast: Cast) -> None:
    batch = again(BATCHES[state](cast))
    assert batch.state == state

    people = {"client": cast.sakurai, "worker": cast.yuki, "operator": cast.oda, "nobody": cast.sora}
    acts = set(allowed(people, lambda name, by: ON_BATCHES[name](batch, by), ON_BATCHES))
    assert acts == wanted(BATCH, state, ON_BATCHES, people)
    for name, act in BY_ITSELF_ON_BATCHES.items():
        assert happens(partial(act, batch, cast)) == (state in BATCH.sources(name)), name


def experienced_too(cast: Cast) -> Member:
    """Somebody who may judge, and hasn't judged."""
    (judge,) = experienced(cast, 1, name="late")
    # So long ago that Sakurai refuses too much now.
    Answer.objects.filter(worker=judge.party).update(state_since=MORNING - timedelta(days=91))
    return judge


@pytest.mark.parametrize("lifecycle", [ANSWER, BATCH])
def test_nothing_leaves_an_end_and_everything_can_be_reached(lifecycle: Lifecycle) -> None:
    assert {lifecycle.initial} | {move.target for move in lifecycle.moves} == set(lifecycle.states)
    assert lifecycle.final
