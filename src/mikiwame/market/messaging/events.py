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
class ContactPolicySet(Event):
    """From now on contact details may, or may no longer, be exchanged in the conversation."""

    policy: str
