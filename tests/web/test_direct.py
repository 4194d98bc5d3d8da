"""The pages of direct offers: the client asks somebody again whom she has paid before."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from mikiwame.core import clock
from mikiwame.market.contracts.models import Contract, Offer
from mikiwame.market.contracts.operations import offers
from mikiwame.market.contracts.operations.work import accept
from mikiwame.market.contracts.states import OfferState
from mikiwame.market.moderation.models import Report
from tests.cast import Cast
from tests.market.contracts.stage import (
    AGAIN,
    HALVES,
    WEEK_OVER,
    by_the_hour,
    finished,
    handed_in,
    inspecting,
    offered_directly,
    part,
    wrote,
)
from tests.web.hiring import reading

PAST_WORKERS = "/past-workers/"


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """It is the day after the work was paid, unless a story moves on."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    move(AGAIN)
    return move


def address_for(contract: Contract) -> str:
    return f"/contracts/{contract.pk}/offer/"


def written(browser: Client, contract: Contract, **changes: str) -> dict[str, str]:
    """The form as it comes, with the days, and what the client types over it."""
    form = browser.get(address_for(contract)).context["form"]
    days = {"start_date": "2026-12-01", "deadline": "2026-12-25"}
    return {field.name: str(field.value() or "") for field in form} | days | changes


def test_from_the_contract_to_an_offer_that_is_accepted(cast: Cast) -> None:
    contract = finished(cast)
    sakurai, yuki = reading(cast.sakurai), reading(cast.yuki)
    assert address_for(contract) in sakurai.get(f"/contracts/{contract.pk}/").content.decode()
    assert address_for(contract) not in yuki.get(f"/contracts/{contract.pk}/").content.decode()

    form = written(sakurai, contract, title="名刺1点の制作", message="またお願いします。")
    read_back = sakurai.post(address_for(contract), form).content.decode()
    for words in ("前回の契約から変えたところ", "30,000円", "ワーカーに届く金額"):
        assert words in read_back
    assert not Offer.objects.filter(application=None).exists()
    assert sakurai.post(address_for(contract), form | {"confirmed": "yes"}).status_code == 303

    offer = Offer.objects.get(application=None)
    html = yuki.get(f"/offers/{offer.pk}/").content.decode()
    for words in (
        "募集なしの依頼",
        "前回の契約と違うところ",
        "見極め",
        "文面の見極め",
        "またお願いします。",
        "あと5日",
    ):
        assert words in html
    assert "募集と違うところ" not in html
    assert "見極め</h2>" not in sakurai.get(f"/offers/{offer.pk}/").content.decode()
    assert yuki.post(f"/offers/{offer.pk}/acceptance/").status_code == 303
    versions = yuki.get(f"/contracts/{offer.contract.pk}/terms/").content.decode()
    assert "前回の契約を開く" in versions
    assert "募集のページ" not in versions


def test_its_days_and_parts_come_empty(cast: Cast) -> None:
    form = reading(cast.sakurai).get(address_for(finished(cast, parts=HALVES))).context["form"]
    values = {field.name: field.value() for field in form}
    assert [values[name] for name in ("start_date", "deadline", "part_1_due")] == [None] * 3
    assert (values["part_1_title"], values["part_2_amount"]) == ("ラフ案", "20,000")


@pytest.mark.parametrize(
    "typed", [{"deadline": ""}, {"start_date": "2026-11-01"}, {"title": ""}, {"category": "nothing"}], ids=str
)
def test_what_cannot_be_offered_is_said_next_to_the_field(cast: Cast, typed: dict[str, str]) -> None:
    contract, browser = finished(cast), reading(cast.sakurai)
    response = browser.post(address_for(contract), written(browser, contract, **typed) | {"confirmed": "yes"})
    assert response.status_code == 422
    assert set(typed) <= set(response.context["form"].errors)


def test_a_contact_in_the_message_is_refused_before_the_offer_is_read_back(cast: Cast) -> None:
    contract, browser = finished(cast), reading(cast.sakurai)
    response = browser.post(
        address_for(contract), written(browser, contract, message="sakurai@example.jp まで")
    )
    assert response.status_code == 422
    assert "message" in response.context["form"].errors


def test_who_may_not_ask_reads_why(cast: Cast) -> None:
    unpaid, paid = inspecting(cast), finished(cast)
    of_client = reading(cast.sakurai).get(address_for(unpaid))
    assert of_client.status_code == 409
    assert "報酬を支払ったことのある契約の相手だけ" in of_client.content.decode()
    assert reading(cast.yuki).get(address_for(paid)).status_code == 409
    assert reading(cast.yuki).post(address_for(paid), {}).status_code == 409
    for outsider in (cast.ken, cast.sora, cast.oda, cast.kuroda):
        assert reading(outsider).get(address_for(paid)).status_code == 404
    offered_directly(cast, after=paid)
    assert "すでに返事を待っています" in reading(cast.sakurai).get(address_for(paid)).content.decode()


