"""Signing up and in, as people do it: with mistakes, lost links and second thoughts."""

import re
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from pytest_django import Settings

import mikiwame.settings
from mikiwame.market.members.models import Member
from tests.cast import PASSWORD, Cast
from tests.races import at_once

SIGN_UP = {"display_name": "はな", "email": "hana@example.jp", "password1": "kaze-to-mori-7"}


def text(response: Any) -> str:
    return str(response.content.decode())


def link(subject: str) -> str:
    """The path in the newest mail about that."""
    newest = next(message for message in reversed(mail.outbox) if subject in message.subject)
    found = re.search(r"http://testserver(/accounts/\S+)", str(newest.body))
    assert found is not None
    return found[1]


def verified(member: Member) -> Member:
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    return member


def sign_in(client: Client, member: Member, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/accounts/login/", {"login": member.email, "password": password, **more})


def confirm(client: Client, password: str = PASSWORD) -> Any:
    """Show once more who is there, as settings that matter ask."""
    return client.post("/accounts/reauthenticate/", {"password": password, "next": "/home/"})


def test_from_signing_up_to_the_first_page(client: Client, db: None) -> None:
    response = client.post("/accounts/signup/", SIGN_UP)
    assert response.headers["Location"] == "/accounts/confirm-email/"
    hana = Member.objects.get(email="hana@example.jp")
    assert (str(hana), hana.language, hana.has_usable_password()) == ("はな", "ja", True)
    assert "はな さん" in mail.outbox[0].body
    assert client.get("/home/").status_code == 302, "not before the address is verified"

    confirm = link("会員登録の確認")
    assert "確認する" in text(client.get(confirm))
    assert client.post(confirm).headers["Location"] == "/home/"
    first = text(client.get("/home/"))
    assert "はなさん、こんにちは" in first
    assert "おかえり" not in first, "nobody comes back the first time"


def test_whoever_signs_in_is_greeted_in_her_language_whatever_her_browser_speaks(cast: Cast) -> None:
    client = Client(headers={"accept-language": "en"})
    sign_in(client, verified(cast.yuki))
    assert "ゆきさん、こんにちは" in text(client.get("/home/"))


def test_another_browser_confirms_and_then_signs_in(client: Client, db: None) -> None:
    client.post("/accounts/signup/", SIGN_UP)
    other = Client()
    assert other.post(link("会員登録の確認")).headers["Location"] == "/accounts/login/"

    response = other.post("/accounts/login/", {"login": "HANA@example.jp", "password": SIGN_UP["password1"]})
    assert response.headers["Location"] == "/home/"


def test_an_english_browser_makes_an_english_member(db: None) -> None:
    client = Client(headers={"accept-language": "en-GB"})
    client.post("/accounts/signup/", SIGN_UP | {"display_name": "Hannah"})
    assert Member.objects.get().language == "en"


def test_signing_in_without_a_verified_address_sends_the_link_again(client: Client, db: None) -> None:
    client.post("/accounts/signup/", SIGN_UP)
    first = len(mail.outbox)
    EmailAddress.objects.get().emailconfirmation_set.all().delete()
    Client().post("/accounts/login/", {"login": SIGN_UP["email"], "password": SIGN_UP["password1"]})
    assert len(mail.outbox) >= first
    assert not EmailAddress.objects.get().verified


@pytest.mark.parametrize("key", ["x", "MQ:1vQ:wrong", "a" * 500])
def test_a_link_that_is_none_or_too_old_says_what_to_do(client: Client, db: None, key: str) -> None:
    body = text(client.get(f"/accounts/confirm-email/{key}/"))
    assert "このリンクは使えません" in body
    assert "ログインすると" in body


def test_an_expired_link_says_what_to_do(client: Client, settings: Settings, db: None) -> None:
    client.post("/accounts/signup/", SIGN_UP)
    settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 0
    address = link("会員登録の確認")
    assert "このリンクは使えません" in text(client.get(address))
    assert client.post(address).status_code == 404


def test_a_taken_address_answers_as_a_free_one_and_tells_its_owner(client: Client, cast: Cast) -> None:
    verified(cast.yuki)
    taken = client.post("/accounts/signup/", SIGN_UP | {"email": "YUKI@example.jp"})
    free = Client().post("/accounts/signup/", SIGN_UP)

    assert (taken.status_code, taken.headers["Location"]) == (free.status_code, free.headers["Location"])
    assert Member.objects.filter(email="yuki@example.jp").count() == 1
    told = mail.outbox[0]
    assert told.to == ["yuki@example.jp"]
    assert "申し込みがありました" in told.subject


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"display_name": ""}, "ここを書いてください"),
        ({"email": ""}, "メールアドレスを書いてください"),
        ({"display_name": "あ" * 41}, "文字"),
        ({"display_name": "hana@example.jp"}, "表示名にメールアドレスやURLは使えません"),
        ({"display_name": "は\0な"}, "確かめてください"),
        ({"email": "はな"}, "有効なメールアドレス"),
        ({"email": "a" * 300 + "@example.jp"}, "確かめてください"),
        ({"email": "ha\0na@example.jp"}, "確かめてください"),
        ({"password1": "short"}, "このパスワードは短すぎます"),
        ({"password1": "hana@example.jp"}, "似すぎています"),
        ({"password1": "password123"}, "このパスワードは一般的すぎます"),
        ({"password1": "kaze\0to-mori-7"}, "確かめてください"),
        ({"password1": "x" * 5000}, "確かめてください"),
    ],
)
def test_what_does_not_do_is_said_and_nobody_joins(
    client: Client, db: None, wrong: dict[str, str], sentence: str
) -> None:
    response = client.post("/accounts/signup/", SIGN_UP | wrong)
    assert response.status_code == 200
    assert sentence in text(response)
    assert not Member.objects.exists()
    assert SIGN_UP["password1"] not in text(response)


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client: Client, cast: Cast) -> None:
    verified(cast.yuki)
    wrong = text(sign_in(client, cast.yuki, "wrong-password"))
    unknown = client.post("/accounts/login/", {"login": "nobody@example.jp", "password": "wrong-password"})
    assert "メールアドレスかパスワードが違います" in wrong
    assert "メールアドレスかパスワードが違います" in text(unknown)


