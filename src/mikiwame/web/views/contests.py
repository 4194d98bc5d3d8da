"""Entering contests: one contest as everybody reads it, one's own entries, the result."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mikiwame.core import clock
from mikiwame.core.errors import require
from mikiwame.market.contests import queries, rules
from mikiwame.market.contests.operations import entries, exclusions
from mikiwame.market.paperwork import operations as paperwork
from mikiwame.web.acting import MemberRequest, done, members_only, page, part_of, reader_of, refusals_in, see
from mikiwame.web.contest_overviews import contest_shown, entry_shown, finding_shown
from mikiwame.web.documents import document, pdf
from mikiwame.web.forms.contests import EntryForm, ExclusionAppealForm
from mikiwame.web.freshness import is_seen
from mikiwame.web.pages import address_in, address_of

A_PAGE = 20


@require_safe
def contest(request: HttpRequest, id: UUID) -> HttpResponse:
    """One contest: what is wanted, one's own entries, and how it ended; its client has a page of her own."""
    at, reader = clock.now(), reader_of(request)
    found = queries.contest_to_read(reader, id)
    if reader and reader.acts_for(found.client):
        return redirect("own_contest", id=id)
    if reader and is_seen(request, lambda: queries.newest_for_worker(found, reader.party)):
        return HttpResponse(status=204)
    return page(
        request, "contests/contest.html", **contest_shown(reader, found, request.GET.get("page"), at=at)
    )


@members_only
@require_safe
def contest_notice(request: MemberRequest, id: UUID) -> HttpResponse:
    """The terms notice of a contest, as whoever enters has it."""
    found = queries.contest_to_read(request.user, id)
    return document(queries.notice_for(request.user, found).html)


@members_only
@require_safe
def contest_notice_pdf(request: MemberRequest, id: UUID) -> HttpResponseBase:
    """The same as PDF; printed now, should the worker process not have come to it yet."""
    found = queries.contest_to_read(request.user, id)
    printed = paperwork.print_notice(queries.notice_for(request.user, found), at=clock.now())
    return pdf(printed.pdf, _("取引条件明示書"))


@members_only
@require_safe
def award_notice(request: MemberRequest, id: UUID) -> HttpResponse:
    """The second part of a notice: what was open at entering, now that it is decided."""
    return document(queries.award_for(request.user, id).html)


@members_only
@require_safe
def award_notice_pdf(request: MemberRequest, id: UUID) -> HttpResponseBase:
    """The same as PDF."""
    printed = paperwork.print_notice(queries.award_for(request.user, id), at=clock.now())
    return pdf(printed.pdf, _("取引条件明示書（補充）"))


@members_only
@require_POST
def enter_contest(request: MemberRequest, id: UUID) -> HttpResponse:
    """A worker begins an entry, or goes on with her draft."""
    found = queries.public_contest(request.user, id)
    return see(address_of(entries.begin(found, by=request.user, at=clock.now()).key))


@members_only
@require_safe
def own_entries(request: MemberRequest) -> HttpResponse:
    """All that the member has entered, the latest first."""
    part = part_of(request, queries.entries_of(request.user.party), A_PAGE)
    return page(request, "contests/own_entries.html", part=part, at=clock.now())


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: MemberRequest, id: UUID) -> HttpResponse:
    """One's own entry: written, kept, handed in, and what became of it."""
    at, found = clock.now(), queries.own_entry(request.user, id)
    form = EntryForm(request.POST or None, request.FILES or None, entry=found)
    if form.is_valid():
        with refusals_in(form):
            return _kept(request, found, form)
    return page(request, "contests/entry.html", form=form, **entry_shown(found, at=at))


@members_only
@require_POST
def remove_entry_file(request: MemberRequest, id: UUID, file: UUID) -> HttpResponse:
    """A file is taken away again."""
    found = queries.own_entry(request.user, id)
    entries.remove_file(found, queries.file_of(found, file), by=request.user, at=clock.now())
    return done(request, _("ファイルを外しました。"), address_of(found.key))


@members_only
@require_POST
def withdraw_entry(request: MemberRequest, id: UUID) -> HttpResponse:
    """An entry is taken back."""
    found = entries.withdraw(queries.own_entry(request.user, id), by=request.user, at=clock.now())
    return done(request, _("応募を取り下げました。"), address_of(found.contest.key))


@members_only
@require_POST
def discard_entry(request: MemberRequest, id: UUID) -> HttpResponse:
    """A draft is thrown away."""
    found = queries.own_entry(request.user, id)
    entries.throw_away(found, by=request.user)
    return done(request, _("下書きを捨てました。"), address_of(found.contest.key))


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def exclusion_appeal(request: MemberRequest, id: UUID) -> HttpResponse:
    """Its maker says what is wrong with an operator's finding about her entry."""
    at, found = clock.now(), queries.own_exclusion(request.user, id)
    require(rules.may_appeal(request.user, found, at))
    form = ExclusionAppealForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            exclusions.appeal(found, **form.cleaned_data, by=request.user, at=at)
            return done(request, _("異議を申し立てました。"), address_of(found.entry.key))
    return page(request, "contests/appeal.html", form=form, entry=found.entry, at=at, **finding_shown(found))


def _kept(request: MemberRequest, found: Any, form: EntryForm) -> HttpResponse:
    """What was written and chosen is kept; where she wants it, it is handed in."""
    at, by = clock.now(), request.user
    if request.htmx:
        entries.write(found, form.values(), by=by, at=at)
        return render(request, "contests/saved.html", {"at": at})
    for file in form.cleaned_data.get("files") or []:
        entries.add_file(found, file, by=by, at=at)
    found = entries.write(found, form.values(), by=by, at=at)
    if "hand_in" not in request.POST:
        return done(request, _("保存しました。"), address_of(found.key))
    entries.hand_in(found, by=by, at=at)
    said = _("応募しました。締め切りまでは、直せます。")
    return done(request, said, address_in("contest", found.contest_id))
