"""Showing who one is by papers, and the operators' queue in which they are looked at."""

import base64
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mikiwame.core import clock
from mikiwame.market.members import operations as members
from mikiwame.market.members import queries
from mikiwame.market.members.operations import identity as acts
from mikiwame.web.acting import MemberRequest, done, members_only, operators_only, page, refusals_in
from mikiwame.web.forms.identity import ConfirmationForm, PapersForm, RefusalForm

SHOWN = 50
BESIDE_PAPERS = ("legal_name", "address")
"""What of a member's private values her papers are compared with."""


@members_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: MemberRequest) -> HttpResponse:
    """How a member stands, and what she can hand in."""
    at, user = clock.now(), request.user
    form = PapersForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with refusals_in(form):
            acts.submit(user, **form.values(), by=user, at=at)
            return done(request, _("書類を受け取りました。運営が確かめます。"), "identity")
    standing, named = queries.identity(user.party), queries.has_legal_name(user)
    return page(request, "settings/identity.html", form=form, standing=standing, named=named, at=at)


@members_only
@require_POST
def withdraw_papers(request: MemberRequest) -> HttpResponse:
    """The member takes back what waits."""
    standing = queries.own_waiting_papers(request.user)
    acts.withdraw(standing, by=request.user, at=clock.now())
    return done(request, _("書類を消しました。"), "identity")


@operators_only
@require_safe
def papers(request: MemberRequest) -> HttpResponse:
    """What waits for an operator."""
    return page(request, "operations/papers.html", waiting=queries.waiting_papers()[:SHOWN], at=clock.now())


@operators_only
@require_safe
def paper(request: MemberRequest, id: UUID) -> HttpResponse:
    """One member's papers, closed: opening them is recorded."""
    found = queries.papers_to_decide(id)
    return page(request, "operations/paper.html", found=found, at=clock.now())


@operators_only
@never_cache
@require_POST
def read_papers(request: MemberRequest, id: UUID) -> HttpResponse:
    """The papers beside the name that she wrote down."""
    at, found = clock.now(), queries.papers_to_decide(id)
    pictures = acts.read_papers(found, by=request.user, at=at)
    why, person = _("本人確認の書類と照らすため"), found.party.person
    values = members.reveal(person, by=request.user, at=at, reason=why, only=BESIDE_PAPERS)
    forms: dict[str, Any] = {"confirmation": ConfirmationForm(), "refusal": RefusalForm()}
    encoded = [base64.b64encode(picture).decode() for picture in pictures]
    return page(
        request, "operations/paper.html", found=found, pictures=encoded, values=values, at=at, **forms
    )


@operators_only
@require_POST
def confirm_identity(request: MemberRequest, id: UUID) -> HttpResponse:
    """The operator finds that it is she."""
    at, found, form = clock.now(), queries.papers_to_decide(id), ConfirmationForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            acts.confirm(found, **form.cleaned_data, by=request.user, at=at)
            return done(request, _("本人確認済みにしました。画像は消しました。"), "papers")
    return page(request, "operations/paper.html", form=form, found=found, confirmation=form, at=at)


@operators_only
@require_POST
def refuse_identity(request: MemberRequest, id: UUID) -> HttpResponse:
    """The operator can't tell, and says why."""
    at, found, form = clock.now(), queries.papers_to_decide(id), RefusalForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            acts.refuse(found, **form.cleaned_data, by=request.user, at=at)
            return done(request, _("理由を伝えました。画像は消しました。"), "papers")
    return page(request, "operations/paper.html", form=form, found=found, refusal=form, at=at)
