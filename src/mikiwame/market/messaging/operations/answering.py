"""What a message does to the other side's question."""

from datetime import datetime

from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import events
from mikiwame.market.messaging.models import Message, Question
from mikiwame.market.messaging.states import QuestionState
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns import queries as limits
from mikiwame.market.turns.states import TurnKind


def answer(message: Message, *, by: Member, at: datetime) -> None:
    """A piece of ``send``: what a side writes answers the other's question, unless its time was over."""
    waiting = message.conversation.questions.filter(state=QuestionState.OPEN).exclude(asker=by.party)
    question = waiting.select_for_update(of=("self",)).first()
    if question is None or limits.is_over(TurnKind.ANSWER, question.key, at=at):
        return
    turns.take(TurnKind.ANSWER, question.key, at=at)
    question.become(QuestionState.ANSWERED, at=at, reply=message)
    record(events.QuestionAnswered(**about(question), reply=message.key), by=by.key, at=at)


def about(question: Question) -> dict[str, str]:
    """What every fact about a question names."""
    conversation = question.conversation
    return {
        "subject": question.key,
        "client": conversation.client.key,
        "worker": conversation.worker.key,
        "title": conversation.title,
        "conversation": conversation.key,
        "message": question.message.key,
        "whose": conversation.other_than(question.asker_id).key,
    }
