"""What is remembered of sentences changes no reading, is bounded, and is gone when it is forgotten."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mikiwame.discernment import memory, read_posting, wire
from mikiwame.discernment.memory import Memory, forget, lately, remembered
from tests.discernment import anything

PIECES = ("", "。", "\n", "ではありません", "LINEで", "3,000円")
POSTINGS = anything.real("postings-*.jsonl", "body")


@st.composite
def drafts(draw: st.DrawFn) -> list[str]:
    """A draft as its writer changes it: words put in, taken out and written over, here and there."""
    versions = [draw(st.sampled_from(POSTINGS))]
    for _ in range(draw(st.integers(1, 6))):
        text = versions[-1]
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 12)))
        piece = draw(
            st.sampled_from(["", "。", "\n", "ではありません", "LINEで", "3,000円"]) | st.text(max_size=4)
        )
        versions.append(text[:start] + piece + text[end:])
    return versions


@settings(max_examples=40)
@given(drafts())
def test_a_draft_is_read_as_if_it_were_read_for_the_first_time(versions: list[str]) -> None:
    forget()
    while_typed = [wire.of_posting(read_posting("題", body)) for body in versions]

    for body, read in zip(versions, while_typed, strict=True):
        forget()
        assert wire.of_posting(read_posting("題", body)) == read


class Lengths:
    """Tells how long sentences are, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def of_one(self, sentence: str) -> int:
        self.asked.append(sentence)
        return len(sentence)

    def of_all(self, sentences: list[str]) -> list[int]:
        return [self.of_one(sentence) for sentence in sentences]


def test_nothing_is_made_twice() -> None:
    lengths = Lengths()
    memory = Memory(lengths.of_all)

    assert memory.of(["ab", "", "ab"]) == [2, 0, 2]
    assert memory.of(["", "defg", "ab"]) == [0, 4, 2]
    assert lengths.asked == ["ab", "", "defg"]


def test_nothing_is_kept_once_it_is_forgotten() -> None:
    lengths = Lengths()
    one_by_one, at_once, whole = remembered(lengths.of_one), Memory(lengths.of_all), lately(lengths.of_one)
    for _ in range(2):
        assert one_by_one("a") == one_by_one("a") == 1
        assert at_once.of(["b"]) == at_once.of(["b"]) == [1]
        assert whole("c") == whole("c") == 1
        forget()

    assert lengths.asked == ["a", "b", "c", "a", "b", "c"]


def test_no_more_is_remembered_than_has_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "SENTENCES", 3)
    numbers = Memory(Lengths().of_all)
    for one in "abcdefgh":
        assert numbers.of([one, one * memory.LONGEST * 2]) == [1, memory.LONGEST * 2]

    assert len(numbers._made) <= 3
    assert not any(len(one) > memory.LONGEST for one in numbers._made)


def test_of_whole_texts_only_the_last_are_known() -> None:
    lengths = Lengths()
    whole = lately(lengths.of_one)
    texts = [letter * 9_999 for letter in "abcdefghij"]
    for text in (*texts, *texts):
        assert whole(text) == 9_999

    assert lengths.asked == texts * 2
