"""Reviews of a contract: writing one, reading both, answering."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mikiwame.core import clock
from mikiwame.core.errors import ALLOWED, require
from mikiwame.market.contracts import queries as contracts
from mikiwame.market.reputation import queries, rules
from mikiwame.market.reputation.operations import reviews as operations
from mikiwame.market.taskwork import queries as tasks
from mikiwame.market.taskwork import workers
from mikiwame.web.acting import MemberRequest, done, members_only, page, refusals_in
from mikiwame.web.forms.reviews import ReplyForm, ReviewForm, TasksReviewForm


@members_only
def review(request: MemberRequest, id: UUID) -> HttpResponse:
    """The reader's own review of a contract, or the form for it, and what both sides may read."""
    at = clock.now()
    contract = contracts.contract_for(request.user, id)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            operations.review(contract, form.verdict(), by=request.user, at=at)
            return done(request, _("評価を送りました。"), reverse("review", args=[id]))
    may = rules.may_review(request.user, contract, at)
    reviews = queries.reviews_of(contract, reader=request.user.party)
    return page(request, "reviews/reviews.html", form=form, contract=contract, may=may, reviews=reviews)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def tasks_review(request: MemberRequest, id: UUID) -> HttpResponse:
    """What a worker said of a batch, or the light form for it."""
    at, batch = clock.now(), workers.batch_to_read(request.user, id)
    own, form = queries.task_review_by(batch, request.user.party), TasksReviewForm(request.POST or None)
    mine = tasks.participation(batch, request.user.party)
    require(ALLOWED if own else rules.may_review_tasks(request.user, batch, mine, at))
    if form.is_valid():
        with refusals_in(form):
            operations.review_tasks(batch, form.verdict(), by=request.user, at=at)
            return done(request, _("評価を送りました。"), reverse("tasks_review", args=[id]))
    shown = {"batch": batch, "review": own, "days": settings.REVIEW_DAYS}
    return page(request, "tasks/review.html", form=form, **shown)


@members_only
def reply(request: MemberRequest, id: UUID) -> HttpResponse:
    """The one public answer to a review about the reader."""
    review = queries.review_about(request.user, id)
    form = ReplyForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            operations.reply(review, **form.cleaned_data, by=request.user, at=clock.now())
            return done(request, _("返信を公開しました。"), reverse("review", args=[review.contract_id]))
    return page(request, "reviews/reply.html", form=form, review=review)
