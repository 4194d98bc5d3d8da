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