def test_guessing_is_slowed_down(client: Client, cast: Cast) -> None:
    verified(cast.yuki)
    for _ in range(5):
        sign_in(client, cast.yuki, "wrong-password")
    assert "しばらくログインできません" in text(sign_in(client, cast.yuki))


@pytest.mark.parametrize("field", ["login", "password"])
@pytest.mark.parametrize("value", ["\0", "あ" * 10_000, "\u202e"])
def test_odd_input_is_an_error_on_the_form(client: Client, db: None, field: str, value: str) -> None:
    filled = {
        "login": "yuki@example.jp",
        "password": "x" * 12,
        field: value.encode(errors="replace").decode(),
    }
    assert client.post("/accounts/login/", filled).status_code == 200


def test_who_is_remembered_stays_and_others_leave_with_the_browser(client: Client, cast: Cast) -> None:
    verified(cast.yuki)
    assert not sign_in(client, cast.yuki).cookies["sessionid"]["max-age"]
    client.post("/accounts/logout/")
    month = 30 * 24 * 3600
    assert sign_in(client, cast.yuki, remember="on").cookies["sessionid"]["max-age"] == month


def test_a_forgotten_password_is_replaced_once(client: Client, cast: Cast) -> None:
    verified(cast.yuki)
    client.post("/accounts/password/reset/", {"email": "yuki@example.jp"})
    address = link("新しいパスワード")
    form = client.get(address).headers["Location"]
    assert "このパスワードにする" in text(client.get(form))
    new = {"password1": "atarashii-kagi-9", "password2": "atarashii-kagi-9"}
    assert "同じ" in text(client.post(form, new | {"password2": "other"}))
    assert "パスワードを変えました" in text(client.post(form, new, follow=True))

    assert "このリンクは使えません" in text(Client().get(address))
    assert sign_in(client, cast.yuki, "atarashii-kagi-9").headers["Location"] == "/home/"
    assert "パスワードが変わりました" in mail.outbox[-1].subject


