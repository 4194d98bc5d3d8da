"""What is kept of people's texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mikiwame.core.errors import Refused
from mikiwame.core.texts import clean, written


def test_line_ends_become_plain_and_blank_edges_go() -> None:
    assert clean("　 一行目\r\n二行目\r三行目\t。 \n", most=20) == "一行目\n二行目\n三行目\t。"


def test_length_is_counted_as_people_count_it() -> None:
    assert clean("👍🏽あ", most=3) == "👍🏽あ"
    with pytest.raises(Refused) as refused:
        clean("ああああ", most=3, field="title")
    assert (refused.value.code, refused.value.field) == ("text_too_long", "title")
    assert refused.value.context == {"most": 3}


@pytest.mark.parametrize("text", ["a\x00b", "a\x1b[31m", "\ud83d", "a\x85b"])
def test_what_no_reader_can_see_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="text_unreadable"):
        clean(text, most=20)


@pytest.mark.parametrize("text", ["", "   ", "　\r\n"])
def test_saying_nothing_is_refused_where_something_is_to_be_said(text: str) -> None:
    assert clean(text, most=20) == ""
    with pytest.raises(Refused, match="text_missing"):
        written(text, most=20)


@given(st.text())
def test_what_is_clean_stays_as_it_is_and_can_be_stored(text: str) -> None:
    try:
        kept = clean(text, most=200)
    except Refused:
        return
    assert clean(kept, most=200) == kept
    assert kept.encode().decode() == kept
    assert "\r" not in kept
