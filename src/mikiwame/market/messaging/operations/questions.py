"""Questions that need an answer: the other side's turn, until she replies or the asker needs it no more."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import events, rules
from mikiwame.market.messaging.filetypes import Upload
from mikiwame.market.messaging.models import Conversation, Question
from mikiwame.market.messaging.states import UNMARKED, Marks, QuestionState
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind

from .answering import about
from .conversations import send, tell


@operation
def ask(
    conversation: Conversation,
    *,
    text: str,
    by: Member,
    at: datetime,
    files: Sequence[Upload] = (),
    identifier: UUID | None = None,
    marks: Marks = UNMARKED,
    draft: int | None = None,
) -> Question:
    """One side writes what needs an answer: it is the other's turn, for three business days.

    Raises Refused as ``send`` does, and Refused("question_open") while an earlier question of hers waits.
    """
    conversation = lock(conversation)
    require(rules.may_ask(by, conversation))

    written: dict[str, Any] = {"text": text, "files": files, "identifier": identifier, "draft": draft}
    message = send(conversation, **written, marks=marks, by=by, at=at)
    question = Question.objects.create(
        conversation=conversation, message=message, asker=by.party, state=QuestionState.OPEN, state_since=at
    )
    _wait(question, at=at)

    record(events.QuestionAsked(**about(question)), by=by.key, at=at)
    return question


@operation
def settle(question: Question, *, by: Member, at: datetime) -> Question:
    """The asker has her answer from elsewhere, or needs none any more."""
    question = lock(question)
    require(rules.may_settle(by, question))

    turns.drop(TurnKind.ANSWER, question.key, at=at)
    question.become(QuestionState.SETTLED, at=at)
    record(events.QuestionSettled(**about(question)), by=by.key, at=at)
    tell("thread", question.conversation)
    return question


@operation
def let_go(conversation: Conversation, *, at: datetime) -> None:
    """What they spoke of has ended: nobody owes an answer any more. Hiring and contracts say so."""
    for question in conversation.questions.filter(state=QuestionState.OPEN).select_for_update(of=("self",)):
        turns.drop(TurnKind.ANSWER, question.key, at=at)
        question.become(QuestionState.SETTLED, at=at)
        record(events.QuestionSettled(**about(question)), by=None, at=at)
        tell("thread", conversation)


@operation
def miss(question: Question, *, at: datetime) -> Question:
    """Nobody has answered in time: that is a fact about the other side. A reply is welcome all the same."""
    question = lock(question)
    require(rules.waits(question))

    turn = turns.pass_by(TurnKind.ANSWER, question.key, at=at)
    question.become(QuestionState.MISSED, at=at)
    missed_by = "worker" if question.asker_id == question.conversation.client_id else "client"
    told = about(question) | {"missed_by": missed_by}
    record(events.AnswerMissed(**told, waited=int(turn.running.total_seconds() // 60)), by=None, at=at)
    tell("thread", question.conversation)
    return question


def _wait(question: Question, *, at: datetime) -> None:
    conversation = question.conversation
    turns.open_turn(
        TurnKind.ANSWER,
        question.key,
        whose=conversation.other_than(question.asker_id),
        waiting=question.asker,
        title=conversation.title,
        page=conversation.key,
        since=at,
        until=rules.answer_until(at),
    )
