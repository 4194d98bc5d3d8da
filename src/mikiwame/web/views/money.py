"""Money: where it is, what came and went, and paying in."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mikiwame import payments
from mikiwame.core import clock
from mikiwame.market.escrow import queries
from mikiwame.market.escrow.gateways.sandbox import receipt_of
from mikiwame.market.members import queries as members
from mikiwame.web.acting import MemberRequest, done, members_only, page, see
from mikiwame.web.batch_overviews import page_of_paid, task_deposit_overview
from mikiwame.web.contest_overviews import contest_deposit_shown
from mikiwame.web.overviews import deposit_overview, standby_deposit_overview, top_up_deposit_overview
from mikiwame.web.pages import address_of
from mikiwame.web.period_overviews import period_deposit_overview
from mikiwame.web.spreadsheets import write_statement


@members_only
@require_safe
def money(request: MemberRequest) -> HttpResponse:
    """Where the member's money is, and everything that happened to it."""
    party = request.user.party
    shown: dict[str, Any] = {
        "balances": queries.balances(party),
        "lines": queries.statement(party),
        "months": queries.income(party),
        "has_bank_account": members.has_bank_account(request.user),
        "sandbox": settings.GATEWAY == "sandbox",
    }
    return page(request, "money/money.html", **shown)


@members_only
@require_safe
def deposit(request: MemberRequest, id: UUID) -> HttpResponse:
    """One payment of the member's own: for what, how much, and how to pay it."""
    at, asked = clock.now(), queries.deposit_for(request.user, id)
    if payments.is_for_contest(asked):
        return page(request, "contests/deposit.html", at=at, **contest_deposit_shown(asked))
    if payments.is_for_tasks(asked):
        return page(request, "money/task_deposit.html", at=at, **task_deposit_overview(asked))
    if payments.is_standby_fee(asked):
        return page(request, "money/standby_deposit.html", at=at, **standby_deposit_overview(request, asked))
    if payments.is_top_up(asked):
        return page(request, "money/top_up_deposit.html", at=at, **top_up_deposit_overview(request, asked))
    overview = period_deposit_overview if payments.is_for_period(asked) else deposit_overview
    return page(request, "money/deposit.html", at=at, **overview(request, asked))


@members_only
@require_POST
def settlement(request: MemberRequest, id: UUID) -> HttpResponse:
    """The member pays with play money, where the payment service is the sandbox."""
    if settings.GATEWAY != "sandbox":
        raise Http404
    asked = queries.deposit_for(request.user, id)
    paid = payments.settle(asked, receipt=receipt_of(asked.pk), at=clock.now())
    taken = _("待機料を支払いました。") if payments.is_standby_fee(asked) else _("仮払いをお預かりしました。")
    said = taken if paid.held else _("もう受け取れない支払いです。お金は戻ります。")
    return done(request, said, page_of_paid(paid.about))


@members_only
@require_POST
def failure(request: MemberRequest, id: UUID) -> HttpResponse:
    """The member lets her play payment fail: nothing moves, and she may try again."""
    if settings.GATEWAY != "sandbox":
        raise Http404
    asked = queries.deposit_for(request.user, id)
    said = _("支払いは成立しませんでした。お金は動いていません。もう一度お試しください。")
    messages.warning(request, said)
    return see(address_of(asked.key))


@members_only
@require_safe
def statement(request: MemberRequest) -> HttpResponse:
    """Everything that happened to the member's money, for her spreadsheet."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mikiwame-statement.csv"'
    write_statement(queries.statement(request.user.party), response)
    return response
