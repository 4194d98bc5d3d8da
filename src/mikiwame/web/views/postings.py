"""Finding work: the list of postings, and one posting as workers read it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from mikiwame.core import clock
from mikiwame.market.hiring import queries as hiring
from mikiwame.web.acting import page, reader_of
from mikiwame.web.criteria import beginning, shelf
from mikiwame.web.forms.listing import ListingForm
from mikiwame.web.posting_overviews import posting_overview


@require_safe
def postings(request: HttpRequest) -> HttpResponse:
    """What can be applied for, as the address asks; without a question, as the member's criteria do."""
    at, form = clock.now(), ListingForm(request.GET)
    above = shelf(request, form.filters())
    if not request.GET and (address := beginning(above)):
        return redirect(reverse("postings") + address)
    found = hiring.listed(form.filters(), request.GET.get("after"), at=at)
    shown = {"found": found, "around": form.around(found), "chips": form.chips(), "shelf": above}
    left_out = hiring.left_out(form.filters(), found, at=at)
    return page(request, "postings/postings.html", form=form, at=at, left_out=left_out, **shown)


@require_safe
def posting(request: HttpRequest, id: UUID) -> HttpResponse:
    """One posting: what is offered, by whom, and how good the chances are."""
    found = hiring.posting_for(reader_of(request), id)
    return page(request, "postings/posting.html", **posting_overview(request, found, at=clock.now()))
