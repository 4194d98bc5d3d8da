"""Steering a batch that was paid for: pause, resume, ask for more, offer more, stop early."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mikiwame.core import clock
from mikiwame.core.errors import require
from mikiwame.market.taskwork import queries, rules
from mikiwame.market.taskwork.operations import endings, opening, raising, topping
from mikiwame.market.taskwork.states import BatchState
from mikiwame.web.acting import MemberRequest, done, members_only, page, refusals_in, see
from mikiwame.web.batch_overviews import own_batch_shown, own_page_of, pay_of, top_up_shown
from mikiwame.web.forms.batches import RaiseForm, TopUpForm
from mikiwame.web.pages import address_in, address_of

WRITTEN_ON = {BatchState.DRAFT: "edit_batch", BatchState.PREPARED: "batch_payment"}


@members_only
@require_safe
def own_batch(request: MemberRequest, id: UUID) -> HttpResponse:
    """A batch for its client: its places, its money, and what she can do; until it is paid for, its draft."""
    batch = queries.batch_for(request.user, id)
    if batch.state in WRITTEN_ON:
        return see(address_in(WRITTEN_ON[BatchState(batch.state)], id))
    return page(request, "batches/batch.html", **own_batch_shown(batch, at=clock.now()))


@members_only
@require_POST
def pause_batch(request: MemberRequest, id: UUID) -> HttpResponse:
    """Nothing is given out for a while."""
    batch = opening.pause(queries.batch_for(request.user, id), by=request.user, at=clock.now())
    return done(
        request, _("一時停止しました。引き受け済みの回答は、そのまま届きます。"), own_page_of(batch.key)
    )


@members_only
@require_POST
def resume_batch(request: MemberRequest, id: UUID) -> HttpResponse:
    """Units are given out again."""
    batch = opening.resume(queries.batch_for(request.user, id), by=request.user, at=clock.now())
    return done(request, _("再開しました。"), own_page_of(batch.key))


@members_only
@require_POST
def close_batch(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client stops early."""
    batch = endings.close(queries.batch_for(request.user, id), by=request.user, at=clock.now())
    return done(request, _("受付を終えました。空いていた分は、お返しします。"), own_page_of(batch.key))


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def raise_batch(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client asks for more answers, and goes to pay for them."""
    at, batch = clock.now(), queries.batch_for(request.user, id)
    require(rules.may_steer(request.user, batch, "close"))
    form = RaiseForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            raising.raise_places(batch, **form.cleaned_data, by=request.user, at=at)
            return see(address_of(opening.begin_payment(batch, by=request.user, at=at).key))
    return page(request, "batches/raise.html", form=form, batch=batch)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def top_up_batch(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client offers more for each answer, and goes to pay the difference."""
    at, batch = clock.now(), queries.batch_for(request.user, id)
    require(rules.may_steer(request.user, batch, "close"))
    pay = pay_of(batch, at=at)
    form = TopUpForm(request.POST or None, initial={"reward": pay.enough if pay.is_low else None})
    if form.is_valid():
        with refusals_in(form):
            topping.top_up(batch, **form.cleaned_data, by=request.user, at=at)
            return see(address_of(opening.begin_payment(batch, by=request.user, at=at).key))
    return page(request, "batches/top_up.html", form=form, **top_up_shown(batch, pay))


@members_only
@require_POST
def withdraw_raise(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client doesn't want more after all."""
    batch = queries.batch_for(request.user, id)
    raising.withdraw_raise(batch, by=request.user, at=clock.now())
    return done(request, _("取りやめました。お金は動いていません。"), own_page_of(batch.key))
