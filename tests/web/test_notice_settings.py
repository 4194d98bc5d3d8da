"""The page on which a member says how she is told things, and the links in mails that stop them."""

import re
from datetime import timedelta

import pytest
from allauth.account.adapter import get_adapter
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from mikiwame.core import clock
from mikiwame.market.members.models import Member
from mikiwame.market.notifications import operations, queries
from mikiwame.market.notifications.choices import DEFAULTS, SAFETY, Channels, Hours
from mikiwame.market.notifications.models import Notification
from mikiwame.market.notifications.push_keys import public_key, written
from mikiwame.market.notifications.states import ByEmail, Group
from mikiwame.web.browsers import name_of
from tests.cast import MORNING, Cast
from tests.market.notifications.push_service import Browser
from tests.market.notifications.stage import happened, hours_of, take_in

PAGE = "/settings/notices/"


@pytest.fixture
def hers(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.yuki)
    return client


def sent(**changes: str) -> dict[str, str]:
    """The form as it stands on the page of somebody who has chosen nothing, with changes."""
    values = {"digest": "8", "quiet_from": "", "quiet_until": ""}
    for group, channels in DEFAULTS.items():
        values |= {f"email_{group}": str(channels.email)} if group not in SAFETY else {}
        values |= {f"push_{group}": "on"} if channels.push else {}
    return values | changes


def test_the_page_shows_what_holds(hers: Client) -> None:
    page = hers.get(PAGE).content.decode()
    assert page.count("<select") == len(Group) - len(SAFETY) + 3
    for group in Group:
        assert f'id="notice-{group}"' in page
    assert re.search(r'name="email_tasks"[^>]*aria-labelledby="notice-tasks by-email"', page)
    assert re.search(r'value="daily" selected', page)
    assert 'name="email_account"' not in page
    assert "yuki@example.jp" in page


def test_what_is_sent_as_it_stands_changes_nothing(cast: Cast, hers: Client) -> None:
    assert hers.post(PAGE, sent()).status_code == 303
    assert queries.choices_of(cast.yuki) == DEFAULTS
    assert hours_of(cast.yuki) == Hours()


def test_what_she_chooses_is_kept(cast: Cast, hers: Client) -> None:
    form = sent(email_messages="never", digest="20", quiet_from="22", quiet_until="6")
    del form["push_hiring"]
    assert hers.post(PAGE, form).status_code == 303
    chosen = queries.choices_of(cast.yuki)
    assert chosen[Group.MESSAGES] == Channels(ByEmail.NEVER, push=True)
    assert chosen[Group.HIRING] == Channels(ByEmail.AT_ONCE, push=False)
    assert hours_of(cast.yuki) == Hours(20, 22, 6)
    assert "お知らせの受け取り方を保存しました。" in hers.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"email_messages": "sometimes"},
        {"email_messages": ""},
        {"digest": "24"},
        {"digest": ""},
        {"quiet_from": "22"},
        {"quiet_from": "7", "quiet_until": "7"},
    ],
)
def test_what_is_no_choice_is_said_and_kept_out(cast: Cast, hers: Client, changes: dict[str, str]) -> None:
    page = hers.post(PAGE, sent(email_tasks="never", **changes))
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    assert queries.choices_of(cast.yuki) == DEFAULTS


def test_safety_cannot_be_turned_off_by_hand(cast: Cast, hers: Client) -> None:
    hers.post(PAGE, sent(email_account="never"))
    assert queries.choices_of(cast.yuki)[Group.ACCOUNT].email == ByEmail.AT_ONCE


# Links in mails: nobody has signed in


@pytest.fixture
def letter(cast: Cast, mailoutbox: list[EmailMessage]) -> EmailMessage:
    """What Yuki got."""
    happened(cast, by=cast.sakurai)
    take_in()
    operations.send_emails(at=MORNING)
    [letter] = mailoutbox
    return letter


@pytest.fixture
def stop(letter: EmailMessage) -> str:
    """The address that stops its kind."""
    return str(letter.extra_headers["List-Unsubscribe"]).strip("<>").removeprefix("http://localhost:8000")


def by_email(cast: Cast) -> ByEmail:
    return queries.choices_of(cast.yuki)[Group.CONTRACTS].email


