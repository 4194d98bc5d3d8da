"""The check: whoever pastes whatever gets a reading or a clear answer, and leaves no trace."""

import gc
import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.urls import reverse
from hypothesis import HealthCheck, given, settings

from mikiwame.discernment.memory import Memory
from mikiwame.discernment.text import LONGEST
from mikiwame.throttle import AT_ONCE, READINGS
from tests.cast import Cast
from tests.discernment.anything import any_text, awkward_text
from tests.web.hiring import reading

CHECK = "/check/"
TRAP = "データ入力です。登録料として3,000円をお支払いください。連絡はLINEでお願いします。"


@pytest.fixture(autouse=True)
def unhurried() -> Iterator[None]:
    """Nobody has asked for a reading yet."""
    READINGS.clear()
    yield
    READINGS.clear()


def checked(client: Client, body: str, **more: str) -> str:
    """The page about a text."""
    response = client.post(CHECK, {"body": body, **more})
    assert response.status_code == 200
    return response.content.decode()


def test_a_visitor_reads_a_trap(client: Client, db: None) -> None:
    page = checked(client, TRAP, title="かんたん作業")
    words = unescape(re.sub(r"<[^>]*>", "", page))
    for said in (
        "危険",
        "働く前にお金を求める",
        "サイト外の連絡先へ誘う",
        "作業の開始日はいつになりますか。",
    ):
        assert said in words
    assert "登録料として3,000円をお支払いください" in marked(page)


def marked(page: str) -> str:
    """What is marked in the text, without the labels."""
    found = "\n".join(re.findall(r"<mark[^>]*>(.*?)</mark>", page, re.DOTALL))
    return re.sub(r"<a .*?</a>|<span .*?</span>", "", found, flags=re.DOTALL)


def test_every_mark_leads_to_its_finding_and_back(client: Client, db: None) -> None:
    page = checked(client, TRAP, title="かんたん作業")
    anchors = set(re.findall(r' id="([^"]+)"', page))
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links <= anchors
    assert {one for one in anchors if one.startswith(("place-", "finding-", "term-"))} <= links


def test_a_calm_text_is_never_called_safe(client: Client, db: None) -> None:
    body = (
        "広報紙の文字校正をお願いします。A4で4ページ、赤字を入れたPDFを1点納品してください。1号8,000円（税込・固定）。"
        "12月8日に開始、納期は12月12日。検収は納品から5日以内、仮払いのあと月末締め翌月10日払い。募集は1名です。"
    )
    page = checked(client, body)
    assert "文面に目立つ問題はありません" in page
    assert "安心" not in page
    assert marked(page) == ""


def test_pay_stands_beside_what_is_usual(client: Client, db: None) -> None:
    page = checked(client, "1文字0.2円で10本お願いします。時給は900円です。", title="記事の作成")
    for said in ("1文字 0.2円", "大きく下回る", "最低賃金", "1時間 900円", "厚生労働省"):
        assert said in page


def test_in_english(client: Client, db: None) -> None:
    response = client.post(CHECK, {"body": TRAP}, headers={"accept-language": "en"})
    page = response.content.decode()
    assert "Asks you for money first" in page
    assert "On which day does the work start?" in page
    assert [
        one for one in ("気になるところ", "文面で見る", "書かれていない条件", "危険") if one in page
    ] == []


def test_markup_is_shown_and_never_run(client: Client, db: None) -> None:
    body = (
        "データ入力です。<script>alert(1)</script><img src=x onerror=alert(2)> LINEで連絡を。</textarea><b>"
    )
    page = checked(client, body, title="<b>急募</b>入力の仕事です")
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "読める文章がありません"),
        (" 　\n\t ", "読める文章がありません"),
        ("★☆♪！？……・・・", "読める文章がありません"),
        ("\u200b\u202e\ufeff", "読める文章がありません"),
        ("12345 67890", "読める文章がありません"),
        ("PK\x03\x04\x00\x00\x08\x08\x00\x1f" * 20, "ファイルの中身のようです"),
        ("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\ufffd\ufffd\ufffd", "ファイルの中身のようです"),
        ("Требуется переводчик для работы на дому.", "日本語か英語の文章だけ"),
        ("หางานออนไลน์ทำที่บ้าน รายได้ดี", "日本語か英語の文章だけ"),
        (
            "招聘兼职数据录入员，工作时间灵活，报酬每小时五十元，需要有电脑和网络，欢迎学生和家庭主妇报名参加。",
            "日本語か英語",
        ),
        ("あ" * (LONGEST + 1), "20000文字まで"),
    ],
)
def test_what_cannot_be_read_is_answered_clearly(client: Client, db: None, body: str, said: str) -> None:
    response = client.post(CHECK, {"body": body})
    assert response.status_code == 422
    assert said in response.content.decode()


def test_letters_that_nobody_sees_are_left_out_and_counted(client: Client, db: None) -> None:
    page = checked(client, "登録\u200b料として3,000円を\u202eお支払い\x07ください。データ入力です。")
    assert "見えない文字3個を取り除いて読みました" in page
    assert "登録料として3,000円をお支払いください" in re.sub(r"<[^>]+>", "", page)


def test_ten_megabytes_are_refused_unread(client: Client, db: None) -> None:
    response = client.post(CHECK, {"body": "あ" * 3_500_000})
    assert response.status_code == 413
    assert "大きすぎます" in response.content.decode()


