"""The addresses of the API: one version, and a problem for whatever lies beside it."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from mikiwame.core.errors import NotFound

from . import problems
from .root import api


@csrf_exempt
def nothing(_request: HttpRequest, **_rest: str) -> HttpResponse:
    """There is no such address."""
    return problems.of_refusal(NotFound())


urlpatterns = [path("v1/", api.urls), path("", nothing), path("<path:rest>", nothing)]
