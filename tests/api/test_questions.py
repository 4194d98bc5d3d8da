"""Questions, drafts, summaries and the search of one's own conversations over the API."""

import pytest

from mikiwame.core import clock
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.messaging.models import Conversation
from mikiwame.market.messaging.states import ContactPolicy
from tests.api.programs import Program, program_of
from tests.cast import Cast


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


def test_a_question_waits_until_it_is_answered_or_settled(
    sakurai: Program, yuki: Program, thread: Conversation
) -> None:
    path = f"/conversations/{thread.pk}"
    asked = sakurai.post(f"{path}/questions", {"text": "間に合いますか。"})["question"]
    assert asked["state"] == "open"
    assert sakurai.post(f"{path}/questions", {"text": "どうですか。"}, expect=409)["code"] == "question_open"
    yuki.post(f"{path}/messages", {"text": "はい。"})
    first, _ = sakurai.get(f"{path}/messages")["items"]
    assert first["question"]["state"] == "answered"

    again = sakurai.post(f"{path}/questions", {"text": "何時ですか。"})["question"]
    assert yuki.send("POST", f"/questions/{again['id']}/settle").status_code == 404
    assert sakurai.send("POST", f"/questions/{again['id']}/settle").status_code == 204
    assert sakurai.get(f"{path}/messages")["items"][-1]["question"]["state"] == "settled"


def test_a_draft_is_ones_own_and_no_message_of_a_program_wipes_it(
    sakurai: Program, yuki: Program, thread: Conversation
) -> None:
    path = f"/conversations/{thread.pk}/draft"
    assert yuki.get(path) == {"text": "", "revision": 0}
    kept = yuki.send("PUT", path, {"text": "書きかけ", "revision": 0}).json()
    assert kept == {"text": "書きかけ", "revision": 1} == yuki.get(path)
    assert yuki.send("PUT", path, {"text": "別の", "revision": 0}).status_code == 409
    yuki.post(f"/conversations/{thread.pk}/messages", {"text": "はい。"})
    assert yuki.get(path) == kept
    assert sakurai.get(path)["text"] == ""


def test_a_summary_is_confirmed_by_the_other_side_alone(
    sakurai: Program, yuki: Program, thread: Conversation
) -> None:
    path = f"/conversations/{thread.pk}/summaries"
    said = {"text": "電話で色は青に決めた。"}
    assert sakurai.post(path, said, expect=409)["code"] == "not_funded_yet"
    messaging.set_policy(thread, ContactPolicy.OPEN, at=clock.now())
    summary = sakurai.post(path, said)
    confirm = f"/summaries/{summary['id']}/confirm"
    assert sakurai.post(confirm, {"words": ""}, expect=409)["code"] == "own_summary"
    assert yuki.send("POST", confirm, {"words": "はい"}).status_code == 200
    [listed] = sakurai.get(path)
    assert (listed["state"], listed["words"]) == ("confirmed", "はい")


def test_only_ones_own_conversations_are_searched(
    sakurai: Program, yuki: Program, thread: Conversation, cast: Cast
) -> None:
    sent = sakurai.post(f"/conversations/{thread.pk}/messages", {"text": "群青のロゴを添えます。"})
    [found] = yuki.get("/messages", q="群青")["items"]
    assert sent["id"] in str(found)
    assert program_of(cast.sora).get("/messages", q="群青")["items"] == []
