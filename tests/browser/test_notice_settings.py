"""A member chooses how she is told things; what a mail looks like, and how its link stops it."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives
from playwright.sync_api import Page, expect

from mikiwame.market.members.operations import choose_language
from mikiwame.market.notifications import operations, queries
from mikiwame.market.notifications.choices import Hours
from mikiwame.market.notifications.states import ByEmail, Group
from tests.browser.conftest import SCHEMES, SCREENS, WIDTHS, Look, SignIn
from tests.cast import MORNING, assemble
from tests.market.notifications.stage import (
    choose_email,
    happened,
    hours_of,
    read_by_operator,
    take_in,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_she_chooses_by_keyboard(signed_in: SignIn, look: Look) -> None:
    cast = assemble()
    page = signed_in(cast.yuki)
    page.goto("/settings/notices/")
    look(page, "notice-settings")

    page.get_by_role("combobox", name="メッセージ メール").focus()
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_label("静かな時間の始まり").select_option("22:00")
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_role("alert")).to_contain_text("静かな時間は")
    look(page, "notice-settings-refused")

    page.get_by_label("静かな時間の終わり").select_option("7:00")
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_text("お知らせの受け取り方を保存しました。")).to_be_visible()
    chosen = queries.choices_of(cast.yuki)[Group.MESSAGES]
    assert (chosen.email, chosen.push) == (ByEmail.NEVER, False)
    assert hours_of(cast.yuki) == Hours(8, 22, 7)


def test_a_mail_is_read_and_stopped(
    visitor: Page, look: Look, mailoutbox: list[EmailMessage], tmp_path: Path
) -> None:
    cast = assemble()
    happened(cast, by=None)
    read_by_operator(cast)
    choose_language(cast.sakurai, language="en", time_zone="Europe/Berlin", by=cast.sakurai, at=MORNING)
    choose_email(cast.yuki, ByEmail.DAILY)
    for _ in range(2):
        happened(cast, by=cast.sakurai)
    take_in()
    later = MORNING + timedelta(days=1)
    operations.gather_digests(at=later)
    operations.send_emails(at=later)
    for letter in mailoutbox:
        picture(visitor, letter, tmp_path)

    address = next(
        letter.extra_headers["List-Unsubscribe"] for letter in mailoutbox if "まとめ" in letter.subject
    )
    visitor.goto(urlsplit(address.strip("<>")).path)
    look(visitor, "unsubscribe")
    visitor.get_by_role("button", name="メールを止める").click()
    expect(visitor.get_by_role("heading", name="メールを止めました")).to_be_visible()
    look(visitor, "unsubscribed")
    assert queries.choices_of(cast.yuki)[Group.CONTRACTS].email == ByEmail.NEVER
    visitor.get_by_role("button", name="元に戻す").click()
    expect(visitor.get_by_role("heading", name="元に戻しました")).to_be_visible()
    assert queries.choices_of(cast.yuki)[Group.CONTRACTS].email == ByEmail.DAILY


def picture(page: Page, letter: EmailMessage, folder: Path) -> None:
    """The letter as a mail program shows it, which knows nothing of our pages."""
    assert isinstance(letter, EmailMultiAlternatives)
    [(html, _)] = letter.alternatives
    name = letter.to[0].partition("@")[0] + ("-daily" if "まとめ" in letter.subject else "")
    file = folder / "letter.html"
    file.write_text(str(html), encoding="utf-8")
    page.goto(file.as_uri())
    SCREENS.mkdir(parents=True, exist_ok=True)
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.screenshot(path=SCREENS / f"mail-{name}-{width}-{scheme}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("a[href^='http']").count() >= 3
