"""A member's own criteria: kept by name, few, one to begin with, nobody else's, gone with her."""

from dataclasses import replace
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from mikiwame.core.errors import NotFound, Refused
from mikiwame.core.terms import Format, RewardBasis
from mikiwame.market.hiring import queries
from mikiwame.market.hiring.listing import THREE_CHECKS, Care, Filters, Sort
from mikiwame.market.hiring.models import CRITERIA_MOST, Criteria
from mikiwame.market.hiring.operations import criteria
from mikiwame.market.history import operations as history
from mikiwame.market.members import operations as members
from mikiwame.market.members.models import Member
from tests.cast import MORNING, Cast
from tests.races import at_once, code_of

EVERYTHING = Filters(
    text="猫 ロゴ",
    category="design-logo",
    format=Format.PROJECT,
    reward_basis=RewardBasis.FIXED,
    reward_least=20_000,
    newcomers=True,
    continuing=True,
    crowd_most=3,
    care=Care.CALM,
    record=True,
    finished_least=10,
    funded=True,
    calm_reviews=True,
    unproven=True,
    sort=Sort.REWARD,
)


def saved(member: Member, name: str = "私の3つの確認", filters: Filters = THREE_CHECKS) -> Criteria:
    """She has kept what she looks for."""
    return criteria.save(filters, name=name, by=member, at=MORNING)


def names(member: Member) -> list[str]:
    """What hers are called."""
    return [kept.name for kept in queries.criteria_of(member)]


@pytest.mark.parametrize("filters", [THREE_CHECKS, EVERYTHING, Filters(text="猫"), Filters(finished_least=1)])
def test_what_was_kept_is_asked_again_to_the_letter(cast: Cast, filters: Filters) -> None:
    kept = saved(cast.yuki, filters=filters)
    assert queries.own_criteria(cast.yuki, kept.pk).filters == filters


def test_they_are_renamed_and_changed(cast: Cast) -> None:
    kept = saved(cast.yuki)
    changed = criteria.change(kept, EVERYTHING, name="  ロゴ\u3000だけ ", by=cast.yuki, at=MORNING)
    assert (changed.name, changed.filters) == ("ロゴ だけ", EVERYTHING)
    assert names(cast.yuki) == ["ロゴ だけ"]


def test_nobody_else_sees_or_changes_them(cast: Cast) -> None:
    kept = saved(cast.yuki)
    for other in (cast.sora, cast.oda, cast.sakurai):
        assert queries.criteria_of(other) == []
        with pytest.raises(NotFound):
            queries.own_criteria(other, kept.pk)
        for attempt in (
            partial(criteria.change, kept, EVERYTHING, name="x", at=MORNING),
            partial(criteria.begin_with, kept, at=MORNING),
            partial(criteria.begin_plain, kept, at=MORNING),
            partial(criteria.remove, kept),
        ):
            assert code_of(partial(attempt, by=other)) == "not_found"
    assert queries.own_criteria(cast.yuki, kept.pk).filters == THREE_CHECKS


@pytest.mark.parametrize(
    ("filters", "name", "code", "field"),
    [
        (Filters(), "何も", "criteria_empty", "filters"),
        (Filters(sort=Sort.REWARD, unproven=True), "順だけ", "criteria_empty", "filters"),
        (THREE_CHECKS, "  ", "text_missing", "name"),
        (THREE_CHECKS, "あ" * 41, "text_too_long", "name"),
        (THREE_CHECKS, "\u202e名前", "text_unreadable", "name"),
        (Filters(text="猫" * 1_001), "長い", "text_too_long", "text"),
        (Filters(category="nowhere"), "どこにも", "choice_unknown", "category"),
        (THREE_CHECKS, "前からある", "criteria_name_taken", "name"),
    ],
)
def test_what_can_not_be_kept(cast: Cast, filters: Filters, name: str, code: str, field: str | None) -> None:
    saved(cast.yuki, "前からある")
    other = saved(cast.yuki, "ほか")
    for attempt in (criteria.save, partial(criteria.change, other)):
        with pytest.raises(Refused) as refused:
            attempt(filters, name=name, by=cast.yuki, at=MORNING)
        assert (refused.value.code, refused.value.field) == (code, field)
    assert names(cast.yuki) == ["前からある", "ほか"]


@pytest.mark.parametrize(
    "wrong", [{"care": "safe"}, {"finished_least": 2}, {"crowd_most": 0}, {"format": "x"}, {"name": ""}]
)
def test_the_database_knows_the_words_too(cast: Cast, wrong: dict[str, object]) -> None:
    kept = saved(cast.yuki)
    with pytest.raises(IntegrityError), transaction.atomic():
        Criteria.objects.filter(pk=kept.pk).update(**wrong)


def test_two_members_may_use_the_same_name(cast: Cast) -> None:
    assert saved(cast.yuki).name == saved(cast.ken).name


def test_ten_are_enough_and_a_free_number_is_used_again(cast: Cast) -> None:
    kept = [saved(cast.yuki, f"条件{number}") for number in range(CRITERIA_MOST)]
    assert code_of(partial(saved, cast.yuki, "もう一つ")) == "criteria_full"
    criteria.remove(kept[3], by=cast.yuki)
    assert saved(cast.yuki, "もう一つ").number == 4


def test_the_list_begins_with_one_at_most(cast: Cast) -> None:
    first, second = saved(cast.yuki, "一"), saved(cast.yuki, "二")
    criteria.begin_with(first, by=cast.yuki, at=MORNING)
    criteria.begin_with(second, by=cast.yuki, at=MORNING)
    assert [kept.is_default for kept in queries.criteria_of(cast.yuki)] == [False, True]
    criteria.begin_plain(second, by=cast.yuki, at=MORNING)
    assert not any(kept.is_default for kept in queries.criteria_of(cast.yuki))


@pytest.mark.django_db(transaction=True)
def test_saving_from_two_windows_keeps_to_ten_and_to_one_name(cast: Cast) -> None:
    for number in range(CRITERIA_MOST - 1):
        saved(cast.yuki, f"条件{number}")
    assert (
        at_once(*(partial(saved, cast.yuki, f"最後{number}") for number in range(3))) == ["criteria_full"] * 2
    )
    criteria.remove(queries.criteria_of(cast.yuki)[0], by=cast.yuki)
    criteria.remove(queries.criteria_of(cast.yuki)[0], by=cast.yuki)
    assert at_once(*[partial(saved, cast.yuki, "同じ")] * 2) == ["criteria_name_taken"]


@pytest.mark.django_db(transaction=True)
def test_beginning_with_two_at_once_begins_with_one(cast: Cast) -> None:
    both = [saved(cast.yuki, name) for name in ("一", "二")]
    assert at_once(*(partial(criteria.begin_with, one, by=cast.yuki, at=MORNING) for one in both)) == []
    assert sum(kept.is_default for kept in queries.criteria_of(cast.yuki)) == 1


def test_they_go_with_whoever_leaves(cast: Cast) -> None:
    saved(cast.yuki)
    kept = saved(cast.ken)
    members.delete_account(cast.yuki, obligations=lambda _party: 0, by=cast.yuki, at=MORNING)
    while history.consume("criteria", criteria.take_in, at=MORNING):
        pass
    assert list(Criteria.objects.all()) == [kept]


def test_what_is_asked_of_clients_is_known() -> None:
    assert not Filters().ask_of_clients
    assert not replace(
        EVERYTHING, record=False, finished_least=None, funded=False, calm_reviews=False
    ).ask_of_clients
    assert THREE_CHECKS.ask_of_clients
