"""A lifecycle is a table; what the table doesn't list can't happen."""

from enum import StrEnum

import pytest

from mikiwame.core.errors import ALLOWED, Refused, refuse, require, rule
from mikiwame.core.lifecycle import Lifecycle, moves


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    BRICKED = "bricked"


DOOR = Lifecycle(
    name="door",
    states=Door,
    initial=Door.OPEN,
    moves=(
        *moves("shut", frm=Door.OPEN, to=Door.SHUT, by="guest"),
        *moves("open", frm=Door.SHUT, to=Door.OPEN, by="guest"),
        *moves("brick", frm=(Door.OPEN, Door.SHUT), to=Door.BRICKED, by="mason"),
    ),
)


def test_only_listed_moves_are_allowed() -> None:
    assert DOOR.allows(Door.OPEN, Door.SHUT)
    assert not DOOR.allows(Door.OPEN, Door.OPEN)
    assert not DOOR.allows(Door.BRICKED, Door.OPEN)


def test_what_nothing_leaves_is_final() -> None:
    assert DOOR.final == {Door.BRICKED}
    assert DOOR.open == {Door.OPEN, Door.SHUT}
    assert DOOR.sources("brick") == {Door.OPEN, Door.SHUT}


def test_the_first_no_is_the_answer() -> None:
    ruling = ALLOWED and rule(1 > 2, "not_larger", field="amount", least=2) and refuse("never_reached")
    assert not ruling
    with pytest.raises(Refused) as caught:
        require(ruling)
    assert (caught.value.code, caught.value.field, caught.value.context) == (
        "not_larger",
        "amount",
        {"least": 2},
    )


def test_an_allowed_ruling_lets_pass() -> None:
    require(ALLOWED and rule(True, "unused"))
