"""Conversations, messages and files as they travel."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from mikiwame.api.paging import Page
from mikiwame.api.wire import Sent, maybe_empty, text
from mikiwame.market.messaging import queries
from mikiwame.market.messaging.states import QuestionState, Scan, SummaryState

from .members import PartyRef


class File(Schema):
    """A file; its content lies at ``/attachments/{id}``."""

    id: UUID
    name: str
    media_type: str
    size: Annotated[int, Field(description="Bytes.")]
    uploaded_at: datetime
    scan: Annotated[str, Field(json_schema_extra={"enum": [str(scan) for scan in Scan]})]


def files_of(things: list[Any]) -> dict[UUID, list[Any]]:
    """The files of several things, by identifier."""
    files = queries.attachments_of(thing.key for thing in things)
    return {thing.pk: files[thing.key] for thing in things}


class MessageSent(Sent):
    """What one side writes to the other."""

    text: Annotated[str, text(10_000)]


class CaptionSent(Sent):
    """The words beside files."""

    text: Annotated[str, maybe_empty(10_000)] = ""


class DraftSent(Sent):
    """What she has written so far, and the revision from which she went on, 0 for none."""

    text: Annotated[str, maybe_empty(10_000)]
    revision: Annotated[int, Field(ge=0, lt=2**31, strict=True)]


class Draft(Schema):
    """What a member has begun to write in a conversation; empty when it was sent."""

    text: str
    revision: int


NO_DRAFT = Draft(text="", revision=0)


class WordsSent(Sent):
    """What the other side says to a summary."""

    words: Annotated[str, maybe_empty(2_000)] = ""


class Summary(Schema):
    """What one side says was said elsewhere, and what the other says to it, ``until`` then."""

    id: UUID
    author: PartyRef
    text: str
    pasted_at: datetime
    seal: Annotated[str, Field(description="SHA-256 of conversation, author, moment and text.")]
    state: Annotated[str, Field(json_schema_extra={"enum": [str(state) for state in SummaryState]})]
    state_since: datetime
    words: str
    answer_seal: Annotated[str, Field(description="SHA-256 of seal, state, moment and words, if answered.")]
    until: datetime | None


class MessageQuestion(Schema):
    """That a message needs an answer: the other side's turn ``until`` then, while it is open."""

    id: UUID
    state: Annotated[str, Field(json_schema_extra={"enum": [str(state) for state in QuestionState]})]
    until: datetime | None


class Message(Schema):
    """What one side wrote; never edited. ``question`` stands where it needs an answer."""

    id: UUID
    author: PartyRef
    text: str
    sent_at: datetime
    not_an_offer: Annotated[bool, Field(description="It hires, but no offer was made.")]
    not_yet: Annotated[
        str,
        Field(
            description="Why the work that it asks for may not be done yet: `unagreed`, or the start lamp's "
            "reason; empty otherwise."
        ),
    ]
    files: list[File]
    question: Annotated[MessageQuestion | None, Field(validation_alias="asks")]


class KeptLetter(Schema):
    """What its writer keeps until money is held; hers alone."""

    id: UUID
    text: str
    kept_at: datetime
    files: list[File]


class Piece(Schema):
    """A part of a text; ``found``: it is what was looked up."""

    text: str
    found: bool


class FoundMessage(Schema):
    """A message that was found, with the text around the place, and the names of files that say it."""

    conversation: Annotated[UUID, Field(validation_alias="message.conversation_id")]
    message: Message
    excerpt: list[Piece]
    names: list[list[Piece]]


class FoundMessages(Page[FoundMessage]):
    """A page of messages that were found."""


class Thread(Schema):
    """The newest messages in the order of writing; ``earlier`` is the ``before`` of those before them."""

    items: list[Message]
    earlier: UUID | None


class Conversation(Schema):
    """One thread of an application, continued in its contract."""

    id: UUID
    subject: Annotated[str, Field(description="What it is about, as a key: `application:…`.")]
    title: str
    client: PartyRef
    worker: PartyRef
    opened_at: datetime
    last_message_at: datetime | None


class ListedConversation(Conversation):
    """A conversation in a list, with what the member has not read."""

    unread: int


class Conversations(Page[ListedConversation]):
    """A page of the member's conversations."""


FILE = {
    "responses": {
        200: {
            "description": "The content, of the file's media type.",
            "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}
"""What the document says of a file's content."""