def test_past_workers_are_there_with_the_way_to_ask_them(cast: Cast) -> None:
    contract, browser = finished(cast), reading(cast.sakurai)
    assert address_for(contract) in browser.get(PAST_WORKERS).content.decode()
    offer = offered_directly(cast, after=contract)
    html = browser.get(PAST_WORKERS).content.decode()
    assert f"/offers/{offer.pk}/" in html
    assert address_for(contract) not in html
    assert "報酬を支払った契約ができると" in reading(cast.yuki).get(PAST_WORKERS).content.decode()


def test_the_worker_reads_what_sounds_odd(cast: Cast) -> None:
    words = "登録料として5,000円を先にお支払いください。作業の前に振り込んでいただきます。"
    offer = offered_directly(cast, scope=words)
    html = reading(cast.yuki).get(f"/offers/{offer.pk}/").content.decode()
    assert "印をつけた文面" in html
    assert "登録料" in html


def test_the_talk_leads_back_to_the_offer(cast: Cast) -> None:
    offer = offered_directly(cast)
    html = reading(cast.yuki).get(f"/messages/{offer.conversation_id}/").content.decode()
    assert f'href="/offers/{offer.pk}/"' in html
    assert "依頼のページ" in html
    assert reading(cast.sora).get(f"/messages/{offer.conversation_id}/").status_code == 404


def test_it_can_be_reported(cast: Cast) -> None:
    offer = offered_directly(cast)
    address = f"/reports/new/?about={offer.key}"
    assert offer.title in reading(cast.yuki).get(address).content.decode()
    assert reading(cast.ken).get(address).status_code == 404
    reason = {"about": offer.key, "reason": "outside", "words": ""}
    assert reading(cast.yuki).post(address, reason).status_code in {303, 422}
    assert not Report.objects.exclude(reported=cast.sakurai.party).exists()


def test_it_is_declined_or_taken_back_like_any_other(cast: Cast) -> None:
    offer = offered_directly(cast)
    html = reading(cast.yuki).get(f"/offers/{offer.pk}/").content.decode()
    assert "応募は残ります" not in html
    assert (
        reading(cast.yuki).post(f"/offers/{offer.pk}/refusal/", {"note": "手一杯です。"}).status_code == 303
    )
    second = offered_directly(cast, after=offer.earlier)
    assert "枠は空き" not in reading(cast.sakurai).get(f"/offers/{second.pk}/").content.decode()
    assert reading(cast.sakurai).post(f"/offers/{second.pk}/withdrawal/").status_code == 303
    assert set(Offer.objects.filter(application=None).values_list("state", flat=True)) == {
        OfferState.DECLINED,
        OfferState.WITHDRAWN,
    }


def test_both_homes_show_it_with_its_clock(cast: Cast) -> None:
    offer = offered_directly(cast)
    for member in (cast.yuki, cast.sakurai):
        assert f"/offers/{offer.pk}/" in reading(member).get("/home/").content.decode()
        assert "直接の依頼" in reading(member).get("/contracts/").content.decode()
    offers.lapse_offer(offer, at=offer.until)
    assert f"/offers/{offer.pk}/" not in reading(cast.yuki).get("/home/").content.decode()


def test_after_work_by_the_hour_a_fixed_price_can_be_asked_for(
    at: Callable[[datetime], None], cast: Cast
) -> None:
    contract = by_the_hour(cast)
    wrote(contract)
    handed_in(contract)
    accept(part(contract), by=cast.sakurai, at=WEEK_OVER)
    at(WEEK_OVER)
    sakurai = reading(cast.sakurai)
    fixed = {"reward_basis": "fixed", "repeat": "", "weekdays": "", "reward": "20,000", "pace": ""}
    form = written(sakurai, contract, **fixed)
    assert "報酬の決め方" in sakurai.get(address_for(contract)).content.decode()
    assert sakurai.post(address_for(contract), form | {"confirmed": "yes"}).status_code == 303
    made = Offer.objects.get(application=None)
    assert (made.sheet.reward_basis, made.sheet.reward, made.sheet.repeat) == ("fixed", 20_000, "")


def test_after_one_piece_of_work_some_by_the_month_can_be_asked_for(cast: Cast) -> None:
    contract = finished(cast)
    sakurai = reading(cast.sakurai)
    monthly = {
        "reward_basis": "monthly",
        "repeat": "times_a_week",
        "times_a_week": "2",
        "reward": "40,000",
        "quantity": "8",
        "deadline": "",
    }
    form = written(sakurai, contract, **monthly)
    read_back = sakurai.post(address_for(contract), form).content.decode()
    assert "月額固定" in read_back
    assert "40,000円" in read_back
    assert sakurai.post(address_for(contract), form | {"confirmed": "yes"}).status_code == 303
    made = Offer.objects.get(application=None)
    assert (made.sheet.reward_basis, made.sheet.reward, made.sheet.quantity) == ("monthly", 40_000, None)
    assert "納品しなかった回の分は減ります" in reading(cast.yuki).get(f"/offers/{made.pk}/").content.decode()
