"""Readings of texts from anywhere. Nothing is written: no text, no reading, not even that there was one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Body, Router

from mikiwame.core import clock
from mikiwame.core.errors import Refused
from mikiwame.discernment import read_comment, read_posting, read_reviews, wire
from mikiwame.discernment.legible import Illegible, legible
from mikiwame.discernment.memory import forgetting
from mikiwame.discernment.rates.wages import UnknownPrefecture
from mikiwame.discernment.reports import PostingReport, ReviewsReport
from mikiwame.discernment.reviews.history import MOST_LETTERS, Review
from mikiwame.discernment.text import Unreadable
from mikiwame.throttle import wait_for_reading

from . import auth, problems
from .schemas import readings as schemas

router = Router(tags=["readings"])

EVERYBODY: dict[str, Any] = {"security": [{}, {type(auth.READ).__name__: []}]}


@router.post(
    "/readings",
    response=schemas.PostingReading | schemas.CommentReading | schemas.ReviewsReading,
    auth=None,
    openapi_extra=EVERYBODY,
)
def read_text(request: HttpRequest, response: HttpResponse, sent: Body[schemas.ToRead]) -> object:
    """Read a posting, a comment or reviews from anywhere; without a token, a few a minute.

    Nothing is stored or logged, so there is nothing for an idempotency key to repeat.
    """
    if seconds := wait(request):
        problem = problems.of_refusal(Refused("too_many_requests"))
        problem["Retry-After"] = str(seconds)
        return problem
    response["Cache-Control"] = "no-store"
    return {"kind": sent.kind, **read(sent)}


def read(sent: schemas.ToRead) -> wire.Plain:
    """What was read, as plain values with their words."""
    match sent:
        case schemas.CommentToRead():
            require_legible(sent.text, field="text")
            return wire.of_comment(read_comment(sent.text, sent.rating)) | wire.noticed(
                sent.text, get_language() or "ja"
            )
        case schemas.ReviewsToRead():
            return wire.of_reviews(reviews_in(sent), language_of(sent))
        case _:
            require_legible(sent.body, field="body")
            spoken = language_of(sent)
            return wire.of_posting(posting_in(sent), spoken) | wire.noticed(
                f"{sent.title}\n{sent.body}", spoken
            )


def posting_in(sent: schemas.PostingToRead) -> PostingReport:
    """A posting's reading."""
    try:
        with forgetting():
            return read_posting(**sent.model_dump(exclude={"kind", "language"}))
    except UnknownPrefecture as unknown:
        raise Refused("choice_unknown", field="prefecture") from unknown


def reviews_in(sent: schemas.ReviewsToRead) -> ReviewsReport:
    """A history's reading."""
    history = [Review(**one.model_dump()) for one in sent.reviews]
    try:
        return read_reviews(history, client=sent.client)
    except Unreadable as unreadable:
        raise Refused("text_too_long", field="reviews", most=MOST_LETTERS) from unreadable


def language_of(sent: schemas.PostingToRead | schemas.ReviewsToRead) -> str:
    """The language of the answer's words."""
    return sent.language or get_language() or "ja"


def wait(request: HttpRequest) -> int:
    """How many seconds a visitor's program has to wait; raises Refused for a token that is none."""
    if "Authorization" not in request.headers:
        return wait_for_reading(request, at=clock.now())
    if auth.caller_of(request) is None:
        raise Refused("token_unknown")
    return 0


def require_legible(text: str, *, field: str) -> None:
    """Refuse what can't be read; offsets in the reading count in the text as it was sent."""
    try:
        legible(text)
    except Illegible as refused:
        raise Refused(refused.reason, field=field) from refused
