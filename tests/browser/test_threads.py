"""A conversation with a question that waits, a draft of another window, summaries, and a search."""

import pytest
from playwright.sync_api import expect

from mikiwame.core import clock
from mikiwame.core.ids import key, new_id
from mikiwame.market.messaging import operations
from mikiwame.market.messaging.operations import drafts, questions, summaries
from mikiwame.market.messaging.states import ContactPolicy
from tests.browser.conftest import Look, SignIn
from tests.cast import assemble

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_waits_in_a_thread(signed_in: SignIn, look: Look) -> None:
    cast, at = assemble(), clock.now()
    conversation = operations.open_conversation(
        key("application", new_id()),
        title="キッチン用品の商品説明文10点",
        client=cast.sakurai.party,
        worker=cast.yuki.party,
        at=at,
    )
    conversation = operations.set_policy(conversation, ContactPolicy.OPEN, at=at)
    questions.ask(conversation, text="納期は17日で間に合いますか。", by=cast.sakurai, at=at)
    summaries.paste(conversation, text="電話で、納品は木曜の午前と決めた。", by=cast.sakurai, at=at)

    hers = signed_in(cast.yuki)
    hers.goto(f"/messages/{conversation.pk}/")
    expect(hers.get_by_text("あなたの返事を待っています")).to_be_visible()
    expect(hers.get_by_role("link", name="電話で、納品は木曜")).to_be_visible()

    drafts.keep(conversation, text="はい、間に合います。", revision=0, by=cast.yuki, at=at)
    hers.get_by_label("さんへ").fill("はい、たぶん")
    expect(hers.get_by_role("button", name="この画面の文を残す")).to_be_visible()
    look(hers, "conversation-waiting")
    hers.get_by_role("button", name="別の画面の文を使う").click()
    expect(hers.get_by_label("さんへ")).to_have_value("はい、間に合います。")

    hers.goto("/messages/?q=納期")
    expect(hers.locator("mark")).to_have_text("納期")
    look(hers, "conversations-found")
