"""A posting is read as a whole: what it states, what it warns of, and what follows from both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mikiwame.core.terms import Term
from mikiwame.discernment.kinds import Flag, Verdict
from mikiwame.discernment.postings.reading import STATES, lacking, read_posting, verdict
from mikiwame.discernment.postings.stated.finding import find_stated
from mikiwame.discernment.reports import PostingReport
from mikiwame.discernment.text import LONGEST, Quote, Text, Unreadable

CALM = """観光案内の記事を書いてくださる方を探しています。
■内容 1本2,500字を4本、Wordで納品
■報酬 1本6,000円（税込）
■開始 ご契約後すぐ
■納期 11月30日まで
■検収 納品後5日以内、修正は2回まで
■募集 2名"""
PHISHING = "スマホに届いた６桁の認証コードを教えていただくだけのお仕事です。1回500円、今日から。"


def quotes(report: PostingReport) -> list[Quote]:
    """The words behind everything that was found."""
    stated = [one.quote for one in report.stated if one.quote is not None]
    return [*stated, *(one.quote for one in report.flags)]


def test_a_calm_posting_is_calm() -> None:
    report = read_posting("観光案内の記事", CALM, format="project")

    assert report.verdict == Verdict.OK
    assert not report.flags
    assert {Term.SCOPE, Term.DELIVERABLE, Term.REWARD, Term.REWARD_BASIS, Term.START, Term.DEADLINE} <= {
        one.term for one in report.stated
    }


def test_every_finding_quotes_the_original() -> None:
    report = read_posting("", PHISHING)

    assert Flag.CREDENTIAL_REQUEST in {one.kind for one in report.flags}
    assert report.verdict == Verdict.DANGER
    for quote in quotes(report):
        assert PHISHING[quote.start : quote.end] == quote.text


def test_a_short_text_is_incomplete_until_its_sheet_says_more() -> None:
    alone = read_posting("ロゴ", "カフェのロゴを作ってくれる方をさがしています。")
    sheet = {"deliverable": "SVG 1点", "reward": 30_000, "deadline": "2026-12-20", "start": "2026-12-01"}
    with_sheet = read_posting("ロゴ", "カフェのロゴを作ってくれる方をさがしています。", terms=sheet)

    assert alone.verdict == Verdict.INCOMPLETE
    assert {Term.DELIVERABLE, Term.REWARD, Term.DEADLINE, Term.START, Term.PAYMENT} <= set(alone.missing)
    assert not set(sheet) & set(with_sheet.missing)
    assert with_sheet.verdict == Verdict.OK


@pytest.mark.parametrize(
    ("flags", "absent", "expected"),
    [
        ([], 0, Verdict.OK),
        ([], 1, Verdict.OK),
        ([], 2, Verdict.INCOMPLETE),
        ([Flag.TERMS_AFTER_HIRE], 1, Verdict.OK),
        ([Flag.TERMS_AFTER_HIRE], 2, Verdict.INCOMPLETE),
        ([Flag.UNDERPRICED], 0, Verdict.CAUTION),
        ([Flag.TERMS_AFTER_HIRE, Flag.UNPAID_TRIAL], 4, Verdict.CAUTION),
        ([Flag.UNDERPRICED, Flag.UPFRONT_FEE], 0, Verdict.DANGER),
    ],
)
def test_the_verdict_follows_the_published_rule(flags: list[Flag], absent: int, expected: Verdict) -> None:
    core = [Term.SCOPE, Term.DELIVERABLE, Term.REWARD, Term.DEADLINE, Term.START]

    assert verdict(core[absent:], flags, format="project") == expected


def test_contests_and_tasks_need_no_start() -> None:
    assert lacking([Term.SCOPE, Term.DELIVERABLE, Term.REWARD, Term.DEADLINE], format="contest") == ()


@pytest.mark.parametrize(
    ("term", "body"),
    [
        (Term.COMMUNICATION, "くわしくは緑のアプリで。IDを送ってください。"),
        (Term.REQUIREMENTS, "30歳までの女性限定です。"),
        (Term.RIGHTS, "落選した作品も含め、すべての権利は当社に帰属します。"),
    ],
)
def test_words_that_warn_of_a_term_state_it(term: Term, body: str) -> None:
    report = read_posting("", body)
    warned = {flag.kind for flag in report.flags}

    assert any(STATES.get(kind) == term for kind in warned)
    assert term in {one.term for one in report.stated}


def test_a_term_that_no_rule_finds_is_quoted_from_where_it_is_said() -> None:
    body = "入力のお仕事です。\nパソコンに強い方。"
    (said,) = (one for one in read_posting("", body).stated if one.term is Term.ENVIRONMENT)

    assert Term.ENVIRONMENT not in {one.term for one in find_stated((Text(body),))}
    assert said.quote == Quote("body", "パソコンに強い方", 10, 18)


def test_words_that_only_a_rule_takes_for_a_term_state_none() -> None:
    body = "中身についてはここだけの話にしてください。"

    assert Term.COMMUNICATION in {one.term for one in find_stated((Text(body),))}
    assert Term.COMMUNICATION not in {one.term for one in read_posting("", body).stated}


def test_a_text_too_long_is_refused() -> None:
    with pytest.raises(Unreadable):
        read_posting("", "あ" * (LONGEST + 1))


@given(st.text(st.characters(codec=None), max_size=300), st.text(max_size=40))
def test_any_text_is_read(body: str, title: str) -> None:
    report = read_posting(title, body)

    for quote in quotes(report):
        part = title if quote.part == "title" else body
        assert part[quote.start : quote.end] == quote.text
