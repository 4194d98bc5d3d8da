"""Browsers show what happened: encrypted for one browser, sent to the public net alone, once."""

import socket
import ssl
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from cryptography.exceptions import InvalidTag

from mikiwame.core.errors import NotFound, Refused
from mikiwame.market.members.operations import choose_language, delete_account
from mikiwame.market.notifications import operations, push_keys, queries, rules
from mikiwame.market.notifications.channels import public_net
from mikiwame.market.notifications.choices import DEFAULTS, Channels, Hours
from mikiwame.market.notifications.models import Device, Notification, Push
from mikiwame.market.notifications.operations import pushing
from mikiwame.market.notifications.states import Group
from tests.cast import MORNING, Cast
from tests.market.notifications.push_service import HOST, Browser, PushService, claims_of, running
from tests.market.notifications.stage import (
    LAPSED,
    choose_hours,
    happened,
    read_by_operator,
    take_in,
)

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def _service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PushService]:
    with running(tmp_path_factory.mktemp("push")) as service:
        yield service


@pytest.fixture
def service(_service: PushService, monkeypatch: pytest.MonkeyPatch) -> PushService:
    """The service, as if its name led to an address of the public net."""
    monkeypatch.setattr(public_net, "PORT", _service.port)
    monkeypatch.setattr(public_net, "TRUSTED", ssl.create_default_context(cafile=str(_service.certificate)))
    monkeypatch.setattr(public_net, "addresses_of", lambda _: ["127.0.0.1"])
    monkeypatch.setattr(public_net, "is_public", lambda _: True)
    _service.received.clear()
    _service.answer = lambda _: 201
    return _service


PHONE = Browser("phone")


@pytest.fixture
def phone(cast: Cast) -> Device:
    """Yuki's phone receives her notices."""
    return PHONE.subscribed(cast.yuki)


def lapsed(cast: Cast) -> None:
    """Something happened, and is told."""
    happened(cast, by=cast.sakurai)
    take_in()


def test_the_browser_reads_what_the_page_says(cast: Cast, phone: Device, service: PushService) -> None:
    lapsed(cast)
    assert pushing.send_pushes(at=MORNING) == 1
    assert pushing.send_pushes(at=MORNING + HOUR) == 0, "once"

    [message] = service.received
    [told] = queries.newest(cast.yuki)
    assert PHONE.reads(message) == {
        "id": str(told.pk),
        "title": LAPSED,
        "words": told.words.body,
        "address": f"/notices/{told.pk}/",
        "language": "ja",
    }
    assert message.path == "/send/phone"
    assert message.headers["Content-Encoding"] == "aes128gcm"
    assert message.topic == Push.objects.get().pk.hex
    assert LAPSED.encode() not in message.content


def test_nobody_else_can_read_it(cast: Cast, phone: Device, service: PushService) -> None:
    lapsed(cast)
    pushing.send_pushes(at=MORNING)
    with pytest.raises((InvalidTag, Exception)):
        Browser("other").reads(service.received[0])


def test_the_service_knows_who_sends(cast: Cast, phone: Device, service: PushService) -> None:
    lapsed(cast)
    pushing.send_pushes(at=MORNING)
    claims = claims_of(service.received[0])
    assert claims["aud"] == f"https://{HOST}"
    assert claims["sub"] == "http://localhost:8000"
    assert 0 < claims["exp"] - MORNING.timestamp() <= 24 * 3600
    assert f"k={push_keys.public_key()}" in service.received[0].headers["Authorization"]


def test_it_speaks_the_members_language(cast: Cast, phone: Device, service: PushService) -> None:
    choose_language(cast.yuki, language="en", time_zone="Asia/Tokyo", by=cast.yuki, at=MORNING)
    lapsed(cast)
    pushing.send_pushes(at=MORNING)
    assert PHONE.reads(service.received[0])["title"] == "The contract “商品説明文の作成” lapsed"


