"""Files of answers over the API: sent for a claimed place, named by its answer, opened by whoever may."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.ids import new_id
from mikiwame.market.members.scopes import Scope
from mikiwame.market.messaging.models import Attachment
from mikiwame.market.taskwork.models import Answer
from mikiwame.market.taskwork.operations import drafts, judging
from mikiwame.market.taskwork.states import Reason
from tests.api.programs import ROOT, Program, program_of
from tests.cast import Cast
from tests.market.messaging.test_sound import wav
from tests.market.taskwork.stage import again, drafted, paid_in
from tests.market.taskwork.test_uploads import FORM, png

PAGE = b"<!doctype html><script>alert(1)</script>"


@pytest.fixture
def batch(cast: Cast) -> str:
    """Sakurai wants sentences to be read aloud."""
    at = clock.now()
    draft = drafted(cast, at=at, closes_on=day_in_tokyo(at) + timedelta(days=7))
    drafts.write_form(draft, FORM, by=cast.sakurai, at=at)
    return str(paid_in(again(draft), cast, at=at).pk)


@pytest.fixture
def yuki(cast: Cast) -> Program:
    return program_of(cast.yuki)


@pytest.fixture
def sakurai(cast: Cast) -> Program:
    return program_of(cast.sakurai)


def claimed(program: Program, batch: str) -> int:
    """She joins and claims; the number of her place."""
    program.post(f"/tasks/{batch}/participation")
    place: int = program.post(f"/tasks/{batch}/claims")["place"]
    return place


def send(
    program: Program,
    batch: str,
    place: int,
    content: bytes,
    *,
    question: str = "voice",
    name: str = "voice.wav",
    key: str | None = None,
) -> Any:
    """The answer to a file as it came."""
    headers = program.headers() | ({"Idempotency-Key": key} if key else {})
    form = {"question": question, "file": SimpleUploadedFile(name, content, "audio/wav")}
    return program.client.post(f"{ROOT}/tasks/{batch}/claims/{place}/files", form, headers=headers)


def problem_of(response: Any) -> tuple[int, str, str]:
    """Status, code, and the field that is blamed."""
    said = response.json()
    return response.status_code, said["code"], said["errors"][0]["field"] if said["errors"] else ""


def answer(program: Program, batch: str, place: int, *, expect: int = 201, **content: str) -> Any:
    sent = {"place": place, "form_version": 1, "content": content}
    return program.post(f"/tasks/{batch}/answers", sent, expect=expect)


def opens(program: Program, file: str) -> int:
    """What a program is answered that asks for a file."""
    status: int = program.send("GET", f"/attachments/{file}").status_code
    return status


def test_a_recording_from_the_claim_to_its_buyer(batch: str, yuki: Program, sakurai: Program) -> None:
    place = claimed(yuki, batch)
    voice = send(yuki, batch, place, wav(2)).json()
    assert (voice["name"], voice["media_type"]) == ("voice.wav", "audio/wav")
    assert yuki.get(f"/tasks/{batch}/claims/{place}/files") == {"files": {"voice": voice["key"]}}

    given = answer(yuki, batch, place, voice=voice["key"])["id"]
    assert answer(yuki, batch, place, voice=voice["key"])["id"] == given  # as after a lost connection
    assert yuki.get(f"/answers/{given}")["content"] == {"voice": voice["key"]}
    assert (opens(yuki, voice["id"]), opens(sakurai, voice["id"])) == (200, 404)

    sakurai.post(f"/batches/{batch}/approvals", {"until": clock.now().isoformat()})
    [bought] = sakurai.get(f"/batches/{batch}/results")["items"]
    assert bought["content"] == {"voice": voice["key"]}
    assert sakurai.send("GET", f"/attachments/{voice['id']}").getvalue() == wav(2)


def test_the_last_of_several_files_counts(batch: str, yuki: Program) -> None:
    place = claimed(yuki, batch)
    first, last = (send(yuki, batch, place, wav(seconds)).json() for seconds in (1, 2))
    assert answer(yuki, batch, place, expect=422, voice=first["key"])["code"] == "file_missing"
    assert opens(yuki, first["id"]) == 404
    answer(yuki, batch, place, voice=last["key"])


def test_a_file_that_is_sent_twice_under_one_key_is_one_file(batch: str, yuki: Program) -> None:
    place = claimed(yuki, batch)
    first, again_ = (send(yuki, batch, place, wav(1), key="k-1") for _ in range(2))
    assert (first.status_code, again_.status_code, again_.content) == (201, 201, first.content)
    assert again_.headers["Idempotency-Replayed"] == "true"
    assert problem_of(send(yuki, batch, place, wav(2), key="k-1"))[:2] == (422, "idempotency_key_reused")
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize(
    ("question", "name", "content", "status", "code", "field"),
    [
        ("photo", "photo.png", PAGE, 415, "not_an_image", "file"),
        ("paper", "paper.html", PAGE, 415, "file_type_refused", "file"),
        ("voice", "voice.wav", png(), 415, "not_a_sound", "file"),
        ("photo", "photo.png", wav(1), 415, "not_an_image", "file"),
        ("photo", "photo.png", png()[:20], 422, "file_broken", "file"),
        ("voice", "voice.wav", wav(6.5), 422, "sound_too_long", "file"),
        ("paper", "paper.txt", b"", 422, "file_empty", "file"),
        ("word", "word.txt", b"words", 422, "field_unknown", "question"),
        ("nothing", "voice.wav", wav(1), 422, "field_unknown", "question"),
        ("a b", "voice.wav", wav(1), 422, "invalid", "question"),
    ],
)
def test_what_does_not_fit_is_refused_by_what_it_holds(
    batch: str, yuki: Program, question: str, name: str, content: bytes, status: int, code: str, field: str
) -> None:
    place = claimed(yuki, batch)
    refused = send(yuki, batch, place, content, question=question, name=name)
    assert problem_of(refused) == (status, code, field)
    assert not Attachment.objects.exists()


def test_a_file_that_is_too_large(batch: str, yuki: Program, settings: Settings) -> None:
    settings.ANSWER_FILE_MEGABYTES = 1
    place = claimed(yuki, batch)
    heavy = send(yuki, batch, place, b"%PDF-" + bytes(1024**2), question="paper", name="paper.pdf")
    assert problem_of(heavy) == (413, "file_too_large", "file")


def test_what_is_no_form_with_a_file(batch: str, yuki: Program) -> None:
    path = f"/tasks/{batch}/claims/{claimed(yuki, batch)}/files"
    bare = yuki.client.post(ROOT + path, wav(1), content_type="audio/wav", headers=yuki.headers())
    assert problem_of(bare)[:2] == (415, "media_type")
    assert problem_of(yuki.send("POST", path, {"question": "voice"}))[:2] == (422, "invalid")
    broken = yuki.client.post(
        ROOT + path, b"--x\r\nnothing", content_type="multipart/form-data", headers=yuki.headers()
    )
    assert problem_of(broken)[:2] == (400, "unreadable")


def test_only_for_a_place_that_is_hers_and_runs(
    batch: str, yuki: Program, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, ken = claimed(yuki, batch), program_of(cast.ken)
    for stranger in (ken, program_of(cast.sora)):
        assert problem_of(send(stranger, batch, place, wav(1)))[:2] == (409, "no_claim")
        stranger.get(f"/tasks/{batch}/claims/{place}/files", expect=404)
    for nowhere in (0, 99, 10**12, 10**30):
        assert problem_of(send(yuki, batch, nowhere, wav(1)))[:2] == (409, "no_claim")
    assert problem_of(send(yuki, str(new_id()), place, wav(1)))[:2] == (404, "not_found")

    over = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: over)
    assert problem_of(send(yuki, batch, place, wav(1)))[:2] == (409, "claim_over")
    assert not Attachment.objects.exists()


def test_another_workers_file_is_no_answer(batch: str, yuki: Program, cast: Cast) -> None:
    ken = program_of(cast.ken)
    hers, his = claimed(yuki, batch), claimed(ken, batch)
    voice = send(yuki, batch, hers, wav(1)).json()
    assert opens(ken, voice["id"]) == 404
    stolen = answer(ken, batch, his, expect=422, voice=voice["key"])
    assert (stolen["code"], stolen["errors"][0]["field"]) == ("file_missing", "voice")
    made_up = answer(ken, batch, his, expect=422, voice=f"attachment:{new_id()}")
    assert made_up["code"] == "file_missing"
    assert not Answer.objects.exists()


def test_a_token_that_may_only_read_sends_nothing(batch: str, yuki: Program, cast: Cast) -> None:
    place, reader = claimed(yuki, batch), program_of(cast.yuki, Scope.READ)
    assert problem_of(send(reader, batch, place, wav(1)))[:2] == (403, "scope_not_granted")


def test_a_returned_recording_is_made_anew(batch: str, yuki: Program, sakurai: Program, cast: Cast) -> None:
    place = claimed(yuki, batch)
    given = answer(yuki, batch, place, voice=send(yuki, batch, place, wav(1)).json()["key"])["id"]
    assert problem_of(send(yuki, batch, place, wav(2)))[:2] == (409, "already_answered")
    turned_back(given, cast)

    better = send(yuki, batch, place, wav(2)).json()
    assert yuki.post(f"/answers/{given}/fix", {"content": {"voice": better["key"]}})["fixes"] == 1
    assert opens(sakurai, better["id"]) == 404  # it waits for her on the page where she judges


def turned_back(answer: str, cast: Cast) -> None:
    """Sakurai couldn't hear anything, as she says on her page."""
    why = {"reason": Reason.UNREADABLE, "evidence": "音がない録音"}
    judging.turn_back(Answer.objects.get(pk=answer), **why, by=cast.sakurai, at=clock.now())
