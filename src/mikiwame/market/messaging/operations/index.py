"""What a search of one's conversations reads, written in the transaction that sends a message."""

from django.db import connection
from django.db.models import Q

from mikiwame.core import search
from mikiwame.core.operation import operation
from mikiwame.market.messaging.models import Attachment, Message

_PUT = """
INSERT INTO messaging_messageindex AS row (message_id, conversation_id, sent_at, words, bigrams, dictionary)
VALUES (%s, %s, %s, %s::tsvector, %s::tsvector, %s)
ON CONFLICT (message_id)
DO UPDATE SET words = excluded.words, bigrams = excluded.bigrams, dictionary = excluded.dictionary
"""


def put(message: Message) -> None:
    """A piece of ``send``: from now on the message is found by its words and the names of its files."""
    names = Attachment.objects.filter(subject=message.key).order_by("uploaded_at", "id")
    cut = search.vectors(message.text, *names.values_list("name", flat=True))
    place = (message.pk, message.conversation_id, message.sent_at)
    with connection.cursor() as cursor:
        cursor.execute(_PUT, (*place, cut.words, cut.bigrams, search.DICTIONARY))


@operation
def renew(*, limit: int = 200) -> int:
    """Cut messages that were never cut, or by another dictionary; returns how many, 0 when all are fresh."""
    stale = Message.objects.filter(Q(index=None) | ~Q(index__dictionary=search.DICTIONARY))
    portion = list(stale.select_for_update(skip_locked=True, of=("self",))[:limit])
    for message in portion:
        put(message)
    return len(portion)
