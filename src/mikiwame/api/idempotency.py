"""One request, one change: what a POST with an idempotency key was answered is answered again.

The answer is written in the transaction of the change: whoever is killed in between leaves neither.
Only what succeeded is kept; a refusal changed nothing, so its key may be tried again.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial, wraps
from typing import Any, Self

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse

from mikiwame.core import clock
from mikiwame.core.errors import Refused
from mikiwame.core.ids import new_id
from mikiwame.core.operation import operation, sqlstate

from . import auth, problems
from .models import Answer

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT_FOR = timedelta(days=7)
LONGEST = 255
USABLE = re.compile(rf"[\x21-\x7e]{{1,{LONGEST}}}")
JSON = "application/json; charset=utf-8"
PATIENCE = "1s"
"""How long a repetition waits for its twin that is still being answered."""

LOCK_TIMEOUT = "55P03"

_CLAIM = """
INSERT INTO api_answer (id, member_id, key, fingerprint, at) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (member_id, key) DO NOTHING RETURNING id
"""

Run = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Claim:
    """One request that wants to be performed once."""

    caller: auth.Caller
    key: str
    fingerprint: bytes

    @classmethod
    def of(cls, request: HttpRequest, key: str, caller: auth.Caller) -> Self:
        """The claim of a request; raises Refused for a key that is none."""
        if not USABLE.fullmatch(key):
            raise Refused("idempotency_key_unusable", longest=LONGEST)
        digest = hashlib.sha256()
        for part in _parts(request):
            digest.update(len(part).to_bytes(8, "big") + part)
        for scope in sorted(caller.scopes):
            digest.update(scope.encode())
        return cls(caller, key, digest.digest())


def _parts(request: HttpRequest) -> Iterator[bytes]:
    """What makes two requests the same; of a form its fields and files, whose wrapping is new each time."""
    yield f"{request.method} {request.get_full_path()}".encode()
    if request.content_type != "multipart/form-data":
        yield request.body
        return
    for name, values in request.POST.lists():
        yield repr((name, values)).encode()
    for name, files in request.FILES.lists():
        for file in files:
            yield repr((name, file.name, file.size)).encode()
            yield from file.chunks()


class _Unchanged(Exception):
    """The request was answered with a problem: undo the claim of its key, and give that answer."""

    def __init__(self, answer: HttpResponse) -> None:
        super().__init__()
        self.answer = answer


def once(run: Run) -> Run:
    """Perform a POST that carries a key at most once; without a key, as often as it is sent."""

    @wraps(run)
    def perform(request: HttpRequest, **path: Any) -> HttpResponse:
        key = request.headers.get(HEADER)
        caller = auth.caller_of(request) if request.method == "POST" and key is not None else None
        if key is None or caller is None:
            return run(request, **path)
        request.keyed = True  # type: ignore[attr-defined]
        try:
            return _answer(
                partial(_attempt, run, request, path), Claim.of(request, key, caller), at=clock.now()
            )
        except _Unchanged as unchanged:
            return unchanged.answer
        except Exception as error:  # noqa: BLE001  # nothing but problems leaves the API
            request.keyed = False  # type: ignore[attr-defined]
            return problems.answer(request, error)

    return perform


def forget(*, at: datetime) -> int:
    """Remove the answers that are kept no longer, in which members' words stand; how many there were."""
    count, _kinds = Answer.objects.filter(at__lt=at - KEPT_FOR).delete()
    return count


def _attempt(run: Run, request: HttpRequest, path: dict[str, Any]) -> HttpResponse:
    """Perform the request; its files may have been read before, by a first attempt or to compare them."""
    for _name, files in request.FILES.lists():
        for file in files:
            file.seek(0)
    return run(request, **path)


@operation
def _answer(run: Callable[[], HttpResponse], claim: Claim, *, at: datetime) -> HttpResponse:
    """Answer by performing the request, or by what the same request was answered before."""
    answers = Answer.objects.filter(member=claim.caller.member, key=claim.key)
    answers.filter(at__lt=at - KEPT_FOR).delete()
    if not _inserted(claim, at=at):
        return _replay(answers.get(), claim)
    answer = run()
    if answer.status_code >= 400:
        raise _Unchanged(answer)
    answers.update(status=answer.status_code, body=answer.content)
    return answer


def _inserted(claim: Claim, *, at: datetime) -> bool:
    """Whether the key was free. Waits a moment for a twin's transaction; raises Refused when it goes on."""
    row = (new_id(), claim.caller.member.pk, claim.key, claim.fingerprint, at)
    with connection.cursor() as cursor:
        try:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            cursor.execute(_CLAIM, row)
        except OperationalError as error:
            if sqlstate(error) == LOCK_TIMEOUT:
                raise Refused("request_in_progress") from error
            raise
        free = bool(cursor.rowcount)
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    return free


def _replay(answer: Answer, claim: Claim) -> HttpResponse:
    if bytes(answer.fingerprint) != claim.fingerprint:
        raise Refused("idempotency_key_reused")
    assert answer.status is not None
    content = bytes(answer.body or b"")
    return HttpResponse(content, status=answer.status, content_type=JSON, headers={REPLAYED: "true"})
