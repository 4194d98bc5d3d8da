"""Task work, the worker's side: join a batch, claim a place, answer, and see what became of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile
from ninja.responses import Status

from mikiwame.core import clock
from mikiwame.core.errors import NotFound, Refused
from mikiwame.market.paperwork import operations as paperwork
from mikiwame.market.taskwork import claims, exams, queries, workers
from mikiwame.market.taskwork.operations import exams as acts
from mikiwame.market.taskwork.operations import judging, uploads, work

from .auth import WORK, Request
from .paging import Slice, page
from .schemas import taskwork as schemas
from .schemas.messaging import FILE

router = Router(tags=["tasks"])

NO_SUCH = {"not_joined", "no_claim"}
"""Refusals that say nothing of whether there is such a batch."""


@router.get("/tasks/{batch}", response=schemas.Batch)
def read_batch(request: Request, batch: UUID) -> object:
    """What is asked, for how much, until when."""
    return queries.public_batch(batch)


@router.get("/tasks/{batch}/form", response=schemas.Form)
def read_batch_form(request: Request, batch: UUID, version: int | None = None) -> object:
    """What is asked: the version in force, or the one that a claim tells."""
    return queries.questions(queries.public_batch(batch), version)


@router.get("/tasks/{batch}/exam", response=schemas.ExamToTake)
def read_exam(request: Request, batch: UUID) -> object:
    """The short exam that has to be passed first, and how the member stands in it."""
    paper = queries.paper_of(queries.public_batch(batch))
    return {"exam": paper, "chances": exams.chances(paper.exam, request.user.party, at=clock.now())}


@router.post("/tasks/{batch}/exam/attempts", response={201: schemas.Attempt}, auth=WORK)
def take_exam(request: Request, batch: UUID, sent: schemas.AttemptSent) -> object:
    """Hand in the answers to the whole exam. Sent twice, it is one attempt: it needs no idempotency key."""
    found, content = queries.public_batch(batch), {int(unit): one for unit, one in sent.answers.items()}
    return acts.take(found, sent.number, content, by=request.user, at=clock.now())


@router.post("/tasks/{batch}/participation", response={201: schemas.Participation}, auth=WORK)
def join_batch(request: Request, batch: UUID) -> object:
    """Accept a batch's terms and receive its terms notice; asked again, it is as it was."""
    return work.join(queries.public_batch(batch), by=request.user, at=clock.now())


@router.get("/tasks/{batch}/participation", response=schemas.Participation)
def read_participation(request: Request, batch: UUID) -> object:
    """The member's part in a batch."""
    return queries.participation_for(request.user, batch)


@router.get("/tasks/{batch}/participation/terms-notice/pdf", openapi_extra=FILE)
def read_task_notice_pdf(request: Request, batch: UUID) -> HttpResponse:
    """The terms notice of a batch that the member has joined, as PDF, kept for good."""
    mine = queries.participation_for(request.user, batch)
    printed = paperwork.print_notice(mine.notice, at=clock.now())
    return HttpResponse(bytes(printed.pdf), content_type="application/pdf")


@router.post("/tasks/{batch}/claims", response={201: schemas.Claim}, auth=WORK)
def claim_place(request: Request, batch: UUID) -> object:
    """Claim the next place; while one is claimed, it is the same."""
    with visible(batch):
        return work.claim(batch, by=request.user, at=clock.now())


@router.delete("/tasks/{batch}/claims/{place}", response={204: None}, auth=WORK)
def give_place_back(request: Request, batch: UUID, place: int) -> object:
    """Give a claimed place back unanswered."""
    with visible(batch):
        work.give_back(batch, place, by=request.user, at=clock.now())
    return Status(204, None)


@router.post("/tasks/{batch}/claims/{place}/files", response={201: schemas.AnswerFile}, auth=WORK)
def send_answer_file(
    request: Request, batch: UUID, place: int, file: File[UploadedFile], sent: Form[schemas.AnswerFileSent]
) -> object:
    """Send a picture, a sound or a file for one question of a claimed place; the last one counts.

    The answer names it by its `key`. Until then it waits, and goes if no answer comes.
    """
    with visible(batch), named_as_sent():
        return uploads.upload(batch, place, sent.question, file, by=request.user, at=clock.now())


@router.get("/tasks/{batch}/claims/{place}/files", response=schemas.AnswerFiles)
def list_answer_files(request: Request, batch: UUID, place: int) -> object:
    """What waits for the answer to a claimed place."""
    party = request.user.party
    claim = claims.kept(batch, place, party.pk)
    if claim is None:
        raise NotFound
    return {"files": workers.waiting_files(claim, party)}


@router.post("/tasks/{batch}/answers", response={201: schemas.Given}, auth=WORK)
def answer_place(request: Request, batch: UUID, sent: schemas.TaskAnswerSent) -> dict[str, Any]:
    """Answer what was claimed. Sent twice, it is the same answer: it needs no idempotency key."""
    version, who, at = sent.form_version, request.user, clock.now()
    with visible(batch):
        if sent.next:
            answer, claim = work.go_on(batch, sent.place, sent.content, form_version=version, by=who, at=at)
            return {"id": answer, "next": claim}
        answer = work.submit(batch, sent.place, sent.content, form_version=version, by=who, at=at)
    return {"id": answer, "next": None}


@router.get("/me/answers", response=schemas.TaskAnswers)
def list_answers(request: Request, part: Query[Slice]) -> object:
    """The member's answers, the newest first."""
    return page(queries.answers_of(request.user.party), part)


@router.get("/answers/{answer}", response=schemas.TaskAnswer)
def read_answer(request: Request, answer: UUID) -> object:
    """An answer of the member's own."""
    return queries.answer_for(request.user, answer)


@router.post("/answers/{answer}/fix", response={201: schemas.TaskAnswer}, auth=WORK)
def fix_answer(request: Request, answer: UUID, sent: schemas.FixSent) -> object:
    """Mend a returned answer, once."""
    own = queries.answer_for(request.user, answer)
    return judging.fix(own, sent.content, by=request.user, at=clock.now())


@router.post("/answers/{answer}/acceptance", response={201: schemas.TaskAnswer}, auth=WORK)
def let_rejection_stand(request: Request, answer: UUID) -> object:
    """Agree that a returned answer isn't paid."""
    own = queries.answer_for(request.user, answer)
    return judging.let_stand(own, by=request.user, at=clock.now())


@contextmanager
def visible(batch: UUID) -> Iterator[None]:
    """Refuse with ``not_found`` where the asker may not know that there is such a batch."""
    try:
        yield
    except Refused as refusal:
        if refusal.code in NO_SUCH:
            queries.public_batch(batch)
        raise


@contextmanager
def named_as_sent() -> Iterator[None]:
    """Let a refusal of a file name the field of the form instead of the question."""
    try:
        yield
    except Refused as refusal:
        if refusal.field:
            refusal.field = "question" if refusal.code == "field_unknown" else "file"
        raise
