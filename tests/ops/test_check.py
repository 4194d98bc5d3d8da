"""The check says of each thing at once whether it is right."""

import argparse

import pytest

from mikiwame.market.members.models import Party
from mikiwame.market.reputation import audit
from mikiwame.ops import check
from tests.cast import Cast
from tests.market.contests.stage import second_operator
from tests.market.contracts.stage import agreed
from tests.market.moderation.stage import appealed, warned


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


def test_appeals_that_nobody_may_decide_are_counted(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    agreed(cast)  # between Sakurai and Yuki, who reported
    appealed(warned(cast), cast)
    Party.objects.filter(pk=cast.sakurai.party_id).update(is_operator=True)
    assert check.main(argparse.Namespace(), None) == 0
    said = capsys.readouterr().out
    assert "Operators:" not in said
    assert "Appeals that no operator may decide: 1." in said
