"""Addresses, numbers and names by their shape, spelt out or glued together; cut in one way only."""

from collections.abc import Iterator
from re import _constants, _parser
from typing import Any

import pytest

from mikiwame.discernment.messages import shapes as module
from mikiwame.discernment.messages.shapes import shapes

REPEATS = {_constants.MAX_REPEAT, _constants.MIN_REPEAT}


@pytest.mark.parametrize(
    "address",
    [
        "sato at kobo dot example",
        "satoatkobodotexample",
        "sato dot yuki at kobo dot example",
        "sato(dot)yuki(at)kobo(dot)example",
        "satodot yuki at kobo.example",
        "dot at kobo dot dot",
    ],
)
def test_an_address_that_is_spelt_out_is_one_shape(address: str) -> None:
    assert [(one.name, one.start, one.end) for one in shapes(address)] == [("SPELTEMAIL", 0, len(address))]


APART = [
    "line. me / ti / p / yz05",
    "line, me/ti/p/yz05",
    "zoom. us / j / 0005",
    "line . me",
    "zoom・us",
    "bit . ly / 3xyuzu",
    "bit .ly/3xyuzu",
    "bit. ly/3xyuzu",
    "forms . gle/abc",
    "bit[.]ly/5momo",
    "bit ( . ) ly / 5momo",
    "bitどっとly/5momo",
    "bit dot ly slash 5momo",
    "bit・ly/8kuri",
    "bit。ly/8kuri",
    "b i t . l y / 7 n a s h i",
    "https : // yuzu . example / 1",
    "https://bit . ly / 9pkaki",
    "h t t p s : / / b i t . l y / 9",
    "www . yuzu-kobo . example",
    "yuzu-kobo .co .jp",
    "t . me / yuzu_kobo",
]


@pytest.mark.parametrize("link", APART)
@pytest.mark.parametrize("around", ["{}", "続きは {} です。", "see {} , please", "「{}」"])
def test_a_link_whose_parts_stand_apart_is_one_shape(link: str, around: str) -> None:
    found = [one for one in shapes(around.format(link)) if one.name == "SPELTLINK"]

    assert [around.format(link)[one.start : one.end] for one in found] == [link]
    assert "LINK" in found[0].told


@pytest.mark.parametrize("link", ["bit.ly/3xyuzu", "https://forms.gle/abc", "https://yuzu.example/a?b=1"])
def test_a_link_in_one_piece_is_a_plain_link(link: str) -> None:
    assert [(one.name, one.end) for one in shapes(link)] == [("LINK", len(link))]


def test_what_a_link_leads_to_is_known_however_it_is_spelt() -> None:
    (plain,) = shapes("lin.ee/yz05")
    (apart,) = shapes("lin . ee / yz05")

    assert {*plain.told} < {*apart.told}


@pytest.mark.parametrize(
    "words",
    [
        "1 / 2 ページ",
        "3 . 5 cm",
        "e . g . in blue",
        "and / or",
        "thanks . to be honest",
        "fine. page two is next",
        "great. net amount is 30,000 yen",
        "main . py / data . csv",
        "node . js / react",
        "version 2 . 0 . 1",
        "u . s . a .",
        "a .com and a .jp name",
        "asp . net の本",
        "yes . no . の札",
        "keep the title on one line. me and my partner will check it",
        "write the first line, me and the editor will do the rest",
        "we met on zoom. us designers prefer text",
        "the file is at the end of the line. me",
    ],
)
def test_a_full_stop_between_blanks_makes_no_link(words: str) -> None:
    assert [one for one in shapes(words) if one.name in {"LINK", "SPELTLINK"}] == []


@pytest.mark.parametrize(
    "address",
    [
        "yuzu @ kobo . example",
        "yuzu  @  kobo  .  example",
        "yuzu.kobo @gmail . com",
        "y u z u @ k o b o . e x a m p l e",
    ],
)
def test_an_address_whose_parts_stand_apart_is_one_shape(address: str) -> None:
    assert [(one.name, one.end) for one in shapes(address)] == [("SPELTEMAIL", len(address))]


def test_where_something_is_at_is_no_address() -> None:
    assert [one.name for one in shapes("the brief is at bit . ly / 3xyuzu")] == ["SPELTLINK"]


def test_a_name_ends_where_its_letters_end_and_not_before_an_at() -> None:
    assert [one.end for one in shapes("yuki_88-a.b_c")] == [13]
    assert [one.end for one in shapes("yuki-a.b@")] == [6]
    assert [one.end for one in shapes("a1" * 80 + "_b")] == [162]
    assert [one.end for one in shapes("a1" * 100 + "_b")] == [200]
    assert [*shapes("a1" * 101)] == []


@pytest.mark.parametrize("written", [module._TOKEN, module._EMAIL.partition("@")[0]])
def test_letters_are_cut_into_pieces_in_one_way_only(written: str) -> None:
    assert [*within_rounds(_parser.parse(written), rounds=False)] == []


@pytest.mark.parametrize("written", ["(?:-{0,3}[a-z]{1,40}){0,4}", "(?:a(?:b|c{0,9})){2}"])
def test_letters_that_can_be_cut_in_many_ways_are_seen(written: str) -> None:
    assert [*within_rounds(_parser.parse(written), rounds=False)]


def within_rounds(parsed: Any, *, rounds: bool) -> Iterator[str]:
    """The repeats that may give letters back to another round of a repeat around them."""
    for kind, told in parsed:
        if kind in REPEATS and rounds:
            yield str(told)
        if kind in {*REPEATS, _constants.POSSESSIVE_REPEAT}:
            yield from within_rounds(told[2], rounds=rounds or told[1] > 1)
        elif kind is _constants.SUBPATTERN:
            yield from within_rounds(told[3], rounds=rounds)
        elif kind is _constants.BRANCH:
            for branch in told[1]:
                yield from within_rounds(branch, rounds=rounds)
