"""Applying for work, and what becomes of it."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mikiwame.core import clock
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.hiring.operations import applications as acts
from mikiwame.web.acting import MemberRequest, done, members_only, page, part_of, refusals_in
from mikiwame.web.forms.applications import ApplicationForm, DeclineForm
from mikiwame.web.pages import address_of
from mikiwame.web.posting_overviews import application_overview, form_overview

A_PAGE = 20


@members_only
@require_safe
def applications(request: MemberRequest) -> HttpResponse:
    """The member's own applications: those that wait, and those that are over."""
    over = "over" in request.GET
    every = hiring.applications_of(request.user.party, over=over)
    waiting = hiring.open_applications(request.user.party)
    part = part_of(request, every, A_PAGE)
    template = "applications/applications.html"
    return page(request, template, part=part, over=over, waiting=waiting, at=clock.now())


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: MemberRequest, id: UUID) -> HttpResponse:
    """A worker applies for a posting."""
    at, posting = clock.now(), hiring.posting_for(request.user, id)
    form = ApplicationForm(request.POST or None, request.FILES or None, posting=posting)
    if form.is_valid():
        with refusals_in(form):
            application = acts.apply(posting, **form.values(), by=request.user, at=at)
            return done(request, _("応募しました。返事をお待ちください。"), address_of(application.key))
    return page(request, "applications/apply.html", form=form, **form_overview(request, posting, at=at))


@members_only
@require_safe
def application(request: MemberRequest, id: UUID) -> HttpResponse:
    """One application, for its two sides."""
    shown = application_overview(request, id, at=clock.now())
    return page(request, "applications/application.html", decline=DeclineForm(), **shown)


@members_only
@require_POST
def withdraw_application(request: MemberRequest, id: UUID) -> HttpResponse:
    """The worker takes her application back."""
    application = hiring.application_for(request.user, id)
    acts.withdraw(application, by=request.user, at=clock.now())
    return done(request, _("応募を取り下げました。"), address_of(application.key))


@members_only
@require_POST
def decline_application(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client declines an applicant, who is told why."""
    at, application, form = clock.now(), hiring.applicant_for(request.user, id), DeclineForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            acts.decline(application, **form.cleaned_data, by=request.user, at=at)
            return done(request, _("見送りを伝えました。"), applicants_of(application.posting_id))
    shown = application_overview(request, id, at=at)
    return page(request, "applications/application.html", form=form, decline=form, **shown)


def applicants_of(id: UUID) -> str:
    """Where the applicants to a posting stand side by side."""
    return reverse("applicants", kwargs={"id": id})