def test_a_reset_for_an_unknown_address_reveals_nothing(client: Client, db: None) -> None:
    response = client.post("/accounts/password/reset/", {"email": "nobody@example.jp"}, follow=True)
    assert "メールを送りました" in text(response)
    assert mail.outbox[0].to == ["nobody@example.jp"]
    assert "登録のないアドレス" in mail.outbox[0].subject


def test_a_broken_reset_link_says_what_to_do(client: Client, db: None) -> None:
    assert "新しいリンクを送る" in text(client.get("/accounts/password/reset/key/1-broken/"))


def code_of(secret: str, step: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step)))


def with_app(client: Client, member: Member) -> str:
    """Sign in and register an authenticator app; returns its secret."""
    sign_in(client, verified(member))
    confirm(client)
    page = text(client.get("/accounts/2fa/totp/activate/"))
    found = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert found is not None
    response = client.post("/accounts/2fa/totp/activate/", {"code": code_of(found[1])})
    assert response.headers["Location"] == "/accounts/2fa/recovery-codes/"
    return found[1]


def test_with_an_authenticator_app_a_password_is_not_enough(client: Client, cast: Cast) -> None:
    secret = with_app(client, cast.yuki)
    other = Client()
    assert sign_in(other, cast.yuki).headers["Location"] == "/accounts/2fa/authenticate/"
    assert other.get("/home/").status_code == 302

    assert "コードが違います" in text(other.post("/accounts/2fa/authenticate/", {"code": "000000"}))
    response = other.post("/accounts/2fa/authenticate/", {"code": code_of(secret, 1)})
    assert response.headers["Location"] == "/home/"


def test_the_app_s_secret_is_sealed_in_the_database(client: Client, cast: Cast) -> None:
    secret = with_app(client, cast.yuki)
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_a_recovery_code_opens_once(client: Client, cast: Cast) -> None:
    with_app(client, cast.yuki)
    codes = re.findall(r"<li><code>(\d{8})</code></li>", text(client.get("/accounts/2fa/recovery-codes/")))
    assert len(codes) == 10
    for browser, answer in ((Client(), 302), (Client(), 200)):
        sign_in(browser, cast.yuki)
        response = browser.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert response.status_code == answer


@pytest.mark.parametrize("code", ["", "\0", "１２３４５６", "x" * 10_000, "-1"])
def test_an_odd_code_is_an_error_on_the_form(client: Client, cast: Cast, code: str) -> None:
    with_app(client, cast.yuki)
    other = Client()
    sign_in(other, cast.yuki)
    assert other.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200


ODD_PASSKEYS = (
    "",
    "x",
    "[]",
    "1",
    "null",
    "{}",
    '{"id": "\\u0000"}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": []}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {"userHandle": 1}}',
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {"clientDataJSON": "YQ"}}',
)


@pytest.mark.parametrize("credential", ODD_PASSKEYS)
def test_an_odd_passkey_opens_nothing(client: Client, cast: Cast, credential: str) -> None:
    client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"})
    response = client.post("/accounts/2fa/webauthn/login/", {"credential": credential})
    assert response.headers["Location"] == "/accounts/login/"
    sign_in(client, verified(cast.yuki))
    confirm(client)
    response = client.post("/accounts/2fa/webauthn/add/", {"name": "鍵", "credential": credential})
    assert response.status_code == 200


def test_other_devices_are_listed_and_signed_out(client: Client, cast: Cast) -> None:
    phone = Client(headers={"user-agent": "Mozilla/5.0 (iPhone) AppleWebKit Safari/604.1"})
    sign_in(phone, verified(cast.yuki))
    sign_in(client, cast.yuki)
    assert "Safari (iPhone)" in text(client.get("/accounts/sessions/"))

    client.post("/accounts/sessions/")
    assert client.get("/home/").status_code == 200
    assert phone.get("/home/").status_code == 302
    assert "Safari (iPhone)" not in text(client.get("/accounts/sessions/"))


