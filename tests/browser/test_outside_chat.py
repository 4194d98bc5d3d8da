"""The outside chat in a real browser: Kuroda tries each way to LINE, Yuki hears of none too early."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from mikiwame.core import clock
from mikiwame.market.contracts.models import Contract
from mikiwame.market.contracts.operations import amendments, offers
from mikiwame.market.hiring.models import Application
from mikiwame.market.history.operations import consume
from mikiwame.market.notifications import operations as notifications
from tests.browser.conftest import Look, SignIn
from tests.cast import Cast
from tests.market.contracts.stage import again, paid, proposed
from tests.market.hiring.stage import applied
from tests.web.stage import published_today

pytestmark = pytest.mark.django_db(transaction=True)

PLAIN = "LINEで話しましょう。IDは kuro_77 です。"
MASKED = "急ぎなので L◯NE に来てもらえますか。"
FILE: FilePayload = {
    "name": "LINE_ID_kuro_77.txt",
    "mimeType": "text/plain",
    "buffer": "要項です。".encode(),
}
INNOCENT = "ありがとうございます。納品の形だけ、ここで教えてください。"


@pytest.fixture
def application(cast: Cast) -> Application:
    """Yuki has applied for Kuroda's posting."""
    return applied(cast.yuki, published_today(cast.kuroda), at=clock.now())


def hired(application: Application, cast: Cast) -> Contract:
    """Kuroda has hired her, and his money is held; the terms name no tool."""
    at = clock.now()
    offer = offers.offer(application, changes={}, parts=None, message="", by=cast.kuroda, at=at)
    contract = offers.accept_offer(offer, by=cast.yuki, at=at)
    paid(contract, at=at)
    return again(contract)


def write(page: Page, text: str) -> None:
    page.get_by_label("さんへ").fill(text)
    page.get_by_role("button", name="送る", exact=True).click()


def own(page: Page, text: str) -> None:
    """The writer sees her message in the thread."""
    expect(page.locator(".thread > li.own").filter(has_text=text)).to_be_visible()


def test_before_money_nothing_leads_outside_and_whoever_is_asked_tells_the_operators(
    signed_in: SignIn, look: Look, cast: Cast, application: Application
) -> None:
    his = signed_in(cast.kuroda)
    his.goto(f"/messages/{application.conversation_id}/")
    write(his, PLAIN)
    stop = his.get_by_role("alert").filter(has_text="送る前に止めました")
    expect(stop).to_contain_text("仮払いの前に外のチャットへ移ると")
    expect(stop.locator("mark").last).to_have_text("kuro_77")
    look(his, "outside-chat-stopped")
    write(his, MASKED)
    expect(stop.locator("mark").first).to_contain_text("L◯NE")
    look(his, "outside-chat-masked")
    his.get_by_label("ファイルを添える").set_input_files(FILE)
    write(his, "要項をお送りします。")
    expect(stop).to_contain_text("LINE_ID_kuro_77")
    look(his, "outside-chat-file")
    write(his, INNOCENT)
    own(his, INNOCENT)

    hers = signed_in(cast.yuki)
    hers.goto(f"/messages/{application.conversation_id}/")
    expect(hers.get_by_text(INNOCENT)).to_be_visible()
    for said in ("kuro_77", "L◯NE", "要項"):
        expect(hers.get_by_text(said)).to_have_count(0)

    hers.goto(f"/reports/new/?about={application.conversation.key}")
    hers.get_by_label(re.compile("外")).first.check()
    hers.get_by_label("くわしく").fill("電話で、LINEに移るように言われました。")
    look(hers, "outside-chat-report")
    hers.get_by_role("button", name="運営に知らせる").click()
    expect(hers.get_by_text("判断されたら、お知らせします。")).to_be_visible()
    look(hers, "outside-chat-reported")

    operator = signed_in(cast.oda)
    operator.goto("/operations/reports/")
    look(operator, "outside-chat-queue")
    operator.get_by_role("link", name=application.posting.title).click()
    expect(operator.get_by_text(INNOCENT)).to_be_visible()
    operator.get_by_role("radio", name="注意する").check()
    operator.get_by_role("textbox", name="理由").fill("仮払いの前に、外のチャットへ誘わないでください。")
    look(operator, "outside-chat-judging")
    operator.get_by_role("button", name="この判断にする").click()
    expect(operator.get_by_text("判断しました。")).to_be_visible()

    consume("notifications", notifications.take_in, at=clock.now())
    his.goto("/notices/")
    expect(his.get_by_text("仮払いの前に、外のチャットへ誘わないでください。")).to_be_visible()
    expect(his.locator("#main").get_by_text("知らせた人")).to_have_count(0)
    look(his, "outside-chat-warned")


def test_after_funding_only_what_the_terms_name(
    signed_in: SignIn, look: Look, cast: Cast, application: Application
) -> None:
    contract = hired(application, cast)
    his, hers = signed_in(cast.kuroda), signed_in(cast.yuki)
    hers.goto(f"/messages/{contract.conversation_id}/")
    his.goto(f"/messages/{contract.conversation_id}/")
    write(his, PLAIN)
    stop = his.get_by_role("alert").filter(has_text="送る前に止めました")
    expect(stop).to_contain_text("条件の「連絡方法」に書かれていない")
    expect(stop).not_to_contain_text("仮払いの前")
    look(his, "outside-chat-unagreed")
    stop.get_by_role("link", name="連絡方法の変更を提案する").click()
    expect(his.get_by_role("heading", name="条件の変更を提案する")).to_be_visible()

    amendment = proposed(again(contract), by=cast.kuroda, communication="LINEとこのサイト", at=clock.now())
    amendments.accept_amendment(amendment, by=cast.yuki, at=clock.now())
    his.goto(f"/messages/{contract.conversation_id}/")
    write(his, PLAIN)
    own(his, "kuro_77")
    expect(hers.get_by_text("kuro_77")).to_be_visible(timeout=15_000)
    expect(hers.get_by_text("まだ何も書かれていません")).to_be_hidden()
    look(hers, "outside-chat-agreed")


def test_without_a_network_the_writer_is_told_and_sends_it_once(
    signed_in: SignIn, look: Look, cast: Cast, application: Application
) -> None:
    hers = signed_in(cast.yuki)
    hers.goto(f"/messages/{application.conversation_id}/")
    hers.context.set_offline(True)
    write(hers, INNOCENT)
    expect(hers.get_by_role("alert").filter(has_text="送れませんでした")).to_be_visible()
    expect(hers.get_by_label("さんへ")).to_have_value(INNOCENT)
    hers.context.set_offline(False)
    look(hers, "message-unsent")
    hers.get_by_role("button", name="送る", exact=True).click()
    own(hers, INNOCENT)
    expect(hers.get_by_role("alert").filter(has_text="送れませんでした")).to_have_count(0)
