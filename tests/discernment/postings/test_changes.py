"""Another pace, another duration: what is more can be told where both can be read as numbers."""

import pytest

from mikiwame.discernment.postings.changes import lengthens, quickens


@pytest.mark.parametrize(
    ("old", "new", "more"),
    [
        ("週3回", "毎日", True),
        ("週3回", "毎日1件を納品", True),
        ("週に2本", "週に5本", True),
        ("月4本", "週2本", True),
        ("週２〜３回", "週3回", True),
        ("毎日", "週3回", False),
        ("週5本", "週に2本まで", False),
        ("週1回", "週に1回", None),
        ("週3回", "毎週金曜", None),
        ("お任せします", "毎日", None),
        ("週3本", "週3回、1回に5枚", None),
        ("", "毎日", None),
    ],
)
def test_a_pace_that_asks_for_more_is_told(old: str, new: str, more: bool | None) -> None:
    assert quickens(old, new) is more


@pytest.mark.parametrize(
    ("old", "new", "more"),
    [
        ("3ヶ月", "1年", True),
        ("三か月", "６ヶ月", True),
        ("2週間", "1か月", True),
        ("10日間", "2週間", True),
        ("1年", "半年", False),
        ("3ヶ月（更新あり）", "3か月", None),
        ("12月20日まで", "1月5日まで", None),
        ("当分のあいだ", "1年", None),
    ],
)
def test_a_duration_that_is_longer_is_told(old: str, new: str, more: bool | None) -> None:
    assert lengthens(old, new) is more


def test_a_long_text_is_not_read_for_numbers() -> None:
    assert quickens("週3回" * 2_000, "毎日") is None
    assert lengthens("3ヶ月" * 2_000, "1年") is None
