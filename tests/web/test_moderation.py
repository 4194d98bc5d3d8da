"""Reporting on pages, and the operators' queue."""

from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mikiwame.core import clock
from mikiwame.market.members.models import Member
from mikiwame.market.messaging.models import Conversation, Message
from mikiwame.market.moderation.models import Report, Sanction
from mikiwame.market.moderation.operations import appeals, reports
from tests.cast import Cast
from tests.market.contests.stage import second_operator
from tests.market.contracts.stage import offered
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


def test_a_client_appeals_and_another_operator_decides(cast: Cast) -> None:
    posting = published_today(cast.kuroda)
    kuroda, oda, mori = browser(cast.kuroda), browser(cast.oda), browser(second_operator())
    stop = {"reason": "口座を集めています。"}
    assert oda.post(f"/operations/postings/{posting.pk}/suspension/", stop).status_code == 303
    sanction = Sanction.objects.get()
    own, review = f"/sanctions/{sanction.pk}/", f"/operations/sanctions/{sanction.pk}/"
    way = f"/postings/{posting.pk}/stop/"
    assert way in kuroda.get(f"/postings/{posting.pk}/").content.decode()
    assert way not in oda.get(f"/postings/{posting.pk}/").content.decode()
    assert kuroda.get(way)["Location"] == own
    assert "口座を集めています。" in kuroda.get(own).content.decode()
    assert kuroda.post(own, {"text": ""}).status_code == 422
    assert own in kuroda.get("/home/").content.decode()
    assert kuroda.post(own, {"text": "口座は集めていません。"}).status_code == 303
    assert kuroda.post(own, {"text": "もう一度"}).status_code == 422
    assert "口座は集めていません。" in kuroda.get(own).content.decode()

    assert posting.title in oda.get("/operations/sanctions/").content.decode()
    assert "ほかの運営担当が判断します" in oda.get(review).content.decode()
    assert oda.get(own)["Location"] == review
    decided = {"finding": "lift", "ruling": "口座の話はありません。"}
    assert oda.post(review, decided).status_code == 422
    assert "口座は集めていません。" in mori.get(review).content.decode()
    assert mori.post(review, {"ruling": "理由"}).status_code == 422
    assert mori.post(review, decided).status_code == 303
    assert "口座の話はありません。" in kuroda.get(own).content.decode()
    assert "措置への異議を認めた" in oda.get("/operations/audit/").content.decode()
    posting.refresh_from_db()
    assert posting.state == "open"


def test_who_is_warned_reads_why_and_not_who_reported(cast: Cast) -> None:
    oda, kuroda = browser(cast.oda), browser(cast.kuroda)
    filed = {"reason": "outside", "words": "ひみつの言葉"}
    browser(cast.yuki).post(f"/reports/new/?about={cast.kuroda.party.key}", filed)
    report = Report.objects.get()
    judged = {"decision": "warned", "ruling": "外へ誘わないでください。"}
    oda.post(f"/operations/reports/{report.pk}/", judged)
    sanction = Sanction.objects.get()
    appeals.appeal(sanction, text="誘っていません。", by=cast.kuroda, at=clock.now())
    assert "期限が2回過ぎると、注意は取り消され" in kuroda.get(f"/sanctions/{sanction.pk}/").content.decode()
    Sanction.objects.update(late_since=clock.now())
    page = kuroda.get(f"/sanctions/{sanction.pk}/").content.decode()
    assert "外へ誘わないでください。" in page
    assert "運営の判断が遅れています" in page
    assert "次の期限も過ぎると、注意は取り消されます" in page
    for hidden in (cast.yuki.party.display_name, "ひみつの言葉", str(report.pk)):
        assert hidden not in page
    assert "ひみつの言葉" in oda.get(f"/operations/sanctions/{sanction.pk}/").content.decode()
    assert "遅れています" in oda.get("/operations/sanctions/").content.decode()


def test_sanctions_are_for_whom_they_concern_and_take_few_statements(cast: Cast) -> None:
    oda, kuroda, sora = browser(cast.oda), browser(cast.kuroda), browser(cast.sora)
    for _ in range(3):
        address = f"/operations/postings/{published_today(cast.kuroda).pk}/suspension/"
        oda.post(address, {"reason": "口座を集めています。"})
    for sanction in Sanction.objects.all():
        appeals.appeal(sanction, text="いいえ", by=cast.kuroda, at=clock.now())
    own, review = f"/sanctions/{sanction.pk}/", f"/operations/sanctions/{sanction.pk}/"
    for address in (own, review, "/operations/sanctions/"):
        assert sora.get(address).status_code == 404
        reader = kuroda if address == own else oda
        reader.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(address).status_code == 200
        assert len(asked) <= 15
        assert max(Counter(one["sql"] for one in asked).values()) <= 2


def test_the_queue_shows_an_offer_that_was_reported(cast: Cast) -> None:
    offer = offered(cast, application=applied(cast.yuki, published_today(cast.sakurai)), at=clock.now())
    reports.report(offer.key, reason="fraud", words="口座を聞かれました。", by=cast.yuki, at=clock.now())
    assert offer.title in browser(cast.oda).get("/operations/reports/").content.decode()
    (report,) = Report.objects.all()
    assert "内定" in browser(cast.oda).get(f"/operations/reports/{report.pk}/").content.decode()


def test_who_reports_what_two_alone_see_reads_that_the_other_may_guess(
    cast: Cast, talk: Conversation
) -> None:
    offer = offered(cast, application=applied(cast.yuki, published_today(cast.sakurai)), at=clock.now())
    posting = published_today(cast.sakurai)
    for about in (talk.key, offer.key, posting.key, cast.sakurai.party.key):
        page = browser(cast.yuki).get(f"/reports/new/?about={about}").content.decode()
        assert ("察するかもしれません" in page) == (about in {talk.key, offer.key})
        assert "運営が相手に伝えることはありません" in page
