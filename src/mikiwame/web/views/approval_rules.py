"""A client says which answers to her batch are approved by themselves."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mikiwame.core import clock
from mikiwame.core.errors import require
from mikiwame.market.taskwork import approving, queries, rules
from mikiwame.market.taskwork.operations.approving import set_rules
from mikiwame.web.acting import MemberRequest, done, members_only, page, refusals_in
from mikiwame.web.batch_overviews import own_page_of
from mikiwame.web.forms.approval_rules import ApprovalForm


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def approval_rules(request: MemberRequest, id: UUID) -> HttpResponse:
    """The rules that stand, and how they are set anew."""
    batch = queries.batch_for(request.user, id)
    require(rules.may_set_approval(request.user, batch))
    form = ApprovalForm(request.POST or None, standing=approving.rules_of(batch))
    if form.is_valid():
        with refusals_in(form):
            set_rules(batch, form.wanted(), by=request.user, at=clock.now())
            return done(request, _("承認のルールを決めました。"), own_page_of(batch.key))
    return page(request, "batches/approval.html", form=form, batch=batch)
