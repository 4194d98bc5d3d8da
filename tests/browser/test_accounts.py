"""Signing up, in, and on with passkeys, in a browser with an authenticator of its own."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from playwright.sync_api import Page, expect

from mikiwame.market.members import operations
from mikiwame.market.members.models import Member
from tests.browser.conftest import Look, SignIn
from tests.cast import MORNING, PASSWORD, assemble

pytestmark = pytest.mark.django_db(transaction=True)


def with_authenticator(page: Page) -> None:
    """Give the browser a platform authenticator that always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def verified(member: Member) -> Member:
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    return member


def sign_in(page: Page, member: Member) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("メールアドレス").fill(member.email)
    page.get_by_label("パスワード", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="ログイン", exact=True).click()
    expect(page).to_have_url(re.compile("/home/$"))


def test_a_visitor_becomes_a_member(visitor: Page, look: Look) -> None:
    visitor.goto("/accounts/signup/")
    look(visitor, "sign-up")
    visitor.get_by_role("button", name="登録する").click()
    look(visitor, "sign-up-wrong")
    visitor.get_by_label("表示名").fill("はな")
    visitor.get_by_label("メールアドレス").fill("hana@example.jp")
    visitor.get_by_label("パスワード").fill("kaze-to-mori-7")
    visitor.get_by_role("button", name="登録する").click()
    look(visitor, "verification-sent")

    address = re.search(r"http://\S+/confirm-email/\S+", str(mail.outbox[0].body))
    assert address is not None
    visitor.goto(address[0])
    look(visitor, "verification")
    visitor.get_by_role("button", name="確認する").click()
    expect(visitor).to_have_url(re.compile("/home/$"))


def test_a_passkey_takes_the_place_of_the_password(visitor: Page, look: Look) -> None:
    yuki = verified(assemble().yuki)
    with_authenticator(visitor)
    sign_in(visitor, yuki)
    visitor.goto("/accounts/2fa/webauthn/add/")
    look(visitor, "confirm-yourself")
    visitor.get_by_label("パスワード").fill(PASSWORD)
    visitor.get_by_role("button", name="続ける").click()
    look(visitor, "passkey-new")
    visitor.get_by_label("パスキーの名前").fill("仕事のノート")
    visitor.get_by_role("button", name="この機器で登録する").click()
    expect(visitor.get_by_role("heading", name="回復コード")).to_be_visible()
    look(visitor, "recovery-codes")
    visitor.goto("/accounts/2fa/webauthn/")
    expect(visitor.get_by_text("仕事のノート")).to_be_visible()
    look(visitor, "passkeys")
    visitor.goto("/accounts/sessions/")
    look(visitor, "sessions")

    visitor.goto("/accounts/logout/")
    visitor.get_by_role("button", name="ログアウト").click()
    expect(visitor).not_to_have_url(re.compile("logout"))
    visitor.goto("/accounts/login/")
    look(visitor, "sign-in")
    visitor.get_by_role("button", name="パスキーでログイン").click()
    expect(visitor).to_have_url(re.compile("/home/$"))


def test_a_passkey_is_the_second_step_after_the_password(visitor: Page, look: Look) -> None:
    yuki = verified(assemble().yuki)
    with_authenticator(visitor)
    sign_in(visitor, yuki)
    visitor.goto("/accounts/2fa/webauthn/add/")
    visitor.get_by_label("パスワード").fill(PASSWORD)
    visitor.get_by_role("button", name="続ける").click()
    visitor.get_by_role("button", name="この機器で登録する").click()
    expect(visitor.get_by_role("heading", name="回復コード")).to_be_visible()
    visitor.goto("/accounts/logout/")
    visitor.get_by_role("button", name="ログアウト").click()
    expect(visitor).not_to_have_url(re.compile("logout"))

    visitor.goto("/accounts/login/")
    visitor.get_by_label("メールアドレス").fill(yuki.email)
    visitor.get_by_label("パスワード", exact=False).first.fill(PASSWORD)
    visitor.get_by_role("button", name="ログイン", exact=True).click()
    look(visitor, "second-step")
    visitor.get_by_role("button", name="パスキーで確認").click()
    expect(visitor).to_have_url(re.compile("/home/$"))


def test_when_no_passkey_answers_the_page_says_what_else_there_is(visitor: Page) -> None:
    visitor.route("**/webauthn/login/", lambda route: route.fulfill(status=429))
    visitor.goto("/accounts/login/")
    visitor.get_by_role("button", name="パスキーでログイン").click()
    expect(visitor.get_by_text("パスキーを使えませんでした")).to_be_visible()


def test_settings_and_the_public_page(signed_in: SignIn, look: Look) -> None:
    cast = assemble()
    yuki = verified(cast.yuki)
    about = "取材と記事づくりが好きです。平日の夜に2時間ほど。\n前の仕事は旅行会社の窓口でした。"
    operations.change_profile(
        yuki,
        display_name="ゆき",
        about=about,
        is_business=False,
        withholds_tax=False,
        by=yuki,
        at=MORNING,
    )
    page = signed_in(yuki)
    for name in ("settings", "settings/profile", "settings/notices", "settings/language"):
        page.goto(f"/{name}/")
        look(page, name.replace("/", "-"))
    page.goto(f"/members/{yuki.party_id}/")
    look(page, "member")
    page.goto("/settings/private-data/")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="続ける").click()
    look(page, "private-data")
    page.goto("/settings/bank-account/")
    look(page, "bank-account")
    operations.issue_token(yuki, name="家の計算機", scopes=["read", "work"], at=MORNING)
    page.goto("/settings/tokens/")
    look(page, "tokens")
    page.get_by_label("名前").fill("請求書をつくる道具")
    page.get_by_role("button", name="発行する").click()
    look(page, "token")
    for name in ("", "totp/activate/"):
        page.goto(f"/accounts/2fa/{name}")
        look(page, "security" if not name else "authenticator-app")
    page.goto("/accounts/email/")
    look(page, "email")
    page.goto("/accounts/password/change/")
    look(page, "password")
