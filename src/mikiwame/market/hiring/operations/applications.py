"""An application from sending to its outcome, and the place that it may get.

Locks are taken in one order: the posting, then the application, then its place or its worker.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from mikiwame.core.errors import Refused, require
from mikiwame.core.fields import lock, lock_but_key
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean, written
from mikiwame.market.hiring import events, rules
from mikiwame.market.hiring.models import Answer, Application, MetRequirement, Place, Posting
from mikiwame.market.hiring.states import ApplicationState
from mikiwame.market.history.operations import record
from mikiwame.market.members import contact
from mikiwame.market.members.models import Member, Party
from mikiwame.market.members.queries import is_newcomer
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.messaging.contact import files_inside
from mikiwame.market.messaging.operations import questions

from . import index, outcomes


@operation
def apply(
    posting: Posting,
    *,
    message: str,
    price: int,
    answers: Mapping[UUID, str],
    met: Collection[UUID],
    by: Member,
    at: datetime,
    files: Sequence[messaging.Upload] = (),
) -> Application:
    """A worker applies, at her price in yen by the basis of the terms; a conversation opens.

    ``answers`` by question, ``met`` are requirements that she says she meets; both by id.
    """
    posting = lock(posting)
    # Two applications of one worker wait for each other, so that her quota holds, and for her leaving.
    worker = lock_but_key(by.party)
    require(rules.is_here(worker) and rules.may_apply(by, posting, at) and rules.is_price(price))
    require(rules.has_not_applied(worker, posting) and rules.within_quota(worker))

    text = written(message, most=rules.MESSAGE_MOST, field="message")
    require(contact.text_inside("message", text) and files_inside(files))
    application = _submit(posting, worker, text, price, at=at)
    _keep_answers(application, answers)
    _keep_met(application, met)
    for upload in files:
        messaging.attach(application.key, upload, owner=worker, at=at)
    index.recount(posting)

    record(events.ApplicationSubmitted(**outcomes.sides_of(application)), by=by.key, at=at)
    return application


@operation
def withdraw(application: Application, *, by: Member, at: datetime) -> Application:
    """The worker takes her application back."""
    application = outcomes.locked(application)
    require(rules.may_withdraw(by, application, at))

    application.become(ApplicationState.WITHDRAWN, at=at, ended_at=at)
    questions.let_go(application.conversation, at=at)
    index.recount(application.posting)

    record(events.ApplicationWithdrawn(**outcomes.sides_of(application)), by=by.key, at=at)
    return application


@operation
def decline(application: Application, *, reason: str, note: str, by: Member, at: datetime) -> Application:
    """The client declines an applicant, in time and with a reason that she reads."""
    application = outcomes.locked(application)
    require(rules.may_decline(by, application, reason, at))

    note = clean(note, most=rules.NOTE_MOST, field="note")
    require(contact.text_inside("note", note))
    ending = {"ended_at": at, "decline_reason": reason, "decline_note": note}
    application.become(ApplicationState.DECLINED, at=at, **ending)
    questions.let_go(application.conversation, at=at)

    fact = events.ApplicationDeclined(**outcomes.sides_of(application), reason=reason)
    record(fact, by=by.key, at=at)
    return application


@operation
def take_place(application: Application, *, by: Member, at: datetime) -> Place:
    """The client keeps a place for an applicant to whom she makes an offer.

    Newcomers get a place of theirs while there is one. Raises Refused("no_place") when all are taken,
    Refused("only_newcomer_places") when those left aren't for this worker.
    """
    application = outcomes.locked(application)
    require(rules.may_take_place(by, application, at))

    place = _free_place_for(application)
    place.taken_by = application
    place.save(update_fields=["taken_by"])
    application.become(ApplicationState.OFFERED, at=at)

    fact = events.PlaceTaken(**outcomes.sides_of(application), newcomer=place.for_newcomer)
    record(fact, by=by.key, at=at)
    return place


@operation
def free_place(application: Application, *, at: datetime) -> Application:
    """The offer came to nothing: she waits as before, or, where the posting is over, waits no longer.

    The client did answer her in time: such an application is declined, never expired.
    """
    application = outcomes.locked(application)
    require(rules.application_in_state(application, "free_place"))

    Place.objects.filter(taken_by=application).update(taken_by=None)
    outcomes.wait_again(application, events.PlaceFreed, at=at)
    return application


@operation
def settle(application: Application, *, at: datetime) -> Application:
    """Both sides agreed: the place is hers. With the last one the posting is filled, and others are told."""
    application = outcomes.locked(application)
    require(rules.may_settle(application))
    worker = application.worker.key

    application.become(ApplicationState.ACCEPTED, at=at, ended_at=at)
    record(events.ApplicationAccepted(**outcomes.sides_of(application)), by=worker, at=at)
    outcomes.fill_when_settled(application.posting, by=worker, at=at)
    return application


def _submit(posting: Posting, worker: Party, message: str, price: int, *, at: datetime) -> Application:
    application = Application(
        posting=posting, worker=worker, message=message, price=price, submitted_at=at, state_since=at
    )
    application.conversation = messaging.open_conversation(
        application.key, title=posting.title, client=posting.client, worker=worker, at=at
    )
    application.save(force_insert=True)
    return application


def _keep_answers(application: Application, answers: Mapping[UUID, str]) -> None:
    kept = []
    for question in application.posting.questions.all():
        field = f"answer_{question.pk}"
        text = clean(answers.get(question.pk, ""), most=rules.ANSWER_MOST, field=field)
        if question.required and not text:
            raise Refused("answer_missing", field=field)
        require(contact.text_inside(field, text))
        if text:
            kept.append(Answer(application=application, question=question, text=text))
    Answer.objects.bulk_create(kept)


def _keep_met(application: Application, met: Collection[UUID]) -> None:
    """Ids of other postings' requirements mean nothing here and are passed over."""
    own = application.posting.requirements.filter(pk__in=list(met))
    MetRequirement.objects.bulk_create(
        MetRequirement(application=application, requirement=requirement) for requirement in own
    )


def _free_place_for(application: Application) -> Place:
    """The posting is locked, so who finds a place free is the only one to find it so."""
    free = Place.objects.filter(posting=application.posting, taken_by=None).order_by(
        "-for_newcomer", "number"
    )
    places = list(free.select_for_update())
    if not places:
        raise Refused("no_place")
    if not is_newcomer(application.worker):
        places = [place for place in places if not place.for_newcomer]
    if not places:
        raise Refused("only_newcomer_places")
    return places[0]
