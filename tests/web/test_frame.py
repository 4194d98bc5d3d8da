"""The frame of every page: what it promises to browsers, keyboards and people whose act was refused."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils import translation
from django_htmx.middleware import HtmxMiddleware

import mikiwame.web
from mikiwame.core.errors import NotFound, Refused, refuse, require
from mikiwame.market.turns.states import TurnKind
from mikiwame.web import navigation
from mikiwame.web.acting import came_from, page, refusals_in, refused
from mikiwame.web.forms.fields import Day, Files, Line, Number, Prose, YenField
from mikiwame.web.middleware import Refusals
from mikiwame.web.templatetags.pages import icon
from mikiwame.wording.formats import day, left, limit, moment, yen
from mikiwame.wording.words import WORDS
from tests.cast import Cast

AT = datetime(2026, 11, 2, 0, 0, tzinfo=UTC)


def test_a_page_loads_nothing_from_elsewhere_and_nothing_inline(client: Client, db: None) -> None:
    response = client.get("/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    body = response.content.decode()
    assert "<style" not in body
    assert " style=" not in body
    assert "onclick" not in body


def test_a_page_speaks_the_readers_language(client: Client, db: None) -> None:
    assert 'lang="ja"' in client.get("/").content.decode()
    client.post("/language/", {"language": "en", "next": "/"})
    assert '<html lang="en"' in client.get("/").content.decode()


def test_the_paper_is_as_the_reader_wants_it(client: Client, db: None) -> None:
    assert "data-theme" not in client.get("/").content.decode()
    response = client.post("/appearance/", {"theme": "dark"}, headers={"referer": "http://testserver/?q=1"})
    assert response.headers["Location"] == "http://testserver/?q=1"
    assert 'data-theme="dark"' in client.get("/").content.decode()
    client.post("/appearance/", {"theme": '"><script>'})
    assert "data-theme" not in client.get("/").content.decode()


@pytest.mark.parametrize("secure", [True, False])
def test_no_cookie_travels_in_the_open_where_others_do_not(client: Client, secure: bool) -> None:
    with override_settings(SESSION_COOKIE_SECURE=secure):
        client.post("/appearance/", {"theme": "dark"})
    assert bool(client.cookies["theme"]["secure"]) is secure


def test_what_is_too_large_is_refused_unread(client: Client, cast: Cast) -> None:
    def sent(address: str, length: int) -> HttpResponse:
        return client.generic(  # type: ignore[return-value]
            "POST", address, CONTENT_TYPE="multipart/form-data; boundary=x", CONTENT_LENGTH=str(length)
        )

    for address in ("/language/", "/accounts/login/"):
        too_much = sent(address, 3 * 1024**2)
        assert too_much.status_code == 413
        assert "大きすぎます" in too_much.content.decode()
    assert sent("/api/v1/me", 300 * 1024**2).headers["Content-Type"] == "application/problem+json"
    assert sent("/api/v1/postings", 3 * 1024**2).status_code == 401, "read no sooner than the token"
    client.force_login(cast.yuki)
    assert sent("/applications/", 300 * 1024**2).status_code == 413
    assert sent("/applications/", 100 * 1024**2).status_code == 405


def test_the_way_back_never_leads_elsewhere(rf: RequestFactory) -> None:
    assert came_from(rf.get("/", headers={"referer": "https://elsewhere.example/"})) == "/"
    assert came_from(rf.get("/", headers={"referer": "http://testserver/home/"})) == "http://testserver/home/"


@pytest.mark.parametrize("address", ["/?q=%00", "/%00", "/home/?next=%00"])
def test_nul_characters_are_refused(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code == 400


def test_a_page_that_does_not_exist_says_so(client: Client, db: None) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "ページが見つかりません" in response.content.decode()


def test_a_stale_form_is_explained(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/appearance/", {"theme": "dark"})
    assert response.status_code == 403
    assert "ページが古くなっています" in response.content.decode()


def test_members_pages_ask_visitors_to_sign_in_and_come_back(client: Client, db: None) -> None:
    response = client.get("/home/?page=2")
    assert response.status_code == 302
    assert "next=/home/%3Fpage%3D2" in response.headers["Location"]


@pytest.mark.parametrize("address", ["/contracts/", "/messages/", "/notices/", "/settings/"])
def test_a_page_can_be_asked_whether_it_is_there(client: Client, cast: Cast, address: str) -> None:
    client.force_login(cast.yuki)
    assert client.head(address).status_code == 200


def test_members_see_their_ways(client: Client, cast: Cast) -> None:
    client.force_login(cast.yuki)
    body = client.get("/home/").content.decode()
    assert 'aria-current="page"' in body
    assert "ゆき" in body


def test_a_refusal_that_nobody_caught_becomes_a_page(rf: RequestFactory, client: Client, db: None) -> None:
    request = rf.post("/", headers={"referer": "http://testserver/home/"})
    request.user = AnonymousUser()
    response = Refusals(lambda _: None).process_exception(request, Refused("too_late"))  # type: ignore[arg-type,return-value]
    assert response is not None
    assert response.status_code == 409
    assert "期限を過ぎたため" in response.content.decode()
    assert 'href="http://testserver/home/"' in response.content.decode()


class Application(forms.Form):
    message = Prose(label="メッセージ", max_length=20, help_text="短く")
    title = Line(label="題", max_length=5, required=False)
    price = YenField(label="金額", most=1_000_000)
    places = Number(label="人数", min_value=1, max_value=9, required=False)
    start = Day(label="開始", required=False)
    samples = Files(label="ファイル", required=False, most=2)


def filled(**values: str) -> Application:
    return Application({"message": "はじめまして", "price": "1.5万", **values})


def test_a_refusal_stands_next_to_its_field() -> None:
    form = filled()
    assert form.is_valid()
    with refusals_in(form):
        require(refuse("too_late", field="price"))
    assert form.errors["price"] == ["期限を過ぎたため、できません。"]


def test_a_refusal_without_a_field_of_the_form_stands_at_its_head() -> None:
    form = filled()
    assert form.is_valid()
    with refusals_in(form):
        require(refuse("too_late", field="elsewhere"))
    assert form.non_field_errors() == ["期限を過ぎたため、できません。"]


def test_what_does_not_exist_is_no_error_of_a_form() -> None:
    with pytest.raises(NotFound), refusals_in(filled()):
        raise NotFound


def test_a_form_with_errors_answers_422_and_links_to_them(rf: RequestFactory) -> None:
    form = Application({"price": "たくさん"})
    response = page(rf.get("/"), "forms/form.html", form=form)
    body = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_price"' in body
    assert 'aria-describedby="id_message_helptext id_message_error"' in body
    assert 'id="id_message_error"' in body
    assert "必須" in body
    assert "maxlength" not in body


@pytest.mark.parametrize(
    ("written", "amount"), [("１２，０００円", 12_000), ("1.5万", 15_000), ("¥3,000", 3_000), (" 500 ", 500)]
)
def test_amounts_are_read_as_people_write_them(written: str, amount: int) -> None:
    form = filled(price=written)
    assert form.is_valid()
    assert form.cleaned_data["price"] == amount


@pytest.mark.parametrize(
    "written", ["0", "-5", "1,000,001", "9" * 400, "💴", "12,00", "1.5", "", "NaN", "1e3"]
)
def test_amounts_that_are_none_are_refused(written: str) -> None:
    assert "price" in filled(price=written).errors


@pytest.mark.parametrize("written", ["a\0b", "a\x1bb", "逆\u202e順", "\ud800"])
def test_what_cannot_be_read_is_refused(written: str) -> None:
    assert "message" in filled(message=written).errors
    assert "title" in filled(title=written).errors


def test_lines_have_no_breaks_and_prose_counts_each_as_one_character() -> None:
    assert "title" in filled(title="a\nb").errors
    form = filled(message="0123456789\r\n012345678")
    assert form.is_valid()
    assert form.cleaned_data["message"] == "0123456789\n012345678"
    assert "message" in filled(message="0" * 21).errors


def test_full_width_digits_are_digits() -> None:
    form = filled(places="３")
    assert form.is_valid()
    assert form.cleaned_data["places"] == 3


def test_no_files_are_an_empty_list() -> None:
    form = filled()
    assert form.is_valid()
    assert form.cleaned_data["samples"] == []


@pytest.mark.usefixtures("_in_the_morning")
def test_amounts_and_days_in_words() -> None:
    assert yen(12_000) == "12,000円"
    assert moment(AT) == '<time datetime="2026-11-02T09:00+09:00">11月2日(月) 9:00</time>'
    assert limit(AT) == moment(AT)
    midnight = AT - timedelta(hours=9)
    assert limit(midnight) == '<time datetime="2026-11-02T00:00+09:00">11月1日(日) 24:00</time>'
    assert day(datetime(2025, 12, 31, 16, tzinfo=UTC)) == '<time datetime="2026-01-01">1月1日(木)</time>'
    with translation.override("en"):
        assert yen(-12_000) == "-¥12,000"
        assert ">Mon 2 Nov 9:00<" in moment(AT)


def test_time_left_is_rounded_down() -> None:
    assert left(AT + timedelta(days=3, hours=23), AT) == "あと3日"
    assert left(AT + timedelta(hours=23, minutes=59), AT) == "あと23時間"
    assert left(AT + timedelta(seconds=5), AT) == "あと1分"
    assert left(AT, AT) == "期限を過ぎました"


TEMPLATES = Path(mikiwame.web.__file__).parent / "templates"
ICONS = re.compile(r'{% icon "([^"]+)"')


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_every_icon_exists(template: Path) -> None:
    for name in ICONS.findall(template.read_text()):
        assert icon(name).startswith("<svg")


def test_every_way_has_an_icon_and_words() -> None:
    for way in (*navigation.VISITORS, *navigation.MEMBERS, *navigation.ACCOUNT, *navigation.OPERATORS):
        assert icon(way.icon).startswith("<svg")
        assert str(way.label)


def test_every_kind_of_turn_says_what_it_is_and_what_then_happens() -> None:
    assert WORDS["turn"].keys() == WORDS["limit"].keys() == set(TurnKind)


def test_a_fault_of_ours_says_that_nothing_is_half_done(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("mikiwame.web.views.visitors.page", fail)
    client.raise_request_exception = False
    response = client.get("/guide/")
    assert response.status_code == 500
    assert "途中までの変更は残っていません" in response.content.decode()


def test_parts_of_a_page_get_a_refusal_as_a_notice(rf: RequestFactory) -> None:
    request = rf.post("/", headers={"hx-request": "true"})
    HtmxMiddleware(lambda _: HttpResponse())(request)
    response = refused(request, Refused("too_late"))
    assert response.status_code == 409
    assert "<html" not in response.content.decode()


def test_an_address_for_sending_that_is_opened_says_where_to_go(client: Client, db: None) -> None:
    response = client.get("/appearance/")
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert "ボタンを押したときだけ" in response.content.decode()


def test_who_was_signed_out_meanwhile_comes_back_to_the_page_not_to_the_button(
    client: Client, cast: Cast
) -> None:
    posting = f"http://testserver/postings/{cast.yuki.party.id}/"
    response = client.post(f"{posting}pause/", headers={"referer": posting})
    assert response.status_code == 302
    assert "pause" not in response.headers["Location"]
