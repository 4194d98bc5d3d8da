"""How a page acts: perform one operation, say what happened, go on.

A view with a form keeps what was typed and says a refusal next to its field (422)::

    @members_only
    def application(request: MemberRequest, id: UUID) -> HttpResponse:
        at = clock.now()
        posting = hiring.posting_for(request.user, id)
        form = ApplicationForm(request.POST or None)
        if form.is_valid():
            with refusals_in(form):
                application = applications.apply(posting, **form.cleaned_data, by=request.user, at=at)
                return done(request, _("応募しました。"), address_of(application.key))
        return page(request, "hiring/apply.html", form=form, posting=posting, at=at)

A button without a form lets the refusal through; the middleware makes a page of it (409)::

    @members_only
    @require_POST
    def pause(request: MemberRequest, id: UUID) -> HttpResponse:
        posting = hiring.posting_for(request.user, id)
        postings.pause(posting, by=request.user, at=clock.now())
        return done(request, _("募集を止めました。"), address_of(posting.key))

What does not exist for the asker raises NotFound by itself: 404.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Page, Paginator
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from mikiwame.core.errors import NotFound, Refused
from mikiwame.market.members.models import Member
from mikiwame.refusals import sentence

from .pages import proposal_about

P = ParamSpec("P")


class MemberRequest(HttpRequest):
    """The request of somebody who has signed in."""

    user: Member
    htmx: HtmxDetails


MemberView = Callable[Concatenate[MemberRequest, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def members_only(view: MemberView[P]) -> View[P]:
    """A page for members; others sign in first and come back."""

    @wraps(view)
    def respond(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        return view(cast(MemberRequest, request), *args, **kwargs)

    return respond


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page and back to the page; from a button, to the page that has it."""
    htmx = getattr(request, "htmx", None)
    if htmx:
        return HttpResponseClientRedirect(redirect_to_login(htmx.current_url_abs_path or "/").url)
    is_reading = request.method in {"GET", "HEAD"}
    return redirect_to_login(request.get_full_path() if is_reading else came_from(request))


def operators_only(view: MemberView[P]) -> View[P]:
    """A page for operators; for everybody else it doesn't exist."""

    @wraps(view)
    def respond(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not (request.user.is_authenticated and request.user.is_operator):
            raise Http404
        return view(cast(MemberRequest, request), *args, **kwargs)

    return respond


def reader_of(request: HttpRequest) -> Member | None:
    """Who reads; None for a visitor."""
    return request.user if request.user.is_authenticated else None


@contextmanager
def refusals_in(form: BaseForm) -> Iterator[None]:
    """Put a refusal raised inside into the form, next to the field that it belongs to."""
    try:
        yield
    except NotFound:
        raise
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, sentence(refusal))


def page(
    request: HttpRequest, template: str, *, form: BaseForm | None = None, **context: Any
) -> HttpResponse:
    """A rendered page; 422 while its form has errors."""
    status = 422 if form is not None and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def part_of(request: HttpRequest, found: Any, most: int) -> Page[Any]:
    """The part of a long list that the address asks for, ``most`` of it at once."""
    return Paginator(found, most).get_page(request.GET.get("page"))


def done(request: HttpRequest, message: str, address: str) -> HttpResponse:
    """It worked: say so on the next page, a path or an address's name (303: reloading repeats nothing)."""
    messages.success(request, message)
    address = resolve_url(address)
    if getattr(request, "htmx", None):
        return HttpResponseClientRedirect(address)
    return see(address)


def see(address: str) -> HttpResponse:
    """Go on without a word: what was done shows itself there."""
    return HttpResponse(status=303, headers={"Location": address})


def refused(request: HttpRequest, refusal: Refused, **shown: Any) -> HttpResponse:
    """A page (for htmx: a notice) with what stood in the way, a way out if there is one, and the way back."""
    contract = refusal.context.get("contract")
    proposal = proposal_about(contract) if contract else ""
    context = {"sentence": sentence(refusal), "back": came_from(request), "proposal": proposal} | shown
    template = "components/notice.html" if getattr(request, "htmx", None) else "409.html"
    return render(request, template, context, status=409)


def wrong_way(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An address for sending was opened for reading, from a bookmark or after signing in: say where to go."""
    context = {"back": came_from(request)}
    page = render(request, "405.html", context, status=response.status_code)
    page.headers["Allow"] = response.headers["Allow"]
    return page


def came_from(request: HttpRequest) -> str:
    """The page of ours that the reader comes from, else the front page."""
    address = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else reverse("home")
