"""Nobody but operators is called like the house, or looks so; who runs, helps or discerns may say so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mikiwame.core.errors import Refused
from mikiwame.market.members import operations, rules
from mikiwame.market.members.house import is_called_like_the_house
from mikiwame.market.members.models import Member, Party
from mikiwame.market.members.private import one_line
from tests.cast import MORNING, Cast

DISGUISED = (
    "運 営", "運\u200b営", "運\u3164営", "運營", "运营", "運宮", "連営", "運営!", "【運営】", "運営01",
    "運営🌸", "運営室", "SNS運営", "公式・運営の小田", "Mikiwame運営事務局", "カフェ運営スタッフ",
    "ミキワメ", "ﾐｷﾜﾒ公式", "みきわめ相談室", "ミキヮメ", "三キワメ", "ミキワ〆", "みきwame",
    "見極め サポート", "「見極め運営」", "見極運営", "見究め", "ＭＩＫＩＷＡＭＥ", "M.i.k.i.w.a.m.e",
    "Miki\u200bwame", "Mikiwаme", "М1k1wame", "M!k!wame", "M1K1WAM3", "Mlklwame", "ΜΙΚΙWΑΜΕ", "Míkíwàmé",
    "M̶i̶k̶i̶w̶a̶m̶e̶", "rnikiwarne", "Mikivvame", "Miқiwame", "𝓜𝓲𝓴𝓲𝔀𝓪𝓶𝓮", "Ⓜⓘⓚⓘⓦⓐⓜⓔ", "🅼🅸🅺🅸🆆🅰🅼🅴",
    "🇲🇮🇰🇮🇼🇦🇲🇪", "ᴍɪᴋɪᴡᴀᴍᴇ", "admin", "аdmin", "аdmin1", "adm1n", "★ADMIN★", "Admin Tanaka",
    "Administrator", "Moderator", "Operator Oda", "support", "Suрport", "supp0rt", "The Support Team",
    "Official", "Staff", "サポート", "ｻﾎﾟｰﾄ", "カスタマーサポート", "お客様サポート", "お問い合わせ窓口",
    "事務局", "管理者", "システム", "システム管理者", "シ ス テ ム 管理人", "System Administrator",
    "sуstem admin", "サイト管理者", "Site Admin", "カスタマーサービス", "ｶｽﾀﾏｰｻｰﾋﾞｽ", "カスタマーサービス係",
    "Customer Service", "The Customer Service Team", "Support Service", "サポート係", "お問い合わせ係",
)  # fmt: skip
INNOCENT = (
    "SNS運営代行たなか", "運営代行のたなか", "デザイン運営室", "カフェ運営者ゆき",
    "ショップ運営とライティング", "第三営業部", "営業代行の加藤", "連宮ゆき", "本質を見極める人",
    "見極めたい田中", "みぎわめぐみ", "三木輪女", "みき わたなべ", "Miki Watanabe", "Makowama",
    "Machine Operator K", "Badminton好き", "Administrative Yuki", "Support Tanaka", "サポートたなか",
    "経理事務局たなか", "公式LINE構築の佐藤", "ゆきOfficial", "管理栄養士まい", "システムエンジニア山本",
    "システム管理者たなか", "Kato System Administration", "サーバー管理者ゆき", "サイト管理とライティング",
    "カスタマーサービス代行の加藤", "Customer Service Writer", "家事サービスみなと",
    "サポート係長たなか", "係たなか",
    "Help Writing", "Наталья", "Дмитрий Иванов", "김민지", "デザインΩ", "(´ω`)ゆき",
)  # fmt: skip


def rename(member: Member, name: str, *, about: str = "") -> Party:
    return operations.change_profile(
        member,
        display_name=name,
        about=about,
        is_business=False,
        withholds_tax=False,
        by=member,
        at=MORNING,
    )


@pytest.mark.parametrize("name", DISGUISED)
def test_what_looks_like_the_house_is_refused(name: str) -> None:
    refusal = rules.is_display_name(one_line(name))

    assert is_called_like_the_house(one_line(name))
    assert refusal.code in {"name_of_the_house", "name_unreadable"}
    assert refusal.field == "display_name"


def test_nobody_is_called_so_from_the_beginning_nor_later(cast: Cast) -> None:
    with pytest.raises(Refused, match="name_of_the_house"):
        operations.join(email="x@example.jp", display_name="Mikiwаme", at=MORNING)
    with pytest.raises(Refused, match="name_of_the_house"):
        rename(cast.yuki, "М1k1wame")


@pytest.mark.parametrize("name", INNOCENT)
def test_who_runs_helps_or_discerns_may_say_so(name: str) -> None:
    assert rules.is_display_name(name).code != "name_of_the_house"


@given(
    st.sampled_from(["運営", "ミキワメ", "Mikiwame", "見極め"]),
    st.text("\u200b\u2060\ufe0f ・._-*~★🌸|'\"", max_size=6),
)
def test_what_nobody_reads_between_the_letters_hides_no_name(name: str, between: str) -> None:
    assert is_called_like_the_house(between.join(name))


def test_an_operator_says_that_she_is_one(cast: Cast) -> None:
    assert rename(cast.oda, "運営の織田").display_name == "運営の織田"


def test_a_name_from_before_stays_until_it_is_changed(cast: Cast) -> None:
    Party.objects.filter(pk=cast.yuki.party_id).update(display_name="SNS運営")

    assert rename(cast.yuki, "SNS運営", about="投稿を手伝います。").about == "投稿を手伝います。"
    with pytest.raises(Refused, match="name_of_the_house"):
        rename(cast.yuki, "SNSの運営")
