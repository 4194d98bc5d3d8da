"""Every *no* as a problem document (RFC 9457): a code for programs, a sentence for the reader."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from ninja.errors import HttpError, ValidationError

from mikiwame.core.errors import NotFound, Refused
from mikiwame.core.operation import LOST_RACES, sqlstate
from mikiwame.discernment.reports import MessageReport
from mikiwame.discernment.wire import of_message
from mikiwame.market.members.contact import STOPPED
from mikiwame.refusals import sentence

from .wire import written

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
REFERENCE = "/api/v1/docs"
"""Where each code is explained; a problem's ``type`` leads there."""

TITLES = {
    400: gettext_noop("読み取れません"),
    401: gettext_noop("トークンが必要です"),
    403: gettext_noop("許されていません"),
    404: gettext_noop("見つかりません"),
    405: gettext_noop("そのメソッドは使えません"),
    409: gettext_noop("いまはできません"),
    413: gettext_noop("大きすぎます"),
    415: gettext_noop("形式が違います"),
    422: gettext_noop("入力に直すところがあります"),
    429: gettext_noop("回数が多すぎます"),
    500: gettext_noop("サーバーの不具合です"),
}

STATUSES = {
    "unreadable": 400,
    "token_needed": 401,
    "token_unknown": 401,
    "forbidden": 403,
    "scope_not_granted": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "too_large": 413,
    "file_too_large": 413,
    "image_too_large": 413,
    "paper_too_large": 413,
    "media_type": 415,
    "file_type_refused": 415,
    "not_an_image": 415,
    "not_a_sound": 415,
    "invalid": 422,
    "idempotency_key_reused": 422,
    "idempotency_key_unusable": 422,
    "too_many_requests": 429,
    "fault": 500,
}
"""Code -> status; every other refusal is 422 when it belongs to a field, else 409."""

CODES = {status: code for code, status in reversed(STATUSES.items())}
"""The code where nothing more than the status is known: the first of its status."""

FAULTS = {
    "missing": gettext_noop("必要な項目です。"),
    "extra_forbidden": gettext_noop("ここにはない名前の項目です。"),
    "string_type": gettext_noop("文字列で送ってください。"),
    "string_too_long": gettext_noop("%(max_length)s文字以内にしてください。"),
    "string_pattern_mismatch": gettext_noop("空白だけの文字列と、NUL文字は使えません。"),
    "literal_error": gettext_noop("次のどれかにしてください: %(expected)s"),
    "union_tag_invalid": gettext_noop("kindは次のどれかにしてください: %(expected_tags)s"),
    "int_type": gettext_noop("整数で送ってください。文字列、小数、真偽値は受け付けません。"),
    "bool_type": gettext_noop("trueかfalseで送ってください。"),
    "greater_than_equal": gettext_noop("%(ge)s以上にしてください。"),
    "less_than_equal": gettext_noop("%(le)s以下にしてください。"),
    "enum": gettext_noop("次のどれかにしてください: %(expected)s"),
    "too_long": gettext_noop("%(max_length)s件以内にしてください。"),
    "too_short": gettext_noop("%(min_length)s件以上にしてください。"),
    "list_type": gettext_noop("配列で送ってください。"),
    "dict_type": gettext_noop("オブジェクトで送ってください。"),
    "model_type": gettext_noop("オブジェクトで送ってください。"),
}
"""What is said of a field, by pydantic's name of its fault."""

WHOLES = frozenset({"sent", "sought", "part"})
"""What endpoints call a body or a query as a whole; its fields go by their own names."""

KINDS = frozenset({"posting", "comment", "reviews"})
"""What the kinds of a body that may be one of several are called."""

FILES = frozenset({"file", "files"})
"""What endpoints call the files of a form."""

OTHER_FAULT = gettext_noop("この値は使えません。形式を確かめてください。")


