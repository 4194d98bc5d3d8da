"""Disputes: one page for both sides and for operators, what is done there, and the operators' queue."""

from functools import partial
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mikiwame.core import clock
from mikiwame.market.contracts import queries, timesheets
from mikiwame.market.contracts.operations import disputes as operations
from mikiwame.market.contracts.operations import rulings, settlements
from mikiwame.market.contracts.rules import disputes as rules
from mikiwame.web.acting import MemberRequest, done, members_only, operators_only, page, refusals_in
from mikiwame.web.dispute_pages import dispute_overview
from mikiwame.web.documents import pdf
from mikiwame.web.forms.contracts import (
    AgreementForm,
    AppealForm,
    DisputeAnswerForm,
    DisputeForm,
    EvidenceForm,
    SettlementForm,
)
from mikiwame.web.forms.hours import HoursAnswerForm
from mikiwame.web.freshness import is_seen
from mikiwame.web.pages import address_of
from mikiwame.wording.records import dispute_pdf

from .contract_acts import act, forms_only


@operators_only
@require_safe
def disputes(request: MemberRequest) -> HttpResponse:
    """Disputes that wait for a decision, what waits longest first."""
    return page(request, "disputes/disputes.html", disputes=queries.disputes(), at=clock.now())


@members_only
@require_safe
def dispute(request: MemberRequest, id: UUID) -> HttpResponse:
    """Both cases, the evidence, and what the reader can do."""
    at, found = clock.now(), queries.dispute_to_read(request.user, id)
    if is_seen(request, lambda: queries.newest_in(found.milestone.contract)):
        return HttpResponse(status=204)
    shown = dispute_overview(request, found, at=at)
    form = SettlementForm(amount=found.contested) if shown["may_decide"] else None
    return page(request, "disputes/dispute.html", form=form, files_form=EvidenceForm(), at=at, **shown)


@operators_only
@require_POST
def decision(request: MemberRequest, id: UUID) -> HttpResponse:
    """An operator decides."""
    at, found = clock.now(), queries.dispute(id)
    form = SettlementForm(request.POST, amount=found.contested)
    if form.is_valid():
        with refusals_in(form):
            rulings.decide(found, **form.cleaned_data, by=request.user, at=at)
            return done(request, _("判断を記録し、双方に知らせました。"), address_of(found.key))
    shown = dispute_overview(request, found, at=at)
    return page(request, "disputes/dispute.html", form=form, files_form=EvidenceForm(), at=at, **shown)


@members_only
@forms_only
def opening(request: MemberRequest, id: UUID) -> HttpResponse:
    """Either side contests a delivery."""
    milestone = queries.milestone_for(request.user, id)
    is_client = request.user.acts_for(milestone.contract.client)
    if is_client and milestone.contract.is_by_the_hour:
        return redirect("hours_dispute", id=id)  # there she says which entries
    contestable = milestone.amount if is_client else None
    form = DisputeForm(request.POST or None, request.FILES or None, contestable=contestable)
    perform = partial(operations.open_dispute, milestone)
    said = _("運営に判断を求めました。相手が言い分を出すのを待ちます。")
    may = rules.may_open(request.user, milestone, None, clock.now())
    return act(request, "dispute", milestone.contract_id, form, perform, said, may=may)


@members_only
@forms_only
def answer(request: MemberRequest, id: UUID) -> HttpResponse:
    """The other side states its case."""
    found = queries.dispute_for(request.user, id)
    form, perform = _answer_form(request, found), partial(operations.answer_dispute, found)
    said, contract = _("言い分を出しました。"), found.milestone.contract_id
    may = rules.may_answer(request.user, found, None, clock.now())
    return act(request, "dispute_answer", contract, form, perform, said, then=found.key, may=may)


def _answer_form(request: MemberRequest, found: Any) -> Form:
    """The client may say how much of the money she contests; by the hour, which entries."""
    part, sent = found.milestone, (request.POST or None, request.FILES or None)
    is_client = request.user.acts_for(part.contract.client)
    if is_client and part.contract.is_by_the_hour:
        return HoursAnswerForm(*sent, stated=timesheets.latest_lines(part))
    return DisputeAnswerForm(*sent, contestable=part.amount if is_client else None)


@members_only
@forms_only
def appeal(request: MemberRequest, id: UUID) -> HttpResponse:
    """One side says what is wrong with the decision."""
    found = queries.dispute_for(request.user, id)
    perform = partial(rulings.appeal_ruling, found)
    said = _("不服を申し立てました。ほかの運営担当が判断します。")
    form, contract = AppealForm(request.POST or None), found.milestone.contract_id
    may = rules.may_appeal(request.user, found, clock.now())
    return act(request, "appeal", contract, form, perform, said, then=found.key, may=may)


@members_only
@require_POST
def acceptance(request: MemberRequest, id: UUID) -> HttpResponse:
    """One side won't appeal."""
    found = queries.dispute_for(request.user, id)
    rulings.accept_ruling(found, by=request.user, at=clock.now())
    return done(request, _("判断に同意しました。"), address_of(found.key))


@members_only
@require_POST
def evidence(request: MemberRequest, id: UUID) -> HttpResponse:
    """One side adds files."""
    found, at = queries.dispute_for(request.user, id), clock.now()
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals_in(form):
            operations.add_evidence(found, form.cleaned_data["files"], by=request.user, at=at)
            return done(request, _("ファイルを加えました。"), address_of(found.key))
    shown = dispute_overview(request, found, at=at)
    return page(request, "disputes/dispute.html", files_form=form, at=at, **shown)


@members_only
@forms_only
def settlement(request: MemberRequest, id: UUID) -> HttpResponse:
    """One side says how it would divide what is contested."""
    found = queries.dispute_for(request.user, id)
    form = AgreementForm(request.POST or None, contested=found.contested)
    perform = partial(settlements.propose_settlement, found)
    said = _("分け方を提案しました。相手が同意すると、すぐに分けられます。")
    contract, may = found.milestone.contract_id, rules.may_propose(request.user, found, 0, clock.now())
    return act(request, "settlement", contract, form, perform, said, then=found.key, may=may)


@members_only
@require_POST
def agreement(request: MemberRequest, id: UUID) -> HttpResponse:
    """The other side accepts a proposal."""
    proposal = queries.settlement_for(request.user, id)
    settlements.accept_settlement(proposal, by=request.user, at=clock.now())
    return done(
        request, _("合意しました。お金はそのとおりに分けられました。"), address_of(proposal.dispute.key)
    )


@members_only
@require_POST
def refusal(request: MemberRequest, id: UUID) -> HttpResponse:
    """The other side doesn't agree."""
    proposal = queries.settlement_for(request.user, id)
    settlements.refuse_settlement(proposal, by=request.user, at=clock.now())
    return done(request, _("同意しないと答えました。争いは続きます。"), address_of(proposal.dispute.key))


@members_only
@require_POST
def withdrawal(request: MemberRequest, id: UUID) -> HttpResponse:
    """Who proposed it takes it back."""
    proposal = queries.settlement_for(request.user, id)
    settlements.withdraw_settlement(proposal, by=request.user, at=clock.now())
    return done(request, _("提案を取り下げました。"), address_of(proposal.dispute.key))


@members_only
@require_safe
def document(request: MemberRequest, id: UUID) -> HttpResponseBase:
    """The whole dispute with its evidence as one PDF."""
    found = queries.dispute_to_read(request.user, id)
    return pdf(dispute_pdf(found, by=request.user, at=clock.now()), _("争いの記録"))
