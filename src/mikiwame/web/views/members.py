"""What a member sets for herself, and what others see of her."""

import dataclasses
from typing import Any
from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from mikiwame.core import clock
from mikiwame.market.members import operations as members
from mikiwame.market.members import queries
from mikiwame.market.reputation import queries as reputation
from mikiwame.web.accounts import lately_confirmed
from mikiwame.web.acting import MemberRequest, done, members_only, page, part_of, refusals_in
from mikiwame.web.forms.members import (
    BankAccountForm,
    FarewellForm,
    LanguageForm,
    PrivateDataForm,
    ProfileForm,
    TokenForm,
)
from mikiwame.web.obligations import count_obligations, obligations_of
from mikiwame.web.reports import facts_in, of_member

A_PAGE = 50


@require_safe
def member(request: HttpRequest, id: UUID) -> HttpResponse:
    """What everybody may see of a member."""
    profile = queries.public_profile(id)
    at, party = clock.now(), profile.party
    shown: dict[str, Any] = {
        "report": of_member(profile, at=at),
        "identity": queries.confirmed_identity(id, at=at),
        "reviews": reputation.reviews_about(party)[:20],
        "task_reviews": reputation.task_reviews_about(party, at=at),
    }
    return page(request, "members/member.html", profile=profile, party=party, **shown)


@require_safe
def member_facts(request: HttpRequest, id: UUID) -> HttpResponse:
    """What a record rests on: each thing that happened, without names and titles."""
    party = queries.public_profile(id).party
    part = part_of(request, reputation.facts_behind(party), A_PAGE)
    return page(request, "members/facts.html", party=party, part=part, rows=facts_in(part.object_list))


@members_only
@require_safe
def preferences(request: MemberRequest) -> HttpResponse:
    """All there is to set."""
    return page(request, "settings/index.html")


@members_only
def profile(request: MemberRequest) -> HttpResponse:
    """What others see of her."""
    party = request.user.party
    shown = {name: getattr(party, name) for name in ProfileForm.base_fields}
    form = ProfileForm(request.POST or None, initial=shown)
    if form.is_valid():
        with refusals_in(form):
            members.change_profile(request.user, **form.cleaned_data, by=request.user, at=clock.now())
            return done(request, _("プロフィールを保存しました。"), reverse("profile"))
    return page(request, "settings/profile.html", form=form, party=party)


@members_only
@never_cache
@lately_confirmed
def private_data(request: MemberRequest) -> HttpResponse:
    """What she keeps private."""
    at = clock.now()
    values = members.reveal(request.user, by=request.user, at=at)
    form = PrivateDataForm(request.POST or None, initial=vars(values))
    if form.is_valid():
        with refusals_in(form):
            members.keep_private_data(request.user, **form.cleaned_data, by=request.user, at=at)
            return done(request, _("保存しました。ほかの人には見えません。"), reverse("private_data"))
    return page(request, "settings/private_data.html", form=form, values=values)


@members_only
@never_cache
@lately_confirmed
def bank_account(request: MemberRequest) -> HttpResponse:
    """Where her earnings go."""
    at = clock.now()
    account = members.reveal(request.user, by=request.user, at=at).bank_account
    form = BankAccountForm(request.POST or None, initial=dataclasses.asdict(account) if account else None)
    if form.is_valid():
        account = form.cleaned_data["account"]
        members.keep_private_data(request.user, bank_account=account, by=request.user, at=at)
        return done(request, _("受け取り口座を保存しました。"), reverse("bank_account"))
    return page(request, "settings/bank_account.html", form=form, account=account)


@members_only
@require_POST
def bank_account_removal(request: MemberRequest) -> HttpResponse:
    """Take the account back."""
    members.remove_bank_account(request.user, by=request.user, at=clock.now())
    return done(request, _("受け取り口座を消しました。"), reverse("bank_account"))


@members_only
def language_and_time(request: MemberRequest) -> HttpResponse:
    """In which language, and by which clock, she reads."""
    user = request.user
    form = LanguageForm(request.POST or None, initial=vars(user))
    if form.is_valid():
        with refusals_in(form):
            members.choose_language(user, **form.cleaned_data, by=user, at=clock.now())
            with translation.override(form.cleaned_data["language"]):
                return done(request, _("言語と地域を保存しました。"), reverse("language_and_time"))
    return page(request, "settings/language.html", form=form)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The switch at the foot of every page: kept in a cookie, and for members with their settings."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and translation.check_for_language(chosen):
        user = request.user
        members.choose_language(user, language=chosen, time_zone=user.time_zone, by=user, at=clock.now())
    return set_language(request)


@members_only
@never_cache
@lately_confirmed
def tokens(request: MemberRequest) -> HttpResponse:
    """Keys for her programs; a new one is shown here once."""
    form = TokenForm(request.POST or None)
    held = queries.tokens_of(request.user)
    if form.is_valid():
        with refusals_in(form):
            token, secret = members.issue_token(request.user, **form.cleaned_data, at=clock.now())
            return page(request, "settings/token.html", token=token, secret=secret)
    return page(request, "settings/tokens.html", form=form, tokens=held)


@members_only
@require_POST
def token_revocation(request: MemberRequest, id: UUID) -> HttpResponse:
    """A program may no longer act for her."""
    members.revoke_token(queries.token_for(request.user, id), by=request.user, at=clock.now())
    return done(request, _("トークンを取り消しました。"), reverse("tokens"))


@members_only
@lately_confirmed
def farewell(request: MemberRequest) -> HttpResponse:
    """Leave for good."""
    user, at = request.user, clock.now()
    owed = obligations_of(user.party)
    form = FarewellForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            members.delete_account(user, obligations=count_obligations, by=user, at=at)
            logout(request)
            return done(request, _("退会しました。ご利用ありがとうございました。"), reverse("home"))
    return page(request, "settings/farewell.html", form=form, owed=owed)
