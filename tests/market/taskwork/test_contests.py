"""A worker contests a rejection: others look at it without names, then an operator; her place stays hers."""

from datetime import timedelta

import pytest

from mikiwame.core.errors import NotFound
from mikiwame.market.escrow import audit
from mikiwame.market.escrow.models import Release
from mikiwame.market.history.models import Fact
from mikiwame.market.members.models import Member
from mikiwame.market.notifications import queries as notices
from mikiwame.market.taskwork import queries, workers
from mikiwame.market.taskwork.models import Answer, Judgement, Place
from mikiwame.market.taskwork.operations import contests, endings, judging, work
from mikiwame.market.taskwork.rules import too_many_refused
from mikiwame.market.taskwork.states import AnswerState, BatchState, Finding, PlaceState
from mikiwame.market.turns import queries as turns
from mikiwame.ops import consumers, sweep
from tests.cast import MORNING, Cast
from tests.market.taskwork.stage import DAY, MINUTE, again, answered, experienced, opened, returned
from tests.races import at_once, code_of

LATER = MORNING + MINUTE
WORDS = "文は「よろこんだ」で終わっています"


def contested(cast: Cast) -> Answer:
    """Sakurai has returned Yuki's only answer, and Yuki says why it is right."""
    answer = returned(answered(opened(cast, units=1), cast.yuki), cast)
    return contests.contest(answer, words=WORDS, by=cast.yuki, at=LATER)


def doubted(cast: Cast) -> Answer:
    """Sakurai returns Yuki's answer, as she has returned one of Ken's already."""
    batch = opened(cast, units=2)
    returned(answered(batch, cast.ken), cast)
    return returned(answered(batch, cast.yuki), cast)


def find(answer: Answer, judges: list[Member], finding: Finding) -> Answer:
    for judge in judges:
        contests.judge(answer, finding=finding, by=judge, at=LATER)
    return now(answer)


def now(answer: Answer) -> Answer:
    return Answer.objects.get(pk=answer.pk)


def told(member: Member) -> list[str]:
    """The kinds of facts that somebody was told of."""
    while consumers.take_in(LATER):
        pass
    return [notice.kind.partition(".")[2] for notice in notices.newest(member)]


def test_others_find_for_the_worker_and_she_is_paid(cast: Cast) -> None:
    judges = experienced(cast, 2)
    answer = contested(cast)
    assert answer.state == AnswerState.CONTESTED
    assert Place.objects.get(batch=answer.batch_id).state == PlaceState.ANSWERED

    answer = find(answer, judges, Finding.WORKER)

    assert answer.state == AnswerState.APPROVED
    assert Release.objects.get(purpose=answer.key).worker == cast.yuki.party
    assert Fact.objects.filter(kind="taskwork.AnswerOverturned", subject=answer.key).count() == 1
    assert audit.discrepancies() == []


def test_others_find_for_the_client_and_an_operator_has_the_last_word(cast: Cast) -> None:
    judges = experienced(cast, 3)
    answer = contested(cast)
    contests.judge(answer, finding=Finding.WORKER, by=judges[0], at=LATER)
    answer = find(answer, judges[1:], Finding.CLIENT)

    assert answer.state == AnswerState.UPHELD
    assert [turn.kind for turn in turns.mine(cast.yuki.party)] == ["upheld"]
    assert Judgement.objects.filter(agreed=True).count() == 2

    contests.appeal(answer, by=cast.yuki, at=LATER)
    assert [turn.page for turn in turns.of_operators()] == [f"appeal:{answer.pk}"]
    answer = contests.decide(
        answer, finding=Finding.CLIENT, ruling="文は悲しみを述べています", by=cast.oda, at=LATER
    )

    assert answer.state == AnswerState.REJECTED
    assert Place.objects.get(batch=answer.batch_id).state == PlaceState.FREE
    assert not turns.of_operators().exists()


def test_an_operator_who_finds_for_the_worker_has_her_paid(cast: Cast) -> None:
    answer = find(contested(cast), experienced(cast, 2), Finding.CLIENT)
    contests.appeal(answer, by=cast.yuki, at=LATER)
    answer = contests.decide(
        answer, finding=Finding.WORKER, ruling="どちらとも読めます", by=cast.oda, at=LATER
    )
    assert answer.state == AnswerState.APPROVED
    assert Release.objects.filter(purpose=answer.key).count() == 1


def test_who_does_nothing_after_the_second_look_lets_it_stand(cast: Cast) -> None:
    answer = find(contested(cast), experienced(cast, 2), Finding.CLIENT)
    assert sweep.perform_due(LATER + 3 * DAY - MINUTE) == 0
    assert sweep.perform_due(LATER + 3 * DAY) == 1
    assert now(answer).state == AnswerState.REJECTED


def test_without_a_majority_in_time_an_operator_decides(cast: Cast) -> None:
    answer = contested(cast)
    assert contests.refer(at=LATER + 3 * DAY - MINUTE) == 0
    assert contests.refer(at=LATER + 3 * DAY) == 1
    assert now(answer).state == AnswerState.APPEALED

    for late in (10, 17, 24):
        assert sweep.perform_due(LATER + late * DAY) == 1
        assert now(answer).state == AnswerState.APPEALED
        assert Fact.objects.filter(kind="taskwork.AppealLate").count() == 1, "told once"
        assert turns.of_operators().count() == 1


