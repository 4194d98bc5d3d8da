"""However a text is written, rules read one spelling, and readers get their own letters back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mikiwame.discernment.text import LONGEST, Quote, Text, Unreadable


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("１，０００円", "1,000円"),
        ("ﾊﾟｽﾜｰﾄﾞ", "パスワード"),
        ("ラ イ ン", "ライン"),
        ("お振 込み", "お振込み"),
        ("LINE\u200b ＩＤ", "line id"),
        ("3〜5日", "3~5日"),
        ("3～5日", "3~5日"),
        ("①応募", "①応募"),
        ("口\u202e座\ud800", "口座"),
    ],
)
def test_one_spelling(written: str, folded: str) -> None:
    assert Text(written).folded == folded


def test_quotes_are_the_original_words() -> None:
    text = Text("登録に ﾊﾟｽﾜｰﾄﾞ が要ります")
    start = text.folded.index("パスワード")

    assert text.quote(start, start + 5) == Quote("body", "ﾊﾟｽﾜｰﾄﾞ", 4, 11)


def test_a_text_too_long_is_refused_in_words() -> None:
    with pytest.raises(Unreadable, match="20,001 characters"):
        Text("あ" * (LONGEST + 1))


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text_folds_and_every_stretch_leads_back(written: str) -> None:
    text = Text(written)

    for stretch in (*text.sentences(), *text.clauses()):
        quote = text.quote(stretch.start, stretch.end)
        assert written[quote.start : quote.end] == quote.text
        assert 0 <= stretch.start < stretch.end <= len(text.folded)


def test_the_comma_of_a_number_parts_no_clause() -> None:
    text = Text("登録料は5,000円、教材は12,345円です。1,2,3から選びます")

    assert [text.folded[one.start : one.end] for one in text.clauses()] == [
        "登録料は5,000円、",
        "教材は12,345円です。",
        "1,",
        "2,",
        "3から選びます",
    ]
