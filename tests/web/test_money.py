"""The pages of money: paying in, and what came and went."""

import csv
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client, override_settings

from mikiwame.core import clock
from mikiwame.exports import harmless
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.members import operations as members
from mikiwame.market.members.models import Member
from mikiwame.market.members.private import BankAccount
from tests.api.stories import Story
from tests.cast import MORNING, Cast
from tests.market.escrow.purse import answers, held_for_many


@pytest.fixture
def story(cast: Cast) -> Story:
    return Story.of(cast)


def browser_of(member: Member) -> Client:
    client = Client()
    client.force_login(member, backend=configured.AUTHENTICATION_BACKENDS[-1])
    return client


def pay(contract: Any, client: Client) -> str:
    """Begin the payment on the contract's page; returns where it leads."""
    [milestone] = contract["milestones"]
    return client.post(f"/milestones/{milestone['id']}/payment/").headers["Location"]


def test_a_client_pays_in_once(story: Story, cast: Cast) -> None:
    contract, client = story.contract(), browser_of(cast.sakurai)
    address = pay(contract, client)
    said = client.get(address).content.decode()
    assert "28,000円を仮払いする" in said
    assert "2,858円" in said
    paid = client.post(f"{address}settlement/")
    assert (paid.status_code, paid.headers["Location"]) == (303, f"/contracts/{contract['id']}/")
    client.post(f"{address}settlement/")
    assert story.sakurai.get("/money/balances")["held"] == 28_000
    assert "お預かりしています" in client.get(address).content.decode()


def test_money_that_comes_too_late_goes_back(story: Story, cast: Cast) -> None:
    contract, client = story.contract(), browser_of(cast.sakurai)
    address = pay(contract, client)
    story.yuki.post(f"/contracts/{contract['id']}/call-off", {"reason": "急な引っ越しです。"})
    paid = client.post(f"{address}settlement/")
    assert "お金は戻ります" in client.get(paid.headers["Location"]).content.decode()
    assert story.sakurai.get("/money/balances")["refundable"] == 28_000


def test_a_payment_is_its_payers_alone(story: Story, cast: Cast) -> None:
    address = pay(story.contract(), browser_of(cast.sakurai))
    for stranger in (cast.yuki, cast.sora):
        client = browser_of(stranger)
        assert client.get(address).status_code == 404
        assert client.post(f"{address}settlement/").status_code == 404


def test_each_side_reads_what_came_and_went(story: Story, cast: Cast) -> None:
    contract = story.delivered()
    story.sakurai.post(f"/milestones/{contract['milestones'][0]['id']}/acceptance")
    escrow.make_payouts(at=clock.now())
    worker = browser_of(cast.yuki).get("/money/").content.decode()
    assert "23,342円" in worker
    assert "月ごとの報酬" in worker
    client = browser_of(cast.sakurai).get("/money/").content.decode()
    assert "ワーカーへの支払い" in client
    nothing = browser_of(cast.sora).get("/money/").content.decode()
    assert "まだ、お金の動きはありません" in nothing


def test_where_money_is_real_there_is_no_play_money(story: Story, cast: Cast) -> None:
    address = pay(story.contract(), browser_of(cast.sakurai))
    with override_settings(GATEWAY="another"):
        assert browser_of(cast.sakurai).post(f"{address}settlement/").status_code == 404


def test_a_payment_may_fail_and_be_tried_again(story: Story, cast: Cast) -> None:
    client = browser_of(cast.sakurai)
    address = pay(story.contract(), client)

    failed = client.post(f"{address}failure/")

    assert failed.headers["Location"] == address
    assert "お金は動いていません" in client.get(address).content.decode()
    assert story.sakurai.get("/money/balances")["held"] == 0
    client.post(f"{address}settlement/")
    assert story.sakurai.get("/money/balances")["held"] == 28_000
    assert browser_of(cast.yuki).post(f"{address}failure/").status_code == 404


def test_a_statement_is_taken_along(story: Story, cast: Cast) -> None:
    contract = story.delivered()
    story.sakurai.post(f"/milestones/{contract['milestones'][0]['id']}/acceptance")

    saved = browser_of(cast.yuki).get("/money/statement.csv")

    heads, line = csv.reader(saved.content.decode("utf-8-sig").splitlines())
    assert saved["Content-Disposition"] == 'attachment; filename="mikiwame-statement.csv"'
    assert heads[1:] == ["ことがら", "件名", "件数", "金額", "利用料", "源泉徴収税", "届く金額"]
    assert line[1:] == ["報酬", contract["title"], "1", "28000", "1800", "2858", "23342"]
    assert harmless("=cmd()") == "'=cmd()"


def test_many_small_payments_of_a_day_are_one_line(story: Story, cast: Cast) -> None:
    hold = held_for_many(cast.sakurai)
    for _ in range(2):
        escrow.draw(hold, answers(cast.yuki, *[20] * 30), at=MORNING)

    page = browser_of(cast.yuki).get("/money/").content.decode()
    saved = browser_of(cast.yuki).get("/money/statement.csv").content.decode("utf-8-sig")
    [line] = story.yuki.get("/money/statement")

    assert page.count("商品名の分類") == 1
    assert "（支払い60件分）" in page
    assert list(csv.reader(saved.splitlines()))[1][2:5] == ["商品名の分類", "60", "1200"]
    assert (line["amount"], line["count"]) == (1_200, 60)


def test_the_page_says_that_it_plays_and_asks_for_an_account_until_there_is_one(cast: Cast) -> None:
    client = browser_of(cast.yuki)
    said = client.get("/money/").content.decode()
    assert "ほんとうのお金は動きません" in said
    assert "受け取り口座を書く" in said
    assert "口座がなくても、振り込まれたものとして数えます" in said
    account = BankAccount.written(bank="0001", branch="001", kind="ordinary", number="1234567", holder="ユキ")
    members.keep_private_data(cast.yuki, bank_account=account, by=cast.yuki, at=MORNING)
    assert "受け取り口座を書く" not in client.get("/money/").content.decode()
