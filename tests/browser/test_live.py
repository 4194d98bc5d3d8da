"""Pages that are told of news at once, and ask by themselves where nobody tells them."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from mikiwame.core import clock
from mikiwame.core.ids import key, new_id
from mikiwame.market.contracts.operations import disputes, endings, offers, settlements, work
from mikiwame.market.messaging import operations
from tests.browser.conftest import Look, SignIn
from tests.cast import MORNING, assemble
from tests.live import LiveProcess
from tests.market.contracts.stage import HOUR, START, agreed, delivered, offered, paid, part
from tests.ops.instance import free_port

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def live(signed_in: SignIn, live_server: LiveServer) -> Iterator[LiveProcess]:
    """The server of live updates for the tests' pages, on a port of its own."""
    process = LiveProcess(free_port(), int(live_server.url.rpartition(":")[2]))
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    sources = {"connect-src": [*policy["connect-src"], f"http://localhost:{process.port}"]}
    process.start()
    with override_settings(
        LIVE_PORT=process.port,
        LIVE_HOSTS=["localhost"],
        CONTENT_SECURITY_POLICY={"DIRECTIVES": policy | sources},
    ):
        yield process
    process.kill()


def listens(page: Page) -> None:
    """Wait until the page's stream is open."""
    expect(page.locator("body")).to_have_attribute("data-live-is", "open", timeout=30_000)


def asks_never(page: Page) -> None:
    """From now on the page's own clock stands still: it asks for nothing unless it is told of it."""
    page.evaluate("for (let timer = 1; timer < 1000; timer++) clearInterval(timer)")


