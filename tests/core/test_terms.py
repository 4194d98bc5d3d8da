"""A project can't be published while its sheet has gaps."""

from mikiwame.core.terms import REQUIRED, Term, gaps


def test_an_empty_sheet_lacks_everything_that_is_required_in_the_sheets_order() -> None:
    assert gaps({}) == [
        Term.SCOPE,
        Term.DELIVERABLE,
        Term.REWARD,
        Term.REWARD_BASIS,
        Term.DEADLINE,
        Term.START,
        Term.HEADCOUNT,
        Term.INSPECTION,
        Term.PAYMENT,
    ]


def test_a_deadline_or_a_pace_will_do() -> None:
    assert gaps([*REQUIRED, Term.DEADLINE]) == []
    assert gaps([*REQUIRED, Term.PACE]) == []
    assert gaps(REQUIRED) == [Term.DEADLINE]


def test_an_empty_value_states_nothing() -> None:
    sheet = dict.fromkeys(Term, "stated") | {Term.SCOPE: "", Term.REWARD: None}
    assert gaps(sheet) == [Term.SCOPE, Term.REWARD]
