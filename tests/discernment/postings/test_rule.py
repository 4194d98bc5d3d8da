"""A rule is tried only where its words may stand, and wherever they may."""

from hypothesis import given
from hypothesis import strategies as st

from mikiwame.discernment.postings.flags.finding import RULES, index
from mikiwame.discernment.postings.index import Index
from mikiwame.discernment.text import Text
from tests.discernment import anything

LITERALS = sorted({literal for rule in RULES for some in rule.needs for literal in some})
WORDS = st.lists(st.sampled_from(LITERALS) | st.text(max_size=3), max_size=8).map("".join)


@given(text=WORDS)
def test_every_literal_of_a_text_is_found(text: str) -> None:
    assert Index([("", [LITERALS])]).held_by(text) == {literal for literal in LITERALS if literal in text}


@given(text=WORDS)
def test_no_rule_is_passed_over(text: str) -> None:
    assert list(index().met_by(text)) == [rule for rule in RULES if rule.may_match(text)]


def test_no_rule_is_passed_over_in_a_posting() -> None:
    for posting in anything.real("postings-*.jsonl", "body"):
        text = Text(posting).folded
        assert list(index().met_by(text)) == [rule for rule in RULES if rule.may_match(text)]
