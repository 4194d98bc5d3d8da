"""Absences, closed days, and turns in the reader's own calendar."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mikiwame import stops
from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.turns import operations, queries
from mikiwame.web.accounts import lately_confirmed
from mikiwame.web.acting import MemberRequest, done, members_only, operators_only, page, refusals_in
from mikiwame.web.calendars import feed
from mikiwame.web.forms.clocks import AbsenceForm, ClosingForm


@members_only
def absences(request: MemberRequest) -> HttpResponse:
    """When she is away: announced beforehand, so that clocks that begin then wait for her."""
    at = clock.now()
    form = AbsenceForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            operations.announce_absence(**form.cleaned_data, by=request.user, at=at)
            return done(request, _("お休みを知らせました。"), reverse("absences"))
    shown = {"absences": queries.absences(request.user.party, at=at), "closings": queries.stops(at=at)}
    return page(request, "settings/absences.html", form=form, today=day_in_tokyo(at), **shown)


@members_only
@require_POST
def absence_withdrawal(request: MemberRequest, id: UUID) -> HttpResponse:
    """She won't be away after all."""
    absence = queries.absence_for(request.user.party, id)
    operations.withdraw_absence(absence, by=request.user, at=clock.now())
    return done(request, _("お休みを取り消しました。"), reverse("absences"))


@members_only
@never_cache
@lately_confirmed
def calendar(request: MemberRequest) -> HttpResponse:
    """Her turns in her own calendar program: the address is shown here once."""
    if request.method == "POST":
        secret = operations.make_calendar(by=request.user, at=clock.now())
        address = settings.SITE_URL + reverse("calendar_feed", kwargs={"secret": secret})
        return page(request, "settings/calendar_address.html", address=address)
    return page(request, "settings/calendar.html", made=queries.calendar_of(request.user))


@members_only
@require_POST
def calendar_removal(request: MemberRequest) -> HttpResponse:
    """No program reads her turns any more."""
    operations.remove_calendar(by=request.user, at=clock.now())
    return done(request, _("カレンダーの公開をやめました。"), reverse("calendar"))


@require_safe
@never_cache
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:  # noqa: ARG001
    """The feed, for whoever knows its address."""
    member = queries.member_of_calendar(secret)
    return HttpResponse(feed(member, at=clock.now()), content_type="text/calendar; charset=utf-8")


@operators_only
def closings(request: MemberRequest) -> HttpResponse:
    """When clocks stood still and will: outages as they were noticed, days that operators close on."""
    at = clock.now()
    form = ClosingForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            stops.close(**form.cleaned_data, by=request.user, at=at)
            return done(request, _("休業日を決めました。期限がその分のびました。"), reverse("closings"))
    return page(request, "operations/closings.html", form=form, stops=queries.stops(at=at))
