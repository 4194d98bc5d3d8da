"""The check says of each thing at once whether it is right."""

import argparse

import pytest

from mikiwame.market.reputation import audit
from mikiwame.ops import check
from tests.cast import Cast
from tests.market.contests.stage import second_operator


@pytest.mark.django_db
def test_whether_the_money_is_there_is_said_before_records_are_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []

    def reads() -> list[str]:
        said.append(capsys.readouterr().out)
        return []

    monkeypatch.setattr(audit, "discrepancies", reads)
    assert check.main(argparse.Namespace(), None) == 0
    assert "Every yen adds up." in said[0]
    assert capsys.readouterr().out.count("Every") == 1


def test_a_house_with_one_operator_is_told_to_appoint_another(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check.main(argparse.Namespace(), None) == 0
    assert "Operators: 1. Appoint one more" in capsys.readouterr().out
    second_operator()
    assert check.main(argparse.Namespace(), None) == 0
    assert "Appoint" not in capsys.readouterr().out