@pytest.mark.parametrize(
    ("refused", "judged", "too_many"),
    [
        (0, 0, False),
        (0, 99, False),
        (1, 1, True),
        (1, 38, True),
        (1, 39, False),
        (5, 119, False),
        (5, 118, True),
    ],
)
def test_from_five_percent_on_others_look_first(refused: int, judged: int, too_many: bool) -> None:
    assert too_many_refused(refused, judged) is too_many


def test_a_client_who_refuses_much_is_doubted_before_the_worker_hears_of_it(cast: Cast) -> None:
    answer = doubted(cast)

    assert answer.state == AnswerState.DOUBTED
    assert not turns.mine(cast.yuki.party).exists()
    assert told(cast.yuki) == []
    assert told(cast.ken) == ["AnswerReturned"]


def test_a_refusal_of_ninety_days_ago_counts_no_more(cast: Cast) -> None:
    batch = opened(cast, units=2)
    returned(answered(batch, cast.ken), cast)
    at = LATER + 90 * DAY
    assert queries.refusals(cast.sakurai.party, at=at) == (1, 1)
    assert queries.refusals(cast.sakurai.party, at=at + MINUTE) == (0, 0)


def test_a_doubted_rejection_that_others_share_is_returned_and_may_be_mended(cast: Cast) -> None:
    judges = experienced(cast, 2)
    Answer.objects.filter(state=AnswerState.APPROVED).update(state_since=MORNING - 91 * DAY)
    answer = find(doubted(cast), judges, Finding.CLIENT)

    assert answer.state == AnswerState.RETURNED
    assert told(cast.yuki) == ["AnswerReturned"]
    answer = judging.fix(answer, {"feeling": "bad"}, by=cast.yuki, at=LATER)
    assert answer.confirmed_at is None

    answer = returned(answer, cast)
    assert answer.state == AnswerState.DOUBTED
    assert code_of(lambda: contests.judge(answer, finding=Finding.CLIENT, by=judges[0], at=LATER)) == (
        "already_judged"
    )


def test_who_contests_what_others_have_confirmed_is_heard_by_an_operator(cast: Cast) -> None:
    judges = experienced(cast, 2)
    Answer.objects.filter(state=AnswerState.APPROVED).update(state_since=MORNING - 91 * DAY)
    answer = find(doubted(cast), judges, Finding.CLIENT)
    answer = contests.contest(answer, words=WORDS, by=cast.yuki, at=LATER)
    assert answer.state == AnswerState.APPEALED


def test_an_operator_returns_what_its_worker_has_not_been_heard_about(cast: Cast) -> None:
    answer = doubted(cast)
    contests.refer(at=LATER + 3 * DAY)
    decided = LATER + 3 * DAY + MINUTE
    answer = contests.decide(
        answer, finding=Finding.CLIENT, ruling="設問と合いません", by=cast.oda, at=decided
    )
    assert answer.state == AnswerState.RETURNED
    answer = contests.contest(answer, words=WORDS, by=cast.yuki, at=decided)
    answer = contests.decide(
        answer, finding=Finding.CLIENT, ruling="やはり合いません", by=cast.oda, at=decided
    )
    assert answer.state == AnswerState.REJECTED


def test_the_client_may_relent_until_the_end(cast: Cast) -> None:
    answer = find(contested(cast), experienced(cast, 2), Finding.CLIENT)
    answer = judging.relent(answer, by=cast.sakurai, at=LATER)

    assert answer.state == AnswerState.APPROVED
    assert not turns.mine(cast.yuki.party).exists()
    assert audit.discrepancies() == []


def test_a_batch_is_not_finished_while_an_answer_is_contested(cast: Cast) -> None:
    judges = experienced(cast, 2)
    answer = contested(cast)
    batch = endings.close(answer.batch, by=cast.sakurai, at=LATER)
    assert endings.advance(at=LATER) == 0
    assert code_of(lambda: endings.finish(batch, at=LATER)) == "answers_under_way"

    find(answer, judges, Finding.WORKER)
    assert endings.advance(at=LATER) == 1
    assert again(batch).state == BatchState.FINISHED
    assert audit.discrepancies() == []


def test_nobody_gets_the_place_while_it_is_contested(cast: Cast) -> None:
    answer = contested(cast)
    work.join(answer.batch, by=cast.ken, at=LATER)
    assert code_of(lambda: work.claim(answer.batch_id, by=cast.ken, at=LATER)) == "nothing_to_claim"


