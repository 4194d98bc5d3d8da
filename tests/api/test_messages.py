"""Conversations and files over the API."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from mikiwame.core import clock
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.messaging.models import Conversation, Message
from tests.api.programs import ROOT, Program, program_of
from tests.cast import Cast
from tests.market.hiring.stage import applied, published


@pytest.fixture
def thread(cast: Cast) -> Conversation:
    sides = {"client": cast.sakurai.party, "worker": cast.yuki.party}
    return messaging.open_conversation("application:1", title="ロゴ", at=clock.now(), **sides)


@pytest.fixture
def sakurai(cast: Cast) -> Program:
    return program_of(cast.sakurai)


@pytest.fixture
def yuki(cast: Cast) -> Program:
    return program_of(cast.yuki)


def picture() -> bytes:
    """A small PNG."""
    content = BytesIO()
    Image.new("RGB", (8, 8), "#1d4674").save(content, "PNG")
    return content.getvalue()


def test_what_one_side_writes_the_other_reads(sakurai: Program, yuki: Program, thread: Conversation) -> None:
    path = f"/conversations/{thread.pk}"
    sent = sakurai.post(f"{path}/messages", {"text": "はじめまして。\n桜井です。"})
    [listed] = yuki.get("/conversations")["items"]
    assert (listed["id"], listed["unread"]) == (str(thread.pk), 1)
    assert yuki.get(f"{path}/messages") == {"items": [sent], "earlier": None}
    assert yuki.send("PUT", f"{path}/read-mark").status_code == 204
    assert yuki.get("/conversations")["items"][0]["unread"] == 0
    assert yuki.get(path)["client"]["display_name"] == "桜井デザイン室"


def test_what_came_since_stays_unread(
    sakurai: Program, yuki: Program, thread: Conversation, cast: Cast
) -> None:
    path = f"/conversations/{thread.pk}"
    first, *_ = [
        sakurai.post(f"{path}/messages", {"text": text}) for text in ("一通目です。", "二通目です。")
    ]
    assert yuki.send("PUT", f"{path}/read-mark?until={first['id']}").status_code == 204
    assert yuki.get("/conversations")["items"][0]["unread"] == 1

    elsewhere = applied(cast.ken, published(cast.sakurai)).conversation
    other = messaging.send(elsewhere, text="ケンジさんへ。", by=cast.sakurai, at=clock.now())
    assert yuki.send("PUT", f"{path}/read-mark?until={other.pk}").status_code == 404


def test_a_long_thread_is_read_backwards(sakurai: Program, thread: Conversation, cast: Cast) -> None:
    for number in range(101):
        messaging.send(thread, text=f"第{number}信", by=cast.yuki, at=clock.now())
    newest = sakurai.get(f"/conversations/{thread.pk}/messages")
    before = sakurai.get(f"/conversations/{thread.pk}/messages", before=newest["earlier"])
    assert [message["text"] for message in before["items"]] == ["第0信"]
    assert before["earlier"] is None


def test_files_come_with_words_or_without(sakurai: Program, yuki: Program, thread: Conversation) -> None:
    def send(key: str) -> Any:
        files = [SimpleUploadedFile("ロゴ案.png", picture(), "image/png")]
        headers = sakurai.headers() | {"Idempotency-Key": key}
        path = f"{ROOT}/conversations/{thread.pk}/files"
        return sakurai.client.post(path, {"files": files, "text": "案です。"}, headers=headers)

    first, again = send("k-1"), send("k-1")
    assert (first.status_code, first.content) == (201, again.content)
    assert Message.objects.count() == 1
    [file] = yuki.get(f"/conversations/{thread.pk}/messages")["items"][0]["files"]
    assert (file["name"], file["media_type"]) == ("ロゴ案.png", "image/png")


def test_a_file_that_is_not_let_in(sakurai: Program, thread: Conversation) -> None:
    program = SimpleUploadedFile("案.png", b"MZ\x90\x00 this program cannot be run", "image/png")
    path = f"{ROOT}/conversations/{thread.pk}/files"
    response = sakurai.client.post(path, {"files": [program]}, headers=sakurai.headers())
    assert response.status_code == 415
    [fault] = response.json()["errors"]
    assert (fault["in"], fault["field"]) == ("file", "files")
    assert not Message.objects.exists()


def test_an_outsider_finds_no_conversation(cast: Cast, thread: Conversation) -> None:
    sora = program_of(cast.sora)
    assert sora.get("/conversations")["items"] == []
    assert sora.post(f"/conversations/{thread.pk}/messages", {"text": "?"}, expect=404)["code"] == "not_found"


def test_a_file_is_opened_by_whoever_may_see_its_message(
    sakurai: Program, yuki: Program, thread: Conversation, cast: Cast
) -> None:
    sketch = SimpleUploadedFile("案.txt", "案です。".encode())
    [file] = yuki.upload(f"/conversations/{thread.pk}/files", sketch)["files"]
    opened = sakurai.send("GET", f"/attachments/{file['id']}")
    assert opened.getvalue() == "案です。".encode()
    assert opened.headers["Content-Disposition"].startswith("attachment")
    assert program_of(cast.sora).send("GET", f"/attachments/{file['id']}").status_code == 404
