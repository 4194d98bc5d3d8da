"""A worker joins a batch, takes a place, and answers."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from django.db import OperationalError, connection

from mikiwame.core.database import one_row
from mikiwame.core.errors import Refused, require
from mikiwame.core.ids import new_id
from mikiwame.core.operation import LOST_RACES, operation, sqlstate
from mikiwame.market.history.operations import record
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork import claims, events, exams, queries, rules
from mikiwame.market.taskwork.form import checked
from mikiwame.market.taskwork.models import Batch, Notice, Participant, Place
from mikiwame.market.taskwork.states import PlaceState

from . import outcomes, uploads

Claim = claims.Claim

GRACE = timedelta(seconds=30)
"""How long nobody else gets a place whose claim has run out: an answer may be on its way."""

_CLAIM: LiteralString = "SELECT * FROM taskwork_claim(%s, %s, %s, %s)"
_SUBMIT: LiteralString = "SELECT * FROM taskwork_submit(%s, %s, %s, %s, %s, %s::jsonb, %s)"

# One transaction and one round trip for both. What isn't taken leads to no claim: nobody joins no batch.
_GO_ON: LiteralString = """
SELECT given.outcome, given.answer, further.*
FROM taskwork_submit(%s, %s, %s, %s, %s, %s::jsonb, %s) AS given,
LATERAL taskwork_claim(CASE given.outcome WHEN 'submitted' THEN %s::uuid END, %s, %s, %s) AS further
"""

_REFUSED = {
    "not_joined": "not_joined",
    "not_open": "batch_not_open",
    "exam_not_passed": "exam_not_passed",
    "identity_unconfirmed": "identity_unconfirmed",
    "nothing": "nothing_to_claim",
    "just_over": "claim_just_over",
    "no_claim": "no_claim",
    "claim_over": "claim_over",
    "form_changed": "form_changed",
    "already_answered": "already_answered",
}
"""What the two functions say, and the refusal that it is."""


@operation
def join(batch: Batch, *, by: Member, at: datetime) -> Participant:
    """A worker accepts a batch's terms and has its notice; asked again, it is as it was."""
    mine = queries.participation(batch, by.party)
    if mine is not None:
        return mine
    admission = exams.admission(batch)
    require(rules.may_join(by, batch, admission, queries.qualities(by.party, batch, admission, at=at), at))

    outcomes.hold_batch(batch.pk)  # a top-up has issued the next notice before, or finds her here after
    notice = Notice.objects.filter(batch=batch).order_by("-issued_at", "-id")[0]
    own = {"notice": notice, "joined_at": at}
    mine, is_new = Participant.objects.get_or_create(batch=batch, worker=by.party, defaults=own)
    if is_new:
        record(_joined(mine), by=by.key, at=at)
    return mine


def claim(batch: UUID, *, by: Member, at: datetime) -> Claim:
    """Lease the next place to a worker who has joined; while she has one, it is the same.

    Raises Refused: ``not_joined``, ``batch_not_open``, ``exam_not_passed``, ``nothing_to_claim``, and
    ``claim_just_over`` while an answer to her last claim may be on its way.
    """
    outcome, *claimed = one_row(_CLAIM, batch, by.party_id, at, GRACE)
    if outcome != "claimed":
        raise Refused(_REFUSED[outcome])
    return _claim(batch, *claimed)


def submit(
    batch: UUID, place: int, content: Mapping[str, Any], *, form_version: int, by: Member, at: datetime
) -> UUID:
    """A worker gives her answer for a place that she has claimed; returns the answer's identifier.

    Sent twice, it is the same answer. What came in before the claim's end counts, however long writing takes.
    Raises Refused with the field that doesn't fit, ``no_claim``, ``claim_over``, ``form_changed``, and
    ``already_answered`` for another answer than the one given.
    """
    given, handed = _fitting(batch, form_version, content)
    if handed:
        return _submit_with(handed, batch, place, given, form_version=form_version, by=by, at=at)
    return _submit(batch, place, given, form_version=form_version, by=by, at=at)


