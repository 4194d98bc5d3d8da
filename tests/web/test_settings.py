"""What members set for themselves, and what of it others see."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from mikiwame.market.history.queries import facts_about
from mikiwame.market.members import operations, queries
from mikiwame.market.members.models import Member
from mikiwame.market.members.scopes import Scope
from mikiwame.web.forms.members import SCOPES
from tests.cast import MORNING, PASSWORD, Cast


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def yuki(client: Client, cast: Cast) -> Member:
    """Yuki has signed in, and has lately shown that it is her."""
    client.force_login(cast.yuki)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/home/"})
    return cast.yuki


PAGES = (
    "/settings/",
    "/settings/profile/",
    "/settings/private-data/",
    "/settings/bank-account/",
    "/settings/notices/",
    "/settings/absences/",
    "/settings/calendar/",
    "/settings/language/",
    "/settings/tokens/",
    "/settings/farewell/",
)


@pytest.mark.parametrize("address", PAGES)
def test_settings_are_for_members(client: Client, yuki: Member, address: str) -> None:
    assert client.get(address).status_code == 200
    assert Client().get(address).headers["Location"].startswith("/accounts/login/?next=/settings/")


def test_a_profile_is_what_others_see(client: Client, yuki: Member) -> None:
    filled = {"display_name": "ゆきの", "about": "記事を書きます。\n週に10時間。", "is_business": "on"}
    assert client.post("/settings/profile/", filled).status_code == 303

    seen = text(Client().get(f"/members/{yuki.party_id}/"))
    assert "ゆきの" in seen
    assert "週に10時間。" in seen
    assert "事業者" in seen
    assert "はじめたばかり" in seen
    assert "yuki@example.jp" not in seen


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"display_name": "yuki@example.jp"}, "表示名にメールアドレスやURLは使えません"),
        ({"display_name": "あ"}, "2文字以上"),
        ({"display_name": "ゆ\0き"}, "確かめてください"),
        ({"about": "あ" * 2001}, "2000"),
    ],
)
def test_a_wrong_profile_is_said_next_to_its_field(
    client: Client, yuki: Member, wrong: dict[str, str], sentence: str
) -> None:
    response = client.post("/settings/profile/", {"display_name": "ゆき", "about": ""} | wrong)
    assert response.status_code == 422
    assert sentence in text(response)


def test_markup_in_a_profile_stays_text(client: Client, yuki: Member) -> None:
    client.post("/settings/profile/", {"display_name": "<b>ゆき</b>", "about": "<script>alert(1)</script>"})
    seen = text(client.get(f"/members/{yuki.party_id}/"))
    assert "<b>ゆき" not in seen
    assert "<script>alert" not in seen


def test_private_data_is_kept_and_read_by_its_member_only(client: Client, yuki: Member) -> None:
    filled = {"legal_name": "佐藤 雪", "phone": "０９０-1234-5678", "invoice_number": "T1234567890123"}
    assert client.post("/settings/private-data/", filled).status_code == 303

    shown = client.get("/settings/private-data/")
    assert "09012345678" in text(shown)
    assert "法人番号の形ではありません" in text(shown), "a slip is pointed out, not refused"
    assert "no-store" in shown.headers["Cache-Control"]
    assert "佐藤" not in text(Client().get(f"/members/{yuki.party_id}/"))

    client.post("/settings/private-data/", filled | {"phone": ""})
    assert operations.reveal(yuki, by=yuki, at=MORNING).phone == ""


def test_private_data_that_is_not_understood_is_said_next_to_its_field(client: Client, yuki: Member) -> None:
    response = client.post("/settings/private-data/", {"phone": "でんわ", "legal_name": "佐藤 雪"})
    assert response.status_code == 422
    assert "電話番号として読めません" in text(response)
    assert "佐藤 雪" in text(response), "what was typed stays"


def test_private_data_asks_again_who_is_there_and_keeps_nothing_meanwhile(client: Client, cast: Cast) -> None:
    client.force_login(cast.yuki)
    asked = client.get("/settings/private-data/").headers["Location"]
    assert asked == "/accounts/reauthenticate/?next=%2Fsettings%2Fprivate-data%2F"

    response = client.post("/settings/private-data/", {"legal_name": "佐藤 雪"})
    assert response.headers["Location"] == asked
    assert "佐藤" not in str(dict(client.session))
    back = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/settings/private-data/"})
    assert back.headers["Location"] == "/settings/private-data/"
    assert "もう一度入力してください" in text(client.get("/settings/private-data/"))
    assert operations.reveal(cast.yuki, by=cast.yuki, at=MORNING).legal_name == ""


ACCOUNT = {"bank": "１", "branch": "12", "kind": "ordinary", "number": "345678", "holder": "さとう ゆき"}


def test_a_bank_account_is_kept_and_taken_back(client: Client, yuki: Member) -> None:
    assert client.post("/settings/bank-account/", ACCOUNT).status_code == 303
    assert "0345678" in text(client.get("/settings/bank-account/"))

    assert client.post("/settings/bank-account/removal/").status_code == 303
    assert "345678" not in text(client.get("/settings/bank-account/"))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"bank": "12345"}, "銀行コードは4桁"),
        ({"number": "口座"}, "口座番号は7桁"),
        ({"holder": "佐藤 雪"}, "カタカナ"),
        ({"kind": "gold"}, "gold"),
    ],
)
def test_the_wrong_part_of_an_account_is_named(
    client: Client, yuki: Member, wrong: dict[str, str], sentence: str
) -> None:
    response = client.post("/settings/bank-account/", ACCOUNT | wrong)
    assert response.status_code == 422
    assert sentence in text(response)


def test_the_language_of_a_member_counts_before_her_browser_s(client: Client, yuki: Member) -> None:
    client.post("/settings/language/", {"language": "en", "time_zone": "Europe/Berlin"})
    assert '<html lang="en"' in text(client.get("/settings/", headers={"accept-language": "ja"}))

    client.post("/language/", {"language": "ja", "next": "/settings/"})
    assert queries.member(yuki.pk).language == "ja"
    assert '<html lang="ja"' in text(client.get("/settings/", headers={"accept-language": "en"}))


@pytest.mark.parametrize("language", ["", "fr", "\0", "en" * 1000])
def test_an_unknown_language_changes_nothing(client: Client, yuki: Member, language: str) -> None:
    client.post("/language/", {"language": language, "next": "/settings/"})
    assert queries.member(yuki.pk).language == "ja"


def test_times_are_shown_where_the_member_lives(client: Client, yuki: Member) -> None:
    operations.issue_token(yuki, name="鍵", scopes=["read"], at=MORNING)
    client.post("/settings/language/", {"language": "ja", "time_zone": "America/New_York"})
    assert "2026-11-01" in text(client.get("/settings/tokens/")), "still Sunday there"


def test_a_token_is_shown_once_used_and_revoked(client: Client, yuki: Member) -> None:
    page = client.post("/settings/tokens/", {"name": "家計簿", "scopes": ["read", "work"]})
    secret = re.search(r"mk_[\w-]+", text(page))
    assert secret is not None
    assert "no-store" in page.headers["Cache-Control"]
    assert queries.member_of_token(secret[0], at=MORNING) == (yuki, frozenset({"read", "work"}))
    held = text(client.get("/settings/tokens/"))
    assert "家計簿" in held
    assert secret[0] not in held

    token = queries.tokens_of(yuki).get()
    outsider = Client()
    outsider.force_login(Member.objects.get(email="sora@example.jp"))
    assert outsider.post(f"/settings/tokens/{token.pk}/revocation/").status_code == 404
    assert client.post(f"/settings/tokens/{token.pk}/revocation/").status_code == 303
    assert client.post(f"/settings/tokens/{token.pk}/revocation/").status_code == 409
    assert "家計簿" not in text(client.get("/settings/tokens/"))


def test_a_token_says_what_it_will_do_with_money() -> None:
    powers = {scope: str(words) for scope, words in SCOPES.items()}
    assert [scope for scope, words in powers.items() if "検収" in words] == [Scope.POST], "as the API has it"
    assert [scope for scope, words in powers.items() if "内定を受ける" in words] == [Scope.APPLY]
    assert [scope for scope, words in powers.items() if "仮払い" in words] == [Scope.PAY]


def test_a_token_needs_a_name_and_a_scope(client: Client, yuki: Member) -> None:
    assert client.post("/settings/tokens/", {"name": "", "scopes": ["read"]}).status_code == 422
    assert client.post("/settings/tokens/", {"name": "鍵"}).status_code == 422
    assert client.post("/settings/tokens/", {"name": "鍵", "scopes": ["admin"]}).status_code == 422


def test_who_leaves_is_signed_out_everywhere_and_can_not_come_back(client: Client, yuki: Member) -> None:
    phone = Client()
    phone.force_login(yuki)
    assert client.post("/settings/farewell/", {"sure": ""}).status_code == 422
    client.post("/settings/farewell/", {"sure": "on"})

    for browser in (client, phone):
        assert browser.get("/home/").status_code == 302
    assert Client().get(f"/members/{yuki.party_id}/").status_code == 404
    again = Client().post("/accounts/login/", {"login": "yuki@example.jp", "password": PASSWORD})
    assert "メールアドレスかパスワードが違います" in text(again)


def test_nobody_leaves_while_others_wait(
    client: Client, yuki: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mikiwame.market.hiring.queries.open_applications", lambda _: 2)
    page = text(client.get("/settings/farewell/"))
    assert "結果を待っている応募" in page
    assert "2件" in page
    refused = client.post("/settings/farewell/", {"sure": "on"})
    assert refused.status_code == 422
    assert queries.member(yuki.pk) == yuki


def test_a_member_who_is_not_there_is_not_found(client: Client, cast: Cast) -> None:
    assert client.get("/members/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_every_change_is_a_fact(client: Client, yuki: Member) -> None:
    client.post("/settings/language/", {"language": "en", "time_zone": "Europe/Berlin"})
    client.post("/settings/private-data/", {"phone": "090-1234-5678"})
    facts = [(fact.kind, fact.by) for fact in facts_about(yuki.key)]
    assert facts[-2:] == [("members.PreferencesChanged", yuki.key), ("members.PrivateDataKept", yuki.key)]


def test_opened_reviews_stand_on_the_public_page(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = SimpleNamespace(
        author=cast.sakurai.party,
        about=cast.yuki.party,
        written_at=MORNING,
        terms_kept=True,
        on_time=False,
        clear=None,
        again=True,
        stars=4,
        comment="ていねいな<b>仕事</b>でした。",
        reply="ありがとうございました。",
    )
    monkeypatch.setattr("mikiwame.market.reputation.queries.reviews_about", lambda _: [review])
    seen = text(client.get(f"/members/{cast.yuki.party_id}/"))
    assert "桜井デザイン室" in seen
    assert "期日どおり <strong>いいえ</strong>" in seen
    assert "わかりやすい" not in seen
    assert "ていねいな&lt;b&gt;仕事" in seen
    assert "ありがとうございました" in seen
