"""A member chooses how she is told things; what a mail looks like, and how its link stops it."""

import json
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from mikiwame.market.members.operations import choose_language
from mikiwame.market.notifications import operations, queries
from mikiwame.market.notifications.choices import Hours
from mikiwame.market.notifications.push_keys import written
from mikiwame.market.notifications.states import ByEmail, Group
from tests.browser.conftest import SCHEMES, SCREENS, WIDTHS, Look, SignIn
from tests.cast import MORNING, assemble
from tests.market.notifications.push_service import Browser
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


FAKE = """
PushManager.prototype.subscribe = async function (wanted) {
  window.wanted = wanted.applicationServerKey;
  return { toJSON: () => ({ endpoint: "ENDPOINT", keys: { p256dh: "KEY", auth: "SECRET" } }) };
};
"""
"""There is no push service behind this browser: it is told what one would have answered."""


def test_a_browser_receives_notices(signed_in: SignIn, look: Look, live_server: LiveServer) -> None:
    cast = assemble()
    browser = Browser("desk")
    page = signed_in(cast.yuki)
    page.context.grant_permissions(["notifications"], origin=live_server.url)
    fake = FAKE.replace("ENDPOINT", browser.endpoint).replace("KEY", browser.key)
    page.add_init_script(fake.replace("SECRET", written(browser.secret)))
    page.goto("/settings/notices/")
    page.get_by_role("button", name="このブラウザーで受け取る").click()
    expect(page.get_by_text("このブラウザーで、お知らせを受け取ります。")).to_be_visible()
    [device] = queries.devices_of(cast.yuki)
    assert (device.endpoint, device.name) == (browser.endpoint, "Chrome (Linux)")
    look(page, "notice-settings-device")

    told = {"id": "1", "title": "題", "words": "言葉", "address": "/notices/", "language": "ja"}
    shown = pushed(page, live_server.url, told)
    assert shown == [{"title": "題", "body": "言葉", "tag": "1", "address": "/notices/"}]
    assert pushed(page, live_server.url, told) == shown, "the same one, sent twice, is shown once"

    page.get_by_role("button", name="登録を消す").click()
    expect(page.get_by_text("まだ登録していません。")).to_be_visible()


def pushed(page: Page, origin: str, values: dict[str, str]) -> list[dict[str, str]]:
    """What the browser shows once the push service has handed it that message."""
    devtools = page.context.new_cdp_session(page)
    known: list[dict[str, str]] = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda event: known.extend(event["registrations"]))
    devtools.send("ServiceWorker.enable")
    page.wait_for_timeout(500)
    devtools.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": origin, "registrationId": known[-1]["registrationId"], "data": json.dumps(values)},
    )
    page.wait_for_function(
        "async () => (await (await navigator.serviceWorker.getRegistration()).getNotifications()).length"
    )
    shown: list[dict[str, str]] = page.evaluate(
        """async () => (await (await navigator.serviceWorker.getRegistration()).getNotifications())
            .map(({ title, body, tag, data }) => ({ title, body, tag, address: data.address }))"""
    )
    devtools.detach()
    return shown
