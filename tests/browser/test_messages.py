"""Two people write to each other in two browsers."""

import re

import pytest
from playwright.sync_api import Page, expect

from mikiwame.core.ids import key, new_id
from mikiwame.market.contracts import events as contracts
from mikiwame.market.history.operations import consume, record
from mikiwame.market.messaging import operations
from mikiwame.market.messaging.models import Conversation
from mikiwame.market.notifications import operations as notifications
from tests.browser.conftest import Look, SignIn
from tests.cast import MORNING, Cast, assemble

pytestmark = pytest.mark.django_db(transaction=True)

TALK = [
    ("sakurai", "はじめまして。ご応募ありがとうございます。\n商品は10点、どれも台所用品です。"),
    (
        "yuki",
        "ご連絡ありがとうございます。台所用品は好きで、自分でもよく使います。\n見本として、似た商品の説明文を一つ書いてみました。",
    ),
    ("sakurai", "読みやすいです。納期は17日で間に合いそうですか。"),
]


def opened(cast: Cast, title: str = "キッチン用品の商品説明文10点") -> Conversation:
    return operations.open_conversation(
        key("application", new_id()),
        title=title,
        client=cast.sakurai.party,
        worker=cast.yuki.party,
        at=MORNING,
    )


def write(page: Page, text: str) -> None:
    page.get_by_label("さんへ").fill(text)
    page.get_by_role("button", name="送る").click()


def test_they_talk(signed_in: SignIn, look: Look) -> None:
    cast = assemble()
    conversation = opened(cast)
    opened(cast, "レシピ記事の校正（継続）")
    for name, text in TALK:
        operations.send(conversation, text=text, by=getattr(cast, name), at=MORNING)

    hers = signed_in(cast.yuki)
    hers.goto("/messages/")
    look(hers, "conversations")
    hers.get_by_role("link", name="キッチン用品").click()
    expect(hers.get_by_role("listitem").filter(has_text="間に合いそうですか")).to_be_visible()
    look(hers, "conversation")

    hers.get_by_label("さんへ").fill("はい、間に合います。")
    hers.get_by_label("ファイルを添える").set_input_files(
        {"name": "見本.txt", "mimeType": "text/plain", "buffer": "焦げつきにくい鍋です。".encode()}
    )
    hers.get_by_role("button", name="送る").click()
    sent = hers.locator(".thread > li.own").filter(has_text="はい、間に合います。")
    expect(sent.get_by_role("link", name="見本.txt")).to_be_visible()
    expect(hers.get_by_label("さんへ")).to_have_value("")
    expect(hers.get_by_label("さんへ")).to_be_focused()

    his = signed_in(cast.sakurai)
    his.goto(f"/messages/{conversation.pk}/")
    expect(his.get_by_text("はい、間に合います。")).to_be_visible()
    his.get_by_label("さんへ").fill("では、お願いします。")
    his.keyboard.press("Control+Enter")
    expect(his.locator(".thread > li.own").filter(has_text="では、お願いします。")).to_be_visible()

    by_itself = expect(hers.get_by_text("では、お願いします。"))
    by_itself.to_be_visible(timeout=15_000)
    expect(hers.get_by_text(re.compile("のメッセージまで読みました"))).to_be_visible()
    expect(hers.locator(".thread > li")).to_have_count(7)
    look(hers, "conversation-going-on")


def test_what_was_typed_survives_a_closed_tab_and_a_refusal(signed_in: SignIn, look: Look) -> None:
    cast = assemble()
    conversation = opened(cast)
    page = signed_in(cast.yuki)
    page.goto(f"/messages/{conversation.pk}/")
    look(page, "conversation-empty")
    page.get_by_label("さんへ").fill("書きかけの")
    page.goto("/messages/")
    page.goto(f"/messages/{conversation.pk}/")
    expect(page.get_by_label("さんへ")).to_have_value("書きかけの")

    page.get_by_label("ファイルを添える").set_input_files(
        {"name": "page.html", "mimeType": "text/html", "buffer": b"<!doctype html>"}
    )
    page.get_by_role("button", name="送る").click()
    expect(page.get_by_text("この種類のファイルは送れません")).to_be_visible()
    expect(page.get_by_label("さんへ")).to_have_value("書きかけの")
    look(page, "conversation-refused")

    write(page, "書き終えました。")
    expect(page.locator(".thread > li.own")).to_have_count(1)
    page.reload()
    expect(page.get_by_label("さんへ")).to_have_value("")


def test_notices(signed_in: SignIn, look: Look) -> None:
    cast = assemble()
    conversation = opened(cast)
    operations.send(conversation, text=TALK[0][1], by=cast.sakurai, at=MORNING)
    sides = {"client": cast.sakurai.party.key, "worker": cast.yuki.party.key, "title": conversation.title}
    contract = key("contract", new_id())
    for fact in (
        contracts.MilestoneFunded(subject=contract, **sides, number=1, amount=30_000),
        contracts.WorkMayBegin(subject=contract, **sides, number=1, due=MORNING.date(), postponed=0),
        contracts.DeliveryAccepted(subject=contract, **sides, number=1, amount=30_000, net=27_000),
    ):
        record(fact, by=cast.sakurai.key, at=MORNING)
    consume("notifications", notifications.take_in, at=MORNING)

    page = signed_in(cast.yuki)
    page.goto("/notices/")
    look(page, "notices")
    page.get_by_role("link", name="桜井デザイン室さんからメッセージ").click()
    expect(page.get_by_role("heading", name=conversation.title)).to_be_visible()
    page.goto("/notices/")
    expect(page.get_by_text("新着", exact=True)).to_have_count(3)
    page.get_by_role("button", name="すべて既読にする").click()
    expect(page.get_by_text("新着", exact=True)).to_have_count(0)
