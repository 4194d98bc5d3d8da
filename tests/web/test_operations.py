"""The operators' pages: queues, stopping a posting with a reason, and the record of what operators did."""

import pytest
from django.test import Client

from mikiwame.market.hiring import queries as hiring
from mikiwame.market.hiring.states import PostingState
from tests.cast import Cast
from tests.web.stage import published_today

ADDRESSES = ("/operations/", "/operations/audit/")


@pytest.fixture
def operator(client: Client, cast: Cast) -> Client:
    client.force_login(cast.oda)
    return client


@pytest.mark.parametrize("address", ADDRESSES)
def test_for_others_there_is_nothing(client: Client, cast: Cast, address: str) -> None:
    assert client.get(address).status_code == 404
    client.force_login(cast.sora)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_empty_queues_say_so(operator: Client, address: str) -> None:
    response = operator.get(address)
    assert response.status_code == 200
    assert "ません" in response.content.decode()


def test_a_posting_is_stopped_and_put_back_with_reasons(operator: Client, cast: Cast) -> None:
    posting = published_today(cast.kuroda)
    stop, resume = (f"/operations/postings/{posting.id}/{step}/" for step in ("suspension", "reinstatement"))

    nameless = operator.post(stop, {"reason": " "})
    assert nameless.status_code == 422

    assert operator.post(stop, {"reason": "登録料を求めている"}).status_code == 303
    assert hiring.posting_for(cast.oda, posting.id).state == PostingState.SUSPENDED

    again = operator.post(stop, {"reason": "二度目"})
    assert again.status_code == 422
    assert "いまの状態ではできません" in again.content.decode()

    assert operator.post(resume, {"reason": "文を直した"}).status_code == 303
    assert hiring.posting_for(cast.oda, posting.id).state == PostingState.OPEN

    record = operator.get("/operations/audit/").content.decode()
    assert record.index("文を直した") < record.index("登録料を求めている")
    assert "運営の小田" in record


def test_others_stop_nothing(client: Client, cast: Cast) -> None:
    posting = published_today(cast.sakurai)
    client.force_login(cast.kuroda)
    response = client.post(f"/operations/postings/{posting.id}/suspension/", {"reason": "邪魔"})
    assert response.status_code == 404
    assert hiring.posting_for(None, posting.id).state == PostingState.OPEN
