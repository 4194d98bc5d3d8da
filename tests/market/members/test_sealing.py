"""Sealed values open in their place, under a key of the ring, and nowhere else."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mikiwame.market.members.sealing import Key, Keyring, SealBroken

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
places = st.text("abc:-0", min_size=1, max_size=20)


def key(name: str, byte: int) -> Key:
    return Key.read(f"{name}:{base64.b64encode(bytes([byte] * 32)).decode()}")


OLD, NEW = key("2025", 1), key("2026", 2)
RING = Keyring([NEW, OLD])


@given(texts, places)
def test_what_was_sealed_opens_again(text: str, place: str) -> None:
    assert RING.open(RING.seal(text, place=place), place=place) == text


@given(texts)
def test_a_value_is_never_sealed_the_same_way_twice(text: str) -> None:
    assert RING.seal(text, place="a") != RING.seal(text, place="a")


@given(texts, places, places)
def test_a_value_moved_to_another_place_does_not_open(text: str, place: str, other: str) -> None:
    if place != other:
        with pytest.raises(SealBroken):
            RING.open(RING.seal(text, place=place), place=other)


@given(texts, st.data())
def test_no_byte_can_be_changed_unnoticed(text: str, data: st.DataObject) -> None:
    sealed = bytearray(RING.seal(text, place="a"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealBroken):
        RING.open(bytes(sealed), place="a")


@given(texts, st.data())
def test_no_byte_can_be_cut_off(text: str, data: st.DataObject) -> None:
    sealed = RING.seal(text, place="a")
    with pytest.raises(SealBroken):
        RING.open(sealed[: data.draw(st.integers(0, len(sealed) - 1))], place="a")


def test_older_keys_open_and_the_newest_one_seals() -> None:
    before = Keyring([OLD]).seal("東京都千代田区1-1", place="a")

    assert RING.open(before, place="a") == "東京都千代田区1-1"
    with pytest.raises(SealBroken):
        Keyring([OLD]).open(RING.seal("新しい値", place="a"), place="a")


def test_a_renamed_key_is_another_key_to_the_seal() -> None:
    sealed = Keyring([OLD]).seal("値", place="a")
    with pytest.raises(SealBroken):
        Keyring([key("2026", 1)]).open(sealed, place="a")


@given(texts, texts)
def test_the_blind_index_is_equal_exactly_for_equal_texts(one: str, other: str) -> None:
    assert (RING.index(one, column="phone") == RING.index(other, column="phone")) == (one == other)


def test_the_blind_index_differs_between_columns_and_keys() -> None:
    first, second = RING.indexes("09012345678", column="phone")
    assert first == RING.index("09012345678", column="phone")
    assert second == Keyring([OLD]).index("09012345678", column="phone")
    assert len({first, second, RING.index("09012345678", column="bank_account")}) == 3


@pytest.mark.parametrize("written", ["", "2026", "2026:", "2026:AAAA", ":" + "A" * 43, "2026:" + "あ" * 43])
def test_a_key_that_is_none_is_refused_without_being_quoted(written: str) -> None:
    with pytest.raises(ValueError, match="name:base64 of 32 bytes"):
        Key.read(written)


def test_a_key_shows_only_its_name() -> None:
    assert repr(OLD) == "Key(name='2025')"
