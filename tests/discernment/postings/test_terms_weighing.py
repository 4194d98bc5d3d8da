"""What a posting's sentences tell of a term, and how the rules are heard beside them."""

import numpy as np

from mikiwame.core.terms import Term
from mikiwame.discernment.postings import reading
from mikiwame.discernment.postings.stated.weighing import LARGEST, TERMS, judge, shipped, told, weigh
from mikiwame.discernment.text import Text


def test_a_posting_states_a_term_unless_no_sentence_does() -> None:
    scores = np.array([[0.0, -9.0], [0.0, 2.0]], np.float32)
    first, second = told(scores)

    assert np.isclose(first, np.log(0.75 / 0.25))
    assert np.isclose(second, 2.0, atol=0.01)


def test_no_sentence_makes_a_posting_surer_than_the_bound() -> None:
    assert np.all(np.abs(told(np.array([[90.0, -90.0]], np.float32))) <= LARGEST)


def test_a_rule_makes_a_term_likelier() -> None:
    odds = np.zeros(len(TERMS), np.float32)
    nothing, everything = np.zeros(len(TERMS), bool), np.ones(len(TERMS), bool)

    assert np.all(judge(shipped(), odds, everything) > judge(shipped(), odds, nothing))


def test_sentences_alone_state_what_they_say() -> None:
    body = "締切は11月30日です。\n報酬は1本3,000円です。\n著作権は当社に移ります。"
    found = weigh(shipped(), reading.shipped().ear.hear(Text("", "title"), Text(body)), {}, "project")

    assert {Term.REWARD, Term.RIGHTS} <= found.keys()
    for stated in found.values():
        assert stated.quote is not None
        assert body[stated.quote.start : stated.quote.end] == stated.quote.text


def test_a_posting_without_words_states_nothing() -> None:
    assert weigh(shipped(), reading.shipped().ear.hear(Text("", "title"), Text(" \n")), {}) == {}
