"""Task work, the client's side: write a batch, pay for it, steer it, approve, and take the results."""

from uuid import UUID

from ninja import Query, Router
from ninja.responses import Status

from mikiwame.core import clock
from mikiwame.core.errors import require
from mikiwame.core.operation import operation
from mikiwame.market.taskwork import queries, rules
from mikiwame.market.taskwork.exams import nameable_by
from mikiwame.market.taskwork.form import known_answers
from mikiwame.market.taskwork.operations import admissions, drafts, endings, exams, opening, raising, topping
from mikiwame.market.taskwork.operations.approving import set_rules

from .auth import PAY, POST, Request
from .gathering import gathered_in
from .paging import Slice, page
from .schemas import taskwork as schemas
from .schemas.escrow import Deposit

router = Router(tags=["batches"])


@router.get("/batches", response=schemas.Batches)
def list_batches(request: Request, part: Query[Slice]) -> object:
    """The member's own batches, the newest first."""
    return gathered_in(page(queries.batches_of(request.user.party), part), figures=queries.figures_of)


@router.post("/batches", response={201: schemas.OwnBatch}, auth=POST)
@operation
def draft_batch(request: Request, sent: schemas.BatchSent) -> object:
    """Begin a draft, which nobody else sees."""
    batch = drafts.draft(request.user.party, by=request.user, at=clock.now())
    admissions.write(batch, sent.values(), sent.asked(), by=request.user, at=clock.now())
    return queries.batch_for(request.user, batch.pk)


@router.get("/batches/{batch}", response=schemas.OwnBatch)
def read_own_batch(request: Request, batch: UUID) -> object:
    """A batch of the member's own, with its progress."""
    return queries.batch_for(request.user, batch)


@router.post("/batches/{batch}/copies", response={201: schemas.OwnBatch}, auth=POST)
def copy_batch(request: Request, batch: UUID) -> object:
    """The same again as a draft: text, numbers, form and units; the last day is to be chosen anew."""
    return drafts.copy(queries.batch_for(request.user, batch), by=request.user, at=clock.now())


@router.patch("/batches/{batch}", response=schemas.OwnBatch, auth=POST)
def write_batch(request: Request, batch: UUID, sent: schemas.BatchSent) -> object:
    """Write in a draft; what isn't sent stays as it is."""
    own = queries.batch_for(request.user, batch)
    admissions.write(own, sent.values(), sent.asked(), by=request.user, at=clock.now())
    return queries.batch_for(request.user, batch)


@router.delete("/batches/{batch}", response={204: None}, auth=POST)
def discard_batch(request: Request, batch: UUID) -> object:
    """Throw a draft away."""
    drafts.discard(queries.batch_for(request.user, batch), by=request.user)
    return Status(204, None)


@router.put("/batches/{batch}/form", response=schemas.Form, auth=POST)
def write_form(request: Request, batch: UUID, sent: schemas.FormSent) -> object:
    """Put down all that is asked; of an open batch this begins a new version, for claims to come."""
    own = queries.batch_for(request.user, batch)
    asked = [question.question() for question in sent.fields]
    drafts.write_form(own, asked, by=request.user, at=clock.now())
    return queries.questions(queries.batch_for(request.user, batch))


@router.post("/batches/{batch}/units", response={201: schemas.Added}, auth=POST)
def add_units(request: Request, batch: UUID, sent: schemas.UnitsSent) -> object:
    """Append units to a draft, after its form; all have the same columns."""
    own = queries.batch_for(request.user, batch)
    questions = queries.questions(own)
    rows = ((unit.columns, unit.known and known_answers(questions, unit.known)) for unit in sent.units)
    added = drafts.add_units(own, rows, by=request.user, at=clock.now())
    return {"added": added, "units": queries.batch_for(request.user, batch).units}


@router.delete("/batches/{batch}/units", response={204: None}, auth=POST)
def clear_units(request: Request, batch: UUID) -> object:
    """Throw a draft's units away."""
    drafts.clear_units(queries.batch_for(request.user, batch), by=request.user, at=clock.now())
    return Status(204, None)


@router.get("/batches/{batch}/exam", response=schemas.OwnExam)
def read_own_exam(request: Request, batch: UUID) -> object:
    """The exam that a batch asks for, with its right answers."""
    return queries.paper_of(queries.batch_for(request.user, batch))


@router.put("/batches/{batch}/exam", response=schemas.OwnExam, auth=POST)
def write_exam(request: Request, batch: UUID, sent: schemas.ExamSent) -> object:
    """Put down all of a draft's own exam, after its form; unpaid, it asks at most ten questions."""
    own = queries.batch_for(request.user, batch)
    units = [(unit.columns, unit.known or {}) for unit in sent.units]
    return queries.paper(exams.write_exam(own, sent.values(), units, by=request.user, at=clock.now()))


@router.put("/batches/{batch}/exam/{exam}", response=schemas.OwnExam, auth=POST)
def name_exam(request: Request, batch: UUID, exam: UUID) -> object:
    """Ask for an exam that another batch of the member's asked before: who has passed it there, has here."""
    own = queries.batch_for(request.user, batch)
    exams.name_exam(own, nameable_by(own.client, exam), by=request.user, at=clock.now())
    return queries.paper_of(queries.batch_for(request.user, batch))


