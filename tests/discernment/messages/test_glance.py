"""A long letter is read where it may lead around: what hides in it is found, and the rest costs little."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.data import WRITTEN, rows
from mikiwame.discernment import read_message
from mikiwame.discernment.messages.glance import portions, worth_weighing
from mikiwame.discernment.messages.model import shipped
from mikiwame.discernment.messages.reading import ENOUGH
from mikiwame.discernment.text import LONGEST, Text
from tests.discernment.anything import any_text, awkward_text, gone_wrong, real

CALM = [row["text"] for row in rows(WRITTEN / "messages-k.jsonl") if not row["stop"]]
EVERYDAY = [row["comment"] for row in rows(WRITTEN / "comments-plain.jsonl")]
HIDDEN = [
    "続きはLINEでお話ししませんか。",
    "suzuki@kobo.example へお送りください。",
    "L◯NEやってますか？",
    "連絡は 090-1234-5678 にください。",
    "電話は\n090\n1234\n5678\nです。",
    "ら\nい\nん\nで話しましょう。",
    "ЛINEでお願いします。",
    "〇九〇の一二三四の五六七八にかけてください。",
    "Could we hop on Zoom tonight?",
    "https://lin.ee/abcd123 から友だち追加してください。",
]


def letter(letters: int) -> str:
    """A long letter that leads nowhere."""
    return "\n".join(CALM)[:letters].rsplit("\n", 1)[0] + "\n"


@pytest.mark.parametrize("letters", [1_000, 9_500])
@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_contact_is_found_wherever_it_stands_in_a_long_letter(hidden: str, letters: int) -> None:
    calm = letter(letters)
    for place in (0, calm.index("\n", letters // 2) + 1, len(calm)):
        findings = read_message(f"{calm[:place]}{hidden}\n{calm[place:]}").findings

        assert any(place <= one.quote.start < place + len(hidden) for one in findings), place


ENGLISH = [row["text"] for row in rows(WRITTEN / "messages-o.jsonl") if not row["stop"]]
PARAGRAPHS = [
    (" ".join(one for one in ENGLISH * 2 if one.endswith(".")), ". ", "Could we hop on Zoom tonight?"),
    ("".join(EVERYDAY).replace("\n", "").replace("。", "、"), "、", "連絡は 090-1234-5678 にください、"),
]


@pytest.mark.parametrize(("calm", "stop", "hidden"), PARAGRAPHS, ids=["English", "commas"])
def test_a_contact_is_found_in_a_paragraph_without_end(calm: str, stop: str, hidden: str) -> None:
    place = calm.index(stop, 1_500) + len(stop)
    findings = read_message(f"{calm[:place]}{hidden} {calm[place:4_000]}").findings

    assert any(place <= one.quote.start < place + len(hidden) for one in findings)


@pytest.mark.parametrize("letters", [1_000, 9_500])
def test_a_long_letter_that_leads_nowhere_is_let_through(letters: int) -> None:
    assert not read_message(letter(letters)).findings


def test_of_a_long_everyday_text_little_is_weighed() -> None:
    text = Text("\n".join(EVERYDAY)[:10_000])
    spans = [*text.sentences()]

    assert len(worth_weighing(text, spans, shipped().glance)) < len(spans) / 5


@given(st.lists(any_text | awkward_text | gone_wrong(real("messages-*.jsonl", "text")), min_size=4))
def test_portions_come_in_order_and_findings_are_quoted_exactly(pieces: list[str]) -> None:
    message = ("\n".join(pieces) * 3)[:LONGEST]
    text = Text(message)
    spans = [*text.sentences()]

    found = [*portions(spans, worth_weighing(text, spans, shipped().glance))]
    quotes = [one.quote for one in read_message(message).findings]

    assert all(one.start < one.end <= len(text.folded) for one in found)
    assert all(one.start < later.start and one.end <= later.end for one, later in pairwise(found))
    assert all(message[one.start : one.end] == one.text for one in quotes)


def test_a_letter_that_leads_around_everywhere_is_read_until_it_is_enough() -> None:
    message = "LINEで話しませんか。\n" * 600

    quotes = [one.quote for one in read_message(message).findings]

    assert quotes[0].start == 0
    assert ENOUGH <= len(quotes) < 2 * ENOUGH
    assert all(one.end <= later.start for one, later in pairwise(quotes))
