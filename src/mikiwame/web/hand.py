"""The unit that a worker has in hand: its form, what comes of it, and the next one."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mikiwame.core.errors import NotFound, Refused
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.taskwork import claims, queries, workers
from mikiwame.market.taskwork.claims import Claim
from mikiwame.market.taskwork.form import Questions
from mikiwame.market.taskwork.operations import work
from mikiwame.market.taskwork.states import UPLOADED
from mikiwame.refusals import sentence

from .acting import MemberRequest, see
from .answering import given, is_through
from .handing_in import take_files
from .tasks_form import Asked, asked, content_of, failings

Shown = dict[str, Any]
ENOUGH_FOR_PACE = 3
"""So many answers show how fast somebody is."""


@dataclass
class Sent:
    """What came from the form of a unit: for which place, and what stood in the way, if anything did."""

    place: int
    form_version: int
    content: Mapping[str, Any]
    errors: dict[str, str] = field(default_factory=dict)
    refusal: Refused | None = None

    @property
    def is_taken(self) -> bool:
        """Whether it is an answer now."""
        return not self.errors and self.refusal is None


def receive(request: MemberRequest, batch: UUID, *, at: datetime) -> Sent:
    """Take in what the form of a unit sent; what doesn't fit is told by question, all of it at once."""
    place, version = number(request, "place"), number(request, "form_version")
    questions = asked_in(batch, version)
    files, refused = take_files(request, batch, place, questions, at=at)
    content = content_of(questions, request.POST) | files
    sent = Sent(place, version, content, failings(questions, content) | refused)
    if sent.errors:
        return sent
    try:
        work.submit(batch, place, content, form_version=version, by=request.user, at=at)
    except Refused as refusal:
        if refusal.field in content:
            sent.errors[str(refusal.field)] = sentence(refusal)
        else:
            sent.refusal = refusal
    return sent


def asked_in(batch: UUID, version: int) -> Questions:
    """What a version of the form asks; raises Refused where there is no such version."""
    try:
        return queries.frozen_questions(batch, version)
    except NotFound:
        raise Refused("form_changed") from None


def number(request: MemberRequest, name: str) -> int:
    """A number that the form carries along; raises Refused where something else stands there."""
    said = request.POST.get(name, "")
    if not (said.isascii() and said.isdecimal() and len(said) <= 9):
        raise Refused("no_claim")
    return int(said)


def overview(request: MemberRequest, batch: Any, claim: Claim | None, *, at: datetime) -> Shown:
    """The unit in hand, what she has done today, and what that will pay."""
    worker, today = request.user.party, workers.progress(batch.pk, request.user.party, at=at)
    expected = [batch.reward] * max(today.waiting, 1)
    split = escrow.preview(*expected, worker=worker, withholds_tax=batch.withholds_tax, at=at)
    return {
        "batch": batch,
        "claim": claim,
        "today": today,
        "split": split,
        "hourly": _hourly(batch.reward, today),
        "draft": f"{worker.pk}:{batch.pk}:{claim.unit}" if claim else "",
        "is_through": claim is None and is_through(batch, queries.participation(batch, worker)),
        "seconds_left": max(int((claim.until - at).total_seconds()), 0) if claim else 0,
        "asked": _asked(claim, worker) if claim else [],
        "uploads_to": reverse("upload", kwargs={"id": batch.pk}),
        "at": at,
    }


def _hourly(reward: int, today: workers.Progress) -> int | None:
    """What an hour comes to at her pace of today; None while there are too few answers to tell."""
    if not today.seconds or today.answers < ENOUGH_FOR_PACE:
        return None
    return reward * 3_600 // today.seconds


def _asked(claim: Claim, worker: Any) -> list[Asked]:
    """The form for a unit, with the files that were sent for it already."""
    questions = asked_in(claim.batch, claim.form_version)
    takes_files = any(question.kind in UPLOADED for question in questions.asked())
    files = workers.waiting_files(claim, worker) if takes_files else {}
    return asked(questions, claim.columns, files)


def mistaken(request: MemberRequest, batch: Any, sent: Sent, *, at: datetime) -> Shown:
    """The form again, with what is wrong beside each question; or what she wrote, where the place is gone."""
    claim = claims.kept(batch.pk, sent.place, request.user.party_id)
    questions = asked_in(batch.pk, sent.form_version)
    if claim is None or sent.refusal:
        shown = overview(request, batch, None, at=at)
        why = sentence(sent.refusal or Refused("no_claim"))
        written = given(questions, claim.columns if claim else {}, sent.content)
        return shown | {"why": why, "written": written}
    again = asked(questions, claim.columns, sent.content, sent.errors)
    shown = overview(request, batch, claim, at=at)
    return shown | {"asked": again, "wrong": sent.errors, "is_filled": True}


def in_hand(request: MemberRequest, shown: Shown, *, status: int = 200) -> HttpResponse:
    """The page of the unit in hand; for htmx, what changes of it."""
    is_next = request.htmx and request.method == "POST"
    return render(request, "tasks/hand.html" if is_next else "tasks/work.html", shown, status=status)


def go_on(request: MemberRequest, batch: Any, *, at: datetime, said: str = "") -> HttpResponse:
    """The next unit, at once; where there is none, why."""
    claim, why = next_claim(batch.pk, request, at=at)
    if request.htmx:
        return in_hand(request, overview(request, batch, claim, at=at) | {"said": said, "why": why})
    for words in filter(None, (said, why)):
        messages.info(request, words)
    return see(reverse("work", kwargs={"id": batch.pk}))


def next_claim(batch: UUID, request: MemberRequest, *, at: datetime) -> tuple[Claim | None, str]:
    """The next unit for the worker, or a sentence why there is none."""
    try:
        return work.claim(batch, by=request.user, at=at), ""
    except Refused as refusal:
        return None, sentence(refusal)


def let_go(request: MemberRequest, batch: UUID, *, at: datetime) -> None:
    """Give the unit in hand back; whose time is over meanwhile, it is gone already."""
    with suppress(Refused):
        work.give_back(batch, number(request, "place"), by=request.user, at=at)
