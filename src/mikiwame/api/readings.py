"""Readings of texts from anywhere. Nothing is written: no text, no reading, not even that there was one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Body, Router

from mikiwame.core import clock
from mikiwame.core.errors import Refused
from mikiwame.discernment import read_comment, read_posting, wire
from mikiwame.discernment.legible import Illegible, legible
from mikiwame.discernment.rates.wages import UnknownPrefecture
from mikiwame.throttle import wait_for_reading

from . import auth, problems
from .schemas import readings as schemas

router = Router(tags=["readings"])

EVERYBODY: dict[str, Any] = {"security": [{}, {type(auth.READ).__name__: []}]}


@router.post(
    "/readings",
    response=schemas.PostingReading | schemas.CommentReading,
    auth=None,
    openapi_extra=EVERYBODY,
)
def read_text(request: HttpRequest, response: HttpResponse, sent: Body[schemas.ToRead]) -> object:
    """Read a posting or a comment from anywhere; a token is not needed, but lifts the limit of visitors.

    Nothing is stored or logged, so there is nothing for an idempotency key to repeat.
    """
    if seconds := wait(request):
        problem = problems.of_refusal(Refused("too_many_requests"))
        problem["Retry-After"] = str(seconds)
        return problem
    response["Cache-Control"] = "no-store"
    if isinstance(sent, schemas.CommentToRead):
        require_legible(sent.text, field="text")
        return {"kind": sent.kind, **wire.of_comment(read_comment(sent.text, sent.rating))}
    require_legible(sent.body, field="body")
    language = sent.language or get_language() or "ja"
    said = sent.model_dump(exclude={"kind", "language"})
    try:
        return {"kind": sent.kind, **wire.of_posting(read_posting(**said), language)}
    except UnknownPrefecture as unknown:
        raise Refused("choice_unknown", field="prefecture") from unknown


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
