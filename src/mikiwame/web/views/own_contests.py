"""Offering a contest: drafts, the payment that opens it, its entries, and the choice."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mikiwame.core import clock
from mikiwame.core.errors import require
from mikiwame.market.contests import queries, rules
from mikiwame.market.contests.operations import choosing, drafts, endings, exclusions, opening
from mikiwame.market.contests.operations.choosing import Winner
from mikiwame.market.contests.states import ContestState
from mikiwame.web.acting import MemberRequest, done, members_only, page, part_of, refusals_in, see
from mikiwame.web.contest_overviews import (
    ENTRIES,
    draft_shown,
    gallery_part,
    own_contest_shown,
    seen,
    terms_shown,
)
from mikiwame.web.forms.contests import ChoiceForm, ContestForm, ExclusionForm, NewContestForm
from mikiwame.web.freshness import is_seen
from mikiwame.web.pages import address_in, address_of

A_PAGE = 20


@members_only
@require_safe
def own_contests(request: MemberRequest) -> HttpResponse:
    """The member's contests, the last one she worked on first."""
    part = part_of(request, queries.contests_of(request.user.party), A_PAGE)
    return page(request, "contests/own.html", part=part, at=clock.now())


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_contest(request: MemberRequest) -> HttpResponse:
    """A draft begins with its title."""
    at, form = clock.now(), NewContestForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            values = form.cleaned_data
            contest = drafts.draft(request.user.party, by=request.user, at=at, values=values)
            return done(request, _("下書きを作りました。"), address_in("edit_contest", contest.pk))
    return page(request, "contests/new.html", form=form)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_contest(request: MemberRequest, id: UUID) -> HttpResponse:
    """What is wanted, what is paid, until when; what can't be read keeps nothing else from being saved."""
    at, contest = clock.now(), queries.contest_for(request.user, id)
    require(rules.may_write(request.user, contest))
    form = ContestForm(request.POST or None, contest=contest)
    if form.is_bound:
        form.full_clean()
        with refusals_in(form):
            contest = drafts.save(contest, form.values(), by=request.user, at=at)
    if form.is_valid():
        onward = "contest_payment" if "onward" in request.POST else "edit_contest"
        return done(request, _("保存しました。"), address_in(onward, id))
    return page(request, "contests/edit.html", form=form, **draft_shown(contest, at=at))


@members_only
@require_safe
def contest_payment(request: MemberRequest, id: UUID) -> HttpResponse:
    """The whole before it is paid for: what is missing, what it costs, how workers will read it."""
    at, contest = clock.now(), queries.contest_for(request.user, id)
    if contest.state not in {ContestState.DRAFT, ContestState.PREPARED}:
        return see(address_of(contest.key))
    return page(request, "contests/payment.html", **draft_shown(contest, at=at))


@members_only
@require_POST
def pay_contest(request: MemberRequest, id: UUID) -> HttpResponse:
    """The writing is over, the amount is fixed, and the client goes to pay it."""
    at, contest = clock.now(), queries.contest_for(request.user, id)
    if contest.state == ContestState.DRAFT:
        contest = opening.prepare(contest, by=request.user, at=at)
    return see(address_of(opening.begin_payment(contest, by=request.user, at=at).key))


@members_only
@require_POST
def redraft_contest(request: MemberRequest, id: UUID) -> HttpResponse:
    """Back to writing; nothing is paid."""
    opening.redraft(queries.contest_for(request.user, id), by=request.user, at=clock.now())
    return done(request, _("下書きに戻しました。"), address_in("edit_contest", id))


@members_only
@require_POST
def copy_contest(request: MemberRequest, id: UUID) -> HttpResponse:
    """The same again, as a new draft."""
    own = queries.contest_for(request.user, id)
    draft = drafts.copy(own, by=request.user, at=clock.now())
    said = _("写しを作りました。応募の最後の日を決めて、支払いに進んでください。")
    return done(request, said, address_in("edit_contest", draft.pk))


@members_only
@require_POST
def discard_contest(request: MemberRequest, id: UUID) -> HttpResponse:
    """A draft is thrown away."""
    drafts.discard(queries.contest_for(request.user, id), by=request.user)
    return done(request, _("下書きを捨てました。"), reverse("own_contests"))


@members_only
@require_POST
def cancel_contest(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client gives it up while nobody has entered."""
    contest = endings.cancel(queries.contest_for(request.user, id), by=request.user, at=clock.now())
    return done(request, _("コンペを取りやめました。賞金は全額お返しします。"), address_of(contest.key))


@members_only
@require_safe
def own_contest(request: MemberRequest, id: UUID) -> HttpResponse:
    """A contest that is paid in, for its client: entries, time, money."""
    contest = queries.contest_for(request.user, id)
    if contest.opened_at is None:
        return see(address_in("edit_contest" if contest.state == "draft" else "contest_payment", id))
    if is_seen(request, lambda: queries.newest_for_client(contest)):
        return HttpResponse(status=204)
    return page(
        request,
        "contests/own_contest.html",
        **own_contest_shown(contest, request.GET.get("page"), at=clock.now()),
    )


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def contest_choice(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client names who gets the prizes; they are paid at once."""
    at, contest = clock.now(), queries.contest_for(request.user, id)
    require(rules.may_begin_to_choose(request.user, contest, at))
    entries = queries.ranked(queries.entries_for_client(contest).filter(state="submitted"))
    named = list(entries.defer("text"))
    form = ChoiceForm(request.POST or None, entries=named, prizes=queries.prizes(contest))
    if form.is_valid():
        with refusals_in(form):
            winners = [Winner(entry, words) for entry, words in form.winners()]
            choosing.choose(contest, winners, by=request.user, at=at)
            return done(request, _("受賞作が決まり、賞金が支払われました。"), address_of(contest.key))
    part = gallery_part(entries, request.GET.get("page"))
    shown = {"gallery": seen(part.object_list), "part": part, **terms_shown(contest)}
    return page(request, "contests/choice.html", form=form, at=at, **shown)


@members_only
@require_POST
def shortlist_entry(request: MemberRequest, id: UUID) -> HttpResponse:
    """An entry becomes a finalist."""
    return _listed(request, id, choosing.shortlist)


@members_only
@require_POST
def unlist_entry(request: MemberRequest, id: UUID) -> HttpResponse:
    """An entry is no finalist any more."""
    return _listed(request, id, choosing.unlist)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def entry_exclusion(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client asks the operators to exclude an entry that breaks a rule."""
    at, entry = clock.now(), queries.entry_for_client(request.user, id)
    require(rules.may_ask_exclusion(request.user, entry, at))
    form = ExclusionForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            exclusions.ask(entry, **form.cleaned_data, by=request.user, at=at)
            return done(request, _("運営に確認を頼みました。"), address_of(entry.contest.key))
    (one,) = seen([entry])
    return page(request, "contests/exclusion.html", form=form, one=one, contest=entry.contest)


def _listed(request: MemberRequest, id: UUID, act: Callable[..., object]) -> HttpResponse:
    entry = queries.entry_for_client(request.user, id)
    act(entry, by=request.user, at=clock.now())
    return see(_where(entry, request.POST.get("page")))


def _where(entry: Any, page: str | None) -> str:
    """The page of entries on which she acted: at the entry, if it is still there."""
    address, own = address_in("own_contest", entry.contest_id), queries.place_of(entry) // ENTRIES + 1
    if page in {None, "", str(own)}:
        return f"{address}?page={own}#entry-{entry.number}"
    return f"{address}?page={page}#entries" if page and page.isdecimal() else address
