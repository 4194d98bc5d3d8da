"""Names of tools, masked, spread out or in letters that only look right; and words that only hold one."""

import pytest

from mikiwame.discernment.messages.names import odd_names
from mikiwame.discernment.text import Text


def odd(words: str) -> set[tuple[str, str]]:
    """The odd names in some words: how each is written, and the words themselves."""
    text = Text(words)
    return {(one.name, text.quote(one.start, one.end).text) for one in odd_names(text.folded)}


@pytest.mark.parametrize(
    ("words", "how", "name"),
    [
        ("L◯NEで", "MASKED", "L◯NE"),
        ("LI🍀Eで", "MASKED", "LI🍀E"),
        ("カカ◎で", "MASKED", "カカ◎"),
        ("スラ○クで", "MASKED", "スラ○ク"),
        ("Ｌ🍀Ｉ🍀Ｎ🍀Ｅで", "SPREAD", "Ｌ🍀Ｉ🍀Ｎ🍀Ｅ"),
        ("ら・い・んで", "SPREAD", "ら・い・ん"),
        ("え、っくすの", "SPREAD", "え、っくす"),
        ("LΙΝΕで", "LOOKALIKE", "LΙΝΕ"),
        ("LlNE交換", "LOOKALIKE", "LlNE"),
        ("LÏNEで", "LOOKALIKE", "LÏNE"),
        ("ラ1ンで", "LOOKALIKE", "ラ1ン"),
        ("カ力オで", "LOOKALIKE", "カ力オ"),
        ("らぃんで", "LOOKALIKE", "らぃん"),
        ("ら\nい\nん", "ACROSTIC", "ら\nい\nん"),
    ],
)
def test_an_odd_name_is_found_where_it_stands(words: str, how: str, name: str) -> None:
    assert (how, name) in odd(words)


@pytest.mark.parametrize(
    "words",
    ["オンライン", "デッドライン", "LINE", "ディスコード", "Lineage", "mall", "○○株式会社", "3×5", "今日は★"],
)
def test_plain_names_and_words_that_hold_one_are_not_odd(words: str) -> None:
    assert not odd(words)
