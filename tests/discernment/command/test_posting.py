"""A posting's report for people, and the same for programs."""

import json
import re
from pathlib import Path

import pytest

from mikiwame.core.terms import Format
from mikiwame.discernment.command.columns import columns
from mikiwame.discernment.command.printed import Paper, printed
from mikiwame.discernment.postings.reading import read_posting
from mikiwame.discernment.words import words
from tests.discernment.command.running import Typed, written

PHISHING = """簡単な作業です。
スマホに届いた６桁の認証コードを教えていただくだけのお仕事です。1回500円、今日から。
"""
ESCAPES = re.compile(r"\x1b\[[0-9;]{1,5}m")


def page(body: str, language: str = "ja", *, columns_: int = 60, coloured: bool = False) -> str:
    """The report of a posting without a title."""
    return printed(read_posting("", body), {"title": "", "body": body}, language, Paper(columns_, coloured))


def test_quotes_are_underlined_where_they_stand() -> None:
    lines = page(PHISHING, columns_=80).splitlines()
    quoted = next(place for place, line in enumerate(lines) if "認証コードを教えて" in line)

    text, below = lines[quoted], lines[quoted + 1]
    assert below.strip(" ~") == ""
    under = "".join(letter for place, letter in enumerate(text) if "~" in below[columns(text[:place]) :][:1])
    assert under == "スマホに届いた６桁の認証コードを教えていただくだけのお仕事です"
    assert under + "[1]" in text


def test_colours_underline_in_the_text_itself() -> None:
    coloured = page(PHISHING, columns_=80, coloured=True)

    assert re.search(r"\x1b\[4;1mスマホに届いた.*\x1b\[0m\[1\]", coloured)
    assert "~" not in coloured
    assert "\x1b" not in page(PHISHING)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_everything_found_is_said(language: str) -> None:
    report, said = read_posting("", PHISHING), words(language)
    whole = "".join(page(PHISHING, language).replace(" ", "").split())

    for expected in (
        said.names[report.verdict],
        *(said.names[one.kind] for one in report.flags),
        *(said.whys[one.kind] for one in report.flags),
        *(said.questions[one.kind] for one in report.flags),
        *(said.names[one.term] for one in report.stated),
        *(said.questions[term] for term in report.missing),
    ):
        assert expected.replace(" ", "") in whole


@pytest.mark.parametrize("width", [24, 40, 80])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_line_is_wider_than_the_paper(width: int, language: str) -> None:
    for coloured in (False, True):
        lines = page(PHISHING * 3, language, columns_=width, coloured=coloured).splitlines()
        assert max(columns(ESCAPES.sub("", line)) for line in lines) <= width


def test_pay_stands_beside_the_usual(typed: Typed) -> None:
    body = "時給1,000円で、データ入力をお願いします。".encode()

    _, tokyo, _ = typed("read", "posting", "-", "--prefecture", "東京都", given=body)
    _, country, _ = typed("read", "posting", "-", "--lang", "en", given=body)

    assert re.search(r"1時間 1,000円  下回る \(最低賃金 1,\d{3}円\)\n {6}「時給1,000円」", tokyo)
    assert re.search(r"1,000 yen an hour  below \(minimum wage 1,\d{3} yen\)", country, re.IGNORECASE)
    assert min(re.findall(r"最低賃金 (1,\d{3})", tokyo)) > min(re.findall(r"wage (1,\d{3})", country))