def test_bytes_that_are_no_text(client: Client, db: None) -> None:
    raw = b"body=" + bytes(range(128, 256)).replace(b"&", b"") * 30
    assert client.post(CHECK, raw, content_type="application/x-www-form-urlencoded").status_code == 422


def test_no_sentence_is_remembered(client: Client, db: None) -> None:
    assert client.post(CHECK, {"body": TRAP}).status_code == 200

    memories = [thing for thing in gc.get_objects() if type(thing) is Memory]
    assert memories
    assert not any("登録料" in sentence for memory in memories for sentence in memory._made)


def test_nothing_stays(client: Client, db: None, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    response = client.post(CHECK, {"body": TRAP, "title": "かんたん作業"})
    assert "no-store" in response.headers["Cache-Control"]
    assert TRAP not in caplog.text
    assert not Session.objects.exists()
    assert "sessionid" not in response.cookies
    assert client.get(CHECK).headers["Cache-Control"] == response.headers["Cache-Control"]
    assert TRAP not in client.get(CHECK).content.decode()


def test_what_stands_in_the_address_is_not_read(client: Client, db: None) -> None:
    assert TRAP not in client.get(CHECK, {"body": TRAP}).content.decode()


def test_a_form_from_elsewhere_is_refused(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(CHECK, {"body": TRAP}).status_code == 403
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', strict.get(CHECK).content.decode())[0]
    assert strict.post(CHECK, {"body": TRAP, "csrfmiddlewaretoken": token}).status_code == 200


def test_the_example_is_read(client: Client, db: None) -> None:
    said = (("ja", "働く前にお金を求める", "登録料"), ("en", "Asks you for money first", "registration fee"))
    for language, word, told in said:
        page = client.get(CHECK, headers={"accept-language": language}).content.decode()
        body = re.findall(r'<textarea name="body" hidden>(.*?)</textarea>', page, re.DOTALL)[0]
        sent = client.post(CHECK, {"body": unescape(body)}, headers={"accept-language": language})
        assert word in sent.content.decode()
        assert told in body


def test_of_an_english_text_it_is_said_how_little_is_read(client: Client, db: None) -> None:
    assert "まだ少ししか読めません" in checked(client, "We are looking for a translator. Apply now.")
    assert "まだ少ししか読めません" not in checked(client, "翻訳者を探しています。Apply now.")


@override_settings(READINGS_A_MINUTE=1)
def test_visitors_wait_when_they_send_too_much_and_members_do_not(client: Client, cast: Cast) -> None:
    for _ in range(AT_ONCE):
        checked(client, TRAP)
    late = client.post(CHECK, {"body": TRAP})
    assert late.status_code == 429
    assert int(late.headers["Retry-After"]) > 0
    assert client.get(CHECK).status_code == 200
    checked(reading(cast.yuki), TRAP)


def test_everybody_finds_it(client: Client, db: None) -> None:
    assert reverse("check") == CHECK
    home = client.get("/").content.decode()
    assert home.count(f'href="{CHECK}"') >= 3  # above, below, and among the words


def test_the_text_is_read_aloud_in_its_own_language_and_labels_in_the_reader_s(
    client: Client, db: None
) -> None:
    page = client.post(CHECK, {"body": TRAP}, headers={"accept-language": "en"}).content.decode()
    assert '<div class="reading-sheet" lang="ja">' in page
    assert {*re.findall(r'<a lang="(\w*)" class="mark-label', page)} == {"en"}


@given(title=any_text | awkward_text, body=any_text | awkward_text)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_pasted_is_read_or_refused(client: Client, db: None, title: str, body: str) -> None:
    READINGS.clear()
    response = client.post(CHECK, {"title": encodable(title), "body": encodable(body)})
    assert response.status_code in {200, 422}
    page = response.content.decode() if response.status_code == 200 else ""
    assert not any(letter in page for letter in "\u202a\u202b\u202d\u202e\u2066\u2067\u0000")
    places = re.findall(r' id="((?:place|finding|term|pay)-[^"]+)"', page)
    assert len(places) == len(set(places))


def encodable(text: str) -> str:
    """The text as a browser sends it, which has no word for half a surrogate pair."""
    return text.encode("utf-8", "replace").decode()


COMMENT = "/check/comment/"
POLITE = "丁寧な方でした。ただ、採用のあとで納期を一週間早められ、追加の作業に報酬はありませんでした。"


def test_a_polite_comment_tells_what_happened(client: Client, db: None) -> None:
    response = client.post(COMMENT, {"body": POLITE, "rating": "5"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert "困ったことが書かれています" in page
    assert "後から条件が変わった" in page
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r' id="([^"]+)"', page))


def test_a_kind_comment_has_no_trouble(client: Client, db: None) -> None:
    page = client.post(COMMENT, {"body": "返信が早く、指示も分かりやすかったです。"}).content.decode()
    assert "困ったことは見つかりませんでした" in page
    assert "連絡が早い" in page
    assert marked(page) == ""


@pytest.mark.parametrize("sent", [{}, {"body": "★"}, {"body": "早い", "rating": "9"}])
def test_a_comment_that_cannot_be_read(client: Client, db: None, sent: dict[str, str]) -> None:
    assert client.post(COMMENT, sent or {"rating": "5"}).status_code == 422
    assert client.get(COMMENT).status_code == 200
