"""The check: a text from anywhere is read, shown with its marks, and forgotten."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from mikiwame.core import clock
from mikiwame.throttle import wait_for_reading
from mikiwame.web import readings
from mikiwame.web.acting import page
from mikiwame.web.forms.readings import CheckForm

View = Callable[[HttpRequest], HttpResponse]


def sparingly(view: View) -> View:
    """Visitors may send a few texts a minute; members as many as they like."""

    @wraps(view)
    def respond(request: HttpRequest) -> HttpResponse:
        sends = request.method == "POST" and not request.user.is_authenticated
        if sends and (seconds := wait_for_reading(request, at=clock.now())):
            response = render(request, "429.html", status=429)
            response.headers["Retry-After"] = str(seconds)
            return response
        return view(request)

    return respond


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@cache_control(no_store=True)
@sparingly
def check(request: HttpRequest) -> HttpResponse:
    """A posting from anywhere, and what its text says, lacks and warns of."""
    form = CheckForm(request.POST or None)
    if not form.is_valid():
        return page(request, "readings/check.html", form=form)
    reading = readings.read(**form.cleaned_data)
    return page(request, "readings/check.html", form=form, reading=reading)
