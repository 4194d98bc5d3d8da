"""A question that needs an answer is the other side's turn; silence is a fact, and nothing more."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from mikiwame.core.errors import NotFound, Refused
from mikiwame.core.ids import key, new_id
from mikiwame.market.history.queries import facts_about
from mikiwame.market.messaging import operations, queries
from mikiwame.market.messaging.models import Conversation, Question
from mikiwame.market.messaging.operations import questions
from mikiwame.market.messaging.rules import ANSWER_DAYS, answer_until
from mikiwame.market.messaging.states import QUESTION, QuestionState
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns import queries as waiting
from mikiwame.market.turns.states import TurnKind
from mikiwame.ops import sweep
from tests.cast import MORNING, Cast

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WHEN = "納期は17日で間に合いますか。"


@pytest.fixture
def conversation(cast: Cast) -> Conversation:
    return operations.open_conversation(
        key("application", new_id()),
        title="商品説明文の作成",
        client=cast.sakurai.party,
        worker=cast.yuki.party,
        at=MORNING,
    )


def kinds(question: Question) -> list[str]:
    return [fact.kind.partition(".")[2] for fact in facts_about(question.key)]


def test_a_question_is_the_others_turn_until_she_replies(cast: Cast, conversation: Conversation) -> None:
    question = questions.ask(conversation, text=WHEN, by=cast.sakurai, at=MORNING)

    [turn] = waiting.mine(cast.yuki.party)
    assert (turn.kind, turn.page, turn.waiting) == (TurnKind.ANSWER, conversation.key, cast.sakurai.party)
    thread = queries.thread(conversation, reader=cast.yuki)
    assert thread.asked == question
    assert thread.entries[0].question == question
    assert thread.asked.until == turn.until

    reply = operations.send(conversation, text="はい。", by=cast.yuki, at=MORNING + HOUR)
    question.refresh_from_db()
    assert (question.state, question.reply) == (QuestionState.ANSWERED, reply)
    assert list(waiting.mine(cast.yuki.party)) == []
    assert kinds(question) == ["QuestionAsked", "QuestionAnswered"]
    assert queries.thread(conversation, reader=cast.yuki).asked is None


def test_what_the_asker_adds_answers_nothing(cast: Cast, conversation: Conversation) -> None:
    question = questions.ask(conversation, text=WHEN, by=cast.sakurai, at=MORNING)
    operations.send(conversation, text="急ぎではありません。", by=cast.sakurai, at=MORNING + HOUR)
    question.refresh_from_db()
    assert question.state == QuestionState.OPEN


def test_a_question_back_answers_too_and_waits_for_its_own_answer(
    cast: Cast, conversation: Conversation
) -> None:
    first = questions.ask(conversation, text=WHEN, by=cast.sakurai, at=MORNING)
    back = questions.ask(conversation, text="10点ともですか。", by=cast.yuki, at=MORNING + HOUR)
    first.refresh_from_db()
    assert first.state == QuestionState.ANSWERED
    assert queries.waiting_in(conversation) == [back]
    assert [turn.subject for turn in waiting.mine(cast.sakurai.party)] == [back.key]


def test_of_each_side_one_question_waits_at_a_time(cast: Cast, conversation: Conversation) -> None:
    questions.ask(conversation, text=WHEN, by=cast.sakurai, at=MORNING)
    with pytest.raises(Refused, match="question_open"):
        questions.ask(conversation, text="もう一度。", by=cast.sakurai, at=MORNING + HOUR)
    assert len(queries.messages(conversation)) == 1
    more = operations.send(conversation, text="二つ目", by=cast.sakurai, at=MORNING)
    about = {"conversation": conversation, "message": more, "asker": cast.sakurai.party}
    with pytest.raises(IntegrityError, match="one_open"), transaction.atomic():
        Question.objects.create(**about, state=QuestionState.OPEN, state_since=MORNING)


def test_the_asker_settles_it_and_nobody_else(cast: Cast, conversation: Conversation) -> None:
    question = questions.ask(conversation, text=WHEN, by=cast.sakurai, at=MORNING)
    for other in (cast.yuki, cast.sora, cast.oda):
        with pytest.raises(Refused, match="not_found"):
            questions.settle(question, by=other, at=MORNING)
    with pytest.raises(NotFound):
        queries.question_for(cast.sora, question.pk)

    questions.settle(question, by=cast.sakurai, at=MORNING + HOUR)
    assert list(waiting.mine(cast.yuki.party)) == []
    questions.ask(conversation, text="では、別の質問です。", by=cast.sakurai, at=MORNING + 2 * HOUR)


def test_silence_is_written_down_by_the_sweep_alone(cast: Cast, conversation: Conversation) -> None:
    question = questions.ask(conversation, text=WHEN, by=cast.sakurai, at=MORNING)
    until = answer_until(MORNING)
    with pytest.raises(Refused, match="not_yet"):
        questions.miss(question, at=until - HOUR)

    assert sweep.perform_due(until - HOUR) == 0
    assert sweep.perform_due(until) == 1
    question.refresh_from_db()
    assert question.state == QuestionState.MISSED
    fact = facts_about(question.key).last()
    assert fact is not None
    assert (fact.kind, fact.by) == ("messaging.AnswerMissed", None)
    assert (fact.data["missed_by"], fact.data["whose"]) == ("worker", cast.yuki.party.key)


def test_a_late_reply_is_sent_and_changes_nothing_of_it(cast: Cast, conversation: Conversation) -> None:
    question = questions.ask(conversation, text=WHEN, by=cast.sakurai, at=MORNING)
    late = answer_until(MORNING)  # over, though no sweep has come yet
    operations.send(conversation, text="遅くなりました。", by=cast.yuki, at=late)
    question.refresh_from_db()
    assert question.state == QuestionState.OPEN

    sweep.perform_due(late)
    question.refresh_from_db()
    assert question.state == QuestionState.MISSED
    assert len(queries.messages(conversation)) == 2


def test_an_absence_gives_her_time(cast: Cast, conversation: Conversation) -> None:
    first = (MORNING + DAY).date()
    turns.announce_absence(first=first, last=first, by=cast.yuki, at=MORNING - 2 * DAY)
    questions.ask(conversation, text=WHEN, by=cast.sakurai, at=MORNING)
    [turn] = waiting.mine(cast.yuki.party)
    assert turn.until == answer_until(MORNING) + DAY


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        (0, 4),  # Monday; Tuesday the 3rd is a holiday
        (4, 5),  # Friday, over the weekend
        (5, 4),  # Saturday
    ],
)
def test_business_days_are_counted_in_japan(asked: int, days: int) -> None:
    at = MORNING + asked * DAY
    assert answer_until(at) == at + days * DAY
    assert ANSWER_DAYS == 3


@pytest.mark.parametrize("state", sorted(QUESTION.final))
def test_what_is_over_stays_as_it_is(cast: Cast, conversation: Conversation, state: QuestionState) -> None:
    question = questions.ask(conversation, text=WHEN, by=cast.sakurai, at=MORNING)
    end = answer_until(MORNING)
    match state:
        case QuestionState.ANSWERED:
            operations.send(conversation, text="はい。", by=cast.yuki, at=MORNING)
        case QuestionState.SETTLED:
            questions.settle(question, by=cast.sakurai, at=MORNING)
        case _:
            questions.miss(question, at=end)
    with pytest.raises(Refused, match="wrong_state"):
        questions.settle(question, by=cast.sakurai, at=end)
    with pytest.raises(Refused, match="wrong_state"):
        questions.miss(question, at=end)
    operations.send(conversation, text="はい、もう一度。", by=cast.yuki, at=end)
    question.refresh_from_db()
    assert question.state == state


def test_outsiders_ask_nothing(cast: Cast, conversation: Conversation) -> None:
    for outsider in (cast.sora, cast.oda, cast.kuroda):
        with pytest.raises(Refused, match="not_found"):
            questions.ask(conversation, text=WHEN, by=outsider, at=MORNING)
