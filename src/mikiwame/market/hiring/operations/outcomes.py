"""How postings are filled and applications end with them: each one is told why. Called within operations."""

from datetime import datetime
from typing import TypedDict

from django.db.models import QuerySet

from mikiwame.core.fields import lock
from mikiwame.market.hiring import events, queries
from mikiwame.market.hiring.models import Application, Posting
from mikiwame.market.hiring.states import APPLICATION, POSTING, ApplicationState, DeclineReason, PostingState
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.messaging.operations import questions
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.rules import in_time
from mikiwame.market.turns.states import TurnKind

from . import index

_STILL_DECIDED = frozenset({PostingState.OPEN, PostingState.PAUSED, PostingState.SUSPENDED})
_WHEN_OVER = {PostingState.CLOSED: DeclineReason.CANCELLED, PostingState.FILLED: DeclineReason.FILLED}


class PostingSides(TypedDict):
    """What every fact about a posting says of it."""

    subject: str
    client: str
    title: str


class ApplicationSides(PostingSides):
    """What every fact about an application says of it."""

    worker: str
    posting: str


def sides(posting: Posting) -> PostingSides:
    """Whom a fact about a posting concerns."""
    return {"subject": posting.key, "client": posting.client.key, "title": posting.title}


def sides_of(application: Application) -> ApplicationSides:
    """Whom a fact about an application concerns."""
    posting = application.posting
    return {
        **sides(posting),
        "subject": application.key,
        "worker": application.worker.key,
        "posting": posting.key,
    }


def locked(application: Application) -> Application:
    """The application and its posting, read anew and locked in that order."""
    posting = lock(application.posting)
    application = lock(application)
    application.posting = posting
    return application


def key_of(by: Member | None) -> str | None:
    """Who did it, as history names her; nobody: it happened by itself."""
    return by.key if by else None


def record_publication(posting: Posting, places: int, *, by: Member | None, at: datetime) -> None:
    """What something owns is offered to everybody; ``places``: for how many it pays."""
    fact = events.PostingPublished(
        **sides(posting),
        category=str(posting.category_id),
        places=places,
        newcomer_places=0,
        format=posting.format,
        reward=posting.sheet.reward or 0,
    )
    record(fact, by=key_of(by), at=at)


def decline_waiting(posting: Posting, reason: DeclineReason, *, by: str, at: datetime) -> int:
    """Decline everybody who still waits; returns how many. The posting is locked by the caller."""
    waiting = _waiting(posting)
    for application in waiting:
        decline(application, reason, by=by, at=at)
    return len(waiting)


def decline(application: Application, reason: DeclineReason, *, by: str | None, at: datetime) -> None:
    """Decline one applicant for a reason that lies with the posting; she is locked by the caller."""
    application.become(ApplicationState.DECLINED, at=at, ended_at=at, decline_reason=reason)
    questions.let_go(application.conversation, at=at)
    record(events.ApplicationDeclined(**sides_of(application), reason=reason), by=by, at=at)


def wait_again(
    application: Application, waits: type[events.PlaceFreed | events.TrialGivenUp], *, at: datetime
) -> None:
    """What she was offered came to nothing: she waits as before, or, where the posting is over, no longer.

    The client did answer her in time: such an application is declined, never expired.
    """
    posting = application.posting
    if posting.state in _STILL_DECIDED and in_time(TurnKind.DECISION, posting.key, at):
        application.become(ApplicationState.SUBMITTED, at=at)
        record(waits(**sides_of(application)), by=None, at=at)
    else:
        reason = _WHEN_OVER.get(PostingState(posting.state), DeclineReason.OTHER)
        decline(application, reason, by=None, at=at)


def expire_waiting(posting: Posting, *, at: datetime) -> int:
    """End the applications that the client left without an answer; returns how many."""
    waiting = _waiting(posting)
    for application in waiting:
        application.become(ApplicationState.EXPIRED, at=at, ended_at=at)
        questions.let_go(application.conversation, at=at)
        record(events.ApplicationExpired(**sides_of(application)), by=None, at=at)
    return len(waiting)


def tell_halted(posting: Posting, *, by: str, at: datetime) -> None:
    """Whoever waits or was chosen hears that operators stopped it; not why, for that may turn out wrong."""
    record(*(events.ApplicationHalted(**sides_of(one)) for one in _unsettled(posting)), by=by, at=at)


def tell_resumed(posting: Posting, *, by: str, at: datetime) -> None:
    """Whoever waits or was chosen hears that operators let it go on."""
    record(*(events.ApplicationResumed(**sides_of(one)) for one in _unsettled(posting)), by=by, at=at)


def fill_when_settled(posting: Posting, *, by: str, at: datetime) -> None:
    """Fill a posting that still looks once every place is agreed to; who waits is told."""
    if posting.state not in POSTING.sources("settle") or not queries.is_filled(posting):
        return
    posting.become(PostingState.FILLED, at=at)
    index.unlist(posting)
    turns.drop(TurnKind.DECISION, posting.key, at=at)
    decline_waiting(posting, DeclineReason.FILLED, by=by, at=at)
    record(events.PostingFilled(**sides(posting), places=posting.places.count()), by=by, at=at)


def _unsettled(posting: Posting) -> QuerySet[Application]:
    unsettled = posting.applications.filter(state__in=sorted(APPLICATION.open))
    return unsettled.select_related("posting__client", "worker").order_by("submitted_at", "id")


def _waiting(posting: Posting) -> list[Application]:
    waiting = posting.applications.filter(state=ApplicationState.SUBMITTED).select_for_update(of=("self",))
    return list(waiting.select_related("posting__client", "worker").order_by("submitted_at", "id"))
