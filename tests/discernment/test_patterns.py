"""Nothing repeats without bound: so the time of a reading grows with the text's length and not faster."""

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from re import _constants, _parser
from types import ModuleType
from typing import Any

import pytest

import mikiwame.discernment as engine
from mikiwame.discernment.postings.flags import finding as flags
from mikiwame.discernment.postings.flags import rule
from mikiwame.discernment.postings.stated import finding as stated
from mikiwame.discernment.postings.stated.pattern import compiled

REPEATS = {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT}
CUTTING = {"mikiwame.discernment.text"}
"""Cuts a text into stretches, each letter looked at once, so that its repeats may run on."""


def endless(parsed: Any) -> Iterator[str]:
    """The repeats without an upper end in a parsed expression."""
    for kind, told in parsed:
        if kind in REPEATS:
            if told[1] == _constants.MAXREPEAT:
                yield str(told[2])
            yield from endless(told[2])
        elif kind is _constants.SUBPATTERN:
            yield from endless(told[3])
        elif kind is _constants.BRANCH:
            for branch in told[1]:
                yield from endless(branch)
        elif kind in {_constants.ASSERT, _constants.ASSERT_NOT}:
            yield from endless(told[1])


def modules() -> Iterator[ModuleType]:
    """The engine's modules that hold expressions."""
    for found in walk_packages(engine.__path__, f"{engine.__name__}."):
        if found.name not in CUTTING:
            yield import_module(found.name)


def expressions() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every expression that a reading runs, by where it stands."""
    for module in modules():
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield f"{module.__name__}.{name}", value
    for one in flags.RULES:
        yield f"a rule of {one.kind}", rule.pattern(one.parts, one.gap)
    for pattern in stated._PATTERNS:
        yield f"a pattern of {pattern.term}", compiled(pattern.says)
        if pattern.unless:
            yield f"an exclusion of {pattern.term}", compiled(pattern.unless)


def test_no_expression_repeats_without_bound() -> None:
    found = {
        where: repeats
        for where, one in expressions()
        if (repeats := list(endless(_parser.parse(one.pattern))))
    }
    assert found == {}


@pytest.mark.parametrize("written", ["a+", "(a|b*)c", "a{2,}", "(?=.*x)"])
def test_an_endless_repeat_is_seen(written: str) -> None:
    assert list(endless(_parser.parse(written)))
