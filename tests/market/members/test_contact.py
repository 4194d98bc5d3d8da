"""The contact guard on what members say of themselves."""

import pytest

from mikiwame.core.errors import Refused
from mikiwame.market.members.models import Member
from mikiwame.market.members.operations import accounts
from tests.cast import MORNING, Cast, joined

NAMES = ["LINE_ID_kuro77", "カカオ kuro77", "TEL09012345678", "詳しくはLINEで"]


@pytest.mark.parametrize("name", NAMES)
def test_nobody_joins_under_a_name_that_leads_outside(db: None, name: str) -> None:
    with pytest.raises(Refused, match="leads_outside") as refused:
        joined("kuro", name, MORNING)
    assert refused.value.field == "display_name"
    assert not Member.objects.exists()


@pytest.mark.parametrize("name", ["yuki2026", "LINEスタンプ作家ぽん", "kuro_77"])
def test_a_name_that_only_looks_so_is_a_name(db: None, name: str) -> None:
    assert joined("pon", name, MORNING).party.display_name == name


@pytest.mark.parametrize(
    "about",
    [
        "簡単な在宅の仕事です。らいんで友だち追加してください。kuro77",
        "ご用件は kuro77 アット example ドット com まで",
        "ＴＥＬ　０８０－１２３４－５６７８にお電話ください。",
    ],
)
def test_a_description_leads_nowhere(cast: Cast, about: str) -> None:
    with pytest.raises(Refused, match="leads_outside") as refused:
        describe(cast.kuroda, about)
    assert refused.value.field == "about"
    describe(cast.kuroda, "LINEスタンプやメールマガジンの文面を作ります。")


def describe(member: Member, about: str) -> None:
    accounts.change_profile(
        member,
        display_name="黒田",
        about=about,
        is_business=False,
        withholds_tax=False,
        by=member,
        at=MORNING,
    )
