"""What was said elsewhere: one side writes it down, the other confirms or denies it, for good."""

import hashlib
import json
from datetime import datetime

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean, written
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import events, rules
from mikiwame.market.messaging.models import TEXT_MOST, WORDS_MOST, Conversation, Summary
from mikiwame.market.messaging.states import SummaryState
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind

from .conversations import tell


@operation
def paste(conversation: Conversation, *, text: str, by: Member, at: datetime) -> Summary:
    """One side writes down what was said outside; it is the other's turn to confirm or deny it."""
    conversation = lock(conversation)
    require(rules.may_summarize(by, conversation))
    text = written(text, most=TEXT_MOST, field="text")

    summary = Summary.objects.create(
        conversation=conversation,
        author=by.party,
        text=text,
        pasted_at=at,
        digest=_digest(conversation.key, by.party.key, at.isoformat(), text),
        state=SummaryState.PENDING,
        state_since=at,
    )
    _wait(summary, at=at)
    record(events.SummaryPasted(**_about(summary)), by=by.key, at=at)
    tell("thread", conversation)
    return summary


@operation
def confirm(summary: Summary, *, words: str, by: Member, at: datetime) -> Summary:
    """The other side says that it was so; she may add words."""
    words = clean(words, most=WORDS_MOST, field="words")
    summary = _answer(summary, SummaryState.CONFIRMED, words, by=by, at=at)
    record(events.SummaryConfirmed(**_about(summary)), by=by.key, at=at)
    return summary


@operation
def deny(summary: Summary, *, words: str, by: Member, at: datetime) -> Summary:
    """The other side says that it was otherwise, and how."""
    words = written(words, most=WORDS_MOST, field="words")
    summary = _answer(summary, SummaryState.DENIED, words, by=by, at=at)
    record(events.SummaryDenied(**_about(summary)), by=by.key, at=at)
    return summary


@operation
def let_stand(summary: Summary, *, at: datetime) -> Summary:
    """Nobody has said anything to it in time: it stays marked as that."""
    summary = lock(summary)
    require(rules.is_pending(summary))

    turns.pass_by(TurnKind.CONFIRMATION, summary.key, at=at)
    summary.become(SummaryState.UNANSWERED, at=at)
    record(events.SummaryUnanswered(**_about(summary)), by=None, at=at)
    tell("thread", summary.conversation)
    return summary


def _answer(summary: Summary, state: SummaryState, words: str, *, by: Member, at: datetime) -> Summary:
    summary = lock(summary)
    require(rules.may_answer_summary(by, summary))
    turns.take(TurnKind.CONFIRMATION, summary.key, at=at)
    digest = _digest(bytes(summary.digest).hex(), state, at.isoformat(), words)
    summary.become(state, at=at, words=words, answer_digest=digest)
    tell("thread", summary.conversation)
    return summary


def _wait(summary: Summary, *, at: datetime) -> None:
    conversation = summary.conversation
    turns.open_turn(
        TurnKind.CONFIRMATION,
        summary.key,
        whose=conversation.other_than(summary.author_id),
        waiting=summary.author,
        title=conversation.title,
        page=summary.key,
        since=at,
        until=rules.answer_until(at),
    )


def _digest(*parts: str) -> bytes:
    """SHA-256 of the parts as a JSON list: who has them can compute it again."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).digest()


def _about(summary: Summary) -> dict[str, str]:
    conversation = summary.conversation
    return {
        "subject": conversation.subject,
        "client": conversation.client.key,
        "worker": conversation.worker.key,
        "title": conversation.title,
        "summary": summary.key,
        "author": "client" if summary.author_id == conversation.client_id else "worker",
    }
