"""Reporting what goes against the rules, and the operators' queue of it."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mikiwame.core import clock
from mikiwame.market.moderation import queries
from mikiwame.market.moderation.operations import reports as filing
from mikiwame.web.acting import MemberRequest, done, members_only, operators_only, page, part_of, refusals_in
from mikiwame.web.forms.moderation import DecisionForm, ReportForm

A_PAGE = 20


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: MemberRequest) -> HttpResponse:
    """A member reports something that she sees."""
    about = request.GET.get("about", "")
    seen, form = queries.seen(request.user, about), ReportForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            filing.report(about, **form.cleaned_data, by=request.user, at=clock.now())
            return done(request, _("運営に知らせました。判断されたら、お知らせします。"), "own_reports")
    return page(request, "moderation/report.html", form=form, seen=seen)


@members_only
@require_safe
def own_reports(request: MemberRequest) -> HttpResponse:
    """What the member has reported, and whether it was decided."""
    part = part_of(request, queries.reports_of(request.user), A_PAGE)
    return page(request, "moderation/own.html", part=part)


@operators_only
@require_safe
def reports(request: MemberRequest) -> HttpResponse:
    """What waits for an operator, the oldest first."""
    part = part_of(request, queries.waiting(request.user), A_PAGE)
    return page(request, "moderation/queue.html", part=part)


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
def judged_report(request: MemberRequest, id: UUID) -> HttpResponse:
    """One report with the thing as it was, and the decision about it."""
    found = queries.report_for(request.user, id)
    form = DecisionForm(request.POST or None, report=found)
    if form.is_valid():
        with refusals_in(form):
            filing.decide(found, **form.cleaned_data, by=request.user, at=clock.now())
            return done(request, _("判断しました。"), "reports")
    return page(request, "moderation/judged.html", form=form, report=found, alike=queries.alike(found))
