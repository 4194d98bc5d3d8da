"""Files of answers: they come while an answer is written, wait beside its claim, and go with it.

A file waits under a subject of its own (``claims.Waiting``), seen by its owner alone; with the answer it
becomes the answer's. What waits for nothing any more is discarded.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from mikiwame.core.errors import Refused, require
from mikiwame.core.ids import id_of, key
from mikiwame.core.operation import operation
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import filetypes
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.messaging import queries as files
from mikiwame.market.messaging.models import Attachment
from mikiwame.market.messaging.operations import Upload
from mikiwame.market.taskwork import claims, queries, rules
from mikiwame.market.taskwork.claims import Waiting
from mikiwame.market.taskwork.form import Questions
from mikiwame.market.taskwork.models import Answer, Participant
from mikiwame.market.taskwork.states import UPLOADED

KEPT_FOR = timedelta(days=1)
"""How long a file waits at least."""


@operation
def upload(batch: UUID, place: int, question: str, file: Upload, *, by: Member, at: datetime) -> Attachment:
    """Keep a picture, a sound or a file for one question of the place that a worker has in hand.

    The last one counts: what she had sent before for that question goes. Raises Refused with the question's
    name: ``file_empty``, ``file_too_large``, ``file_type_refused``, ``not_an_image``, ``not_a_sound``,
    ``sound_too_long``; and ``no_claim``, ``claim_over``, ``already_answered``.
    """
    _one_at_a_time(batch, by)
    claim, given = claims.kept(batch, place, by.party_id), _given(batch, place, by)
    require(rules.may_upload(claim.until if claim else None, given, at))
    assert claim is not None
    asked = queries.frozen_questions(batch, claim.form_version).named(question)
    if asked is None or asked.kind not in UPLOADED:
        raise Refused("field_unknown", field=question)
    file.seek(0)
    require(rules.fits_question(asked, file.name or "", file.read(filetypes.SIZE_MOST + 1)))

    waiting = Waiting(batch, place, by.party_id, question)
    for earlier in files.attachments(waiting.subject):
        messaging.detach(earlier, by=by)
    try:
        return messaging.attach(waiting.subject, file, owner=by.party, at=at)
    except Refused as refusal:
        raise Refused(refusal.code, field=question, **refusal.context) from None


def named_in(questions: Questions, content: Mapping[str, Any]) -> dict[str, UUID]:
    """The files that an answer names, by question."""
    asked = (question.name for question in questions.asked() if question.kind in UPLOADED)
    return {name: id_of(content[name]) for name in asked if name in content}


def hand_in(handed: Mapping[str, UUID], batch: UUID, place: int, answer: UUID, *, by: Member) -> None:
    """The files become the answer's; a piece of submitting and mending.

    Raises Refused("file_missing") for one that isn't hers, or was sent for something else.
    """
    found = Attachment.objects.filter(pk__in=handed.values(), owner=by.party)
    subjects = dict(found.values_list("pk", "subject"))
    of_answer = key(Answer.KIND, answer)
    for question, file in handed.items():
        waiting = Waiting(batch, place, by.party_id, question)
        if subjects.get(file) not in {waiting.subject, of_answer}:
            raise Refused("file_missing", field=question)
    messaging.hand_over(handed.values(), of_answer, by=by)


@operation
def discard_abandoned(*, at: datetime, limit: int = 1_000) -> int:
    """Remove files that wait for an answer which won't come; returns how many. A chore."""
    waiting = Attachment.objects.filter(subject__startswith="claim:", uploaded_at__lte=at - KEPT_FOR)
    found = waiting.order_by("uploaded_at", "id").select_for_update(
        skip_locked=True, of=("self",), no_key=True
    )
    left = [file for file in found[:limit] if not _is_awaited(Waiting.of(file.subject), at=at)]
    for file in left:
        messaging.discard(file)
    return len(left)


def _is_awaited(waiting: Waiting, *, at: datetime) -> bool:
    """Whether its worker still has the place in hand, or may mend what she has given for it."""
    claim = claims.kept(waiting.batch, waiting.place, waiting.worker)
    given = Answer.objects.filter(batch=waiting.batch, place=waiting.place, worker=waiting.worker).first()
    return bool(rules.may_upload(claim.until if claim else None, given, at))


def _one_at_a_time(batch: UUID, by: Member) -> None:
    """What a worker sends to a batch comes one after the other; answers lock her row in it, too."""
    mine = Participant.objects.filter(batch=batch, worker=by.party_id)
    list(mine.select_for_update(no_key=True).values_list("worker_id"))


def _given(batch: UUID, place: int, by: Member) -> Answer | None:
    return Answer.objects.filter(batch=batch, place=place, worker=by.party).first()
