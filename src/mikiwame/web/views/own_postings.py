"""Offering work: the client's own postings, from the first line of a draft to the choice among applicants."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mikiwame.core import clock
from mikiwame.core.errors import require
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.hiring import rules
from mikiwame.market.hiring.operations import files, postings
from mikiwame.market.messaging import queries as messaging
from mikiwame.web.acting import MemberRequest, done, members_only, page, part_of, refusals_in
from mikiwame.web.forms.applications import DeclineForm
from mikiwame.web.forms.postings import BeginningForm, FilesForm, PostingForm
from mikiwame.web.pages import address_of
from mikiwame.web.posting_overviews import applicants_overview, draft_overview, posting_said

A_PAGE = 20


@members_only
@require_safe
def own_postings(request: MemberRequest) -> HttpResponse:
    """What the member has written and published."""
    part = part_of(request, hiring.postings_of(request.user.party), A_PAGE)
    return page(request, "postings/own.html", part=part, at=clock.now())


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_posting(request: MemberRequest) -> HttpResponse:
    """A draft begins with its title and category."""
    at, form = clock.now(), BeginningForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            draft = postings.draft(request.user.party, values=form.cleaned_data, by=request.user, at=at)
            return done(request, _("下書きを作りました。"), _edit(draft.pk))
    return page(request, "postings/new.html", form=form, at=at)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_posting(request: MemberRequest, id: UUID) -> HttpResponse:
    """A draft is written; what can be saved is saved while the client types, what can't be says why."""
    at, draft = clock.now(), hiring.own_posting(request.user, id)
    require(rules.may_write(request.user, draft))
    form = PostingForm(request.POST or None, posting=draft)
    if form.is_bound:
        form.full_clean()
        with refusals_in(form):
            draft = postings.save(draft, form.values(), by=request.user, at=at)
    shown = draft_overview(draft, at=at)
    if request.htmx:
        return render(request, "postings/draft_state.html", {"form": form, **shown})
    if form.is_valid():
        return done(request, _("保存しました。"), _after_saving(request, id))
    return page(request, "postings/edit.html", form=form, files_form=FilesForm(), **shown)


@members_only
@require_POST
def posting_files(request: MemberRequest, id: UUID) -> HttpResponse:
    """Files are added to a draft."""
    at, draft, form = clock.now(), hiring.own_posting(request.user, id), FilesForm(None, request.FILES)
    require(rules.may_write(request.user, draft))
    if form.is_valid():
        with refusals_in(form):
            files.add(draft, form.cleaned_data["files"], by=request.user, at=at)
            return _files_changed(request, draft, _("ファイルを添付しました。"))
    shown = {"files_form": form, **draft_overview(draft, at=at)}
    if request.htmx:
        return render(request, "postings/editor_files.html", shown, status=422)
    return render(request, "postings/edit.html", {"form": PostingForm(posting=draft), **shown}, status=422)


@members_only
@require_POST
def remove_file(request: MemberRequest, id: UUID, file: UUID) -> HttpResponse:
    """A file is taken out of a draft."""
    own = hiring.own_posting(request.user, id)
    draft = files.remove(own, file, by=request.user, at=clock.now())
    return _files_changed(request, draft, _("ファイルを外しました。"))


@members_only
@require_safe
def preview_posting(request: MemberRequest, id: UUID) -> HttpResponse:
    """A draft as workers will read it, and what stands between it and them."""
    at, draft = clock.now(), hiring.own_posting(request.user, id)
    require(rules.may_write(request.user, draft))
    shown = posting_said(draft, at=at) | draft_overview(draft, at=at)
    return page(request, "postings/preview.html", **shown)


@members_only
@require_safe
def applicants(request: MemberRequest, id: UUID) -> HttpResponse:
    """Who applied, side by side."""
    shown = applicants_overview(request, id, at=clock.now())
    forms = [DeclineForm(auto_id=f"{application.pk}_%s") for application in shown["applicants"]]
    cards = list(zip(shown["applicants"], forms, strict=True))
    return page(request, "postings/applicants.html", cards=cards, **shown)


@members_only
@require_POST
def publish_posting(request: MemberRequest, id: UUID) -> HttpResponse:
    """The draft is offered to everybody."""
    posting = postings.publish(hiring.own_posting(request.user, id), by=request.user, at=clock.now())
    return done(request, _("募集を公開しました。"), address_of(posting.key))


@members_only
@require_POST
def pause_posting(request: MemberRequest, id: UUID) -> HttpResponse:
    """No applications for a while."""
    posting = postings.pause(hiring.own_posting(request.user, id), by=request.user, at=clock.now())
    return done(request, _("募集を一時停止しました。"), address_of(posting.key))


@members_only
@require_POST
def resume_posting(request: MemberRequest, id: UUID) -> HttpResponse:
    """Applications are welcome again."""
    posting = postings.resume(hiring.own_posting(request.user, id), by=request.user, at=clock.now())
    return done(request, _("募集を再開しました。"), address_of(posting.key))


@members_only
@require_POST
def close_posting(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client looks no further."""
    posting = postings.close(hiring.own_posting(request.user, id), by=request.user, at=clock.now())
    return done(request, _("募集を締め切りました。"), address_of(posting.key))


@members_only
@require_POST
def copy_posting(request: MemberRequest, id: UUID) -> HttpResponse:
    """The same again, as a new draft."""
    own = hiring.own_posting(request.user, id)
    draft = postings.copy(own, by=request.user, at=clock.now())
    said = _("写しを作りました。日付を決めて公開してください。")
    if messaging.attachments(own.key):
        said = _("写しを作りました。日付を決めて公開してください。添付ファイルは写していません。")
    return done(request, said, _edit(draft.pk))


@members_only
@require_POST
def discard_posting(request: MemberRequest, id: UUID) -> HttpResponse:
    """A draft is thrown away."""
    postings.discard(hiring.own_posting(request.user, id), by=request.user)
    return done(request, _("下書きを捨てました。"), reverse("own_postings"))


def _files_changed(request: MemberRequest, draft: Any, said: str) -> HttpResponse:
    """The editor's files as they are now: alone for htmx, so that nothing is lost of what is being typed."""
    if request.htmx:
        shown = {"files_form": FilesForm(), "said": said, **draft_overview(draft, at=clock.now())}
        return render(request, "postings/editor_files.html", shown)
    return done(request, said, f"{_edit(draft.pk)}#posting-files")


def _edit(id: UUID) -> str:
    return reverse("edit_posting", kwargs={"id": id})


def _after_saving(request: MemberRequest, id: UUID) -> str:
    return reverse("preview_posting", kwargs={"id": id}) if "preview" in request.POST else _edit(id)