def test_one_click_of_a_mail_program_stops_it(cast: Cast, stop: str) -> None:
    program = Client(enforce_csrf_checks=True)
    answer = program.post(stop, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert by_email(cast) == ByEmail.NEVER
    assert program.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200, "twice is once"
    page = Client().post(stop).content.decode()
    assert "もうメールでは届きません" in page
    assert "元に戻す" not in page, "what had stopped before she came doesn't begin again"


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_program_that_only_looks_stops_nothing(cast: Cast, stop: str, method: str) -> None:
    getattr(Client(), method)(stop)
    assert by_email(cast) == ByEmail.AT_ONCE


def test_a_person_is_asked_and_can_undo(cast: Cast, stop: str) -> None:
    person = Client(enforce_csrf_checks=True)
    page = person.get(stop)
    assert "「契約とお金」のお知らせを、メールで受け取るのをやめますか。" in page.content.decode()
    for private in ("yuki@example.jp", "ゆき", "商品説明文"):
        assert private not in page.content.decode(), "whoever holds the link learns nothing"
    assert "no-store" in page.headers["Cache-Control"]

    stopped = person.post(stop).content.decode()
    assert by_email(cast) == ByEmail.NEVER
    form = dict(re.findall(r'name="(\w+)" value="([^"]+)"', stopped))
    assert person.post("/unsubscribe/undo/", {"undo": form["undo"]}).status_code == 403, (
        "it is a form of ours"
    )
    back = person.post("/unsubscribe/undo/", form)
    assert "元に戻しました" in back.content.decode()
    assert by_email(cast) == ByEmail.AT_ONCE


def test_the_link_does_nothing_else(cast: Cast, stop: str) -> None:
    visitor = Client()
    visitor.post(stop)
    assert visitor.get("/notices/").status_code == 302, "nobody is signed in by it"
    changed = {group for group, now in queries.choices_of(cast.yuki).items() if now != DEFAULTS[group]}
    assert changed == {Group.CONTRACTS}
    assert queries.choices_of(cast.sakurai) == DEFAULTS


@pytest.mark.parametrize("forged", ["x", "W10.x", "../../settings", "\0", "あ"])
def test_a_link_that_is_not_ours_leads_nowhere(cast: Cast, forged: str) -> None:
    for method in ("get", "post"):
        assert getattr(Client(), method)(f"/unsubscribe/{forged}/").status_code in {400, 404}
    assert Client().post("/unsubscribe/undo/", {"undo": forged}).status_code in {400, 404}


def test_who_has_left_is_not_found(cast: Cast, stop: str) -> None:
    cast.yuki.is_active = False
    cast.yuki.save()
    assert Client().get(stop).status_code == 404


# Browsers that receive notices


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def subscribed(client: Client, browser: Browser, agent: str = "") -> int:
    told = {"endpoint": browser.endpoint, "key": browser.key, "secret": written(browser.secret)}
    headers = {"user-agent": agent}
    return client.post("/settings/notices/devices/", told, headers=headers).status_code


def test_a_browser_is_registered_shown_and_removed(cast: Cast, hers: Client) -> None:
    page = hers.get(PAGE).content.decode()
    assert f'data-push-key="{public_key()}"' in page
    assert "まだ登録していません。" in page

    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"
    assert subscribed(hers, Browser("desk"), agent) == 303
    page = hers.get(PAGE).content.decode()
    assert "Chrome (Windows)" in page
    assert "push.example.jp" not in page, "the address is a secret between server and browser"
    [device] = queries.devices_of(cast.yuki)
    assert device.endpoint_digest in page

    other = Client()
    other.force_login(cast.sora)
    assert other.post(f"/settings/notices/devices/{device.pk}/removal/").status_code == 404
    assert hers.post(f"/settings/notices/devices/{device.pk}/removal/").status_code == 303
    assert queries.devices_of(cast.yuki) == []


def test_a_new_browser_is_told_of_by_e_mail(cast: Cast, hers: Client, mailoutbox: list[EmailMessage]) -> None:
    for _ in range(2):
        subscribed(hers, Browser("desk"))
    take_in(clock.now())
    operations.send_emails(at=clock.now())
    [letter] = mailoutbox
    assert letter.to == ["yuki@example.jp"]
    assert "別のブラウザーにも" in letter.subject
    assert "/settings/notices/" in hers.get(f"/notices/{Notification.objects.get().pk}/").headers["Location"]


def test_signed_out_it_receives_nothing_more(cast: Cast, hers: Client) -> None:
    desk = signed_in(cast.yuki)
    subscribed(hers, Browser("phone"))
    subscribed(desk, Browser("desk"))
    desk.logout()
    assert [device.endpoint for device in queries.devices_of(cast.yuki)] == [Browser("phone").endpoint]
    assert hers.get(PAGE).status_code == 200

    yesterday = clock.now() - timedelta(days=1)
    Session.objects.filter(session_key=hers.session.session_key).update(expire_date=yesterday)
    Session.objects.all().delete()
    assert len(queries.devices_of(cast.yuki)) == 1, "a session that merely expires ends nothing"


def test_another_password_ends_them_all(cast: Cast, hers: Client, rf: RequestFactory) -> None:
    subscribed(signed_in(cast.yuki), Browser("thief"))
    subscribed(signed_in(cast.sora), Browser("other"))
    get_adapter(rf.get("/")).set_password(cast.yuki, "another and a longer one")
    assert queries.devices_of(cast.yuki) == []
    assert len(queries.devices_of(cast.sora)) == 1


def test_what_is_no_browser_is_refused(cast: Cast, hers: Client) -> None:
    assert hers.post("/settings/notices/devices/", {"endpoint": "https://127.0.0.1/"}).status_code == 409
    assert Client().post("/settings/notices/devices/").status_code == 302
    assert queries.devices_of(cast.yuki) == []


def test_without_a_key_nothing_is_offered(hers: Client, settings: Settings) -> None:
    settings.PUSH_KEY = ""
    assert "data-push-key" not in hers.get(PAGE).content.decode()


def test_the_worker_is_served_from_here(db: None) -> None:
    answer = Client().get("/push-worker.js")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "showNotification" in answer.content.decode()


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Linux; Android 15) Chrome/131.0 Mobile Safari/537.36",
            "Chrome (Android)",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_7) Version/18.1 Safari/605.1.15", "Safari (Mac)"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox (Linux)"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/131.0 Safari/537.36 Edg/131.0", "Edge (Windows)"),
        ("curl/8.9", ""),
        ("", ""),
    ],
)
def test_a_browser_is_called_what_it_says_it_is(agent: str, name: str) -> None:
    assert name_of(agent) == name
