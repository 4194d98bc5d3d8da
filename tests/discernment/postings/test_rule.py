"""An expression is tried only where its words may stand, and wherever they may."""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from mikiwame.discernment.postings.expressions import expressions
from mikiwame.discernment.postings.flags.rule import Rule
from mikiwame.discernment.postings.flags.rules import RULES
from mikiwame.discernment.postings.sieve import Sieve
from mikiwame.discernment.postings.stated.pattern import Pattern
from mikiwame.discernment.postings.stated.patterns import PATTERNS
from mikiwame.discernment.text import Text
from tests.discernment import anything

ITEMS: tuple[Rule | Pattern, ...] = (*RULES, *PATTERNS)
LITERALS = sorted({one for item in ITEMS for needs in item.ways for some in needs for one in some})
JOINTS = st.sampled_from(["。", "\n", "\n\n", "。\n", *"、はをで3円名 ()!・", "10/6", "まで"])
WORDS = st.lists(st.sampled_from(LITERALS) | JOINTS | st.text(max_size=2), max_size=16).map("".join)


def found(text: str) -> Iterator[tuple[Rule | Pattern, int, int]]:
    """What the index finds in a text."""
    for rule, places in expressions().found_in(text, Rule):
        yield from ((rule, start, end) for start, end in places)
    for pattern, places in expressions().found_in(text, Pattern):
        yield from ((pattern, start, end) for start, end in places)


def there(text: str) -> Iterator[tuple[Rule | Pattern, int, int]]:
    """What is there: every expression tried on the whole text."""
    yield from ((item, one.start(), one.end()) for item in ITEMS for one in item.expression.finditer(text))


@given(text=WORDS)
def test_every_literal_of_a_text_is_found(text: str) -> None:
    assert Sieve([(0, [LITERALS])]).held_by(text) == {literal for literal in LITERALS if literal in text}


@settings(max_examples=400)  # the expressions are made when they are first needed
@given(text=WORDS)
def test_all_that_is_there_is_found_statement_by_statement(text: str) -> None:
    folded = Text(text).folded
    assert list(found(folded)) == list(there(folded))


@given(text=anything.gone_wrong(anything.real("postings-*.jsonl", "body")))
def test_all_that_is_there_is_found_in_a_disturbed_posting(text: str) -> None:
    folded = Text(text).folded
    assert list(found(folded)) == list(there(folded))


def test_all_that_is_there_is_found_in_a_posting() -> None:
    for posting in anything.real("postings-*.jsonl", "body"):
        folded = Text(posting).folded
        assert list(found(folded)) == list(there(folded))
