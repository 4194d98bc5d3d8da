"""Conversations, messages and files."""

from typing import Annotated
from uuid import UUID

from django.http import FileResponse
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile
from ninja.responses import Status

from mikiwame.core import clock
from mikiwame.core.errors import require
from mikiwame.market.contracts.operations import letters, summaries
from mikiwame.market.messaging import finding, operations, queries, rules
from mikiwame.market.messaging.operations import drafts, questions
from mikiwame.sight import PROGRAMS, require_sight

from .auth import WORK, Request
from .paging import Slice, page
from .schemas import messaging as schemas

router = Router(tags=["messages"])


@router.get("/conversations", response=schemas.Conversations)
def list_conversations(request: Request, part: Query[Slice]) -> object:
    """The member's conversations, the newest first."""
    return page(queries.conversations_of(request.user.party), part)


@router.get("/conversations/{conversation}", response=schemas.Conversation)
def read_conversation(request: Request, conversation: UUID) -> object:
    """A conversation that the member takes part in."""
    return queries.conversation_for(request.user, conversation)


@router.get("/conversations/{conversation}/messages", response=schemas.Thread)
def list_messages(request: Request, conversation: UUID, before: UUID | None = None) -> object:
    """The newest hundred messages, or the hundred before one of them."""
    thread = queries.conversation_for(request.user, conversation)
    mark = queries.message_for(request.user, before) if before else None
    shown = queries.messages(thread, before=mark)
    return {"items": shown, "earlier": shown[0].pk if len(shown) == queries.SHOWN else None}


@router.get("/messages", response=schemas.FoundMessages)
def find_messages(
    request: Request, q: Annotated[str, Query(max_length=100)], cursor: UUID | None = None
) -> object:
    """The messages of the member's own conversations that say all of it, the newest first."""
    last = queries.message_for(request.user, cursor) if cursor else None
    found = finding.find(request.user, q, after=last)
    return {"items": found.items, "next": str(found.next.pk) if found.next else None}


@router.post("/conversations/{conversation}/messages", response={201: schemas.Message}, auth=WORK)
def send_message(request: Request, conversation: UUID, sent: schemas.MessageSent) -> object:
    """Write to the other side."""
    thread = queries.conversation_for(request.user, conversation)
    message = letters.write(thread, text=sent.text, by=request.user, at=clock.now())
    return queries.with_files([message])[0]


@router.post("/conversations/{conversation}/questions", response={201: schemas.Message}, auth=WORK)
def ask_question(request: Request, conversation: UUID, sent: schemas.MessageSent) -> object:
    """Write what needs an answer: it is the other side's turn, for three business days."""
    thread = queries.conversation_for(request.user, conversation)
    question = letters.ask(thread, text=sent.text, by=request.user, at=clock.now())
    return queries.with_files([question.message])[0]


@router.post("/questions/{question}/settle", response={204: None}, auth=WORK)
def settle_question(request: Request, question: UUID) -> object:
    """The asker needs no answer any more."""
    questions.settle(queries.question_for(request.user, question), by=request.user, at=clock.now())
    return Status(204, None)


@router.get("/conversations/{conversation}/summaries", response=list[schemas.Summary])
def list_summaries(request: Request, conversation: UUID) -> object:
    """What both sides wrote down of talks elsewhere, in the order of writing."""
    return queries.summaries(queries.conversation_for(request.user, conversation))


@router.post("/conversations/{conversation}/summaries", response={201: schemas.Summary}, auth=WORK)
def paste_summary(request: Request, conversation: UUID, sent: schemas.MessageSent) -> object:
    """Write down what was said elsewhere, once money is held; the other side confirms or denies it."""
    thread = queries.conversation_for(request.user, conversation)
    pasted = summaries.paste(thread, text=sent.text, by=request.user, at=clock.now())
    return queries.summary_for(request.user, pasted.pk)


@router.post("/summaries/{summary}/confirm", response=schemas.Summary, auth=WORK)
def confirm_summary(request: Request, summary: UUID, sent: schemas.WordsSent) -> object:
    """It was so; words are welcome."""
    found = queries.summary_for(request.user, summary)
    summaries.confirm(found, words=sent.words, by=request.user, at=clock.now())
    return queries.summary_for(request.user, summary)


