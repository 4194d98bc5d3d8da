"""Texts are read and forgotten: a posting from anywhere, and one that its client is writing."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from mikiwame.core import clock
from mikiwame.discernment.text import Unreadable
from mikiwame.throttle import wait_for_reading
from mikiwame.web import comment_readings, draft_readings, readings
from mikiwame.web.acting import MemberRequest, members_only, page
from mikiwame.web.forms.readings import CommentCheckForm, PostingCheckForm

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
    form = PostingCheckForm(request.POST or None)
    if not form.is_valid():
        return page(request, "readings/check.html", form=form)
    reading, again = readings.read(**form.cleaned_data), PostingCheckForm(initial=form.cleaned_data)
    return page(request, "readings/check.html", form=again, pasted=form, reading=reading)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@cache_control(no_store=True)
@sparingly
def check_comment(request: HttpRequest) -> HttpResponse:
    """A comment from anywhere, and what it tells of."""
    form = CommentCheckForm(request.POST or None)
    if not form.is_valid():
        return page(request, "readings/comment.html", form=form)
    reading = comment_readings.read(form.cleaned_data["body"], form.cleaned_data["rating"])
    again = CommentCheckForm(initial=form.cleaned_data)
    return page(request, "readings/comment.html", form=again, pasted=form, reading=reading)


@members_only
@require_POST
@sensitive_post_parameters()
@cache_control(no_store=True)
def draft_reading(request: MemberRequest) -> HttpResponse:
    """What workers will see in a posting that is being written; 204 while that stays the same."""
    try:
        reading = draft_readings.of_typed(request.POST.dict())
    except Unreadable:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)  # the form itself says that it is too long
    said = draft_readings.fingerprint(reading)
    if said == request.POST.get("read"):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "readings/eyes_news.html", {"reading": reading, "fingerprint": said})
