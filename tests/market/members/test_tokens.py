"""Yuki's program acts for her with a key that is shown once."""

from datetime import datetime, timedelta

import pytest
from django.forms.models import model_to_dict
from pytest_django import DjangoAssertNumQueries

from mikiwame.core.errors import NotFound, Refused
from mikiwame.core.ids import new_id
from mikiwame.market.members import operations, queries
from mikiwame.market.members.models import ApiToken
from tests.cast import MORNING, Cast


def at(**later: int) -> datetime:
    return MORNING + timedelta(**later)


def test_a_key_opens_for_its_member_within_its_scopes(cast: Cast) -> None:
    token, secret = operations.issue_token(
        cast.yuki, name=" 家の計算機 ", scopes=["work", "read"], at=MORNING
    )

    assert secret.startswith("mk_")
    assert (token.name, token.scopes) == ("家の計算機", "read work")
    assert queries.member_of_token(secret, at=at(days=1)) == (cast.yuki, frozenset({"read", "work"}))


def test_the_key_itself_is_nowhere_kept(cast: Cast) -> None:
    token, secret = operations.issue_token(cast.yuki, name="鍵", scopes=["read"], at=MORNING)

    kept = ApiToken.objects.filter(pk=token.pk).values_list().get()
    assert not any(
        secret[3:].encode() in bytes(value) for value in kept if isinstance(value, memoryview | bytes)
    )
    assert secret not in repr(kept)


@pytest.mark.parametrize("secret", ["", "mk_", "mk_wrong", "あ", "\x00", "\ud800", "x" * 100_000])
def test_any_other_text_opens_nothing(cast: Cast, secret: str) -> None:
    with pytest.raises(NotFound):
        queries.member_of_token(secret, at=MORNING)


def test_its_use_is_noted_at_most_once_a_minute(cast: Cast) -> None:
    token, secret = operations.issue_token(cast.yuki, name="鍵", scopes=["read"], at=MORNING)
    noted = []
    for moment in (at(seconds=10), at(seconds=60), at(seconds=70), at(seconds=71)):
        assert operations.use_token(secret, at=moment) == (cast.yuki, frozenset({"read"}))
        noted.append(queries.token_for(cast.yuki, token.pk).last_used_at)
    assert noted == [at(seconds=10), at(seconds=10), at(seconds=70), at(seconds=70)]


def test_a_revoked_key_opens_nothing_from_that_moment_on(cast: Cast) -> None:
    token, secret = operations.issue_token(cast.yuki, name="鍵", scopes=["read"], at=MORNING)
    operations.revoke_token(token, by=cast.yuki, at=at(hours=1))

    with pytest.raises(NotFound):
        queries.member_of_token(secret, at=at(hours=1))
    with pytest.raises(NotFound):
        operations.use_token(secret, at=at(hours=2))
    assert list(queries.tokens_of(cast.yuki)) == []
    with pytest.raises(Refused, match="token_revoked"):
        operations.revoke_token(token, by=cast.yuki, at=at(hours=2))


def test_others_neither_see_nor_revoke_it(cast: Cast) -> None:
    token, _ = operations.issue_token(cast.yuki, name="鍵", scopes=["read"], at=MORNING)

    with pytest.raises(NotFound):
        queries.token_for(cast.sora, token.pk)
    with pytest.raises(NotFound):
        queries.token_for(cast.yuki, new_id())
    for other in (cast.sora, cast.oda):
        with pytest.raises(Refused, match="not_yours"):
            operations.revoke_token(token, by=other, at=MORNING)
    assert list(queries.tokens_of(cast.sora)) == []


@pytest.mark.parametrize(
    ("name", "scopes", "code"),
    [
        ("", ["read"], "text_missing"),
        ("あ" * 61, ["read"], "text_too_long"),
        ("鍵\x00", ["read"], "text_unreadable"),
        ("鍵", [], "scopes_missing"),
        ("鍵", ["read", "admin"], "choice_unknown"),
    ],
)
def test_a_key_needs_a_name_and_known_scopes(cast: Cast, name: str, scopes: list[str], code: str) -> None:
    with pytest.raises(Refused, match=code):
        operations.issue_token(cast.yuki, name=name, scopes=scopes, at=MORNING)


def test_nobody_hoards_keys(cast: Cast) -> None:
    tokens = [operations.issue_token(cast.yuki, name="鍵", scopes=["read"], at=MORNING)[0] for _ in range(20)]
    with pytest.raises(Refused, match="too_many_tokens"):
        operations.issue_token(cast.yuki, name="鍵", scopes=["read"], at=MORNING)

    operations.revoke_token(tokens[0], by=cast.yuki, at=MORNING)
    operations.issue_token(cast.yuki, name="鍵", scopes=["read"], at=MORNING)


def test_a_program_comes_with_all_that_is_asked_of_its_member(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _, secret = operations.issue_token(cast.yuki, name="鍵", scopes=["read"], at=MORNING)
    member, _scopes = operations.use_token(secret, at=at(hours=1))
    with django_assert_num_queries(0):
        found = {name: getattr(member, name) for name in ("email", "language", "time_zone", "is_operator")}
        assert found == {name: getattr(cast.yuki, name) for name in found}
        assert model_to_dict(member.party) == model_to_dict(cast.yuki.party)
    assert member.get_deferred_fields() == {"password", "last_login", "is_superuser"}
    assert member.password == cast.yuki.password