@router.delete("/batches/{batch}/exam", response={204: None}, auth=POST)
def drop_exam(request: Request, batch: UUID) -> object:
    """Ask for no exam."""
    exams.drop_exam(queries.batch_for(request.user, batch), by=request.user, at=clock.now())
    return Status(204, None)


@router.get("/batches/{batch}/preparation", response=schemas.Preparation)
def look_over_batch(request: Request, batch: UUID) -> object:
    """What a draft still lacks, and what all its answers will cost."""
    own = queries.batch_for(request.user, batch)
    require(rules.may_look_over(request.user, own))
    return {"batch": own, "missing": queries.missing(own, clock.now())}


@router.post(
    "/batches/{batch}/preparation", response={201: schemas.OwnBatch, 202: schemas.OwnBatch}, auth=POST
)
def prepare_batch(request: Request, batch: UUID) -> object:
    """Be done with writing: the amount is fixed, and waits for its payment.

    The places of many answers are laid out in the background (202): `ordered_at` is null when that is over.
    """
    own = queries.batch_for(request.user, batch)
    if rules.places_of(own) > rules.PLACES_AT_ONCE:
        return Status(202, opening.order(own, by=request.user, at=clock.now()))
    return Status(201, opening.prepare(own, by=request.user, at=clock.now()))


@router.delete("/batches/{batch}/preparation", response=schemas.OwnBatch, auth=POST)
def redraft_batch(request: Request, batch: UUID) -> object:
    """Go back to writing."""
    return opening.redraft(queries.batch_for(request.user, batch), by=request.user, at=clock.now())


@router.post("/batches/{batch}/payment", response={201: Deposit}, auth=PAY)
def begin_batch_payment(request: Request, batch: UUID) -> object:
    """Set about paying in the whole reward, or what a running batch waits for; again, the same deposit."""
    return opening.begin_payment(queries.batch_for(request.user, batch), by=request.user, at=clock.now())


@router.post("/batches/{batch}/raise", response={201: schemas.OwnBatch}, auth=POST)
def raise_batch(request: Request, batch: UUID, sent: schemas.RaiseSent) -> object:
    """Ask for more answers to each unit while a batch runs; they count once they are paid for."""
    own, at = queries.batch_for(request.user, batch), clock.now()
    raising.raise_places(own, sent.answers_per_unit, by=request.user, at=at)
    return queries.batch_for(request.user, batch)


@router.delete("/batches/{batch}/raise", response=schemas.OwnBatch, auth=POST)
def withdraw_raise(request: Request, batch: UUID) -> object:
    """Ask for no more after all, as long as it isn't paid for."""
    own = queries.batch_for(request.user, batch)
    return raising.withdraw_raise(own, by=request.user, at=clock.now())


@router.post("/batches/{batch}/pause", response={201: schemas.OwnBatch}, auth=POST)
def pause_batch(request: Request, batch: UUID) -> object:
    """Give out nothing for a while; claims that are running still count."""
    return opening.pause(queries.batch_for(request.user, batch), by=request.user, at=clock.now())


@router.delete("/batches/{batch}/pause", response=schemas.OwnBatch, auth=POST)
def resume_batch(request: Request, batch: UUID) -> object:
    """Give out units again."""
    return opening.resume(queries.batch_for(request.user, batch), by=request.user, at=clock.now())


@router.post("/batches/{batch}/top-up", response={201: schemas.OwnBatch}, auth=POST)
def top_up_batch(request: Request, batch: UUID, sent: schemas.TopUpSent) -> object:
    """Offer more for each answer that isn't approved yet; it counts once the difference is paid in."""
    topping.top_up(queries.batch_for(request.user, batch), sent.reward, by=request.user, at=clock.now())
    return Status(201, queries.batch_for(request.user, batch))


@router.delete("/batches/{batch}/top-up", response=schemas.OwnBatch, auth=POST)
def withdraw_top_up(request: Request, batch: UUID) -> object:
    """Give up what was asked for, more answers or a higher reward, and isn't paid."""
    return raising.withdraw_raise(queries.batch_for(request.user, batch), by=request.user, at=clock.now())


@router.post("/batches/{batch}/closing", response={201: schemas.OwnBatch}, auth=POST)
def close_batch(request: Request, batch: UUID) -> object:
    """Stop early: places that nobody has are paid back at once."""
    return endings.close(queries.batch_for(request.user, batch), by=request.user, at=clock.now())


@router.put("/batches/{batch}/approval-rules", response=schemas.ApprovalRules, auth=POST)
def set_approval_rules(request: Request, batch: UUID, sent: schemas.ApprovalRules) -> object:
    """Say which answers are approved by themselves; what is left out stops at once."""
    own = queries.batch_for(request.user, batch)
    return schemas.ApprovalRules.standing(set_rules(own, sent.rules(), by=request.user, at=clock.now()))
