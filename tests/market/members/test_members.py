"""People join, say who they are, and leave."""

import pytest
from allauth.account.models import EmailAddress
from hypothesis import given
from hypothesis import strategies as st

from mikiwame.core.errors import NotFound, Refused
from mikiwame.core.ids import new_id
from mikiwame.market.history.queries import facts_about
from mikiwame.market.members import operations, queries, rules
from mikiwame.market.members.models import ApiToken, Member, Party, PrivateData, Standing
from tests.cast import MORNING, PASSWORD, Cast, joined


def rename(member: Member, name: str, *, about: str = "", by: Member | None = None) -> Party:
    return operations.change_profile(
        member,
        display_name=name,
        about=about,
        is_business=False,
        withholds_tax=False,
        by=by or member,
        at=MORNING,
    )


def test_whoever_joins_is_a_party_and_a_newcomer(cast: Cast) -> None:
    assert cast.yuki.check_password(PASSWORD)
    assert queries.party(cast.yuki.party_id) == cast.yuki.party
    assert queries.is_newcomer(cast.yuki.party)
    assert queries.members_of(cast.yuki.party) == [cast.yuki]
    assert rules.acts_for(cast.yuki, cast.yuki.party)
    assert not rules.acts_for(cast.sora, cast.yuki.party)


def test_three_finished_contracts_make_an_experienced_worker(cast: Cast) -> None:
    Standing.objects.filter(party=cast.ken.party).update(contracts_finished=3)

    assert not queries.is_newcomer(cast.ken.party)
    assert not queries.public_profile(cast.ken.party_id).is_newcomer
    assert queries.standing(cast.ken.party).contracts_finished == 3


def test_an_email_address_joins_once_whatever_its_case(cast: Cast) -> None:
    with pytest.raises(Refused, match="email_taken"):
        operations.join(email="Yuki@Example.JP", display_name="別のゆき", at=MORNING)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "name_length"),
        ("あ", "name_length"),
        ("あ" * 41, "name_length"),
        ("yuki@example.jp", "name_like_address"),
        ("ゆき＠ｅｘａｍｐｌｅ", "name_like_address"),
        ("https://evil.example", "name_like_address"),
        ("見てね evil.comまで", "name_like_address"),
        ("ゆ\x00き", "name_unreadable"),
        ("ゆ\u202eき", "name_unreadable"),
        ("🌸🌸", "name_unreadable"),
        ("運営", "name_of_the_house"),
    ],
)
def test_a_name_that_is_none_is_refused(cast: Cast, name: str, code: str) -> None:
    with pytest.raises(Refused, match=code) as refusal:
        rename(cast.yuki, name)
    assert refusal.value.field == "display_name"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("ゆき🌸", "ゆき🌸"),
        ("  Ｙｕｋｉ　 Sato ", "Yuki Sato"),
        ("桜井デザイン室（株）", "桜井デザイン室(株)"),
        ("No.1 ライター", "No.1 ライター"),
    ],
)
def test_a_name_has_one_spelling(cast: Cast, name: str, kept: str) -> None:
    assert rename(cast.yuki, name).display_name == kept


@given(st.text())
def test_every_name_is_ruled_on(name: str) -> None:
    codes = {"name_length", "name_like_address", "name_unreadable", "name_of_the_house", "leads_outside"}
    assert rules.is_display_name(name).code in {None, *codes}


def test_a_profile_changes_by_its_member_alone_and_the_fact_names_what(cast: Cast) -> None:
    rename(cast.yuki, "ゆきの", about="文章を書きます。\r\n週10時間。")

    assert queries.public_profile(cast.yuki.party_id).party.about == "文章を書きます。\n週10時間。"
    fact = facts_about(cast.yuki.party.key).last()
    assert fact is not None
    assert fact.data == {"changed": ["display_name", "about"]}
    with pytest.raises(Refused, match="not_yours"):
        rename(cast.yuki, "乗っ取り", by=cast.kuroda)
    with pytest.raises(Refused, match="text_too_long"):
        rename(cast.yuki, "ゆきの", about="あ" * 2001)


