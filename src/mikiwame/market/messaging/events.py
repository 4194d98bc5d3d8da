"""What happened in conversations. What was written stays in the conversation: facts name it only."""

from dataclasses import dataclass
from datetime import datetime

from mikiwame.market.history.events import Event


@dataclass(frozen=True, kw_only=True)
class MessageSent(Event):
    """One side wrote to the other; the subject is the conversation."""

    client: str
    worker: str
    title: str
    message: str


@dataclass(frozen=True, kw_only=True)
class AboutQuestion:
    """What every fact about a question carries, which is its subject; ``whose`` turn it is or was."""

    client: str
    worker: str
    title: str
    conversation: str
    message: str
    whose: str


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(AboutQuestion, Event):
    """One side needs an answer of the other."""


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(AboutQuestion, Event):
    """The other side replied in time."""

    reply: str


@dataclass(frozen=True, kw_only=True)
class QuestionSettled(AboutQuestion, Event):
    """The asker said that it is answered."""


@dataclass(frozen=True, kw_only=True)
class AnswerMissed(AboutQuestion, Event):
    """The other side, client or worker, did not reply in time."""

    missed_by: str
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class ContactPolicySet(Event):
    """From now on contact details may, or may no longer, be exchanged in the conversation."""

    policy: str
