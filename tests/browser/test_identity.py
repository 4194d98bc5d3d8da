"""Showing who one is, in a real browser: papers are sent, looked at, and a badge stands on the page."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from mikiwame.core import clock
from mikiwame.market.members import operations
from tests.browser.conftest import Look, SignIn
from tests.cast import Cast
from tests.market.members.test_identity import photo

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_identity_is_confirmed(cast: Cast, signed_in: SignIn, look: Look, tmp_path: Path) -> None:
    operations.keep_private_data(
        cast.yuki, legal_name="佐藤 雪", address="東京都千代田区1-1", by=cast.yuki, at=clock.now()
    )
    page = signed_in(cast.yuki)
    page.goto("/settings/identity/")
    look(page, "identity")
    card = tmp_path / "card.png"
    card.write_bytes(photo("gray"))
    page.get_by_text("運転免許証").check()
    page.get_by_label("書類の写真").set_input_files(card)
    page.get_by_role("button", name="書類を送る").click()
    expect(page.get_by_text("運営が確かめます。").last).to_be_visible()
    look(page, "identity-waiting")

    oda = signed_in(cast.oda)
    oda.goto("/operations/papers/")
    look(oda, "papers")
    oda.get_by_role("link", name="ゆき").click()
    look(oda, "paper-closed")
    oda.get_by_role("button", name="書類を開く").click()
    expect(oda.get_by_role("img", name="書類の写真 1")).to_be_visible()
    look(oda, "paper-open")
    oda.get_by_role("button", name="本人と確認した").click()
    expect(oda.get_by_text("待っている書類はありません")).to_be_visible()

    page.goto("/settings/identity/")
    look(page, "identity-confirmed")
    page.goto(f"/members/{cast.yuki.party_id}/")
    look(page, "member-confirmed")
