"""Bodies are JSON, or forms where files travel; whatever else comes is refused before it is read."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from mikiwame.core.errors import Refused

from . import problems

READABLE = {"application/json", "multipart/form-data"}


def json_only(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse a body of another media type."""

    @wraps(run)
    def perform(request: HttpRequest, **path: Any) -> HttpResponse:
        has_body = request.headers.get("Content-Length", "0") not in {"", "0"}
        if has_body and request.content_type not in READABLE:
            return problems.of_refusal(Refused("media_type"))
        return run(request, **path)

    return perform
