"""Programs that send the same at once: one thing happens, and nobody hears of a fault."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.escrow.models import Release
from mikiwame.market.messaging.models import Attachment
from mikiwame.market.taskwork.models import Answer, Import, Judgement, Place, Unit
from mikiwame.market.taskwork.operations import contests, drafts
from mikiwame.market.taskwork.states import PlaceState
from tests.api.programs import ROOT, Program, program_of
from tests.cast import Cast
from tests.market.messaging.test_sound import wav
from tests.market.taskwork.stage import DAY, again, answered, drafted, experienced, opened, paid_in, returned
from tests.market.taskwork.test_uploads import FORM


def together(*requests: Callable[[], Any]) -> list[Any]:
    """The answers to requests that are sent at the same moment, each over a connection of its own."""
    start = threading.Barrier(len(requests))

    def send(request: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return request()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(send, requests))


def statuses(answers: list[Any]) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def another(program: Program) -> Program:
    """The same program in another thread."""
    return Program(program.token, Client())


def upload(program: Program, path: str, content: bytes, *, key: str | None = None, **fields: str) -> Any:
    headers = program.headers() | ({"Idempotency-Key": key} if key else {})
    form = {**fields, "file": SimpleUploadedFile("file.wav", content)}
    return another(program).client.post(ROOT + path, form, headers=headers)


def read_aloud(cast: Cast) -> str:
    """An open batch of Sakurai's that asks for recordings."""
    at = clock.now()
    draft = drafted(cast, at=at, closes_on=day_in_tokyo(at) + timedelta(days=7))
    drafts.write_form(draft, FORM, by=cast.sakurai, at=at)
    return str(paid_in(again(draft), cast, at=at).pk)


@pytest.mark.django_db(transaction=True)
def test_retakes_that_are_sent_at_once_leave_one_recording(cast: Cast) -> None:
    batch, yuki = read_aloud(cast), program_of(cast.yuki)
    yuki.post(f"/tasks/{batch}/participation")
    place = yuki.post(f"/tasks/{batch}/claims")["place"]
    path = f"/tasks/{batch}/claims/{place}/files"
    upload(yuki, path, wav(1), question="voice")

    sent = together(*[lambda: upload(yuki, path, wav(2), question="voice")] * 4)

    assert statuses(sent) == [201] * 4
    assert Attachment.objects.count() == 1
    [file] = yuki.get(path)["files"].values()
    assert file in {answer.json()["key"] for answer in sent}


@pytest.mark.django_db(transaction=True)
def test_a_recording_that_comes_while_its_answer_is_sent(cast: Cast) -> None:
    batch, yuki = read_aloud(cast), program_of(cast.yuki)
    yuki.post(f"/tasks/{batch}/participation")
    place = yuki.post(f"/tasks/{batch}/claims")["place"]
    path = f"/tasks/{batch}/claims/{place}/files"
    voice = upload(yuki, path, wav(1), question="voice").json()["key"]
    answer = {"place": place, "form_version": 1, "content": {"voice": voice}}

    sent, again_ = together(
        lambda: another(yuki).send("POST", f"/tasks/{batch}/answers", answer),
        lambda: upload(yuki, path, wav(2), question="voice"),
    )

    assert (sent.status_code, again_.status_code) in {(201, 409), (201, 201), (422, 201)}
    for given in Answer.objects.all():  # what an answer names is there
        assert Attachment.objects.get(subject=given.key).key == given.content["voice"]


@pytest.mark.django_db(transaction=True)
def test_one_answer_and_one_further_place_however_often_it_is_sent(cast: Cast) -> None:
    at, yuki = clock.now(), program_of(cast.yuki)
    batch = str(opened(cast, at=at, closes_on=day_in_tokyo(at) + timedelta(days=7)).pk)
    yuki.post(f"/tasks/{batch}/participation")
    place = yuki.post(f"/tasks/{batch}/claims")["place"]
    answer = {"place": place, "form_version": 1, "content": {"feeling": "good"}, "next": True}

    sent = together(*[lambda: another(yuki).send("POST", f"/tasks/{batch}/answers", answer)] * 6)

    assert statuses(sent) == [201] * 6
    assert len({(one.json()["id"], one.json()["next"]["place"]) for one in sent}) == 1
    assert Answer.objects.count() == 1
    assert Place.objects.filter(state=PlaceState.CLAIMED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_judges_who_agree_at_once_pay_once(cast: Cast) -> None:
    at = clock.now() - timedelta(minutes=1)
    closes_on = (at + 10 * DAY).date()
    judges = [program_of(judge) for judge in experienced(cast, 3, at=at, closes_on=closes_on)]
    answer = returned(
        answered(opened(cast, at=at, units=1, closes_on=closes_on), cast.yuki, at=at), cast, at=at
    )
    contests.contest(answer, words="よろこんでいます", by=cast.yuki, at=at)

    sent = together(
        *[
            lambda judge=judge: judge.send("POST", f"/judgements/{answer.pk}", {"finding": "worker"})
            for judge in judges
        ]
    )

    assert statuses(sent)[:2] == [201, 201]
    assert statuses(sent)[2] in {404, 409}
    assert Judgement.objects.count() == 2
    assert Release.objects.filter(purpose=answer.key).count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_file_of_units_at_a_time(cast: Cast) -> None:
    sakurai, draft = program_of(cast.sakurai), str(drafted(cast, at=clock.now(), closes_on=None).pk)
    path = f"/batches/{draft}/imports"
    lines = "text\n晴れた。\n降った。\n".encode()

    twins = together(*[lambda: upload(sakurai, path, lines, key="k-1")] * 3)
    assert statuses(twins) == [201] * 3
    assert Import.objects.count() == 1

    others = together(*[lambda: upload(sakurai, path, lines)] * 3)
    assert set(statuses(others)) <= {201, 422}
    assert Unit.objects.count() == 2
