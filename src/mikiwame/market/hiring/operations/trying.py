"""An application while a trial is offered, goes on and is decided over.

Only trial contracts call these; the end of an application on trial is recorded by them, with the trial's.
Locks are taken as in ``applications``: the posting, then the application.
"""

from datetime import datetime

from mikiwame.core.errors import require
from mikiwame.core.operation import operation
from mikiwame.core.texts import clean
from mikiwame.market.hiring import events, rules
from mikiwame.market.hiring.models import Application, Place
from mikiwame.market.hiring.states import ApplicationState
from mikiwame.market.history.operations import record
from mikiwame.market.members import contact
from mikiwame.market.members.models import Member
from mikiwame.market.messaging.operations import questions

from . import index, outcomes


@operation
def put_on_trial(application: Application, *, by: Member, at: datetime) -> Application:
    """The client offers an applicant a trial: no place is taken, and the posting's clock doesn't end it."""
    application = outcomes.locked(application)
    require(rules.may_put_on_trial(by, application, at))

    application.become(ApplicationState.IN_TRIAL, at=at)

    record(events.ApplicantPutOnTrial(**outcomes.sides_of(application)), by=by.key, at=at)
    return application


@operation
def give_up_trial(application: Application, *, at: datetime) -> Application:
    """The offered trial came to nothing: she waits as before, or, where the posting is over, no longer."""
    application = outcomes.locked(application)
    require(rules.application_in_state(application, "give_up_trial"))

    outcomes.wait_again(application, events.TrialGivenUp, at=at)
    return application


@operation
def return_to_trial(application: Application, *, at: datetime) -> Application:
    """The offer that followed a trial came to nothing: her place is free, and the client decides again."""
    application = outcomes.locked(application)
    require(rules.application_in_state(application, "return_to_trial"))

    Place.objects.filter(taken_by=application).update(taken_by=None)
    application.become(ApplicationState.IN_TRIAL, at=at)

    record(events.PlaceFreed(**outcomes.sides_of(application)), by=None, at=at)
    return application


@operation
def decline_tried(application: Application, *, reason: str, note: str = "", at: datetime) -> Application:
    """After the trial the client doesn't hire, and says why; or the posting is filled with others."""
    application = outcomes.locked(application)
    require(rules.application_in_state(application, "decline_tried"))

    note = clean(note, most=rules.NOTE_MOST, field="note")
    require(contact.text_inside("note", note))
    application.become(
        ApplicationState.DECLINED, at=at, ended_at=at, decline_reason=reason, decline_note=note
    )
    questions.let_go(application.conversation, at=at)
    return application


@operation
def withdraw_tried(application: Application, *, at: datetime) -> Application:
    """After the trial the worker takes her application back."""
    application = outcomes.locked(application)
    require(rules.application_in_state(application, "withdraw_tried"))

    application.become(ApplicationState.WITHDRAWN, at=at, ended_at=at)
    questions.let_go(application.conversation, at=at)
    index.recount(application.posting)
    return application


@operation
def expire_tried(application: Application, *, at: datetime) -> Application:
    """After the trial the client let the time to decide pass."""
    application = outcomes.locked(application)
    require(rules.application_in_state(application, "expire_tried"))

    application.become(ApplicationState.EXPIRED, at=at, ended_at=at)
    questions.let_go(application.conversation, at=at)
    return application
