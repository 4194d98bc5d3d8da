"""Looking something up in one's own conversations, the newest first."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, F, Func, OuterRef, Q, QuerySet, Subquery, Value

from mikiwame.core import search
from mikiwame.market.members.models import Member

from .models import Conversation, Message, MessageIndex
from .queries import with_files

PAGE = 20
"""How many messages a page of results shows."""

AROUND, EXCERPT = 40, 160
"""Letters that are shown before the place that was found, and in all."""

LATER = 50
"""A result opens its thread with so many messages after it."""


@dataclass(frozen=True)
class Piece:
    """A part of a text; ``found``: it is what was looked up."""

    text: str
    found: bool


@dataclass(frozen=True)
class Found:
    """A message that says what was looked up, or has a file whose name does."""

    message: Message
    excerpt: list[Piece]
    names: list[list[Piece]]
    before: Any  # identifier of the message before which the thread shows it; None: among the newest


@dataclass(frozen=True)
class Page:
    """Results, and the message after which the next page begins."""

    items: list[Found]
    next: Message | None


def find(member: Member, text: str, *, after: Message | None = None) -> Page:
    """Messages of the member's own conversations that say all of it; raises nothing for a text of no words.

    Words are asked first; where they find nothing, pairs of letters.
    """
    asked = search.query(text)
    own = Conversation.objects.filter(Q(client=member.party) | Q(worker=member.party))
    rows = MessageIndex.objects.filter(conversation__in=own)
    found = _matching(rows, "words", asked.words)
    if not found.exists():
        found = _matching(rows, "bigrams", asked.bigrams)
    if after is not None:
        found = found.filter(Q(sent_at__lt=after.sent_at) | Q(sent_at=after.sent_at, pk__lt=after.pk))
    later = Message.objects.filter(conversation=OuterRef("conversation"), sent_at__gt=OuterRef("sent_at"))
    marked = found.annotate(later=Subquery(later.order_by("sent_at").values("pk")[LATER - 1 : LATER]))
    shown = list(marked.order_by("-sent_at", "-pk").values_list("pk", "later")[: PAGE + 1])
    items = _items(dict(shown[:PAGE]), text)
    return Page(items, items[-1].message if len(shown) > PAGE else None)


def pieces(text: str, asked: str) -> list[Piece]:
    """The text around the first place that says what was asked, with every such place in it marked."""
    spots = search.spans(text, asked)
    start = max(spots[0][0] - AROUND, 0) if spots else 0
    end, at, parts = start + EXCERPT, start, []
    for begin, stop in spots:
        if begin < at or stop > end:
            continue
        parts += [Piece(text[at:begin], found=False), Piece(text[begin:stop], found=True)]
        at = stop
    parts.append(Piece(text[at:end], found=False))
    edges = [Piece("…", found=False)] * (start > 0), [Piece("…", found=False)] * (end < len(text))
    return [piece for piece in (*edges[0], *parts, *edges[1]) if piece.text]


def _matching(rows: QuerySet[MessageIndex], column: str, asked: str) -> QuerySet[MessageIndex]:
    if not asked:
        return rows.none()
    query = Func(Value(asked), template="%(expressions)s::tsquery")
    matches = Func(
        F(column), query, template="(%(expressions)s)", arg_joiner=" @@ ", output_field=BooleanField()
    )
    return rows.filter(matches)


def _items(shown: dict[Any, Any], text: str) -> list[Found]:
    whole = Message.objects.select_related("author", "conversation__client", "conversation__worker")
    messages = with_files(whole.filter(pk__in=shown).order_by("-sent_at", "-pk"))
    return [
        Found(
            message,
            excerpt=pieces(message.text, text),
            names=[pieces(file.name, text) for file in message.files if search.spans(file.name, text)],
            before=shown[message.pk],
        )
        for message in messages
    ]
