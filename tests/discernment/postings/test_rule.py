"""A rule is tried only where its words may stand, and wherever they may."""

from hypothesis import given
from hypothesis import strategies as st

from mikiwame.discernment.postings.flags.finding import RULES
from mikiwame.discernment.postings.flags.rule import Literals, cues
from mikiwame.discernment.text import Text
from tests.discernment import anything

LITERALS = [literal for rule in RULES for part in rule.parts for literal in cues(part)]
WORDS = st.lists(st.sampled_from(LITERALS) | st.text(max_size=3), max_size=8).map("".join)


@given(text=WORDS)
def test_every_literal_of_a_text_is_found(text: str) -> None:
    assert Literals(LITERALS).held_by(text) == {literal for literal in LITERALS if literal in text}


def test_no_rule_is_passed_over() -> None:
    literals = Literals(LITERALS)
    for posting in anything.real("postings-*.jsonl", "body"):
        text = Text(posting).folded
        held = literals.held_by(text)
        assert [rule for rule in RULES if rule.is_cued(held)] == [
            rule for rule in RULES if rule.may_match(text)
        ]
