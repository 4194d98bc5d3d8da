"""Summaries of what was said elsewhere: one side writes it down, the other confirms or denies it."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from mikiwame.core import clock
from mikiwame.market.contracts.operations import summaries
from mikiwame.market.messaging import queries, rules
from mikiwame.web.acting import MemberRequest, done, members_only, page, refusals_in
from mikiwame.web.forms.messages import SummaryAnswerForm, SummaryForm
from mikiwame.web.pages import address_of


@members_only
def new_summary(request: MemberRequest, id: UUID) -> HttpResponse:
    """Write down what was said elsewhere."""
    conversation = queries.conversation_for(request.user, id)
    form = SummaryForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            pasted = summaries.paste(conversation, **form.cleaned_data, by=request.user, at=clock.now())
            return done(request, _("まとめを残しました。相手の確認を待ちます。"), address_of(pasted.key))
    return page(request, "messages/new_summary.html", form=form, conversation=conversation)


@members_only
def summary(request: MemberRequest, id: UUID) -> HttpResponse:
    """One summary, with what the other side says to it, or the form in which the reader says it."""
    at, found = clock.now(), queries.summary_for(request.user, id)
    form = SummaryAnswerForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            answer = summaries.deny if form.cleaned_data["verdict"] == "deny" else summaries.confirm
            answer(found, words=form.cleaned_data["words"], by=request.user, at=at)
            return done(request, _("答えを残しました。"), address_of(found.key))
    mine = bool(rules.may_answer_summary(request.user, found))
    return page(request, "messages/summary.html", form=form, summary=found, may_answer=mine, at=at)
