"""What a batch asks about: one unit for a questionnaire, or the rows of a file, taken in with a report."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mikiwame.core import clock
from mikiwame.core.errors import require
from mikiwame.market.taskwork import queries, rules
from mikiwame.market.taskwork.operations import drafts, imports
from mikiwame.web.acting import MemberRequest, done, members_only, page, refusals_in, see
from mikiwame.web.batch_overviews import draft_shown, import_shown, units_shown
from mikiwame.web.forms.batches import UnitsForm
from mikiwame.web.pages import address_in


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def batch_units(request: MemberRequest, id: UUID) -> HttpResponse:
    """The units of a draft; a file takes their place."""
    at, batch = clock.now(), queries.batch_for(request.user, id)
    require(rules.may_write(request.user, batch))
    form = UnitsForm(request.POST, request.FILES) if request.method == "POST" else UnitsForm()
    if form.is_valid():
        with refusals_in(form):
            imports.take_in(batch, form.cleaned_data["file"], by=request.user, at=at)
            return see(address_in("batch_units", id))
    return _shown(request, batch, form)


def _shown(request: MemberRequest, batch: Any, form: UnitsForm) -> HttpResponse:
    questions = queries.questions(batch)
    shown = draft_shown(batch, at=clock.now(), questions=questions) | units_shown(batch, questions)
    return page(request, "batches/units.html", form=form, step="batch_units", **shown, **import_shown(batch))


@members_only
@require_safe
def import_news(request: MemberRequest, id: UUID) -> HttpResponse:
    """How far the taking in of a file has come."""
    batch = queries.batch_for(request.user, id)
    return render(request, "batches/import.html", {"batch": batch, **import_shown(batch)})


@members_only
@require_POST
def single_unit(request: MemberRequest, id: UUID) -> HttpResponse:
    """Instead of a file: one unit without columns, about which everybody is asked the same."""
    at, batch = clock.now(), queries.batch_for(request.user, id)
    drafts.ask_all_the_same(batch, by=request.user, at=at)
    return done(request, _("アンケートにしました。全員に同じ設問が出ます。"), address_in("batch_units", id))