def test_language_and_time_zone_are_chosen(cast: Cast) -> None:
    operations.choose_language(cast.yuki, language="en", time_zone="Europe/Berlin", by=cast.yuki, at=MORNING)

    yuki = queries.member(cast.yuki.pk)
    assert (yuki.language, yuki.time_zone) == ("en", "Europe/Berlin")


def test_what_is_saved_unchanged_is_no_fact(cast: Cast) -> None:
    known = facts_about(cast.yuki.party.key).count()

    rename(cast.yuki, cast.yuki.party.display_name, about=cast.yuki.party.about)
    operations.choose_language(cast.yuki, language="ja", time_zone="Asia/Tokyo", by=cast.yuki, at=MORNING)

    assert facts_about(cast.yuki.party.key).count() == known


@pytest.mark.parametrize(
    ("language", "zone", "code"),
    [
        ("fr", "Asia/Tokyo", "choice_unknown"),
        ("ja", "Mars/Base", "choice_unknown"),
        ("ja", "../x", "choice_unknown"),
    ],
)
def test_unknown_languages_and_zones_are_refused(cast: Cast, language: str, zone: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        operations.choose_language(cast.yuki, language=language, time_zone=zone, by=cast.yuki, at=MORNING)


def nothing(_: Party) -> int:
    return 0


def test_who_leaves_is_forgotten_and_the_party_stays(cast: Cast) -> None:
    EmailAddress.objects.create(user=cast.yuki, email=cast.yuki.email, verified=True, primary=True)
    operations.keep_private_data(cast.yuki, phone="090-1234-5678", by=cast.yuki, at=MORNING)
    _, secret = operations.issue_token(cast.yuki, name="家の計算機", scopes=["read"], at=MORNING)

    party = operations.delete_account(cast.yuki, obligations=nothing, by=cast.yuki, at=MORNING)

    assert (party.display_name, party.about, party.left_at) == ("退会したメンバー", "", MORNING)
    assert queries.party(party.pk) == party
    for gone in (
        lambda: queries.public_profile(party.pk),
        lambda: queries.member(cast.yuki.pk),
        lambda: queries.member_of_token(secret, at=MORNING),
    ):
        with pytest.raises(NotFound):
            gone()
    assert queries.members_of(party) == []
    assert not EmailAddress.objects.filter(user=cast.yuki).exists()
    assert not PrivateData.objects.filter(member=cast.yuki).exists()
    assert not ApiToken.objects.filter(member=cast.yuki).exists()
    left = Member.objects.get(pk=cast.yuki.pk)
    assert (left.is_active, left.has_usable_password(), "yuki" in left.email) == (False, False, False)


def test_who_left_may_join_again_as_somebody_new(cast: Cast) -> None:
    operations.delete_account(cast.yuki, obligations=nothing, by=cast.yuki, at=MORNING)

    assert joined("yuki", "ゆき", MORNING).party != cast.yuki.party


def test_nobody_leaves_while_something_is_owed_and_nobody_is_made_to_leave(cast: Cast) -> None:
    with pytest.raises(Refused, match="has_obligations") as refusal:
        operations.delete_account(cast.yuki, obligations=lambda _: 2, by=cast.yuki, at=MORNING)
    assert refusal.value.context == {"count": 2}
    with pytest.raises(Refused, match="not_yours"):
        operations.delete_account(cast.yuki, obligations=nothing, by=cast.oda, at=MORNING)

    operations.delete_account(cast.yuki, obligations=nothing, by=cast.yuki, at=MORNING)
    gone = Member.objects.get(pk=cast.yuki.pk)
    with pytest.raises(Refused, match="not_yours"):
        operations.delete_account(gone, obligations=nothing, by=gone, at=MORNING)


def test_what_is_not_there_is_not_found(cast: Cast) -> None:
    for ask in (queries.party, queries.public_profile, queries.member):
        with pytest.raises(NotFound):
            ask(new_id())
