"""Building what a batch asks: rows of questions by plain posts, and beside them what workers will see."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import retarget

from mikiwame.core import clock
from mikiwame.core.errors import Refused, require
from mikiwame.market.taskwork import queries, rules
from mikiwame.market.taskwork.form import Questions
from mikiwame.market.taskwork.operations import drafts
from mikiwame.market.taskwork.states import BatchState
from mikiwame.web.acting import MemberRequest, done, members_only
from mikiwame.web.batch_overviews import draft_shown, own_page_of, preview_shown
from mikiwame.web.forms import questions as rows
from mikiwame.web.tasks_form import shows_media

from .batches import onward

SAVE = "save"
"""The act after which the client goes on."""


@members_only
@shows_media
@require_http_methods(["GET", "HEAD", "POST"])
def batch_form(request: MemberRequest, id: UUID) -> HttpResponse:
    """The form of a draft, which saves itself, or of an open batch, which is saved as a new version."""
    batch = queries.batch_for(request.user, id)
    require(rules.may_write_form(request.user, batch))
    if request.method != "POST":
        return _shown(request, batch, rows.built(rows.written(queries.questions(batch).all)))
    act = request.POST.get("act", "")
    builder = rows.built(*rows.performed(rows.sent(request.POST), act))
    is_kept = batch.state == BatchState.DRAFT or act == SAVE
    is_written = is_kept and builder.is_valid() and _is_written(request, batch, builder)
    if is_written and act == SAVE:
        return _on(request, batch)
    return _shown(request, batch, builder, is_written=is_written)


def _is_written(request: MemberRequest, batch: Any, builder: rows.Builder) -> bool:
    """Write the form down; False where the market refuses, which is said in the builder."""
    try:
        drafts.write_form(batch, builder.questions, by=request.user, at=clock.now())
    except Refused as refusal:
        builder.blame(refusal)
        return False
    return True


def _shown(
    request: MemberRequest, batch: Any, builder: rows.Builder, *, is_written: bool = True
) -> HttpResponse:
    questions = Questions(0, tuple(builder.questions)) if builder.is_valid() else queries.questions(batch)
    shown = {"builder": builder, "is_written": is_written, "is_draft": batch.state == BatchState.DRAFT}
    stored = questions if is_written else None
    shown |= draft_shown(batch, at=clock.now(), questions=stored) | preview_shown(batch, questions)
    if request.htmx and "act" not in request.POST:
        return retarget(render(request, "batches/builder_side.html", shown), "#builder-side")
    if request.htmx:
        return render(request, "batches/builder.html", shown)
    status = 422 if builder.errors else 200
    return render(request, "batches/form.html", {"step": "batch_form", **shown}, status=status)


def _on(request: MemberRequest, batch: Any) -> HttpResponse:
    if batch.state != BatchState.DRAFT:
        return done(
            request, _("新しい設問にしました。これから引き受ける人に出ます。"), own_page_of(batch.key)
        )
    return done(request, _("保存しました。"), onward(request, batch.pk, otherwise="batch_form"))