def go_on(
    batch: UUID, place: int, content: Mapping[str, Any], *, form_version: int, by: Member, at: datetime
) -> tuple[UUID, Claim | None]:
    """The same, and she gets the next place at once; None where there is none for her at the moment."""
    given, handed = _fitting(batch, form_version, content)
    if handed:
        answer = _submit_with(handed, batch, place, given, form_version=form_version, by=by, at=at)
        return answer, _next(batch, by=by, at=at)
    one = (new_id(), batch, place, by.party_id, form_version, given, at)
    try:
        outcome, answer, further, *claimed = one_row(_GO_ON, *one, batch, by.party_id, at, GRACE)
    except OperationalError as error:
        if not _lost_race(error):
            raise
        # Both were undone, and the answer must not be lost for a place that others were after.
        return _submit(batch, place, given, form_version=form_version, by=by, at=at), None
    if outcome != "submitted":
        raise Refused(_REFUSED[outcome])
    return answer, _claim(batch, *claimed) if further == "claimed" else None


@operation
def give_back(batch: UUID, place: int, *, by: Member, at: datetime) -> None:
    """A worker gives a place back unanswered; it goes to somebody else, or to her again at the very end."""
    mine = Place.objects.filter(batch=batch, number=place, worker=by.party, state=PlaceState.CLAIMED)
    given_back = mine.update(**Place.free_since(at))
    if not given_back:
        raise Refused("no_claim")


@operation
def release_expired(*, at: datetime, limit: int = 1_000) -> int:
    """Places whose claims have run out are free again; returns how many. A chore: ``claim`` needs it not."""
    over = Place.objects.filter(state=PlaceState.CLAIMED, until__lte=at - GRACE).order_by("batch", "number")
    taken = list(over.select_for_update(skip_locked=True, of=("self",), no_key=True)[:limit])
    Place.objects.filter(pk__in=[place.pk for place in taken]).update(**Place.free_since(at))
    return len(taken)


@operation
def release_expired_of(batch: Batch, *, at: datetime) -> int:
    """The same for one batch, all at once; an answer that is being written is waited for."""
    over = Place.objects.filter(batch=batch, state=PlaceState.CLAIMED, until__lte=at - GRACE)
    return over.update(**Place.free_since(at))


def _fitting(batch: UUID, form_version: int, content: Mapping[str, Any]) -> tuple[str, dict[str, UUID]]:
    """An answer as it is kept, and the files that it names; raises Refused with what doesn't fit."""
    questions = queries.frozen_questions(batch, form_version)
    kept = checked(questions, content)
    return json.dumps(kept, ensure_ascii=False), uploads.named_in(questions, kept)


def _claim(
    batch: UUID, place: int, unit: int, columns: str, form_version: int, claimed_at: datetime, until: datetime
) -> Claim:
    return Claim(batch, place, unit, json.loads(columns), form_version, claimed_at, until)


def _next(batch: UUID, *, by: Member, at: datetime) -> Claim | None:
    try:
        return claim(batch, by=by, at=at)
    except Refused:
        return None
    except OperationalError as error:
        if not _lost_race(error):
            raise
        return None  # the answer is in, and a place that others were after she may claim anew


def _lost_race(error: OperationalError) -> bool:
    """Whether the database undid all of it, and is ready for more."""
    return sqlstate(error) in LOST_RACES and not connection.in_atomic_block


def _submit(batch: UUID, place: int, given: str, *, form_version: int, by: Member, at: datetime) -> UUID:
    outcome, answer = one_row(_SUBMIT, new_id(), batch, place, by.party_id, form_version, given, at)
    if outcome != "submitted":
        raise Refused(_REFUSED[outcome])
    assert isinstance(answer, UUID)
    return answer


@operation
def _submit_with(
    handed: Mapping[str, UUID],
    batch: UUID,
    place: int,
    given: str,
    *,
    form_version: int,
    by: Member,
    at: datetime,
) -> UUID:
    """The files go with the answer, or there is none."""
    answer = _submit(batch, place, given, form_version=form_version, by=by, at=at)
    uploads.hand_in(handed, batch, place, answer, by=by)
    return answer


def _joined(mine: Participant) -> events.BatchJoined:
    batch = mine.batch
    return events.BatchJoined(
        subject=batch.key, notice=mine.notice.key, worker=mine.worker.key, batch=batch.key, **batch.about
    )
