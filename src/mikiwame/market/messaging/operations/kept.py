"""Letters that their writers keep until money is held: nobody else sees them, no fact tells what they say."""

from collections.abc import Sequence
from datetime import datetime

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean, written
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import events, rules
from mikiwame.market.messaging.filetypes import Upload
from mikiwame.market.messaging.models import TEXT_MOST, Attachment, Conversation, KeptLetter, Message

from . import drafts
from .files import attach, discard


@operation
def keep(
    conversation: Conversation,
    *,
    text: str,
    by: Member,
    at: datetime,
    files: Sequence[Upload] = (),
    draft: int | None = None,
) -> KeptLetter:
    """One side keeps a letter as it is, to be sent once money is held."""
    conversation = lock(conversation)
    require(rules.may_keep(by, conversation))

    text = (clean if files else written)(text, most=TEXT_MOST, field="text")
    letter = KeptLetter.objects.create(conversation=conversation, author=by.party, text=text, kept_at=at)
    for upload in files:
        attach(letter.key, upload, owner=by.party, at=at)
    drafts.clear(conversation, text, draft, by=by, at=at)
    return letter


@operation
def throw_away(letter: KeptLetter, *, by: Member) -> None:
    """Its writer doesn't want to send it any more."""
    letter = lock(letter)
    require(rules.wrote(by, letter))

    for file in Attachment.objects.filter(subject=letter.key):
        discard(file)
    letter.delete()


@operation
def become(letter: KeptLetter, message: Message, *, by: Member) -> None:
    """It has been sent as a message, to which its files belong now."""
    letter = lock(letter)
    require(rules.wrote(by, letter))

    Attachment.objects.filter(subject=letter.key).update(subject=message.key)
    letter.delete()


@operation
def tell_writers(conversation: Conversation, *, at: datetime) -> None:
    """Money is held: whoever kept a letter hears that it may be sent, once."""
    for letter in conversation.kept_letters.filter(told_at=None).select_related("author"):
        letter.told_at = at
        letter.save(update_fields=["told_at"])
        fact = events.LetterFreed(
            subject=letter.key,
            party=letter.author.key,
            title=conversation.title,
            conversation=conversation.key,
        )
        record(fact, by=None, at=at)
