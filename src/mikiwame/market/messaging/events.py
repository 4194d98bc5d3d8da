"""What happened in conversations. What was written stays in the conversation: facts name it only."""

from dataclasses import dataclass

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
    """The asker said that it is answered; or nobody said so, and what it was about has ended."""


@dataclass(frozen=True, kw_only=True)
class AnswerMissed(AboutQuestion, Event):
    """The other side, client or worker, did not reply in time: so many minutes in which its clock ran."""

    missed_by: str
    waited: int


@dataclass(frozen=True, kw_only=True)
class AboutSummary:
    """What every fact about a summary carries; its subject is what the conversation is about."""

    client: str
    worker: str
    title: str
    summary: str
    author: str


@dataclass(frozen=True, kw_only=True)
class SummaryPasted(AboutSummary, Event):
    """One side, client or worker, wrote down what was said elsewhere."""


@dataclass(frozen=True, kw_only=True)
class SummaryConfirmed(AboutSummary, Event):
    """The other side said that it was so."""


@dataclass(frozen=True, kw_only=True)
class SummaryDenied(AboutSummary, Event):
    """The other side said that it was otherwise."""


@dataclass(frozen=True, kw_only=True)
class SummaryUnanswered(AboutSummary, Event):
    """The other side said nothing to it in time."""


@dataclass(frozen=True, kw_only=True)
class VirusFound(Event):
    """A scanner found a virus in a party's file, the subject; client and worker, if it reached one."""

    party: str
    client: str | None
    worker: str | None
    title: str
    page: str


@dataclass(frozen=True, kw_only=True)
class ContactPolicySet(Event):
    """From now on contact details may, or may no longer, be exchanged in the conversation."""

    policy: str


@dataclass(frozen=True, kw_only=True)
class LetterFreed(Event):
    """Money is held, so a letter that its writer kept may be sent; the subject is the letter."""

    party: str
    title: str
    conversation: str
