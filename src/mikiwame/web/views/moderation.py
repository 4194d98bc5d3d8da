"""Reporting what goes against the rules, appealing against what operators decide, and their queues."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mikiwame.core import clock
from mikiwame.market.moderation import queries
from mikiwame.market.moderation.operations import appeals
from mikiwame.market.moderation.operations import reports as filing
from mikiwame.web.acting import (
    MemberRequest,
    done,
    members_only,
    operators_only,
    page,
    part_of,
    refusals_in,
    see,
)
from mikiwame.web.forms.moderation import DecisionForm, ReportForm, ReviewForm, SanctionAppealForm
from mikiwame.web.pages import address_in, address_of
from mikiwame.web.sanctions import appeals_shown, own_sanction_shown, reviewed_sanction_shown

A_PAGE = 20
REVIEWS: dict[str, Callable[..., object]] = {"uphold": appeals.uphold, "lift": appeals.lift}


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


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def sanction(request: MemberRequest, id: UUID) -> HttpResponse:
    """What operators decided against the member, and her appeal; operators are led to their own page."""
    at, found = clock.now(), queries.sanction_for(request.user, id)
    if not request.user.acts_for(found.party):
        return see(address_in("reviewed_sanction", id))
    form = SanctionAppealForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            appeals.appeal(found, **form.cleaned_data, by=request.user, at=at)
            return done(request, _("異議を申し立てました。"), address_of(found.key))
    return page(request, "moderation/sanction.html", form=form, **own_sanction_shown(found, at=at))


@members_only
@require_safe
def stop_of_posting(request: MemberRequest, id: UUID) -> HttpResponse:
    """Leads to why the member's posting was stopped."""
    return see(address_of(queries.last_stop(request.user, id).key))


@operators_only
@require_safe
def sanctions(request: MemberRequest) -> HttpResponse:
    """Appeals that wait for an operator, the oldest first, each with its clock."""
    part = part_of(request, queries.appeals(request.user), A_PAGE)
    return page(request, "moderation/appeals.html", **appeals_shown(part, at=clock.now()))


@operators_only
@require_http_methods(["GET", "HEAD", "POST"])
def reviewed_sanction(request: MemberRequest, id: UUID) -> HttpResponse:
    """One sanction with the appeal against it, and another operator's decision."""
    at, found = clock.now(), queries.sanction_to_review(request.user, id)
    form = ReviewForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            act, ruling = REVIEWS[form.cleaned_data["finding"]], form.cleaned_data["ruling"]
            act(found, ruling=ruling, by=request.user, at=at)
            return done(request, _("判断を記録しました。"), "sanctions")
    shown = reviewed_sanction_shown(request.user, found, at=at)
    return page(request, "moderation/reviewed.html", form=form, **shown)
