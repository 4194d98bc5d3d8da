"""What the contact guard stopped, on the page: marked and explained to its writer, and to nobody else."""

import re

import pytest
from django.test import Client

from mikiwame.core import clock
from mikiwame.market.history.operations import consume
from mikiwame.market.members.models import Member
from mikiwame.market.messaging import operations, queries
from mikiwame.market.messaging.models import Conversation, KeptLetter, Message
from mikiwame.market.messaging.states import ContactPolicy
from mikiwame.market.notifications import operations as notifications
from tests.cast import Cast
from tests.market.hiring.stage import applied
from tests.web.stage import published_today

TRICK = "はじめまして。<b>らいん</b>でお話ししませんか。\nIDは kuro_77 です。"


@pytest.fixture
def conversation(cast: Cast) -> Conversation:
    at = clock.now()
    return applied(cast.yuki, published_today(cast.kuroda), at=at).conversation


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def address(conversation: Conversation) -> str:
    return f"/messages/{conversation.pk}/"


def test_the_writer_sees_her_text_marked_and_why(cast: Cast, conversation: Conversation) -> None:
    response = browser(cast.kuroda).post(address(conversation), {"text": TRICK})
    page = response.content.decode()
    assert response.status_code == 422
    assert "送る前に止めました" in page
    assert "<mark>kuro_77</mark>" in page
    assert "<b>らいん" not in page
    assert "仮払いの前に" in page
    assert not Message.objects.exists()
    written = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert written is not None
    assert "kuro_77" in written.group(1)

    hers = browser(cast.yuki).get(address(conversation)).content.decode()
    assert "kuro_77" not in hers
    assert "止めました" not in hers


def test_it_is_kept_seen_by_the_writer_alone_and_sent_once_money_is_held(
    cast: Cast, conversation: Conversation
) -> None:
    kuroda, yuki = browser(cast.kuroda), browser(cast.yuki)
    response = kuroda.post(address(conversation), {"text": TRICK, "act": "keep"})
    assert response.status_code == 303
    letter = KeptLetter.objects.get()
    page = kuroda.get(address(conversation)).content.decode()
    assert "とっておいた手紙" in page
    assert "いま送る" not in page
    assert "とっておいた手紙" not in yuki.get(address(conversation)).content.decode()

    sending = f"/letters/{letter.pk}/sending/"
    assert yuki.post(sending).status_code == 404
    assert kuroda.post(sending).status_code == 409
    operations.set_policy(conversation, ContactPolicy.OPEN, at=clock.now())
    consume("notifications", notifications.take_in, at=clock.now())
    assert "とっておいた手紙があります。仮払いが済みました" in kuroda.get("/notices/").content.decode()
    assert "とっておいた手紙" not in yuki.get("/notices/").content.decode()
    assert "いま送る" in kuroda.get(address(conversation)).content.decode()
    assert kuroda.post(sending).status_code == 303
    [message] = queries.messages(conversation)
    assert message.text == TRICK
    assert not KeptLetter.objects.exists()


def test_a_kept_letter_is_thrown_away(cast: Cast, conversation: Conversation) -> None:
    letter = operations.keep(conversation, text=TRICK, by=cast.kuroda, at=clock.now())
    assert browser(cast.yuki).post(f"/letters/{letter.pk}/removal/").status_code == 404
    assert browser(cast.kuroda).post(f"/letters/{letter.pk}/removal/").status_code == 303
    assert not KeptLetter.objects.exists()


def test_a_message_that_hires_or_urges_is_marked_for_both(cast: Cast, conversation: Conversation) -> None:
    text = "採用です。今日から毎日納品してください。"
    assert browser(cast.kuroda).post(address(conversation), {"text": text}).status_code == 303
    his, hers = (browser(who).get(address(conversation)).content.decode() for who in (cast.kuroda, cast.yuki))
    for page in (his, hers):
        assert "内定ではありません。内定は条件の画面から届きます。" in page
        assert "まだ作業しないでください。" in page
        assert "条件の合意も仮払いもまだです" in page
    assert "応募のページから内定を出す" in his
    assert "応募のページから内定を出す" not in hers


def test_a_form_field_quotes_what_was_stopped_in_it(cast: Cast) -> None:
    posting = published_today(cast.sakurai)
    sent = {"message": "らいんでお話ししませんか。", "price": "30000"}
    response = browser(cast.kuroda).post(f"/postings/{posting.pk}/apply/", sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "「らいんでお話ししませんか」は、連絡先や外のツールへの案内に見えます" in page
