"""Terms that come after hiring, in a real browser: proposals, over which the worker may go without fault."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.contracts.models import Contract
from mikiwame.market.contracts.operations import amendments, offers
from mikiwame.market.messaging import operations as messaging
from tests.browser.conftest import Look, SignIn
from tests.cast import Cast
from tests.market.contracts.stage import again, paid, proposed
from tests.market.hiring.stage import applied
from tests.market.reputation.stage import settle
from tests.web.stage import published_today

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hired(cast: Cast) -> Contract:
    """Yuki has accepted Sakurai's offer; the work is to start in two weeks."""
    at = clock.now()
    application = applied(cast.yuki, published_today(cast.sakurai), at=at)
    offer = offers.offer(application, changes={}, parts=None, message="", by=cast.sakurai, at=at)
    return offers.accept_offer(offer, by=cast.yuki, at=at)


def rewrites(page: Page, contract: Contract, term: str, label: str, value: str) -> None:
    """The client opens one term on the form and rewrites it."""
    page.goto(f"/contracts/{contract.pk}/")
    page.locator("aside").get_by_role("link", name="条件の変更を提案する").click()
    group = page.locator("details", has=page.locator("summary", has_text=term)).first
    group.locator("summary").click()
    group.get_by_label(label).fill(value)
    page.get_by_label("変えたい理由").fill("店の準備が遅れています。")
    page.get_by_role("button", name="違いを確かめる").click()


def test_the_late_start(signed_in: SignIn, look: Look, cast: Cast, hired: Contract) -> None:
    client, later = signed_in(cast.sakurai), day_in_tokyo(clock.now()) + timedelta(days=27)
    client.goto(f"/contracts/{hired.pk}/amendments/new/?term=start")
    look(client, "amendment-new")
    rewrites(client, hired, "開始", "開始日", later.isoformat())
    expect(client.get_by_text("ワーカーに不利", exact=True)).to_be_visible()
    look(client, "amendment-confirm")
    client.get_by_role("button", name="提案する", exact=True).click()
    expect(client.get_by_role("heading", name="条件の変更を提案しています")).to_be_visible()

    worker = signed_in(cast.yuki)
    worker.goto("/home/")
    worker.locator("#main").get_by_role("link", name=hired.title).first.click()
    expect(worker.get_by_role("heading", name="条件の変更が提案されています")).to_be_visible()
    look(worker, "amendment-open")
    worker.locator("summary", has_text="断る").click()
    worker.get_by_role("button", name="断る", exact=True).click()
    expect(worker.get_by_role("heading", name="責任なく離れられる期間")).to_be_visible()
    look(worker, "amendment-departure")
    worker.get_by_role("link", name="責任なく離れる").click()
    look(worker, "amendment-leave")
    worker.get_by_label("ひとこと").fill("その時期はほかの仕事があります。")
    worker.get_by_role("button", name="契約を離れる").click()
    expect(worker.get_by_text("ワーカーが責任なく離れました").first).to_be_visible()

    settle(clock.now())
    worker.goto(f"/members/{cast.sakurai.party.pk}/record/")
    row = worker.get_by_role("row", name="採用後の条件の後出し")
    expect(row).to_contain_text("1件中1件")
    worker.goto(f"/members/{cast.yuki.party.pk}/record/")
    expect(worker.get_by_text("最後まで終えた契約")).to_have_count(0)


def test_the_daily_demand(signed_in: SignIn, look: Look, cast: Cast, hired: Contract) -> None:
    at = clock.now()
    paid(hired, at=at)
    kept = proposed(again(hired), by=cast.yuki, inspection_days=5, at=at)
    amendments.accept_amendment(kept, by=cast.sakurai, at=at)

    messaging.send(hired.conversation, text="毎日1案ずつ納品してください。", by=cast.sakurai, at=at)

    client = signed_in(cast.sakurai)
    rewrites(client, hired, "納品のペース", "納品のペース", "毎日1案")
    client.get_by_role("button", name="提案する", exact=True).click()

    worker = signed_in(cast.yuki)
    worker.goto(f"/messages/{hired.conversation_id}/")
    expect(worker.get_by_role("link", name="条件の変更を提案する")).to_be_visible()
    look(worker, "amendment-quoted")
    worker.goto(f"/contracts/{hired.pk}/")
    worker.locator("#main").get_by_role("link", name="責任なく離れる").click()
    worker.get_by_role("button", name="契約を離れる").click()
    expect(worker.get_by_text("ワーカーが責任なく離れました").first).to_be_visible()
    worker.get_by_role("link", name="条件の移り変わり").click()
    expect(worker.get_by_role("heading", name="変更の合意（第2版）")).to_be_visible()
    expect(worker.get_by_text("毎日1案")).to_be_visible()
    look(worker, "amendment-versions")

    client.goto(f"/contracts/{hired.pk}/")
    expect(client.get_by_text("クライアントに戻る").first).to_be_visible()


def test_the_difference_reads_in_english_too(
    signed_in: SignIn, look: Look, cast: Cast, hired: Contract
) -> None:
    proposed(hired, by=cast.sakurai, scope="ロゴと名刺とチラシ", at=clock.now())
    worker = signed_in(cast.yuki, language="en")
    worker.goto(f"/contracts/{hired.pk}/")
    expect(worker.get_by_role("heading", name="A change of terms is proposed")).to_be_visible()
    worker.locator("summary", has_text="Refuse").click()
    worker.locator("input[name=worse]").check()
    look(worker, "amendment-open-en")
    worker.get_by_role("button", name="Refuse", exact=True).click()
    expect(worker.get_by_role("heading", name="A time to leave without fault")).to_be_visible()
