"""A worker's own criteria: kept filters of the list, one of which it may begin with."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mikiwame.core import clock
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.hiring.listing import THREE_CHECKS
from mikiwame.market.hiring.operations import criteria
from mikiwame.web.acting import MemberRequest, done, members_only, page, refusals_in
from mikiwame.web.criteria import owned
from mikiwame.web.forms.criteria import CriteriaForm, begun_with
from mikiwame.web.forms.filters import FiltersForm, address_of


@members_only
@require_safe
def own_criteria(request: MemberRequest) -> HttpResponse:
    """All that the member keeps, and what each asks for."""
    kept = owned(hiring.criteria_of(request.user))
    return page(request, "criteria/own.html", kept=kept, three_checks=address_of(THREE_CHECKS))


@members_only
def new_criteria(request: MemberRequest) -> HttpResponse:
    """Keep what the list was asked for."""
    asked = FiltersForm(request.GET)
    asked.full_clean()
    form = CriteriaForm(request.POST or None, initial=begun_with(asked.filters()))
    if form.is_valid():
        name = form.cleaned_data["name"]
        with refusals_in(form):
            criteria.save(form.filters(), name=name, by=request.user, at=clock.now())
            return done(request, _("条件を保存しました。"), "own_criteria")
    return page(request, "criteria/edit.html", form=form)


@members_only
def edit_criteria(request: MemberRequest, id: UUID) -> HttpResponse:
    """Change what is asked for, or its name."""
    kept = hiring.own_criteria(request.user, id)
    form = CriteriaForm(request.POST or None, initial=begun_with(kept.filters, kept.name))
    if form.is_valid():
        name = form.cleaned_data["name"]
        with refusals_in(form):
            criteria.change(kept, form.filters(), name=name, by=request.user, at=clock.now())
            return done(request, _("条件を変えました。"), "own_criteria")
    return page(request, "criteria/edit.html", form=form, kept=kept)


@members_only
@require_POST
def begin_with_criteria(request: MemberRequest, id: UUID) -> HttpResponse:
    """The list begins with these."""
    kept = hiring.own_criteria(request.user, id)
    criteria.begin_with(kept, by=request.user, at=clock.now())
    return done(request, _("一覧は、この条件から始まります。"), "own_criteria")


@members_only
@require_POST
def begin_plain(request: MemberRequest, id: UUID) -> HttpResponse:
    """The list begins without these again."""
    kept = hiring.own_criteria(request.user, id)
    criteria.begin_plain(kept, by=request.user, at=clock.now())
    return done(request, _("一覧は、すべての募集から始まります。"), "own_criteria")


@members_only
@require_POST
def remove_criteria(request: MemberRequest, id: UUID) -> HttpResponse:
    """She needs them no more."""
    criteria.remove(hiring.own_criteria(request.user, id), by=request.user)
    return done(request, _("条件を消しました。"), "own_criteria")
