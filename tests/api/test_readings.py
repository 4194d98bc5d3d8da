"""Texts from anywhere are read for any program, and nothing of them stays."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from mikiwame.api.models import Answer
from mikiwame.discernment.text import LONGEST
from mikiwame.throttle import AT_ONCE, READINGS
from tests.api.programs import program_of
from tests.api.test_problems import problem
from tests.cast import Cast

TRAP = "🌟データ入力です。登録料として3,000円をお支払いください。連絡はLINEでお願いします。"


@pytest.fixture(autouse=True)
def unhurried() -> Iterator[None]:
    """Nobody has asked for a reading yet."""
    READINGS.clear()
    yield
    READINGS.clear()


def send(client: Client, sent: Any, language: str = "ja", **headers: str) -> Any:
    """The answer to a visitor's program."""
    raw = sent if isinstance(sent, str | bytes) else json.dumps(sent)
    return client.post(
        "/api/v1/readings",
        raw,
        content_type="application/json",
        headers={"Accept-Language": language, **headers},
    )


def read(client: Client, **sent: Any) -> Any:
    """What was read."""
    answer = send(client, sent)
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def test_a_posting_is_read_without_a_token(client: Client, db: None) -> None:
    found = read(client, title="かんたん作業", body=TRAP)

    assert (found["kind"], found["verdict"], found["headline"]) == ("posting", "danger", "危険")
    assert {flag["kind"] for flag in found["flags"]} == {"upfront_fee", "off_platform_contact"}
    assert all(TRAP[flag["start"] : flag["end"]] == flag["quote"] for flag in found["flags"])
    assert len(found["missing"]) == len(found["questions"]) > 0


def test_of_an_english_text_it_is_said_how_little_is_read(client: Client, db: None) -> None:
    words = "We are looking for somebody to write four articles a month."
    for sent in ({"body": words}, {"kind": "comment", "text": words}):
        assert send(client, sent, "en").json()["notice"].startswith("Little of English texts is read yet.")
    assert read(client, body=TRAP)["notice"] is None


def test_offsets_count_in_the_text_as_it_was_sent(client: Client, db: None) -> None:
    body = "データ入力です。\r\n登録\u200b料として3,000円をお支払い\u202eください。"
    [flag] = read(client, body=body)["flags"]
    assert body[flag["start"] : flag["end"]] == flag["quote"]


def test_a_sheet_beside_the_text_states_what_it_has(client: Client, db: None) -> None:
    without = read(client, body="ロゴの制作です。")
    sheet = {"deliverable": "AIとPNG", "reward": 30_000, "start": None}
    beside = read(client, body="ロゴの制作です。", terms=sheet, format="project", category="デザイン")

    assert {"deliverable", "reward"} <= set(without["missing"])
    assert {"deliverable", "reward"} <= set(beside["stated"])
    assert "start" in beside["missing"]


def test_pay_is_set_beside_the_market_and_the_wage_of_the_place(client: Client, db: None) -> None:
    body = "1文字0.2円で10本お願いします。時給は900円です。"
    found = read(client, title="記事の作成", body=body, prefecture="東京都")["pay"]

    assert [(one["relation"], one["row"]["work"]) for one in found] == [
        ("far_below", "writing"),
        ("below", "minimum_wage"),
    ]
    assert found[1]["row"]["yen"] > found[1]["most"]
    unknown = problem(
        send(client, {"body": "時給は900円です。", "prefecture": "火星"}), 422, "choice_unknown"
    )
    assert [one["field"] for one in unknown["errors"]] == ["prefecture"]


@pytest.mark.parametrize(("asked", "field"), [("en", None), ("ja", "en")])
def test_the_words_are_of_the_language_that_is_asked_for(
    client: Client, db: None, asked: str, field: str | None
) -> None:
    found = send(client, {"body": TRAP, "language": field}, asked).json()
    assert found["headline"] == "Danger"
    assert "On which day does the work start?" in found["questions"]


def test_a_comment_is_read(client: Client, db: None) -> None:
    text = "返信が早く、指示も分かりやすかったです。"
    found = read(client, kind="comment", text=text, rating=5)

    assert (found["kind"], found["sentiment"]) == ("comment", "positive")
    assert set(found["reports"]) == set(found["quotes"]) != set()
    assert all(text[one["start"] : one["end"]] == one["quote"] for one in found["quotes"].values())


def test_reviews_are_read(client: Client, db: None) -> None:
    praise = "バラの花束の写真を40枚切り抜きました。茎の影まで見てくださり、構図の話も楽しかったです。"
    reviews = [
        {"rating": 5, "comment": praise, "reviewer": f"w{number}", "at": f"2026-01-0{number}T00:00:00Z"}
        for number in range(1, 6)
    ]
    sent = {"kind": "reviews", "client": "花屋", "reviews": reviews, "language": "en"}
    found = send(client, sent).json()

    assert (found["kind"], found["suspicious"]) == ("reviews", True)
    [copies] = [one for one in found["anomalies"] if one["kind"] == "copy_paste"]
    assert copies["reviews"] == [0, 1, 2, 3, 4]
    assert copies["name"].isascii()