def test_what_contradicts_the_sheet_stands_beside_it(typed: Typed, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.json"
    sheet.write_text(json.dumps({"reward": 6_000, "reward_basis": "fixed", "headcount": 2}), encoding="utf-8")
    body = "報酬は3,000円です。2名を募集します。".encode()

    _, ja, _ = typed("read", "posting", "-", "--terms", str(sheet), given=body)
    _, en, _ = typed("read", "posting", "-", "--terms", str(sheet), "--lang", "en", given=body)

    assert ja.startswith("注意\n")
    assert re.search(r"条件の表と食い違うところ\n-+\n  報酬\n {6}「3,000円」\n {6}条件の表では：6000\n\n", ja)
    assert "  Reward\n      「3,000円」\n      The terms sheet says: 6000\n" in en


def test_a_text_cant_speak_to_the_terminal() -> None:
    """Neither colours, nor a title, nor letters in the wrong order."""
    hostile = "\x1b]0;危ない\x07\x1b[2J認証コード\u202eを教えて\u2066いただくだけ\r\x00\x9b31mのお仕事です"
    shown = page(hostile)

    assert "␛]0;危ない␇␛[2J認証コードを教えていただくだけ" in shown
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


def test_what_it_hardly_knows_it_says() -> None:
    english = "We are looking for somebody to write 4 articles a month, 50 dollars each."

    assert words("en").names["little_english"] in page(english, "en", columns_=100)
    assert words("en").names["little_english"] not in page(PHISHING, "en", columns_=100)


def test_a_calm_posting_needs_no_marks() -> None:
    calm = "観光の記事を1本2,500字で4本、Wordで納品。1本6,000円。開始12月1日、納期12月20日。"

    shown = page(calm)

    assert shown.startswith("文面に目立つ問題はありません\n\n気になるところ")
    assert "見つかりませんでした" in shown
    assert "本文" not in shown


def test_the_title_is_read_and_shown(typed: Typed, tmp_path: Path) -> None:
    file = written(tmp_path / "posting.txt", "ご応募お待ちしています。")

    code, out, _ = typed("read", "posting", file, "--title", "認証コードを教えるだけのお仕事")

    assert code == 0
    assert "題名\n----\n  認証コードを教えるだけのお仕事[1]" in out


def test_programs_get_the_same(typed: Typed, tmp_path: Path) -> None:
    file = written(tmp_path / "posting.txt", "\ufeff" + PHISHING)

    code, out, _ = typed("read", "posting", "--json", file, "--lang", "en")

    said = json.loads(out)
    assert code == 0
    assert said["verdict"] == "danger"
    for flag in said["flags"]:
        assert PHISHING[flag["start"] : flag["end"]] == flag["quote"]


def test_format_category_and_sheet_are_heard(typed: Typed, tmp_path: Path) -> None:
    terms = written(tmp_path / "terms.json", '{"reward": 3000, "inspection": 5}')
    body = "観光の記事を書いてください。".encode()

    _, project, _ = typed("read", "posting", "-", "--json", given=body)
    _, task, _ = typed(
        "read", "posting", "-", "--json", "--format", Format.TASK, "--category", "ライティング",
        "--terms", terms, given=body,
    )  # fmt: skip

    assert {"start", "reward", "inspection"} <= set(json.loads(project)["missing"])
    assert not {"start", "reward", "inspection"} & set(json.loads(task)["missing"])


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "there is nothing to read"),
        (b"\n \xe2\x80\x8b\n", "there is nothing to read"),
        (b"\x89PNG\r\n\x1a\n\x00", "it is no UTF-8 text (see byte 1)"),
        ("登録料".encode("cp932"), "it is no UTF-8 text (see byte 1)"),
        ("あ" * 20_001, "the text has 20,001 characters; at most 20,000 can be read"),
        (b"a" * 10_000_000, "at most 20,000 characters can be read"),
        ("\x01\x02\x03あ", "this is no text, but the content of a file"),
        ("재택 근무자를 모집합니다", "only Japanese and English can be read"),
    ],
)
def test_what_cant_be_read_is_told_in_one_line(
    typed: Typed, tmp_path: Path, content: str | bytes, error: str
) -> None:
    file = written(tmp_path / "posting.txt", content)

    assert typed("read", "posting", file) == (1, "", f"mikiwame: {file}: {error}\n")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("[]", "it is no JSON object"),
        ("{", "it is no JSON"),
        ('{"price": 1}', 'terms has "price"; its keys are scope, deliverable'),
    ],
)
def test_a_sheet_that_is_none_is_told(typed: Typed, tmp_path: Path, content: str, error: str) -> None:
    terms = written(tmp_path / "terms.json", content)

    code, out, err = typed("read", "posting", "-", "--terms", terms, given="記事".encode())

    assert (code, out) == (1, "")
    assert err.startswith(f"mikiwame: {terms}: {error}")