def test_the_longest_words_fit(cast: Cast, phone: Device, service: PushService) -> None:
    read_by_operator(cast, reason="漢" * 5_000)
    take_in()
    pushing.send_pushes(at=MORNING)
    assert len(service.received[0].content) <= 4_096
    assert PHONE.reads(service.received[0])["words"].startswith("理由：漢漢")


def test_each_browser_of_hers_shows_it_and_nobody_elses(cast: Cast, service: PushService) -> None:
    for name in ("phone", "desk"):
        Browser(name).subscribed(cast.yuki)
    Browser("outsider").subscribed(cast.sora)
    lapsed(cast)
    pushing.send_pushes(at=MORNING)
    assert sorted(message.path for message in service.received) == ["/send/desk", "/send/phone"]


def test_groups_that_she_did_not_choose_stay_away(cast: Cast, phone: Device, service: PushService) -> None:
    chosen = {Group.CONTRACTS: Channels(DEFAULTS[Group.CONTRACTS].email, push=False)}
    operations.choose(cast.yuki, channels=chosen, hours=Hours(), by=cast.yuki, at=MORNING)
    lapsed(cast)
    assert not Push.objects.exists()


def test_what_was_read_meanwhile_or_is_no_longer_wanted_is_not_sent(
    cast: Cast, phone: Device, service: PushService
) -> None:
    lapsed(cast)
    operations.mark_all_read(by=cast.yuki, at=MORNING)
    pushing.send_pushes(at=MORNING)
    lapsed(cast)
    chosen = {Group.CONTRACTS: Channels(DEFAULTS[Group.CONTRACTS].email, push=False)}
    operations.choose(cast.yuki, channels=chosen, hours=Hours(), by=cast.yuki, at=MORNING)
    pushing.send_pushes(at=MORNING)
    assert service.received == []
    assert not Push.objects.exists()


def test_quiet_hours_hold_but_for_safety(cast: Cast, phone: Device, service: PushService) -> None:
    choose_hours(cast.yuki, Hours(quiet_from=9, quiet_until=12))
    lapsed(cast)
    read_by_operator(cast)
    take_in()
    pushing.send_pushes(at=MORNING)
    assert [PHONE.reads(message)["title"] for message in service.received] == [
        "運営があなたの非公開の情報を読みました"
    ]
    pushing.send_pushes(at=MORNING + 3 * HOUR - MINUTE)
    assert len(service.received) == 1
    pushing.send_pushes(at=MORNING + 3 * HOUR)
    assert len(service.received) == 2


# What goes wrong


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(
    cast: Cast, phone: Device, service: PushService, status: int
) -> None:
    service.answer = lambda _: status
    lapsed(cast)
    lapsed(cast)
    pushing.send_pushes(at=MORNING)
    assert len(service.received) == 1
    assert not Device.objects.exists()
    assert not Push.objects.exists()


@pytest.mark.parametrize("status", [400, 403, 413, 429, 500, 503, 307])
def test_what_fails_is_tried_again_ever_more_rarely_and_at_last_given_up(
    cast: Cast, phone: Device, service: PushService, status: int
) -> None:
    service.answer = lambda _: status
    lapsed(cast)
    for minute in range(300):
        pushing.send_pushes(at=MORNING + minute * MINUTE)
    push = Push.objects.get()
    assert len(service.received) == push.attempts == pushing.ATTEMPTS_MOST
    assert push.failed_at
    assert {message.path for message in service.received} == {"/send/phone"}, "no redirection is followed"


def test_a_browser_whose_service_fails_waits_others_do_not(
    cast: Cast, phone: Device, service: PushService
) -> None:
    desk = Browser("desk")
    desk.subscribed(cast.yuki)
    service.answer = lambda message: 503 if message.path.endswith("phone") else 201
    for _ in range(3):
        lapsed(cast)
    pushing.send_pushes(at=MORNING)
    paths = [message.path for message in service.received]
    assert (paths.count("/send/phone"), paths.count("/send/desk")) == (1, 3)
    service.answer = lambda _: 201
    pushing.send_pushes(at=MORNING + 2 * MINUTE)
    assert Push.objects.filter(sent_at=None).count() == 0


