"""A conversation on a page: the thread that message, application and contract pages show.

A page that shows one passes ``thread=threads.opened(request, conversation_id, at=at)`` and
``message_form=MessageForm()`` to a template that includes ``messages/thread.html``.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from mikiwame.market.contracts import queries as asked
from mikiwame.market.contracts import rules as contracts
from mikiwame.market.contracts.operations import letters
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.messaging import queries
from mikiwame.market.messaging.queries import Thread
from mikiwame.market.notifications import operations as notifications

from .acting import MemberRequest

LISTED = 200
"""How many conversations the list shows."""


def opened(request: MemberRequest, identifier: UUID, *, at: datetime, before: UUID | None = None) -> Thread:
    """The thread, which the reader has read by looking at its end; raises NotFound for outsiders."""
    conversation = queries.conversation_to_read(request.user, identifier)
    earlier = queries.message_for(request.user, before) if before else None
    thread = queries.thread(conversation, reader=request.user, before=earlier)
    if thread.is_newest:
        _mark_read(request, thread, at=at)
    states = asked.talked_about(conversation)
    return replace(thread, goes_on=bool(contracts.is_alive(states)), is_trial="trial" in states)


def write(
    request: MemberRequest, conversation: UUID, *, at: datetime, needs_answer: str, **message: Any
) -> Any:
    """The member writes to the other side, who is to answer if she says so; raises NotFound for outsiders."""
    found = queries.conversation_for(request.user, conversation)
    say = letters.ask if needs_answer else letters.write
    say(found, **message, by=request.user, at=at)
    return found


def kept(request: MemberRequest, conversation: Any, *, why: str) -> dict[str, str | int]:
    """The member's draft as her page takes it, and why what she sent last was not kept."""
    draft = queries.draft(conversation, of=request.user)
    return {"text": draft.text if draft else "", "revision": draft.revision if draft else 0, "why": why}


def news(request: MemberRequest, identifier: UUID, *, after: UUID | None, at: datetime) -> Thread:
    """What came after a message that the reader has; all of it, if she has none."""
    conversation = queries.conversation_to_read(request.user, identifier)
    last = queries.message_for(request.user, after) if after else None
    thread = queries.thread(conversation, reader=request.user, after=last)
    if thread.entries:
        _mark_read(request, thread, at=at)
    return thread


def _mark_read(request: MemberRequest, thread: Thread, *, at: datetime) -> None:
    """The reader has seen the newest messages, so she need not be told of them any more."""
    if thread.last and not thread.is_read:
        messaging.mark_read(thread.conversation, by=request.user, at=thread.last.sent_at)
    notifications.mark_read_about(thread.conversation.key, by=request.user, at=at)


def identifier_in(text: str | None) -> UUID | None:
    """The identifier in a query; None if there is none that can be read."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
