"""Writing to each other."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from mikiwame.core import live
from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.ids import new_id
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean, written
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member, Party
from mikiwame.market.messaging import contact, events, queries, rules
from mikiwame.market.messaging.filetypes import Upload
from mikiwame.market.messaging.models import TEXT_MOST, Conversation, KeptLetter, Message
from mikiwame.market.messaging.states import UNMARKED, ContactPolicy, Marks

from . import answering, drafts, index, kept
from .files import attach

_LOOK = """
WITH looked AS (
    INSERT INTO messaging_readmark AS mark (conversation_id, member_id, read_until)
    SELECT conversation_id, %s, max(sent_at) FROM messaging_message
    WHERE conversation_id = %s AND sent_at <= %s GROUP BY conversation_id
    ON CONFLICT ON CONSTRAINT messaging_read_mark_once
    DO UPDATE SET read_until = excluded.read_until WHERE mark.read_until < excluded.read_until
    RETURNING 1
)
SELECT pg_notify(%s, %s) FROM looked
"""
"""Where the mark goes forward, open pages hear of it by the same statement."""


@operation
def open_conversation(
    subject: str, *, title: str, client: Party, worker: Party, at: datetime
) -> Conversation:
    """The two sides can write to each other about a thing; nobody has yet."""
    return Conversation.objects.create(
        subject=subject, title=title, client=client, worker=worker, opened_at=at
    )


@operation
def send(
    conversation: Conversation,
    *,
    text: str,
    by: Member,
    at: datetime,
    files: Sequence[Upload] = (),
    identifier: UUID | None = None,
    marks: Marks = UNMARKED,
    draft: int | None = None,
    letter: KeptLetter | None = None,
) -> Message:
    """One side writes to the other; the text may be left empty beside files.

    ``draft`` is the revision of the draft from which it is sent, which then is none any more, as ``letter``
    is, whose files go along.

    Raises Refused for an empty or overlong text, for a file that isn't let in, for what leads around the
    marketplace before money is held, and for an identifier that a form sent before: then nothing is sent.
    """
    conversation = lock(conversation)
    require(rules.takes_part(by, conversation))
    has_files = files or (letter and queries.attachments(letter.key))
    text = (clean if has_files else written)(text, most=TEXT_MOST, field="text")
    require(contact.may_go(conversation, by.party, text, files))

    # Whoever writes later is sent later, also when both come at once: marks of what was read rely on it.
    last = conversation.last_message_at
    sent_at = max(at, last + timedelta(microseconds=1)) if last else at
    writing = {"conversation": conversation, "author": by.party, "text": text, "sent_at": sent_at}
    message = Message.objects.create(id=identifier or new_id(), **writing, **vars(marks))
    for upload in files:
        attach(message.key, upload, owner=by.party, at=at)
    if letter:
        kept.become(letter, message, by=by)
    conversation.last_message_at = sent_at
    conversation.save(update_fields=["last_message_at"])
    index.put(message)
    answering.answer(message, by=by, at=at)
    drafts.clear(conversation, text, draft, by=by, at=at)

    record(_sent(message), by=by.key, at=at)
    tell("message", conversation)
    return message


@operation
def mark_read(conversation: Conversation, *, by: Member, at: datetime) -> None:
    """The member has read what was sent up to that moment; a mark never goes back.

    Where she was shown messages it is that of the last one: what was still on its way isn't read.
    """
    require(rules.takes_part(by, conversation))
    told = live.telling("read", *_sides(conversation), conversation=conversation.key)
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [by.pk, conversation.pk, at, live.CHANNEL, told])


@operation
def set_policy(conversation: Conversation, policy: ContactPolicy, *, at: datetime) -> Conversation:
    """Whether contact details may be exchanged; hiring and contracts say so when money comes and goes."""
    conversation = lock(conversation)
    if conversation.contact_policy == policy:
        return conversation
    conversation.contact_policy = policy
    conversation.save(update_fields=["contact_policy"])

    record(events.ContactPolicySet(subject=conversation.key, policy=policy), by=None, at=at)
    tell("thread", conversation)
    if policy == ContactPolicy.OPEN:
        kept.tell_writers(conversation, at=at)
    return conversation


def tell(kind: str, conversation: Conversation) -> None:
    """Open pages of both sides hear that the conversation has something new."""
    live.tell(kind, *_sides(conversation), conversation=conversation.key)


def _sides(conversation: Conversation) -> tuple[UUID, UUID]:
    return conversation.client_id, conversation.worker_id


def _sent(message: Message) -> events.MessageSent:
    conversation = message.conversation
    return events.MessageSent(
        subject=conversation.key,
        client=conversation.client.key,
        worker=conversation.worker.key,
        title=conversation.title,
        message=message.key,
    )
