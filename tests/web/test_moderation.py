"""Reporting on pages, and the operators' queue."""

import pytest
from django.test import Client

from mikiwame.core import clock
from mikiwame.market.members.models import Member
from mikiwame.market.messaging.models import Conversation, Message
from mikiwame.market.moderation.models import Report
from tests.cast import Cast
from tests.market.hiring.stage import applied
from tests.web.stage import published_today

TRICK = "らいんのIDは kuro_77 です。追加してください。"


@pytest.fixture
def talk(cast: Cast) -> Conversation:
    return applied(cast.yuki, published_today(cast.kuroda), at=clock.now()).conversation


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def test_a_member_reports_and_an_operator_decides(cast: Cast) -> None:
    posting = published_today(cast.kuroda)
    yuki, oda = browser(cast.yuki), browser(cast.oda)
    page = yuki.get(f"/postings/{posting.pk}/").content.decode()
    address = f"/reports/new/?about={posting.key}"
    assert address in page
    assert posting.title in yuki.get(address).content.decode()
    assert yuki.post(address, {"words": "怪しいです"}).status_code == 422
    assert yuki.post(address, {"reason": "fraud", "words": "怪しいです"}).status_code == 303
    assert "運営が確認中" in yuki.get("/reports/").content.decode()

    report = Report.objects.get()
    assert "知らせられたこと" in oda.get("/operations/").content.decode()
    assert posting.title in oda.get("/operations/reports/").content.decode()
    judged = f"/operations/reports/{report.pk}/"
    shown = oda.get(judged).content.decode()
    assert "怪しいです" in shown
    assert posting.body.partition("\n")[0] in shown
    assert oda.post(judged, {"decision": "warned", "ruling": "口座は集められません。"}).status_code == 303
    assert "判断済み" in yuki.get("/reports/").content.decode()
    assert "口座は集められません" not in yuki.get("/reports/").content.decode()
    assert "口座は集められません。" in oda.get("/operations/audit/").content.decode()


def test_the_queue_is_for_operators_and_reports_for_who_may_see(cast: Cast, talk: Conversation) -> None:
    yuki, sora = browser(cast.yuki), browser(cast.sora)
    assert yuki.get("/operations/reports/").status_code == 404
    assert sora.get(f"/reports/new/?about={talk.key}").status_code == 404
    assert sora.get("/reports/new/").status_code == 404
    assert Client().get("/reports/new/").status_code == 302


def test_a_wrong_stop_is_reported_with_its_text_and_nothing_is_sent(cast: Cast, talk: Conversation) -> None:
    kuroda = browser(cast.kuroda)
    stopped = kuroda.post(f"/messages/{talk.pk}/", {"text": TRICK}).content.decode()
    assert "止めたのはおかしいと、運営に知らせる" in stopped
    assert f"/reports/new/?about={talk.key}" in stopped
    assert kuroda.post(f"/messages/{talk.pk}/", {"text": TRICK, "act": "wrong"}).status_code == 303
    assert Report.objects.get().seen_text == TRICK
    assert not Message.objects.exists()