def test_where_text_and_sheet_differ_both_are_said(client: Client, db: None) -> None:
    body = "ロゴの制作です。報酬は20,000円です。"
    [found] = read(client, body=body, terms={"reward": 30_000, "reward_basis": "fixed"})["contradictions"]
    assert (found["term"], found["quote"], found["sheet"]) == ("reward", "20,000円", "30000")
    assert body[found["start"] : found["end"]] == found["quote"]


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"body": "★☆♪！？"}, "nothing_to_read"),
        ({"body": "\u0008\u0007\u0001\u0002abc"}, "not_a_text"),
        ({"body": "Требуется переводчик для работы."}, "language_unknown"),
        ({"kind": "comment", "text": "……！"}, "nothing_to_read"),
    ],
)
def test_what_cannot_be_read_is_a_problem_of_its_field(
    client: Client, db: None, sent: dict[str, str], code: str
) -> None:
    found = problem(send(client, sent), 422, code)
    assert [one["field"] for one in found["errors"]] == [list(sent)[-1]]


@pytest.mark.parametrize(
    ("sent", "field", "fault"),
    [
        ({}, "body", "missing"),
        ({"body": " \n　"}, "body", "string_pattern_mismatch"),
        ({"body": "a\0b"}, "body", "string_pattern_mismatch"),
        ({"body": "あ" * (LONGEST + 1)}, "body", "string_too_long"),
        ({"body": 7}, "body", "string_type"),
        ({"body": "入力です", "titel": "入力"}, "titel", "extra_forbidden"),
        ({"body": "入力です", "format": "puzzle"}, "format", "enum"),
        ({"body": "入力です", "language": "de"}, "language", "literal_error"),
        ({"body": "入力です", "terms": {"salary": 1}}, "terms.salary.[key]", "enum"),
        ({"kind": "comment", "body": "早い"}, "text", "missing"),
        ({"kind": "comment", "text": "早い", "rating": 6}, "rating", "less_than_equal"),
        ({"kind": "reviews", "reviews": []}, "reviews", "too_short"),
        ({"kind": "reviews", "reviews": [{"rating": 9}]}, "reviews.0.rating", "less_than_equal"),
        ({"kind": "novel", "body": "入力です"}, "", "union_tag_invalid"),
        ({"kind": ["posting"], "body": "入力です"}, "", "union_tag_invalid"),
    ],
)
def test_what_does_not_fit_is_named(
    client: Client, db: None, sent: dict[str, Any], field: str, fault: str
) -> None:
    found = problem(send(client, sent), 422, "invalid")
    assert (field, fault) in {(one["field"], one["code"]) for one in found["errors"]}


def test_what_would_fit_is_listed_without_a_word_of_another_language(client: Client, db: None) -> None:
    [one] = problem(send(client, {"body": "入力です", "language": "de"}), 422, "invalid")["errors"]
    assert one["detail"] == "次のどれかにしてください: 'ja', 'en'"


@pytest.mark.parametrize("sent", ['{"body": "\\ud800"}', b'{"body": "\xff"}', "{", "[" * 100_000])
def test_what_is_no_json(client: Client, db: None, sent: str | bytes) -> None:
    problem(send(client, sent), 400, "unreadable")


def test_ten_megabytes(client: Client, db: None) -> None:
    problem(send(client, {"body": "あ" * 3_500_000}), 413, "too_large")


def test_nothing_is_kept_not_even_for_a_key(
    client: Client, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0, "mikiwame")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = send(client, {"body": TRAP}, **{"Idempotency-Key": "k-1"})
    assert len(asked) == 0
    assert answer.headers["Cache-Control"] == "no-store"

    program = program_of(cast.yuki)
    with CaptureQueriesContext(connection) as asked:
        assert program.send("POST", "/readings", {"body": TRAP}, key="k-1").status_code == 200
    assert not Answer.objects.exists()
    assert not any("登録料" in statement["sql"] for statement in asked)
    assert "登録料" not in caplog.text


@override_settings(READINGS_A_MINUTE=1)
def test_visitors_wait_when_they_send_too_much_and_tokens_do_not(client: Client, cast: Cast) -> None:
    for _ in range(AT_ONCE):
        read(client, body=TRAP)
    late = send(client, {"body": TRAP})
    assert 0 < int(late.headers["Retry-After"]) <= 60
    problem(late, 429, "too_many_requests")

    assert send(client, {"body": TRAP}, REMOTE_ADDR="192.0.2.1").status_code == 429  # a header is no address
    assert (
        client.post(
            "/api/v1/readings",
            json.dumps({"body": TRAP}),
            content_type="application/json",
            REMOTE_ADDR="192.0.2.1",
        ).status_code
        == 200
    )
    assert program_of(cast.yuki).send("POST", "/readings", {"body": TRAP}).status_code == 200


def test_a_token_that_is_none_is_told_so(client: Client, db: None) -> None:
    problem(send(client, {"body": TRAP}, Authorization="Bearer mk_nonsense"), 401, "token_unknown")
