"""Letters in columns: Japanese is as wide as it looks, and parted where Japanese may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mikiwame.discernment.command.columns import columns, harmless, wrapped


def rows(text: str, most: int) -> list[str]:
    return [text[start:end] for start, end in wrapped(text, most)]


@pytest.mark.parametrize(
    ("text", "wide"),
    [
        ("", 0),
        ("abc", 3),
        ("日本語", 6),
        ("ｱｲｳ", 3),
        ("か\u3099", 2),
        ("ＡＢ", 4),
        ("👛", 2),
        ("a\u200bb", 2),
    ],
)
def test_wide_letters_count_twice(text: str, wide: int) -> None:
    assert columns(text) == wide


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("報酬は三千円。以上", ["報酬は三千", "円。以上"]),
        ("報酬は三千円です。", ["報酬は三千", "円です。"]),
        ("あいうえお。かきく", ["あいうえ", "お。かきく"]),
        ("応募者は「明日」", ["応募者は", "「明日」"]),
        ("two words here", ["two words ", "here"]),
        ("abcdefghijklmno", ["abcdefghij", "klmno"]),
        ("週3,000円", ["週3,000円"]),
    ],
)
def test_lines_end_where_they_may(text: str, lines: list[str]) -> None:
    assert rows(text, 10) == lines


@given(st.text(), st.integers(2, 40))
def test_nothing_is_lost_but_blanks_and_nothing_too_wide(text: str, most: int) -> None:
    shown = "".join(map(harmless, text))
    parts = rows(shown, most)

    assert "".join(parts).replace(" ", "") == shown.replace(" ", "")
    assert all(columns(part) <= most for part in parts)


@given(st.characters(codec=None))
def test_every_letter_becomes_harmless(letter: str) -> None:
    assert harmless(letter).isprintable() or harmless(letter) in {"", "\u3000"}