def test_two_people_read_each_other_at_once(live: LiveProcess, signed_in: SignIn) -> None:
    cast = assemble()
    conversation = operations.open_conversation(
        key("application", new_id()),
        title="キッチン用品の商品説明文10点",
        client=cast.sakurai.party,
        worker=cast.yuki.party,
        at=MORNING,
    )
    operations.send(conversation, text="はじめまして。", by=cast.sakurai, at=MORNING)
    hers, his, list_of_his = signed_in(cast.yuki), signed_in(cast.sakurai), signed_in(cast.sakurai)
    hers.goto(f"/messages/{conversation.pk}/")
    his.goto(f"/messages/{conversation.pk}/")
    list_of_his.goto("/messages/")
    for page in (hers, his, list_of_his):
        listens(page)
        asks_never(page)
    expect(his.get_by_text("のメッセージまで読みました")).to_be_visible()

    hers.get_by_label("さんへ").fill("よろしくお願いします。")
    hers.get_by_role("button", name="送る").click()
    expect(his.get_by_text("よろしくお願いします。")).to_be_visible()
    expect(his.locator(".thread > li:not(.event)")).to_have_count(2)
    expect(list_of_his.get_by_text("よろしくお願いします。")).to_be_visible()
    expect(hers.get_by_text("のメッセージまで読みました")).to_be_visible()
    expect(hers.locator(".thread > li:not(.event)")).to_have_count(2)

    at_home = signed_in(cast.yuki)
    at_home.goto("/guide/")
    listens(at_home)
    his.goto("/guide/")
    hers.goto("/guide/")
    operations.send(conversation, text="質問です。", by=cast.sakurai, at=MORNING)
    expect(at_home.locator("[data-count-of=conversations]")).to_have_text("1件")

    live.kill()
    expect(at_home.locator("body")).not_to_have_attribute("data-live-is", "open")
    operations.mark_read(conversation, by=cast.yuki, at=clock.now())
    live.start()
    listens(at_home)
    expect(at_home.locator("[data-count-of=conversations]")).to_be_hidden()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the morning of the agreed start."""
    monkeypatch.setattr(clock, "now", lambda: START + HOUR)


def test_a_contract_changes_while_it_is_read_and_nothing_typed_is_lost(
    live: LiveProcess, signed_in: SignIn, look: Look, started: None
) -> None:
    cast = assemble()
    contract = agreed(cast)
    hers, his = signed_in(cast.yuki), signed_in(cast.sakurai)
    for page in (hers, his):
        page.goto(f"/contracts/{contract.pk}/")
        expect(page.get_by_label("さんへ")).to_be_visible()
        expect(page).to_have_title(f"{contract.title} — Mikiwame")
        listens(page)
        asks_never(page)
    lamp = hers.get_by_role("group", name="作業開始ランプ")
    expect(lamp).to_contain_text("まだ作業しないでください")

    paid(contract)
    work.begin_due(at=START)
    expect(lamp).to_contain_text("作業を始められます")
    expect(hers.locator("#now .clock")).to_be_visible()  # now all of it has come
    expect(his.get_by_text("ワーカーの納品を待っています")).to_be_visible()

    seals = hers.locator("aside details").first
    seals.locator("summary").click()
    written = hers.get_by_label("納品のことば")
    written.fill("A案とB案です。")
    proposal = endings.propose_cancellation(contract, reason="予定の変更", by=cast.sakurai, at=START)
    expect(hers.get_by_text("終了の提案が出ています")).to_be_visible()
    expect(written).to_have_value("A案とB案です。")
    expect(written).to_be_focused()
    expect(seals).to_have_attribute("open", "")
    expect(hers.get_by_text("途中で終える")).to_have_count(0)

    endings.withdraw_cancellation(proposal, by=cast.sakurai, at=START)
    expect(hers.get_by_text("終了の提案が出ています")).to_have_count(0)
    offer = hers.get_by_text("書きかけがあるので")
    expect(offer).to_be_hidden()
    delivered(contract)
    expect(offer).to_be_visible()
    expect(written).to_have_value("A案とB案です。")
    look(hers, "contract-changed-while-writing")
    expect(his.get_by_role("heading", name="を検収する")).to_be_visible()
    hers.get_by_role("link", name="読み直す").click()
    expect(hers.get_by_role("heading", name="検収を待っています")).to_be_visible()


def test_the_talk_beside_a_contract_is_live_and_keeps_what_is_typed(
    live: LiveProcess, signed_in: SignIn, started: None
) -> None:
    cast = assemble()
    contract = agreed(cast)
    page = signed_in(cast.yuki)
    page.goto(f"/contracts/{contract.pk}/")
    box = page.get_by_label("さんへ")
    expect(box).to_be_visible()
    listens(page)
    asks_never(page)

    operations.send(contract.conversation, text="資料を送りました。", by=cast.sakurai, at=START)
    expect(page.get_by_text("資料を送りました。")).to_be_visible()
    box.fill("拝見して、")
    expect(page.locator("[data-draft-kept]")).to_be_visible()
    page.reload()
    expect(box).to_have_value("拝見して、")


def test_an_offer_that_is_answered_says_so_to_who_made_it(
    live: LiveProcess, signed_in: SignIn, started: None
) -> None:
    cast = assemble()
    offer = offered(cast)
    page = signed_in(cast.sakurai)
    page.goto(f"/offers/{offer.pk}/")
    listens(page)
    asks_never(page)

    offers.accept_offer(offer, by=cast.yuki, at=offer.made_at)
    page.get_by_role("link", name="契約を開く").click()
    expect(page.get_by_text("仮払いをしてください")).to_be_visible()


def test_an_open_dispute_hears_what_the_other_side_proposes(
    live: LiveProcess, signed_in: SignIn, started: None
) -> None:
    cast = assemble()
    contract = paid(agreed(cast)).contract
    delivered(contract)
    dispute = disputes.open_dispute(part(contract), statement="違う", by=cast.sakurai, at=START + HOUR)
    page = signed_in(cast.yuki)
    page.goto(f"/disputes/{dispute.pk}/")
    listens(page)
    asks_never(page)

    settlements.propose_settlement(dispute, to_worker=12_345, note="", by=cast.sakurai, at=START + HOUR)
    expect(page.get_by_text("ワーカーに12,345円", exact=False).first).to_be_visible()


def test_without_a_stream_the_page_asks_by_itself(signed_in: SignIn, started: None) -> None:
    cast = assemble()
    contract = agreed(cast)
    page = signed_in(cast.yuki)
    page.goto(f"/contracts/{contract.pk}/")
    lamp = page.get_by_role("group", name="作業開始ランプ")
    expect(lamp).to_contain_text("まだ作業しないでください")
    paid(contract)
    expect(lamp).to_contain_text("作業を始められます", timeout=30_000)


def test_after_signing_out_nothing_is_told(live: LiveProcess, signed_in: SignIn) -> None:
    cast = assemble()
    page = signed_in(cast.yuki)
    page.goto("/messages/")
    listens(page)
    other = page.context.new_page()
    other.goto("/accounts/logout/")
    other.get_by_role("main").get_by_role("button", name="ログアウト").click()
    expect(page.locator("body")).not_to_have_attribute("data-live-is", "open", timeout=30_000)