def test_only_workers_with_experience_who_belong_to_neither_side_judge(cast: Cast) -> None:
    judge, *_ = experienced(cast, 1)
    answer = contested(cast)
    refused = {
        cast.yuki: "judges_own",
        cast.sakurai: "judges_own",
        cast.ken: "experience_short",
        cast.oda: "experience_short",
    }
    for by, code in refused.items():
        attempt = lambda by=by: contests.judge(answer, finding=Finding.WORKER, by=by, at=LATER)  # noqa: E731
        assert code_of(attempt) == code
        assert not queries.to_judge(by, at=LATER).exists()
        with pytest.raises(NotFound):
            queries.judgeable(by, answer.pk, at=LATER)

    assert list(queries.to_judge(judge, at=LATER)) == [answer]
    contests.judge(answer, finding=Finding.WORKER, by=judge, at=LATER)
    assert not queries.to_judge(judge, at=LATER).exists()
    twice = lambda: contests.judge(answer, finding=Finding.CLIENT, by=judge, at=LATER)  # noqa: E731
    assert code_of(twice) == "already_judged"


def test_a_judgement_with_the_majority_is_experience(cast: Cast) -> None:
    judges = experienced(cast, 3)
    answer = contested(cast)
    category = answer.batch.posting.category_id
    find(answer, judges[:1], Finding.CLIENT)
    find(answer, judges[1:], Finding.WORKER)

    assert [queries.task_record(judge.party, category)[2] for judge in judges] == [20, 21, 21]
    assert [workers.record_of(judge.party).beside(category).in_category for judge in judges] == [20, 21, 21]


def test_only_its_worker_contests_in_time_and_in_words(cast: Cast) -> None:
    answer = returned(answered(opened(cast, units=1), cast.yuki), cast)
    for by, words, at, code in (
        (cast.ken, WORDS, LATER, "not_yours"),
        (cast.sakurai, WORDS, LATER, "not_yours"),
        (cast.yuki, " ", LATER, "text_missing"),
        (cast.yuki, WORDS, LATER + 3 * DAY, "too_late"),
    ):
        assert code_of(lambda: contests.contest(answer, words=words, by=by, at=at)) == code  # noqa: B023


def test_only_operators_of_neither_side_decide(cast: Cast) -> None:
    answer = contested(cast)
    contests.refer(at=LATER + 3 * DAY)
    for by, code in ((cast.sakurai, "operators_only"), (cast.yuki, "operators_only")):
        decide = lambda by=by: contests.decide(  # noqa: E731
            answer, finding=Finding.CLIENT, ruling="却下", by=by, at=LATER
        )
        assert code_of(decide) == code


@pytest.mark.django_db(transaction=True)
def test_two_judges_at_once_decide_once(cast: Cast) -> None:
    judges = experienced(cast, 3)
    answer = contested(cast)
    contests.judge(answer, finding=Finding.WORKER, by=judges[0], at=LATER)

    refused = at_once(
        lambda: contests.judge(answer, finding=Finding.WORKER, by=judges[1], at=LATER),
        lambda: contests.judge(answer, finding=Finding.WORKER, by=judges[2], at=LATER),
    )

    assert refused == ["wrong_state"]
    assert Release.objects.filter(purpose=answer.key).count() == 1
    assert audit.discrepancies() == []


@pytest.mark.django_db(transaction=True)
def test_a_double_click_judges_once(cast: Cast) -> None:
    judge, *_ = experienced(cast, 1)
    answer = contested(cast)
    click = lambda: contests.judge(answer, finding=Finding.WORKER, by=judge, at=LATER)  # noqa: E731
    assert at_once(*[click] * 4) == ["already_judged"] * 3
    assert now(answer).state == AnswerState.CONTESTED


@pytest.mark.django_db(transaction=True)
def test_a_contest_and_the_clock_leave_one_outcome(cast: Cast) -> None:
    answer = returned(answered(opened(cast, units=1), cast.yuki), cast)
    limit = LATER + 3 * DAY
    in_time = limit - timedelta(microseconds=1)

    refused = at_once(
        lambda: contests.contest(answer, words=WORDS, by=cast.yuki, at=in_time),
        lambda: judging.let_stand_by_silence(answer, at=limit),
    )

    assert refused == ["wrong_state"]
    assert (now(answer).state == AnswerState.CONTESTED) == (Place.objects.get().state == PlaceState.ANSWERED)


@pytest.mark.django_db(transaction=True)
def test_a_judge_and_the_clock_and_the_client_leave_one_outcome(cast: Cast) -> None:
    judges = experienced(cast, 2)
    answer = contested(cast)
    contests.judge(answer, finding=Finding.WORKER, by=judges[0], at=LATER)

    at_once(
        lambda: contests.judge(answer, finding=Finding.WORKER, by=judges[1], at=LATER),
        lambda: judging.relent(answer, by=cast.sakurai, at=LATER),
        lambda: contests.refer(at=LATER + 3 * DAY),
    )

    paid = Release.objects.filter(purpose=answer.key).count()
    assert paid == (now(answer).state == AnswerState.APPROVED)
    assert audit.discrepancies() == []


@pytest.mark.django_db(transaction=True)
def test_two_refusals_at_once_are_counted_one_after_the_other(cast: Cast) -> None:
    batch = opened(cast, units=2)
    answers = [answered(batch, cast.yuki), answered(batch, cast.ken)]
    assert at_once(*[lambda answer=answer: returned(answer, cast) for answer in answers]) == []
    assert sorted(now(answer).state for answer in answers) == [AnswerState.DOUBTED, AnswerState.RETURNED]
