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
from mikiwame.discernment.messages.acts import rules
from mikiwame.discernment.postings.flags.rules import RULES
from mikiwame.discernment.postings.index import Reach
from mikiwame.discernment.postings.stated.pattern import compiled
from mikiwame.discernment.postings.stated.patterns import PATTERNS

COMPILER = import_module("re._compiler")
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


def stops(parsed: Any, *, before: bool, after: bool) -> Iterator[str]:
    """Where a parsed expression can take in a full stop or a line end and yet go on, or have begun before."""
    widths = [_parser.SubPattern(_parser.State(), [one]).getwidth()[1] for one in parsed]
    for place, (kind, told) in enumerate(parsed):
        begun, goes_on = before or any(widths[:place]), after or any(widths[place + 1 :])
        for inner in inside(kind, told):
            yield from stops(
                inner, before=begun or repeated(kind, told), after=goes_on or repeated(kind, told)
            )
        if takes_stop(kind, told) and (goes_on or not begun):
            yield str((kind, told))


def inside(kind: Any, told: Any) -> list[Any]:
    """The expressions within a part of a parsed expression that take in letters."""
    if kind in REPEATS:
        return [told[2]]
    if kind is _constants.BRANCH:
        return list(told[1])
    return [told[3]] if kind is _constants.SUBPATTERN else []


def repeated(kind: Any, told: Any) -> bool:
    """Whether a part may stand several times in a row."""
    return kind in REPEATS and told[1] > 1


def takes_stop(kind: Any, told: Any) -> bool:
    """Whether a single letter of a parsed expression may be a full stop or a line end."""
    if kind not in {_constants.LITERAL, _constants.NOT_LITERAL, _constants.ANY, _constants.IN}:
        return False
    letter = COMPILER.compile(_parser.SubPattern(_parser.State(), [(kind, told)]))
    return any(letter.match(stop) for stop in "。\n")


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
    for act, told in rules().items():
        yield f"what says {act}", told.says
        yield f"what denies {act}", told.denies
    for rule in RULES:
        yield f"a rule of {rule.kind}", rule.expression
    for one in PATTERNS:
        yield f"a pattern of {one.term}", one.expression
        if one.unless:
            yield f"an exclusion of {one.term}", compiled(one.unless)


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


def test_what_is_looked_for_in_a_statement_reaches_no_farther_than_its_stop() -> None:
    rules = [(rule, rule.expression) for rule in RULES if rule.reach is Reach.STATEMENT]
    patterns = [(one, one.expression) for one in PATTERNS if one.reach is Reach.STATEMENT]
    found = {
        item: reaching
        for item, expression in [*rules, *patterns]
        if (reaching := list(stops(_parser.parse(expression.pattern), before=False, after=False)))
    }
    assert found == {}


@pytest.mark.parametrize("written", ["a。b", "a[^b]c", "a\\s?b", "[。、]a", "a(?:b|[^c]){0,3}", "(?:a。|b)c"])
def test_reaching_past_a_stop_is_seen(written: str) -> None:
    assert list(stops(_parser.parse(written), before=False, after=False))


@pytest.mark.parametrize("written", ["a(?:。|$)", "a[^。\\n]{0,9}b", "(?:a|b[。、])"])
def test_ending_at_a_stop_is_allowed(written: str) -> None:
    assert not list(stops(_parser.parse(written), before=False, after=False))
