"""Around every page: text that the database can hold, the reader's time zone, refusals that nobody caught."""

from collections.abc import Callable
from http import HTTPStatus
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation

from mikiwame.core.errors import NotFound, Refused
from mikiwame.market.messaging.filetypes import SIZE_MOST
from mikiwame.market.messaging.rules import FILES_MOST

from .acting import refused, wrong_way
from .freshness import meanwhile

FILES_IN_ALL = FILES_MOST * SIZE_MOST
"""The most that the files of one message, application or delivery can be."""

GetResponse = Callable[[HttpRequest], HttpResponse]


def readable_text(get_response: GetResponse) -> GetResponse:
    """Refuse NUL, which no text column takes, in address, query and cookies; form fields refuse theirs."""

    def respond(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        if any("\0" in value for value in request.COOKIES.values()):
            raise BadRequest("NUL in a cookie")
        return get_response(request)

    return respond


def bearable_size(get_response: GetResponse) -> GetResponse:
    """Refuse unread what is larger than anything that is taken here; only members and programs send files."""

    def respond(request: HttpRequest) -> HttpResponse:
        sends_files = request.user.is_authenticated or request.path.startswith("/api/")
        if length_of(request) <= (FILES_IN_ALL if sends_files else 0) + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return get_response(request)
        response = refused(request, Refused("too_large"))
        response.status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return response

    return respond


def length_of(request: HttpRequest) -> int:
    """How long the body says it is; Django reads no further."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else 0


def no_devices(get_response: GetResponse) -> GetResponse:
    """No page may listen, look or know where the reader is, but one that says so itself (``may_listen``)."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    return respond


def reader_language(get_response: GetResponse) -> GetResponse:
    """Speak the language that the member has chosen; visitors hear their browser's or their cookie's."""

    def respond(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            translation.activate(request.user.language)  # until LocaleMiddleware begins the next request
        return get_response(request)

    return respond


def reader_time_zone(get_response: GetResponse) -> GetResponse:
    """Show times as they are where the member lives; visitors read Japan's."""

    def respond(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            with timezone.override(ZoneInfo(request.user.time_zone)):
                return get_response(request)
        return get_response(request)

    return respond


class Refusals:
    """A refusal that a view let through becomes a page that says what happened."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Programs get their own words from the API; Django's answer to a wrong method has none.
        is_wordless = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content
        return wrong_way(request, response) if is_wordless else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """404 for what does not exist for the asker, 409 for what can't be done now."""
        match exception:
            case NotFound():
                raise Http404 from exception
            case Refused():
                return refused(request, exception, meanwhile=meanwhile(request))
            case _:
                return None