def test_a_new_address_counts_once_it_is_verified(client: Client, cast: Cast) -> None:
    sign_in(client, verified(cast.yuki))
    confirm(client)
    client.post("/accounts/email/", {"email": "snow@example.jp", "action_add": ""})
    assert Member.objects.get(pk=cast.yuki.pk).email == "yuki@example.jp"
    assert "snow@example.jp" in text(client.get("/accounts/email/"))

    client.post(link("メールアドレスの確認"))
    assert Member.objects.get(pk=cast.yuki.pk).email == "snow@example.jp"


def test_somebody_else_s_address_is_not_revealed_nor_taken(client: Client, cast: Cast) -> None:
    verified(cast.ken)
    sign_in(client, verified(cast.yuki))
    confirm(client)
    response = client.post("/accounts/email/", {"email": "ken@example.jp", "action_add": ""})
    assert response.headers["Location"] == "/accounts/email/"
    address = link("メールアドレスの確認")
    assert "ほかのアカウントですでに使われています" in text(client.get(address))
    client.post(address)
    assert Member.objects.get(pk=cast.yuki.pk).email == "yuki@example.jp"


def test_a_password_is_changed_by_who_knows_it(client: Client, cast: Cast) -> None:
    sign_in(client, verified(cast.yuki))
    new = {"password1": "atarashii-kagi-9", "password2": "atarashii-kagi-9"}
    refused = client.post("/accounts/password/change/", new | {"oldpassword": "wrong"})
    assert "いまのパスワードと違います" in text(refused)
    client.post("/accounts/password/change/", new | {"oldpassword": PASSWORD})
    assert Member.objects.get(pk=cast.yuki.pk).check_password("atarashii-kagi-9")


def test_what_matters_asks_again_who_is_there(client: Client, cast: Cast) -> None:
    sign_in(client, verified(cast.yuki))
    asked = client.get("/accounts/2fa/totp/activate/")
    assert (
        asked.headers["Location"] == "/accounts/reauthenticate/?next=%2Faccounts%2F2fa%2Ftotp%2Factivate%2F"
    )
    assert "パスワードが違います" in text(confirm(client, "wrong-password"))
    assert confirm(client).headers["Location"] == "/home/"
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200


def test_passwords_are_hashed_slowly(settings: Settings, client: Client, db: None) -> None:
    settings.PASSWORD_HASHERS = mikiwame.settings.PASSWORD_HASHERS
    client.post("/accounts/signup/", SIGN_UP)
    assert Member.objects.get().password.startswith("argon2$argon2id$")


PAGES = (
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/confirm-email/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/done/",
    "/accounts/inactive/",
)
OWN_PAGES = (
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/sessions/",
)


@pytest.mark.parametrize("address", PAGES)
def test_the_doors_are_in_our_words(client: Client, db: None, address: str) -> None:
    body = text(client.get(address))
    assert 'href="#main"' in body, "the house's frame"
    assert not re.search(r"<h1>[A-Za-z]", body)


@pytest.mark.parametrize("address", OWN_PAGES)
def test_members_rooms_are_in_our_words(client: Client, cast: Cast, address: str) -> None:
    sign_in(client, verified(cast.yuki))
    confirm(client)
    body = text(client.get(address))
    assert 'href="#main"' in body, "the house's frame"
    assert not re.search(r"<h1>[A-Za-z]", body)
    assert Client().get(address).status_code in {302, 404}


@pytest.mark.django_db(transaction=True)
def test_a_double_click_on_signing_up_makes_one_member() -> None:
    led_to: list[str] = []

    def sign_up() -> None:
        led_to.append(Client().post("/accounts/signup/", SIGN_UP).headers["Location"])

    at_once(*[sign_up] * 4)
    assert led_to == ["/accounts/confirm-email/"] * 4
    assert Member.objects.filter(email=SIGN_UP["email"]).count() == 1
