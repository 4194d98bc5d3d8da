"""Offering tasks: a client's own batches, from a template to the payment that opens them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mikiwame.core import clock
from mikiwame.core.errors import require
from mikiwame.market.taskwork import queries, rules
from mikiwame.market.taskwork.operations import drafts, opening
from mikiwame.web.acting import MemberRequest, done, members_only, page, part_of, refusals_in, see
from mikiwame.web.batch_overviews import admission_shown, draft_shown, preview_shown
from mikiwame.web.batch_templates import TEMPLATES, template_named
from mikiwame.web.forms.batches import BatchForm, NewBatchForm
from mikiwame.web.pages import address_in, address_of
from mikiwame.web.tasks_form import shows_media

A_PAGE = 20
AFTER = {
    "form": "batch_form",
    "units": "batch_units",
    "admission": "batch_admission",
    "payment": "batch_payment",
}
"""The buttons that save and go on."""


@members_only
@require_safe
def own_batches(request: MemberRequest) -> HttpResponse:
    """What the member has asked of many, the last one she worked on first."""
    part = part_of(request, queries.batches_of(request.user.party), A_PAGE)
    return page(request, "batches/own.html", part=part, at=clock.now())


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_batch(request: MemberRequest) -> HttpResponse:
    """A draft begins with a template and its title."""
    at, form = clock.now(), NewBatchForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            batch = _begun(request, **form.cleaned_data)
            return done(request, _("下書きを作りました。"), address_in("edit_batch", batch.pk))
    return page(request, "batches/new.html", form=form, templates=TEMPLATES, at=at)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_batch(request: MemberRequest, id: UUID) -> HttpResponse:
    """What it is about, for how much, until when; saved while the client types."""
    at, batch = clock.now(), queries.batch_for(request.user, id)
    require(rules.may_write(request.user, batch))
    form = BatchForm(request.POST or None, batch=batch)
    if form.is_bound:
        form.full_clean()
        with refusals_in(form):
            batch = drafts.save(batch, form.values(), by=request.user, at=at)
    shown = draft_shown(batch, at=at)
    if request.htmx:
        return render(request, "batches/draft_state.html", {"form": form, **shown})
    if form.is_valid():
        return done(request, _("保存しました。"), onward(request, id, otherwise="edit_batch"))
    return page(request, "batches/edit.html", form=form, step="edit_batch", **shown)


@members_only
@shows_media
@require_safe
def batch_payment(request: MemberRequest, id: UUID) -> HttpResponse:
    """The whole before it is paid for: what is missing, what it costs, how workers will see it."""
    at, batch = clock.now(), queries.batch_for(request.user, id)
    require(rules.may_look_over(request.user, batch))
    questions = queries.questions(batch)
    shown = draft_shown(batch, at=at, questions=questions) | preview_shown(batch, questions)
    shown |= admission_shown(batch, questions)
    return page(request, "batches/payment.html", step="batch_payment", **shown)


@members_only
@require_POST
def prepare_batch(request: MemberRequest, id: UUID) -> HttpResponse:
    """The writing is over: the amount is fixed, and the client goes to pay it."""
    at, batch = clock.now(), queries.batch_for(request.user, id)
    if rules.places_of(batch) > rules.PLACES_AT_ONCE:
        opening.order(batch, by=request.user, at=at)
        return see(address_in("batch_payment", id))
    opening.prepare(batch, by=request.user, at=at)
    return _to_payment(request, id)


@members_only
@require_safe
def preparation_news(request: MemberRequest, id: UUID) -> HttpResponse:
    """Whether the many places of a batch are laid out."""
    batch = queries.batch_for(request.user, id)
    return render(request, "batches/paying.html", draft_shown(batch, at=clock.now()))


@members_only
@require_POST
def pay_batch(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client goes to pay what is awaited."""
    return _to_payment(request, id)


@members_only
@require_POST
def redraft_batch(request: MemberRequest, id: UUID) -> HttpResponse:
    """Back to writing; nothing is paid."""
    opening.redraft(queries.batch_for(request.user, id), by=request.user, at=clock.now())
    return done(request, _("下書きに戻しました。"), address_in("edit_batch", id))


@members_only
@require_POST
def copy_batch(request: MemberRequest, id: UUID) -> HttpResponse:
    """The same again, as a new draft."""
    own = queries.batch_for(request.user, id)
    draft = drafts.copy(own, by=request.user, at=clock.now())
    said = _("写しを作りました。受け付ける最後の日を決めて、支払いに進んでください。")
    return done(request, said, address_in("edit_batch", draft.pk))


@members_only
@require_POST
def discard_batch(request: MemberRequest, id: UUID) -> HttpResponse:
    """A draft is thrown away."""
    drafts.discard(queries.batch_for(request.user, id), by=request.user)
    return done(request, _("下書きを捨てました。"), reverse("own_batches"))


def _begun(request: MemberRequest, *, template: str, title: str) -> Any:
    """A draft as its template has it."""
    at, start = clock.now(), template_named(template)
    values = {
        "title": title,
        "category": start.category,
        "answers_per_unit": start.answers,
        "expected_seconds": start.seconds,
    }
    return drafts.begin(
        request.user.party, values, start.questions(), units=start.units, by=request.user, at=at
    )


def _to_payment(request: MemberRequest, id: UUID) -> HttpResponse:
    batch = queries.batch_for(request.user, id)
    return see(address_of(opening.begin_payment(batch, by=request.user, at=clock.now()).key))


def onward(request: MemberRequest, id: UUID, *, otherwise: str) -> str:
    """Where the button leads that saves and goes on."""
    return address_in(AFTER.get(request.POST.get("next", ""), otherwise), id)
