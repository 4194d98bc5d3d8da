"""The contact guard over the API: what was found goes back to its writer, who may keep her letter."""

import pytest

from mikiwame.core import clock
from mikiwame.market.messaging import operations as messaging
from mikiwame.market.messaging.models import Conversation
from mikiwame.market.messaging.states import ContactPolicy
from tests.api.programs import Program, program_of
from tests.cast import Cast
from tests.market.contracts.stage import running

TRICK = "らいんのIDは kuro_77 です。追加してください。"


@pytest.fixture
def thread(cast: Cast) -> Conversation:
    sides = {"client": cast.kuroda.party, "worker": cast.yuki.party}
    return messaging.open_conversation("application:1", title="作業", at=clock.now(), **sides)


@pytest.fixture
def kuroda(cast: Cast) -> Program:
    return program_of(cast.kuroda)


def test_a_stop_names_the_words_and_why(kuroda: Program, thread: Conversation) -> None:
    problem = kuroda.post(f"/conversations/{thread.pk}/messages", {"text": TRICK}, expect=422)
    assert problem["code"] == "leads_outside"
    assert problem["errors"][0]["field"] == "text"
    for finding in problem["findings"]:
        assert TRICK[finding["start"] : finding["end"]] == finding["quote"]
        assert finding["why"]
        assert finding["name"]


def test_after_funding_the_reason_is_the_terms(cast: Cast) -> None:
    contract = running(cast)
    path = f"/conversations/{contract.conversation_id}/messages"
    problem = program_of(cast.sakurai).post(path, {"text": TRICK}, expect=422)
    assert problem["code"] == "tool_unagreed"
    assert {finding["why"] for finding in problem["findings"]} == {problem["errors"][0]["detail"]}


def test_a_letter_is_kept_listed_sent_and_thrown_away(
    kuroda: Program, thread: Conversation, cast: Cast
) -> None:
    path = f"/conversations/{thread.pk}/letters"
    first, second = (kuroda.post(path, {"text": TRICK}) for _ in range(2))
    assert kuroda.get(path) == [first, second]
    yuki = program_of(cast.yuki)
    assert yuki.get(path) == []
    assert yuki.post(f"/letters/{first['id']}/sending", expect=404)["code"] == "not_found"
    assert kuroda.post(f"/letters/{first['id']}/sending", expect=409)["code"] == "letter_waits"

    assert kuroda.send("DELETE", f"/letters/{second['id']}").status_code == 204
    messaging.set_policy(thread, ContactPolicy.OPEN, at=clock.now())
    assert kuroda.post(f"/letters/{first['id']}/sending")["text"] == TRICK
    assert kuroda.get(path) == []
    [message] = yuki.get(f"/conversations/{thread.pk}/messages")["items"]
    assert (message["not_an_offer"], message["not_yet"]) == (False, "")
