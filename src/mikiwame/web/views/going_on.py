"""Work that goes on: its weeks and months, their money, and how it ends when one side fails."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import NotFound
from mikiwame.market.contracts import queries, rules
from mikiwame.market.contracts.limits import NoticeBy
from mikiwame.market.contracts.operations import breaks, notices
from mikiwame.market.contracts.operations import periods as operations
from mikiwame.web.acting import MemberRequest, done, members_only, page, part_of, see
from mikiwame.web.forms.contracts import BreakForm, NoticeForm, OptionalReasonForm, ReasonForm
from mikiwame.web.pages import address_of
from mikiwame.web.period_overviews import period_overview, periods_overview

from .contract_acts import act, forms_only

A_PAGE = 26
"""Half a year of weeks."""


@members_only
@require_safe
def periods(request: MemberRequest, id: UUID) -> HttpResponse:
    """All weeks or months of a contract."""
    shown = periods_overview(request, id)
    part = part_of(request, queries.periods_of(shown["contract"]), A_PAGE)
    paid = queries.paid_by_period(part)
    rows = [(period, paid.get(period.pk, 0)) for period in part]
    return page(request, "periods/periods.html", part=part, rows=rows, **shown)


@members_only
@require_safe
def period(request: MemberRequest, id: UUID) -> HttpResponse:
    """The statement of a week or a month."""
    return page(request, "periods/period.html", **period_overview(request, id, at=clock.now()))


@members_only
@require_POST
def payment(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client sets about paying a week or a month in."""
    found = queries.period_for(request.user, id)
    deposit = operations.begin_payment(found, by=request.user, at=clock.now())
    return see(address_of(deposit.key))


@members_only
@forms_only
def leave(request: MemberRequest, id: UUID) -> HttpResponse:
    """The worker leaves because the money is late."""
    found = queries.period_for(request.user, id)
    form, perform = OptionalReasonForm(request.POST or None), partial(operations.leave_unpaid, found)
    said, may = _("契約を離れました。"), rules.may_leave_unpaid(request.user, found, clock.now())
    return act(request, "leave_unpaid", found.contract_id, form, perform, said, may=may)


@members_only
@forms_only
def missed(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client ends it because deliveries did not come."""
    found = queries.contract_for(request.user, id)
    form, perform = OptionalReasonForm(request.POST or None), partial(operations.end_after_misses, found)
    may = rules.may_end_after_misses(request.user, found)
    return act(request, "missed", id, form, perform, _("契約を終えました。"), may=may)


@members_only
@forms_only
def days_off(request: MemberRequest, id: UUID) -> HttpResponse:
    """Either side proposes days off."""
    found = queries.contract_for(request.user, id)
    form, perform = BreakForm(request.POST or None), partial(breaks.propose_break, found)
    return act(request, "days_off", id, form, perform, _("休みを提案しました。返事をお待ちください。"))


@members_only
@require_POST
def break_agreement(request: MemberRequest, id: UUID) -> HttpResponse:
    """The other side agrees to days off."""
    proposed = queries.break_for(request.user, id)
    breaks.answer_break(proposed, agree=True, by=request.user, at=clock.now())
    return done(request, _("休みに同意しました。"), address_of(proposed.contract.key))


@members_only
@require_POST
def break_disagreement(request: MemberRequest, id: UUID) -> HttpResponse:
    """The other side wants no days off."""
    proposed = queries.break_for(request.user, id)
    breaks.answer_break(proposed, agree=False, by=request.user, at=clock.now())
    return done(request, _("同意しないと伝えました。納期はそのままです。"), address_of(proposed.contract.key))


@members_only
@require_POST
def break_withdrawal(request: MemberRequest, id: UUID) -> HttpResponse:
    """Who proposed days off takes that back."""
    proposed = queries.break_for(request.user, id)
    breaks.withdraw_break(proposed, by=request.user, at=clock.now())
    return done(request, _("休みの提案を取り下げました。"), address_of(proposed.contract.key))


@members_only
@forms_only
def ending(request: MemberRequest, id: UUID) -> HttpResponse:
    """Either side gives notice that the work ends with a day."""
    found = queries.contract_for(request.user, id)
    if not found.is_continuing:
        raise NotFound
    side = NoticeBy.CLIENT if request.user.acts_for(found.client) else NoticeBy.WORKER
    form = NoticeForm(
        request.POST or None, earliest=queries.notice_day(found, side, day_in_tokyo(clock.now()))
    )
    return act(
        request, "ending", id, form, partial(notices.give_notice, found), _("終わりの日を知らせました。")
    )


@members_only
@require_POST
def question(request: MemberRequest, id: UUID) -> HttpResponse:
    """The worker asks why."""
    notice = queries.ending_notice_for(request.user, id)
    notices.ask_for_reason(notice, by=request.user, at=clock.now())
    return done(request, _("理由をたずねました。"), address_of(notice.contract.key))


@members_only
@forms_only
def reason(request: MemberRequest, id: UUID) -> HttpResponse:
    """The client says why."""
    notice = queries.ending_notice_for(request.user, id)
    form, perform = ReasonForm(request.POST or None), partial(notices.give_reason, notice)
    return act(request, "ending_reason", notice.contract_id, form, perform, _("理由を知らせました。"))
