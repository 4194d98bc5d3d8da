"""Files of many rows: each line is answered in its place, whatever stands in it."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mikiwame.discernment.command.source import LONGEST_LINE
from mikiwame.discernment.text import LONGEST
from tests.discernment.command.running import Typed, line, run, written

PHISHING = "スマホに届いた６桁の認証コードを教えていただくだけのお仕事です。1回500円、今日から。"
LATE = "検収が一か月も止まったままです。"


def test_postings_are_answered_in_order_with_their_ids(typed: Typed) -> None:
    rows: list[dict[str, object]] = [
        {"id": "p2", "title": "簡単作業", "body": PHISHING, "format": "task", "verdict": "ok", "flags": []},
        {"id": 1, "title": "", "body": "カフェのロゴを作ってくれる方をさがしています。", "category": None},
        {"body": "SVG 1点", "terms": {"start": "2026-12-01", "reward": 30_000}},
    ]

    code, (phishing, logo, nameless) = typed.rows("postings", map(line, rows))

    assert code == 0
    assert [phishing["id"], logo["id"], nameless["id"]] == ["p2", 1, None]
    assert phishing["verdict"] == "danger"
    flag = next(one for one in phishing["flags"] if one["kind"] == "credential_request")
    assert PHISHING[flag["start"] : flag["end"]] == flag["quote"]
    assert flag["part"] == "body"
    assert flag["why"]
    assert {"scope"} <= set(logo["stated"])
    assert {"start", "reward"} <= set(logo["missing"])
    assert {"start", "reward"} <= set(nameless["stated"])


def test_comments_are_answered_in_order_with_their_ids(typed: Typed) -> None:
    rows: list[dict[str, object]] = [
        {"id": "c1", "rating": 5, "comment": LATE, "sentiment": "positive", "reports": []},
        {"id": "c2", "rating": None, "comment": "ありがとうございました。"},
    ]

    code, (late, thanks) = typed.rows("comments", map(line, rows))

    assert code == 0
    assert late == late | {"id": "c1", "sentiment": "negative", "reports": ["late_payment"]}
    assert thanks == {"id": "c2", "sentiment": "positive", "reports": [], "quotes": {}, "notice": None}


def test_of_an_english_text_it_is_said_how_little_is_read(typed: Typed) -> None:
    words = b"We are looking for somebody to write four articles a month."
    _, posting, _ = typed("read", "posting", "-", "--json", "--lang", "en", given=words)

    assert json.loads(posting)["notice"].startswith("Little of English texts is read yet.")
    for what, part in (("postings", "body"), ("comments", "comment")):
        _, (english, japanese) = typed.rows(what, [line({part: words.decode()}), line({part: LATE})])
        assert english["notice"].startswith("英語の文章は、まだ少ししか読めません。")
        assert japanese["notice"] is None


def test_histories_are_answered_in_order_with_their_ids(typed: Typed) -> None:
    coerced = "評価はご案内いただいたとおり星5つにしました。"
    kind = {"reviewer": "a", "rating": 5, "comment": "丁寧なご対応でした。", "at": "2026-04-01T09:30"}
    rows: list[dict[str, object]] = [
        {
            "id": "r1",
            "client": "工房",
            "reviews": [kind, {"rating": 5, "comment": coerced}],
            "suspicious": False,
        },
        {"id": "r2", "reviews": []},
    ]

    code, (odd, calm) = typed.rows("reviews", map(line, rows))

    assert code == 0
    assert (odd["id"], odd["suspicious"]) == ("r1", True)
    (anomaly,) = odd["anomalies"]
    assert (anomaly["kind"], anomaly["reviews"]) == ("coerced", [1])
    assert anomaly["why"]
    (quote,) = anomaly["quotes"]
    assert coerced[quote["start"] : quote["end"]] == quote["quote"]
    assert calm == {"id": "r2", "suspicious": False, "anomalies": []}


@pytest.mark.parametrize(
    ("reviews", "error"),
    [
        (None, "reviews must be a list"),
        ([1], "review 0 must be an object"),
        ([{"rating": 5}], "review 0: comment is missing"),
        ([{"rating": "5", "comment": LATE}], "review 0: rating must be a whole number"),
        ([{"rating": 9, "comment": LATE}], "review 0: rating must be 1 to 5"),
        ([{"rating": 5, "comment": LATE, "at": "昨日"}], "review 0: at must be a date"),
        ([{"rating": 5, "comment": "\ud800"}], "review 0: comment holds half a character"),
        ([{"rating": 5, "comment": "あ" * (LONGEST + 1)}], "review 0: the comment has more than 20,000"),
        ([{"rating": 5, "comment": ""}] * 10_001, "the history has 10,001 reviews; at most 10,000"),
    ],
)
def test_a_bad_history_is_told_by_its_id(typed: Typed, reviews: object, error: str) -> None:
    code, (said,) = typed.rows("reviews", [line({"id": "r", "reviews": reviews})])

    assert code == 1
    assert (said["line"], said["id"]) == (1, "r")
    assert error in said["error"]


GOOD = line({"id": "good", "title": "", "body": PHISHING})


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        (b"", "it is no JSON (see character 1"),
        (b"{", "it is no JSON"),
        (b'{"id": "x", "body": NaN}', "NaN is no number"),
        (b"[1, 2]", "it is no JSON object"),
        (b'"text"', "it is no JSON object"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"body": ' + b"9" * 5_000 + b"}", "Exceeds the limit"),
        (b'{"body": "\xff\xfe"}', "it is no UTF-8 text (see byte 11)"),
        (b"{" + b" " * 10_000_000 + b"}", f"it is longer than {LONGEST_LINE:,} bytes"),
        (line({"title": "x"}), "body is missing"),
        (line({"body": 5}), "body is no text"),
        (line({"body": PHISHING, "title": ["x"]}), "title is no text"),
        (line({"body": PHISHING, "format": 1}), "format is no text"),
        (
            line({"body": PHISHING, "format": "foo"}),
            "no posting has the format foo; the formats are project,",
        ),
        (line({"body": PHISHING, "terms": [1]}), "terms is no JSON object"),
        (line({"body": PHISHING, "terms": {"price": 1}}), 'terms has "price"; its keys are scope'),
        (line({"body": PHISHING, "terms": {"reward": "\ud800"}}), "terms holds half a character"),
        (line({"body": PHISHING, "prefecture": "火星"}), "no prefecture has the name 火星"),
        (line({"body": "ロゴを1点、SVGで。", "prefecture": "Tokyo"}), "no prefecture has the name Tokyo"),
        (line({"body": PHISHING, "id": 1.5}), "id is neither a text nor a whole number"),
        (line({"body": PHISHING, "id": "\ud800"}), "id holds half a character (a lone surrogate, at 0)"),
        (line({"body": "口座\ud800"}), "body holds half a character (a lone surrogate, at 2)"),
        (line({"body": "あ" * (LONGEST + 1)}), "the text has 20,001 characters; at most 20,000 can be read"),
        (line({"body": " \n\u200b"}), "there is nothing to read"),
    ],
)
def test_a_bad_line_has_an_error_in_its_place_and_the_rest_goes_on(
    typed: Typed, bad: bytes, error: str
) -> None:
    code, (before, here, after) = typed.rows("postings", [GOOD, bad, GOOD])

    assert code == 1
    assert before == after
    assert before["verdict"] == "danger"
    assert here["line"] == 2
    assert error in here["error"]
    assert "verdict" not in here


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ({"id": "c"}, "comment is missing"),
        ({"id": "c", "comment": None}, "comment is missing"),
        ({"id": "c", "comment": ""}, "there is nothing to read"),
        ({"id": "c", "comment": LATE, "rating": "5"}, "rating is no whole number from 1 to 5"),
        ({"id": "c", "comment": LATE, "rating": True}, "rating is no whole number from 1 to 5"),
        ({"id": "c", "comment": LATE, "rating": 6}, "rating is no whole number from 1 to 5"),
        ({"id": "c", "comment": LATE, "rating": 4.5}, "rating is no whole number from 1 to 5"),
    ],
)
def test_a_bad_comment_is_told_by_its_id(typed: Typed, row: dict[str, object], error: str) -> None:
    assert typed.rows("comments", [line(row)]) == (1, [{"line": 1, "id": "c", "error": error}])


def test_a_file_may_begin_with_a_mark_and_end_without_a_line_end(typed: Typed, tmp_path: Path) -> None:
    file = written(tmp_path / "rows.jsonl", b"\xef\xbb\xbf" + GOOD + b"\r\n" + GOOD)

    code, out, _ = typed("read", "postings", file)

    assert (code, len(out.splitlines())) == (0, 2)
    assert '"error"' not in out


def test_a_file_without_rows_says_nothing(typed: Typed) -> None:
    assert typed("read", "comments", "-") == (0, "", "")


@pytest.mark.parametrize("what", ["postings", "reviews", "comments", "posting"])
def test_a_file_that_cant_be_opened_is_named(typed: Typed, tmp_path: Path, what: str) -> None:
    missing = typed("read", what, str(tmp_path / "missing"))
    folder = typed("read", what, str(tmp_path))

    assert missing == (1, "", f"mikiwame: {tmp_path}/missing: No such file or directory\n")
    assert folder == (1, "", f"mikiwame: {tmp_path}: Is a directory\n")


def test_whys_are_in_the_language_asked_for() -> None:
    ways = [
        run("read", "postings", "-", "--lang", "en", given=GOOD, LC_ALL="ja_JP.UTF-8"),
        run("read", "postings", "-", given=GOOD, LC_ALL="en_GB.UTF-8"),
        run("read", "postings", "-", given=GOOD, LC_ALL="ja_JP.UTF-8"),
        run("read", "postings", "-", given=GOOD, LC_ALL="C.UTF-8"),
    ]

    assert [json.loads(one.stdout)["headline"] for one in ways] == ["Danger", "Danger", "危険", "危険"]


def test_each_row_is_answered_before_the_next_is_sent() -> None:
    command = [sys.executable, "-m", "mikiwame", "read", "comments", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reading:
        assert reading.stdin
        assert reading.stdout
        for number in range(3):
            reading.stdin.write(line({"id": number, "comment": LATE}) + b"\n")
            reading.stdin.flush()
            assert json.loads(reading.stdout.readline())["id"] == number


def test_who_hears_no_more_ends_it_quietly() -> None:
    """As ``mikiwame read … | head -1`` does."""
    command = [sys.executable, "-m", "mikiwame", "read", "postings", "-"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as reading:
        assert reading.stdin
        assert reading.stdout
        assert reading.stderr
        reading.stdin.write(GOOD + b"\n")
        reading.stdin.flush()
        assert reading.stdout.readline()
        reading.stdout.close()
        reading.stdin.write((GOOD + b"\n") * 3)
        reading.stdin.close()
        assert reading.stderr.read() == b""

    assert reading.returncode == 141


def test_ctrl_c_ends_it_quietly() -> None:
    command = [sys.executable, "-m", "mikiwame", "read", "comments", "-"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Whoever runs the tests may ignore it, and what they start would too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as reading:
        assert reading.stdin
        assert reading.stdout
        reading.stdin.write(line({"comment": LATE}) + b"\n")
        reading.stdin.flush()
        assert reading.stdout.readline()
        reading.send_signal(signal.SIGINT)
        _, told = reading.communicate(timeout=60)

    assert (told, reading.returncode) == (b"", 130)


def test_a_full_disk_is_told() -> None:
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "mikiwame", "read", "postings", "-"]
        ran = subprocess.run(command, input=GOOD, stdout=full, stderr=subprocess.PIPE, check=False)

    assert (ran.returncode, ran.stderr) == (1, b"mikiwame: No space left on device\n")


def test_words_are_mistyped() -> None:
    for words in ("", "postings", "poem -", "posting - --format x", "comments - --json"):
        ran = run("read", *words.split())
        assert ran.returncode == 2
        assert ran.stderr.startswith(b"usage: mikiwame ")
