"""Below /api every *no* is a problem, also where no endpoint was reached: wrong paths, methods, hosts."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from . import problems

ROOT = "/api/"


class Problems:
    """Replaces pages about errors by problem documents, keeping what the answer's headers say."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(ROOT) or response.status_code < 400:
            return response
        if response.headers.get("Content-Type") == problems.MEDIA_TYPE:
            return response
        problem = problems.of_status(response.status_code)
        for name in {"Allow", "Retry-After"} & set(response.headers):
            problem[name] = response[name]
        return problem
