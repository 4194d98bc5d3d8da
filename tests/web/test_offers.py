"""The pages of offers: written, read before they are made, answered once."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from mikiwame import stops as outages
from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.contracts.models import Contract, Offer
from mikiwame.market.contracts.states import OfferState
from mikiwame.market.hiring.models import Application
from mikiwame.market.members.models import Member
from mikiwame.market.moderation.operations import stops
from mikiwame.market.terms import queries as terms
from mikiwame.market.terms.lines import Part
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import DAY, agreed, offered, paid
from tests.market.hiring.stage import applied, published


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """It is the morning on which stories begin, unless a story moves on."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    move(MORNING)
    return move


def reading(member: Member) -> Client:
    """That member's browser."""
    client = Client()
    client.force_login(member, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def written(browser: Client, application: Application, **changes: str) -> dict[str, str]:
    """The form as it comes, with what the client types over it."""
    form = browser.get(address_for(application)).context["form"]
    return {field.name: str(field.value() or "") for field in form} | changes


def address_for(application: Application) -> str:
    return f"/applications/{application.pk}/offer/"


def address_of(offer: Offer) -> str:
    return f"/offers/{offer.pk}/"


def test_only_the_client_comes_to_the_form(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    assert reading(cast.sakurai).get(address_for(application)).status_code == 200
    assert reading(cast.sora).get(address_for(application)).status_code == 404
    assert Client().get(address_for(application)).status_code == 302
    browser = reading(cast.yuki)
    assert browser.get(address_for(application)).status_code == 404
    response = browser.post(address_for(application), written(reading(cast.sakurai), application))
    assert response.status_code == 404
    assert not Offer.objects.exists()


def test_an_offer_that_was_read_back_can_be_written_anew(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    browser = reading(cast.sakurai)
    form = written(browser, application, message="よろしくお願いします。")
    assert 'name="rewriting"' in browser.post(address_for(application), form).content.decode()
    anew = browser.post(address_for(application), form | {"rewriting": "yes"}).content.decode()
    assert "内容を確かめる" in anew
    assert "よろしくお願いします。" in anew


def test_the_form_is_filled_with_the_postings_terms_and_the_applicants_price(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai), price=28_000)
    form = written(reading(cast.sakurai), application)
    assert form["reward"] == "28000"
    assert form["scope"] == application.posting.sheet.scope
    assert form["deadline"] == "2026-12-18"


def test_the_client_reads_what_her_offer_says_before_it_is_made(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    browser = reading(cast.sakurai)
    form = written(browser, application, reward="２万８千円", change_rounds="1")
    form["reward"] = "２８，０００円"
    html = browser.post(address_for(application), form).content.decode()
    assert not Offer.objects.exists()
    for words in ("ワーカーに不利", "ワーカーに有利", "28,000円", "2,858円", "ワーカーに届く金額"):
        assert words in html

    response = browser.post(address_for(application), form | {"confirmed": "yes"})
    assert response.status_code == 303
    assert Offer.objects.get().sheet.reward == 28_000


def test_a_newcomer_reads_that_what_is_free_of_the_fee_may_be_used_up(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    browser = reading(cast.sakurai)
    browser.post(address_for(application), written(browser, application) | {"confirmed": "yes"})
    page, words = address_of(Offer.objects.get()), "先に支払われる仕事から使われます"
    assert words in reading(cast.yuki).get(page).content.decode()
    assert words not in browser.get(page).content.decode()


def test_a_replayed_form_makes_no_second_offer(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai, headcount=2))
    browser = reading(cast.sakurai)
    form = written(browser, application) | {"confirmed": "yes"}
    assert browser.post(address_for(application), form).status_code == 303
    assert browser.post(address_for(application), form).status_code == 422
    assert Offer.objects.count() == 1


def test_parts_are_written_in_rows_and_add_up(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    browser = reading(cast.sakurai)
    rows = {"part_1_title": "ラフ", "part_1_amount": "1万", "part_1_due": "2026-12-04"}
    half = browser.post(address_for(application), written(browser, application, **rows, part_2_title="清書"))
    assert half.status_code == 422
    assert "名前と額と納期が要ります" in half.content.decode()

    rows |= {"part_2_title": "清書", "part_2_amount": "19,000", "part_2_due": "2026-12-18"}
    short = browser.post(address_for(application), written(browser, application, **rows))
    assert short.status_code == 422
    assert "29000円" in short.content.decode()

    rows["part_2_amount"] = "20,000"
    said = written(browser, application, **rows) | {"confirmed": "yes"}
    assert browser.post(address_for(application), said).status_code == 303
    assert Offer.objects.get().sheet.milestones.count() == 2


def test_the_postings_parts_are_there_already(cast: Cast) -> None:
    today = day_in_tokyo(MORNING)
    parts = [Part(1, "ラフ", 10_000, today + 25 * DAY), Part(2, "清書", 20_000, today + 40 * DAY)]
    application = applied(cast.yuki, published(cast.sakurai, parts=parts))
    browser = reading(cast.sakurai)
    form = written(browser, application)
    assert (form["part_1_title"], form["part_2_amount"]) == ("ラフ", "20,000")
    assert browser.post(address_for(application), form | {"confirmed": "yes"}).status_code == 303
    assert terms.parts(Offer.objects.get().sheet) == parts


WRONG: list[dict[str, Any]] = [
    {"reward": "−1"},
    {"reward": "999999999999"},
    {"reward": "３０🍞"},
    {"deadline": "2026-11-01"},
    {"deadline": ""},
    {"start_date": "2026-12-31"},
    {"inspection_days": "15"},
    {"inspection_days": ""},
    {"payment_days": "61"},
    {"scope": ""},
    {"message": "あ" * 3_001},
]


@pytest.mark.parametrize("typed", WRONG, ids=str)
def test_what_cannot_be_offered_is_said_next_to_the_field(cast: Cast, typed: dict[str, str]) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    browser = reading(cast.sakurai)
    form = written(browser, application, **typed) | {"confirmed": "yes"}
    response = browser.post(address_for(application), form)
    assert response.status_code == 422
    assert response.context["form"].errors
    assert not Offer.objects.exists()


def test_the_worker_reads_what_differs_what_arrives_and_until_when(cast: Cast) -> None:
    offer = offered(cast, change_rounds=4)
    html = reading(cast.yuki).get(address_of(offer)).content.decode()
    for words in (
        "募集と違うところ",
        "修正の依頼は4回まで",
        "あなたに届く金額",
        "あと5日",
        "この条件で承諾する",
    ):
        assert words in html
    assert "内定を取り消す" not in html
    of_client = reading(cast.sakurai).get(address_of(offer)).content.decode()
    assert "内定を取り消す" in of_client
    assert "この条件で承諾する" not in of_client


def test_outsiders_find_no_offer(cast: Cast) -> None:
    offer = offered(cast)
    for outsider in (cast.sora, cast.ken, cast.oda):
        assert reading(outsider).get(address_of(offer)).status_code == 404
        for act in ("acceptance", "refusal", "withdrawal"):
            assert reading(outsider).post(f"{address_of(offer)}{act}/").status_code == 404


def test_a_double_click_makes_one_contract(cast: Cast) -> None:
    offer = offered(cast)
    browser = reading(cast.yuki)
    assert browser.post(f"{address_of(offer)}acceptance/").status_code == 303
    twice = browser.post(f"{address_of(offer)}acceptance/")
    assert twice.status_code == 409
    assert "いまの状態ではできません" in twice.content.decode()
    assert Contract.objects.count() == 1
    assert "契約を開く" in browser.get(address_of(offer)).content.decode()


def test_nobody_answers_for_the_other(cast: Cast) -> None:
    offer = offered(cast)
    assert reading(cast.sakurai).post(f"{address_of(offer)}acceptance/").status_code == 409
    assert reading(cast.sakurai).post(f"{address_of(offer)}refusal/", {"note": ""}).status_code == 422
    assert reading(cast.yuki).post(f"{address_of(offer)}withdrawal/").status_code == 409
    assert Offer.objects.get().state == OfferState.MADE


def test_a_no_carries_its_reason_to_the_client(cast: Cast) -> None:
    offer = offered(cast)
    note = {"note": "あと1週間あればお受けできます。"}
    assert reading(cast.yuki).post(f"{address_of(offer)}refusal/", note).status_code == 303
    assert note["note"] in reading(cast.sakurai).get(address_of(offer)).content.decode()


def test_after_the_limit_the_page_says_so_and_the_button_is_gone(
    cast: Cast, at: Callable[[datetime], None]
) -> None:
    offer = offered(cast)
    at(MORNING + 5 * DAY)
    html = reading(cast.yuki).get(address_of(offer)).content.decode()
    assert "期限を過ぎました" in html
    assert "この条件で承諾する" not in html
    assert reading(cast.yuki).post(f"{address_of(offer)}acceptance/").status_code == 409


def test_taking_it_back_frees_the_place(cast: Cast) -> None:
    offer = offered(cast)
    assert reading(cast.sakurai).post(f"{address_of(offer)}withdrawal/").status_code == 303
    assert "取り消し" in reading(cast.yuki).get(address_of(offer)).content.decode()


def test_the_pages_say_that_operators_stopped_it_and_there_is_no_button(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    offer = offered(cast, application=application)
    accept = f"{address_of(offer)}acceptance/"
    browser, said = reading(cast.yuki), "運営がこの募集を止めました"
    assert accept in browser.get(address_of(offer)).content.decode()
    stops.suspend(application.posting, reason="口座を集めています。", by=cast.oda, at=MORNING)

    page = browser.get(address_of(offer)).content.decode()
    assert said in page
    assert accept not in page
    assert said in browser.get(f"/applications/{application.pk}/").content.decode()
    assert said in reading(cast.sakurai).get(address_of(offer)).content.decode()
    for reader in (cast.yuki, cast.sakurai):
        assert "口座" not in reading(reader).get(address_of(offer)).content.decode()
    assert browser.post(accept).status_code == 409
    assert not Contract.objects.exists()


def test_both_read_why_an_offer_whose_day_came_meanwhile_is_accepted_no_more(
    cast: Cast, at: Callable[[datetime], None]
) -> None:
    offer, back = offered(cast, start_date=date(2026, 11, 2), deadline=date(2026, 11, 4)), MORNING + 2 * DAY
    outages.beat(at=MORNING)
    outages.beat(at=back)
    at(back)
    page = reading(cast.yuki).get(address_of(offer)).content.decode()
    assert "この条件では承諾できません" in page
    assert "/acceptance/" not in page
    assert "相手はもう承諾できません" in reading(cast.sakurai).get(address_of(offer)).content.decode()
    refused = reading(cast.yuki).post(f"{address_of(offer)}acceptance/")
    assert refused.status_code == 409
    assert "日を改めて" in refused.content.decode()


def test_home_and_the_list_say_that_a_waiting_offer_was_stopped(cast: Cast) -> None:
    posting = published(cast.sakurai)
    offered(cast, application=applied(cast.yuki, posting))
    said = "運営が募集を止めたので、いまは承諾できません"
    for member in (cast.yuki, cast.sakurai):
        assert said not in reading(member).get("/home/").content.decode()
    stops.suspend(posting, reason="口座を集めています。", by=cast.oda, at=MORNING)
    for member in (cast.yuki, cast.sakurai):
        assert said in reading(member).get("/home/").content.decode()
        assert "運営が募集を止めています" in reading(member).get("/contracts/").content.decode()


def test_the_worker_of_a_stopped_offer_reads_so_before_its_terms_and_nowhere_otherwise(cast: Cast) -> None:
    posting = published(cast.sakurai)
    offer = offered(cast, application=applied(cast.yuki, posting))
    stops.suspend(posting, reason="口座を集めています。", by=cast.oda, at=MORNING)
    page = reading(cast.yuki).get(address_of(offer)).content.decode()
    assert "いまは承諾できません" in page.partition('id="terms"')[0]
    application = reading(cast.yuki).get(f"/applications/{offer.application_id}/").content.decode()
    assert "募集が再開してからです" in application
    assert "受けるか断るかを決めてください" not in application
    assert "あなたの見込み" not in reading(cast.yuki).get(f"/postings/{posting.pk}/").content.decode()


def test_whoever_waits_for_money_reads_that_operators_stopped_it(cast: Cast) -> None:
    posting = published(cast.sakurai, headcount=2)
    contract = agreed(cast, application=applied(cast.yuki, posting))
    stops.suspend(posting, reason="確認", by=cast.oda, at=MORNING)
    address, said = f"/contracts/{contract.pk}/", "運営が、この契約のもとの募集を止めました"
    assert said in reading(cast.yuki).get(address).content.decode()
    assert said not in reading(cast.sakurai).get(address).content.decode()
    paid(contract)
    assert said not in reading(cast.yuki).get(address).content.decode()


def test_the_client_of_a_stopped_posting_is_led_to_why_and_offers_nothing(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai))
    browser, acts = reading(cast.sakurai), ("offer/", "trial/")
    pages = [f"/applications/{application.pk}/", f"/postings/{application.posting_id}/applicants/"]
    for address in pages:
        page = browser.get(address).content.decode()
        assert all(f"/applications/{application.pk}/{act}" in page for act in acts)

    stops.suspend(application.posting, reason="確認", by=cast.oda, at=MORNING)
    for address in pages:
        page = browser.get(address).content.decode()
        assert "運営がこの募集を止めました" in page
        assert f'href="/postings/{application.posting_id}/">理由を読み' in page
        assert not any(f"/applications/{application.pk}/{act}" in page for act in acts)
        assert "見送る" in page
