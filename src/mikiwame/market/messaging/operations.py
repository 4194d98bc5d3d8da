"""Writing to each other, and attaching files to things."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.ids import new_id
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean, written
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member, Party

from . import events, filetypes, rules
from .models import FOLDER, TEXT_MOST, Attachment, Conversation, Message
from .states import ContactPolicy

_LOOK = """
INSERT INTO messaging_readmark AS mark (conversation_id, member_id, read_until)
SELECT conversation_id, %s, max(sent_at) FROM messaging_message
WHERE conversation_id = %s AND sent_at <= %s GROUP BY conversation_id
ON CONFLICT ON CONSTRAINT messaging_read_mark_once
DO UPDATE SET read_until = greatest(mark.read_until, excluded.read_until)
"""


class Upload(Protocol):
    """A file as it arrives: what Django's uploaded files are."""

    name: str | None

    def read(self, size: int = -1, /) -> bytes: ...

    def seek(self, offset: int, /) -> object: ...


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
) -> Message:
    """One side writes to the other; the text may be left empty beside files.

    Raises Refused for an empty or overlong text, for a file that isn't let in, and for an identifier that a
    form sent before: then nothing is sent.
    """
    conversation = lock(conversation)
    require(rules.takes_part(by, conversation))
    text = (clean if files else written)(text, most=TEXT_MOST, field="text")

    # Whoever writes later is sent later, also when both come at once: marks of what was read rely on it.
    last = conversation.last_message_at
    sent_at = max(at, last + timedelta(microseconds=1)) if last else at
    writing = {"conversation": conversation, "author": by.party, "text": text, "sent_at": sent_at}
    message = Message.objects.create(id=identifier or new_id(), **writing)
    for upload in files:
        attach(message.key, upload, owner=by.party, at=at)
    conversation.last_message_at = sent_at
    conversation.save(update_fields=["last_message_at"])

    record(_sent(message), by=by.key, at=at)
    return message


@operation
def mark_read(conversation: Conversation, *, by: Member, at: datetime) -> None:
    """The member has read what was there at that moment; a mark never goes back."""
    require(rules.takes_part(by, conversation))
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [by.pk, conversation.pk, at])


@operation
def set_policy(conversation: Conversation, policy: ContactPolicy, *, at: datetime) -> Conversation:
    """Whether contact details may be exchanged; hiring and contracts say so when money comes and goes."""
    conversation = lock(conversation)
    conversation.contact_policy = policy
    conversation.save(update_fields=["contact_policy"])

    record(events.ContactPolicySet(subject=conversation.key, policy=policy), by=None, at=at)
    return conversation


@operation
def attach(subject: str, upload: Upload, *, owner: Party, at: datetime) -> Attachment:
    """Keep a file with a thing. Raises Refused with field ``files`` for one that isn't let in."""
    upload.seek(0)  # an operation that lost a race has read it before, and is tried again
    kept = filetypes.keep(upload.name or "", upload.read(filetypes.SIZE_MOST + 1))
    require(rules.few_enough(Attachment.objects.filter(subject=subject).count() + 1))

    attachment = Attachment(
        subject=subject,
        owner=owner,
        name=kept.name,
        media_type=kept.media_type,
        size=len(kept.content),
        sha256=hashlib.sha256(kept.content).digest(),
        uploaded_at=at,
    )
    attachment.file.save(kept.name, ContentFile(kept.content), save=False)
    attachment.save()
    return attachment


@operation
def detach(attachment: Attachment, *, by: Member) -> None:
    """Take a file away again; its bytes go when that is certain."""
    attachment = lock(attachment)
    require(rules.owns(by, attachment))

    discard(attachment)


@operation
def discard(attachment: Attachment) -> None:
    """A file goes that its thing has no use for any more; its bytes go when that is certain."""
    stored = str(attachment.file.name)
    attachment.delete()
    transaction.on_commit(lambda: default_storage.delete(stored))


@operation
def hand_over(files: Collection[UUID], subject: str, *, by: Member) -> None:
    """These files of the member's own belong to another thing from now on."""
    Attachment.objects.filter(pk__in=list(files), owner=by.party).update(subject=subject)


@operation
def discard_strays(*, at: datetime) -> int:
    """Remove files that no attachment names: what uploads left that were undone after all; returns how many.

    A file younger than a day may belong to an upload that is still under way.
    """
    strays = [
        path
        for folder in _folders()
        for path in _unnamed(f"{FOLDER}/{folder}")
        if default_storage.get_modified_time(path) < at - timedelta(days=1)
    ]
    for path in strays:
        default_storage.delete(path)
    return len(strays)


def _folders() -> list[str]:
    return default_storage.listdir(FOLDER)[0] if default_storage.exists(FOLDER) else []


def _unnamed(folder: str) -> set[str]:
    stored = {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}
    return stored - set(Attachment.objects.filter(file__in=stored).values_list("file", flat=True))


def _sent(message: Message) -> events.MessageSent:
    conversation = message.conversation
    return events.MessageSent(
        subject=conversation.key,
        client=conversation.client.key,
        worker=conversation.worker.key,
        title=conversation.title,
        message=message.key,
    )