@pytest.fixture
def tarpit(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Services that take a connection and never answer, except at the desk; how often each was asked."""
    asked: Counter[str] = Counter()

    def stall(push: Push, **_: object) -> int:
        asked[push.device.name] += 1
        if push.device.name == "desk":
            return 201
        raise TimeoutError

    monkeypatch.setattr(pushing, "deliver", stall)
    return asked


def test_a_browser_that_never_answers_costs_less_and_less_whatever_waits_for_it(
    cast: Cast, phone: Device, tarpit: Counter[str]
) -> None:
    for _ in range(40):
        happened(cast, by=cast.sakurai)
    take_in()
    for minute in range(120):
        pushing.send_pushes(at=MORNING + minute * MINUTE)
    assert tarpit["phone"] == pushing.ATTEMPTS_MOST
    assert not Push.objects.filter(failed_at=None).exists(), "the page has them all"

    lapsed(cast)
    for minute in range(120, 240):
        pushing.send_pushes(at=MORNING + minute * MINUTE)
    assert tarpit["phone"] == pushing.ATTEMPTS_MOST + 1, "for what is new it begins no other series"


def test_a_browser_that_only_fails_is_forgotten_after_days(
    cast: Cast, phone: Device, tarpit: Counter[str]
) -> None:
    failed: list[int] = []
    for hour in range(24 * 7):
        lapsed(cast)
        if pushing.send_pushes(at=MORNING + hour * HOUR) == 0 and tarpit["phone"] > len(failed):
            failed.append(hour)
    assert len(failed) == tarpit["phone"] == pushing.FAILURES_MOST
    assert failed[-1] >= 48, "no outage of a night loses anybody's browser"
    assert not Device.objects.exists()


def test_one_message_taken_ends_the_series(cast: Cast, phone: Device, service: PushService) -> None:
    service.answer = lambda _: 503
    lapsed(cast)
    for minute in range(20):
        pushing.send_pushes(at=MORNING + minute * MINUTE)
    service.answer = lambda _: 201
    pushing.send_pushes(at=MORNING + HOUR)
    phone.refresh_from_db()
    assert (phone.failures, phone.not_before, phone.reached_at) == (0, None, MORNING + HOUR)


def test_browsers_at_which_nobody_answers_hold_up_none_that_works(cast: Cast, tarpit: Counter[str]) -> None:
    for number in range(rules.DEVICES_MOST):
        Browser(f"tarpit{number}").subscribed(cast.sakurai)
    happened(cast, by=None)
    take_in()
    Browser("desk").subscribed(cast.yuki)
    Device.objects.filter(name="desk").update(reached_at=MORNING)
    happened(cast, by=None)
    take_in()
    pushing.send_pushes(at=MORNING)
    assert tarpit["desk"] == 1, "though all of theirs came first"


def test_a_message_that_cannot_be_written_holds_up_no_other(
    cast: Cast, phone: Device, service: PushService
) -> None:
    lapsed(cast)
    Notification.objects.update(kind="contracts.Unheard")
    lapsed(cast)
    pushing.send_pushes(at=MORNING)
    assert len(service.received) == 1
    phone.refresh_from_db()
    assert phone.failures == 0


def test_a_service_that_does_not_answer_ends_the_portion(
    cast: Cast, phone: Device, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setattr(public_net, "PORT", closed.getsockname()[1])
    lapsed(cast)
    assert pushing.send_pushes(at=MORNING) == 0
    assert Push.objects.get().attempts == 1


def test_a_certificate_for_another_name_is_not_believed(
    cast: Cast, phone: Device, service: PushService
) -> None:
    Device.objects.update(endpoint="https://elsewhere.example.jp/send/phone")
    lapsed(cast)
    pushing.send_pushes(at=MORNING)
    assert service.received == []
    assert Push.objects.get().attempts == 1


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_only_addresses_of_the_public_net_are_spoken_to(address: str, is_public: bool) -> None:
    assert public_net.is_public(address) is is_public


@pytest.mark.parametrize("found", [["10.0.0.1"], ["8.8.8.8", "127.0.0.1"], []])
def test_a_name_that_leads_inside_is_not_followed(
    cast: Cast, phone: Device, monkeypatch: pytest.MonkeyPatch, found: list[str]
) -> None:
    monkeypatch.setattr(public_net, "addresses_of", lambda _: found)
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    lapsed(cast)
    pushing.send_pushes(at=MORNING)
    assert Push.objects.get().attempts == 1


# Whose browser


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.jp/send/x",
        "ftp://push.example.jp/",
        "https:///send",
        "https://user:word@push.example.jp/",
        "https://push.example.jp:8443/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://localhost/",
        "https://push.example.jp/#part",
        "https://push.example.jp/\r\nHost: inside",
        "https://push.example.jp/" + "x" * 2_000,
        "https://プッシュ.example.jp/",
        "",
    ],
)
def test_what_is_no_address_of_a_push_service_is_refused(endpoint: str) -> None:
    good = Browser("good")
    assert rules.is_subscription(good.endpoint, good.key, push_keys.written(good.secret))
    assert rules.is_subscription(endpoint, good.key, push_keys.written(good.secret)).code


@pytest.mark.parametrize("key", ["", "x", "あ", "BA" * 40, push_keys.written(b"\4" + b"\1" * 64)])
def test_what_is_no_key_is_refused(key: str) -> None:
    good = Browser("good")
    assert rules.is_subscription(good.endpoint, key, push_keys.written(good.secret)).code
    assert rules.is_subscription(good.endpoint, good.key, key).code


def test_a_browser_is_one_persons(cast: Cast, phone: Device) -> None:
    PHONE.subscribed(cast.yuki)
    assert Device.objects.filter(member=cast.yuki).count() == 1, "told again it is the same"
    PHONE.subscribed(cast.sora)
    assert [device.member for device in Device.objects.all()] == [cast.sora], "whoever uses it now"


def test_browsers_are_ten_at_most(cast: Cast) -> None:
    for number in range(rules.DEVICES_MOST):
        Browser(f"number{number}").subscribed(cast.yuki)
    with pytest.raises(Refused, match="too_many_devices"):
        PHONE.subscribed(cast.yuki)


def test_each_sees_and_removes_her_own(cast: Cast, phone: Device) -> None:
    assert list(queries.devices_of(cast.yuki)) == [phone]
    assert list(queries.devices_of(cast.sora)) == []
    with pytest.raises(NotFound):
        queries.device_for(cast.sora, phone.pk)
    with pytest.raises(Refused, match="not_yours"):
        operations.remove_device(phone, by=cast.sora, at=MORNING)
    operations.remove_device(phone, by=cast.yuki, at=MORNING)
    assert not Device.objects.exists()


def test_one_whose_session_has_ended_gets_nothing_more(
    cast: Cast, phone: Device, service: PushService
) -> None:
    lapsed(cast)
    operations.end_devices(cast.yuki, at=MORNING)
    lapsed(cast)
    pushing.send_pushes(at=MORNING)
    assert service.received == []
    assert not Device.objects.exists()
    assert PHONE.subscribed(cast.yuki), "let in anew, it receives anew"
    lapsed(cast)
    pushing.send_pushes(at=MORNING)
    assert len(service.received) == 1


def test_the_browsers_of_who_leaves_are_forgotten(cast: Cast, phone: Device) -> None:
    Browser("other").subscribed(cast.sora)
    delete_account(cast.yuki, obligations=lambda _: 0, by=cast.yuki, at=MORNING)
    take_in()
    assert [device.member for device in Device.objects.all()] == [cast.sora]


def test_the_key_is_made_of_the_homes_secret_and_stays_the_same() -> None:
    first = push_keys.public_key()
    push_keys.private_key.cache_clear()
    assert push_keys.public_key() == first
    assert len(push_keys.read(first)) == 65
    assert urlsplit(f"https://x/?{first}").query == first, "nothing in it needs an escape"