class Problem(HttpResponse):
    """A problem document."""

    def __init__(
        self, status: int, code: str, detail: str, errors: Iterable[dict[str, str]] = (), **more: Any
    ) -> None:
        document = {
            "type": f"{REFERENCE}#{code}",
            "title": _(TITLES[status]),
            "status": status,
            "code": code,
            "detail": detail,
            "errors": list(errors),
            **more,
        }
        super().__init__(written(document), status=status, content_type=MEDIA_TYPE)
        if status == 401:
            self["WWW-Authenticate"] = "Bearer"


def of_refusal(refusal: Refused) -> Problem:
    """The market's *no*; beside its field when it names one."""
    code, detail = refusal.code, sentence(refusal)
    if isinstance(refusal, NotFound):
        return Problem(404, code, detail)
    if refusal.field is None:
        return Problem(STATUSES.get(code, 409), code, detail)
    place = "file" if refusal.field in FILES else "body"
    faults = [fault(place, refusal.field, code, detail)]
    return Problem(STATUSES.get(code, 422), code, detail, faults, **_found(refusal))


@contextmanager
def placed(places: Mapping[str, str]) -> Iterator[None]:
    """Let a refusal name its field as the request does: operation's name -> place in what was sent."""
    try:
        yield
    except Refused as refusal:
        refusal.field = places.get(refusal.field or "", refusal.field)
        raise


def of_status(status: int) -> Problem:
    """A problem of which nothing more is known than the status."""
    known = status if status in CODES else 400 if status < 500 else 500
    return of_refusal(Refused(CODES[known]))


def of_validation(errors: list[dict[str, Any]]) -> Problem:
    """Input that isn't what the schema says; an identifier that can't be one names nothing that exists."""
    if any(error["loc"][0] == "path" for error in errors):
        return of_refusal(NotFound())
    return Problem(422, "invalid", sentence(Refused("invalid")), [_said_of(error) for error in errors])


def of_fault(request: HttpRequest, error: object) -> Problem:
    """A fault of ours: the log has the details, the answer has none."""
    cause = error if isinstance(error, BaseException) else None
    log.error("%s %s failed", request.method, request.path, exc_info=cause)
    return of_status(500)


def fault(place: str, field: str, code: str, detail: str) -> dict[str, str]:
    """One entry of a problem's list of errors."""
    return {"in": place, "field": field, "code": code, "detail": detail}


def answer(request: HttpRequest, error: object) -> Problem:
    """Whatever an endpoint raised, as a problem.

    A lost race is raised on, to the transaction around a request with a key, which then tries again.
    """
    match error:
        case Refused():
            return of_refusal(error)
        case ValidationError():
            return of_validation(error.errors)
        case HttpError():
            return of_status(error.status_code)
        case RequestDataTooBig():
            return of_status(413)
        case SuspiciousOperation() | MultiPartParserError() | UnreadablePostError():
            return of_status(400)
        case OperationalError() if sqlstate(error) in LOST_RACES and getattr(request, "keyed", False):
            raise error
        case _:
            return of_fault(request, error)


def _found(refusal: Refused) -> dict[str, Any]:
    """What the contact guard found, where it was the one that refused.

    The engine's reasons are those of the time before money is held; later the refusal itself is the reason.
    """
    findings = refusal.context.get("findings")
    if findings is None:
        return {}
    read = of_message(MessageReport(findings), "ja" if (get_language() or "ja").startswith("ja") else "en")
    if refusal.code == STOPPED:
        return {"findings": read["findings"]}
    return {"findings": [one | {"why": sentence(refusal)} for one in read["findings"]]}


def _said_of(error: dict[str, Any]) -> dict[str, str]:
    place, *path = (str(part) for part in error["loc"])
    code = error["type"]
    named = path[1:] if path and path[0] in WHOLES else path
    named = named[1:] if len(named) > 1 and named[0] in KINDS else named
    return fault(
        place, ".".join(named), code, _(FAULTS.get(code, OTHER_FAULT)) % _listed(error.get("ctx", {}))
    )


def _listed(figures: dict[str, Any]) -> dict[str, Any]:
    """A fault's figures; what would be right parted by commas alone, without an English word."""
    return {
        name: value.replace(" or ", ", ") if name == "expected" else value for name, value in figures.items()
    }