@router.post("/summaries/{summary}/deny", response=schemas.Summary, auth=WORK)
def deny_summary(request: Request, summary: UUID, sent: schemas.WordsSent) -> object:
    """It was otherwise; words are needed."""
    found = queries.summary_for(request.user, summary)
    summaries.deny(found, words=sent.words, by=request.user, at=clock.now())
    return queries.summary_for(request.user, summary)


@router.get("/conversations/{conversation}/draft", response=schemas.Draft)
def read_draft(request: Request, conversation: UUID) -> object:
    """What the member has begun to write there; nobody else ever reads it."""
    found = queries.draft(queries.conversation_for(request.user, conversation), of=request.user)
    return found or schemas.NO_DRAFT


@router.put("/conversations/{conversation}/draft", response=schemas.Draft, auth=WORK)
def keep_draft(request: Request, conversation: UUID, sent: schemas.DraftSent) -> object:
    """Keep it, if it is still the revision that it was written on; 409 when it was changed elsewhere."""
    thread = queries.conversation_for(request.user, conversation)
    return drafts.keep(thread, text=sent.text, revision=sent.revision, by=request.user, at=clock.now())


@router.post("/conversations/{conversation}/files", response={201: schemas.Message}, auth=WORK)
def send_files(
    request: Request, conversation: UUID, files: File[list[UploadedFile]], sent: Form[schemas.CaptionSent]
) -> object:
    """Send files to the other side, with words or without."""
    thread = queries.conversation_for(request.user, conversation)
    message = letters.write(thread, text=sent.text, files=files, by=request.user, at=clock.now())
    return queries.with_files([message])[0]


@router.get("/conversations/{conversation}/letters", response=list[schemas.KeptLetter])
def list_letters(request: Request, conversation: UUID) -> object:
    """The letters that the member keeps until money is held; nobody else sees them."""
    thread = queries.conversation_for(request.user, conversation)
    return queries.kept_letters(thread, by=request.user.party)


@router.post("/conversations/{conversation}/letters", response={201: schemas.KeptLetter}, auth=WORK)
def keep_letter(request: Request, conversation: UUID, sent: schemas.MessageSent) -> object:
    """Keep a letter that was stopped as it is, to be sent once money is held."""
    thread = queries.conversation_for(request.user, conversation)
    letter = letters.keep(thread, text=sent.text, by=request.user, at=clock.now())
    return queries.kept_letter_for(request.user, letter.pk)


@router.post("/letters/{letter}/sending", response={201: schemas.Message}, auth=WORK)
def send_letter(request: Request, letter: UUID) -> object:
    """Send a kept letter, now that money is held."""
    kept = queries.kept_letter_for(request.user, letter)
    message = letters.send_kept(kept, by=request.user, at=clock.now())
    return queries.with_files([message])[0]


@router.delete("/letters/{letter}", response={204: None}, auth=WORK)
def discard_letter(request: Request, letter: UUID) -> object:
    """Throw a kept letter away."""
    kept = queries.kept_letter_for(request.user, letter)
    operations.throw_away(kept, by=request.user)
    return Status(204, None)


@router.put("/conversations/{conversation}/read-mark", response={204: None}, auth=WORK)
def mark_read(request: Request, conversation: UUID, until: UUID | None = None) -> object:
    """The member has read all messages up to that one; without one, also those that came just now."""
    thread = queries.conversation_for(request.user, conversation)
    last = queries.message_in(thread, until).sent_at if until else clock.now()
    operations.mark_read(thread, by=request.user, at=last)
    return Status(204, None)


@router.get("/attachments/{attachment}", openapi_extra=schemas.FILE)
def read_attachment(request: Request, attachment: UUID) -> FileResponse:
    """The content of a file, for whoever may see the thing that carries it."""
    found = queries.attachment(attachment)
    require_sight(request.user, found.subject, viewers=PROGRAMS)
    require(rules.is_safe(found))
    kind = found.media_type
    return FileResponse(found.file.open(), as_attachment=True, filename=found.name, content_type=kind)
