"""``mikiwame live``: streams over real connections; a killed process loses nothing."""

import http.client
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from mikiwame.core.ids import key, new_id
from mikiwame.market.messaging import operations
from tests.cast import MORNING, assemble
from tests.live import LiveProcess
from tests.ops.instance import free_port
from tests.web.live import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def live() -> Iterator[LiveProcess]:
    process = LiveProcess(free_port(), settings.PORT)
    process.start()
    yield process
    process.kill()


def stream(live: LiveProcess, session: str) -> http.client.HTTPResponse:
    """An open stream."""
    line = http.client.HTTPConnection("localhost", live.port, timeout=60)
    line.request("GET", "/live/", headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"})
    answer = line.getresponse()
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    return answer


def next_event(answer: http.client.HTTPResponse, kind: str) -> Any:
    """What the next event of a kind names; raises AssertionError when the stream ends before."""
    while line := answer.readline().decode():
        if line == f"event: {kind}\n":
            return json.loads(answer.readline().decode().removeprefix("data: "))
    raise AssertionError("the stream has ended")


def test_two_pages_hear_of_a_message_and_a_killed_process_loses_nothing(live: LiveProcess) -> None:
    cast = assemble()
    conversation = operations.open_conversation(
        key("application", new_id()),
        title="商品説明文の作成",
        client=cast.sakurai.party,
        worker=cast.yuki.party,
        at=MORNING,
    )
    sessions = [signed_in(cast.yuki), signed_in(cast.sakurai)]
    pages = [stream(live, session) for session in sessions]
    for page in pages:
        assert next_event(page, "counts")["conversations"] == 0
    operations.send(conversation, text="はじめまして。", by=cast.sakurai, at=MORNING)
    for page in pages:
        assert next_event(page, "message") == {"conversation": conversation.key}
    assert next_event(pages[0], "counts")["conversations"] == 1

    live.kill()
    for page in pages:
        with pytest.raises((AssertionError, OSError, http.client.HTTPException)):
            next_event(page, "message")
    operations.mark_read(conversation, by=cast.yuki, at=MORNING)
    operations.send(conversation, text="もう一つ。", by=cast.sakurai, at=MORNING)
    live.start()
    hers = stream(live, sessions[0])
    assert next_event(hers, "again") == {}
    assert next_event(hers, "counts")["conversations"] == 1
