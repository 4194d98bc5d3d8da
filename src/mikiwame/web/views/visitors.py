"""What anybody can read: what this is, how it works, and by which rules."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from mikiwame.web.acting import came_from, page

A_YEAR = 365 * 24 * 3600
THEMES = frozenset({"light", "dark"})


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    return page(request, "visitors/home.html")


@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choice of light or dark paper; anything else leaves it to the device."""
    response = HttpResponse(status=303, headers={"Location": came_from(request)})
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie("theme", theme, max_age=A_YEAR, samesite="Lax", httponly=True)
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response
