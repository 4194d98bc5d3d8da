"""Files of answers on pages: sent at once while the rest is written, or together with it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from mikiwame.core.errors import Refused
from mikiwame.market.taskwork import claims, queries, workers
from mikiwame.market.taskwork.form import Questions
from mikiwame.market.taskwork.operations import uploads
from mikiwame.market.taskwork.states import UPLOADED
from mikiwame.refusals import sentence

from .acting import MemberRequest
from .tasks_form import asked, name_of


def take_files(
    request: MemberRequest, batch: UUID, place: int, questions: Questions, *, at: datetime
) -> tuple[dict[str, str], dict[str, str]]:
    """Keep what a form brings along; returns keys of files, and sentences why not, by question."""
    kept: dict[str, str] = {}
    refused: dict[str, str] = {}
    for name in (question.name for question in questions.asked() if question.kind in UPLOADED):
        file = request.FILES.get(f"{name_of(name)}-file")
        if file is None:
            continue
        try:
            kept[name] = uploads.upload(batch, place, name, file, by=request.user, at=at).key
        except Refused as refusal:
            refused[name] = sentence(refusal)
    return kept, refused


def handed(request: MemberRequest, batch: UUID, place: int, *, at: datetime) -> dict[str, Any]:
    """One file is sent while the rest is still written: its question again, and why it wasn't kept, if so."""
    name, claim = request.POST.get("question", ""), claims.kept(batch, place, request.user.party_id)
    if claim is None:
        raise Refused("no_claim")
    one = queries.frozen_questions(batch, claim.form_version).named(name)
    if one is None or one.kind not in UPLOADED:
        raise Refused("field_unknown")
    only = Questions(claim.form_version, (one,))
    kept, refused = take_files(request, batch, place, only, at=at)
    shown, *_ = asked(only, claim.columns, kept or workers.waiting_files(claim, request.user.party))
    return {
        "one": shown,
        "question": shown.question,
        "kind": shown.question.kind,
        "upload_error": refused.get(name, ""),
        "uploads_to": request.path,
    }
