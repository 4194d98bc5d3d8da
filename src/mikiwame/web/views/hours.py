"""Work by the hour: the page of a week, what the worker writes there, and how the client looks it through."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.terms import Term
from mikiwame.market.contracts import timesheets
from mikiwame.market.contracts.operations import disputes, work
from mikiwame.market.contracts.operations import timesheets as operations
from mikiwame.web.acting import MemberRequest, done, members_only, page, refusals_in
from mikiwame.web.forms.hours import HoursChangesForm, HoursDisputeForm, HoursForm
from mikiwame.web.hour_overviews import week_overview
from mikiwame.web.pages import address_of

from .contract_acts import act, forms_only


@members_only
@forms_only
def timesheet(request: MemberRequest, id: UUID) -> HttpResponse:
    """A week by the hour; the worker writes down what she worked."""
    at, week = clock.now(), timesheets.week_for(request.user, id)
    form = HoursForm(request.POST or None, week=week, today=day_in_tokyo(at))
    if form.is_valid():
        with refusals_in(form):
            operations.write_hours(week, form.spell, note=form.cleaned_data["note"], by=request.user, at=at)
            return done(request, _("記録しました。"), _page(week.pk))
    return page(request, "hours/week.html", form=form, **week_overview(request, id, at=at))


@members_only
@require_POST
def hand_in(request: MemberRequest, id: UUID) -> HttpResponse:
    """The worker hands the week in."""
    week = timesheets.week_for(request.user, id)
    operations.hand_in(week, by=request.user, at=clock.now())
    return done(request, _("この週の時間を提出しました。"), address_of(week.contract.key))


@members_only
@forms_only
def entry(request: MemberRequest, id: UUID) -> HttpResponse:
    """The worker writes an entry otherwise."""
    at, found = clock.now(), timesheets.entry_for(request.user, id)
    week = found.timesheet.milestone
    form = HoursForm(request.POST or None, week=week, today=day_in_tokyo(at), entry=found)
    if form.is_valid():
        with refusals_in(form):
            note = form.cleaned_data["note"]
            operations.change_hours(found, form.spell, note=note, by=request.user, at=at)
            return done(request, _("記録を直しました。"), _page(week.pk))
    return page(request, "hours/entry.html", form=form, entry=found, week=week)


@members_only
@require_POST
def removal(request: MemberRequest, id: UUID) -> HttpResponse:
    """The worker takes an entry out."""
    found = timesheets.entry_for(request.user, id)
    operations.remove_hours(found, by=request.user, at=clock.now())
    return done(request, _("記録を消しました。"), _page(found.timesheet.milestone_id))


@members_only
@forms_only
def changes(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client names lines that are to be changed."""
    week = timesheets.week_for(request.user, id)
    form = HoursChangesForm(request.POST or None, stated=timesheets.latest_lines(week))
    perform = partial(work.request_changes, week, term=Term.PACE)
    return act(
        request, "hours_changes", week.contract_id, form, perform, _("記録の直しを頼みました。"), part=week
    )


@members_only
@forms_only
def dispute(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client contests some lines; the rest is paid at once."""
    week = timesheets.week_for(request.user, id)
    stated = timesheets.latest_lines(week)
    form = HoursDisputeForm(request.POST or None, request.FILES or None, stated=stated)
    said = _("運営に判断を求めました。")
    if form.is_bound and form.is_valid() and len(form.cleaned_data["lines"]) < len(stated):
        said = _("運営に判断を求めました。争いのない額は、いますぐ支払われます。")
    return act(request, "hours_dispute", week.contract_id, form, partial(disputes.open_dispute, week), said)


def _page(week: UUID) -> str:
    return reverse("timesheet", kwargs={"id": week})
