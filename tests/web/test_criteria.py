"""A worker keeps what she looks for: from the list, under a name, as what the list begins with."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mikiwame.core import clock
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.hiring.listing import THREE_CHECKS, Care, Filters
from mikiwame.market.hiring.models import Criteria
from mikiwame.market.hiring.operations import criteria
from mikiwame.market.members import operations as members
from mikiwame.market.members.models import Member
from mikiwame.web.forms.filters import address_of
from tests.cast import Cast
from tests.market.hiring.stage import published
from tests.market.reputation.stage import settle
from tests.market.reputation.test_listing import FEE, with_a_good_name
from tests.web.hiring import reading

OWN, NEW = "/criteria/", "/criteria/new/"
CHECKS = {"name": "私の3つの確認", "care": "careful", "record": "on", "calm_reviews": "on"}


def saved(member: Member, filters: Filters = THREE_CHECKS, name: str = "私の3つの確認") -> Criteria:
    """She has kept it."""
    return criteria.save(filters, name=name, by=member, at=clock.now())


def act(name: str, kept: Criteria) -> str:
    """The address of one of the things that she can do with them."""
    return reverse(name, kwargs={"id": kept.pk})


def text_of(response: Any) -> str:
    """What a page says."""
    return str(response.content.decode())


def test_yuki_saves_her_three_checks_and_the_frauds_posting_vanishes(cast: Cast) -> None:
    at = clock.now()
    with_a_good_name(cast.sakurai)
    published(cast.sakurai, at=at, title="焼き菓子店のロゴ")
    published(cast.kuroda, at=at, title="だれでも月50万円", body=FEE)
    settle(at)
    yuki = reading(cast.yuki)
    everything = text_of(yuki.get("/postings/"))
    assert "だれでも月50万円" in everything
    assert "3つの確認" in everything

    empty = text_of(yuki.get(OWN))
    assert "3つの確認を保存する" in empty
    offered = yuki.get(NEW + address_of(THREE_CHECKS))
    assert 'value="私の3つの確認"' in text_of(offered)
    assert yuki.post(NEW, CHECKS).status_code == 303
    assert "条件を保存しました" in text_of(yuki.get(OWN))
    [own] = hiring.criteria_of(cast.yuki)
    yuki.post(act("begin_with_criteria", own))

    begun = yuki.get("/postings/", follow=True)
    assert begun.redirect_chain == [("/postings/" + address_of(THREE_CHECKS), 302)]
    assert "焼き菓子店のロゴ" in text_of(begun)
    assert "だれでも月50万円" not in text_of(begun)
    assert "だれでも月50万円" in text_of(yuki.get("/postings/?sort=newest"))


def test_the_list_begins_plain_again(cast: Cast) -> None:
    own, yuki = saved(cast.yuki), reading(cast.yuki)
    yuki.post(act("begin_with_criteria", own))
    assert yuki.get("/postings/").status_code == 302
    assert "ここから始めるのをやめる" in text_of(yuki.get(OWN))
    yuki.post(act("begin_plain", own))
    assert yuki.get("/postings/").status_code == 200


def test_chips_switch_between_them_and_mark_where_one_is(cast: Cast) -> None:
    cats = Filters(text="猫", care=Care.CALM)
    saved(cast.yuki)
    saved(cast.yuki, cats, "猫だけ")
    yuki = reading(cast.yuki)
    plain = yuki.get("/postings/").context["shelf"]
    assert [(choice.label, choice.is_here) for choice in plain.choices] == [
        ("すべて", True),
        ("私の3つの確認", False),
        ("猫だけ", False),
    ]
    assert not plain.savable
    here = yuki.get("/postings/" + plain.choices[2].address + "&sort=closing")
    assert [choice.is_here for choice in here.context["shelf"].choices] == [False, False, True]
    assert 'aria-current="true"' in text_of(here)
    other = yuki.get("/postings/?q=犬&care=calm")
    assert "この条件を保存" in text_of(other)
    assert "?q=%E7%8A%AC&amp;care=calm" in text_of(other)


def test_they_are_changed_renamed_and_taken_away(cast: Cast) -> None:
    own, yuki = saved(cast.yuki), reading(cast.yuki)
    form = text_of(yuki.get(act("edit_criteria", own)))
    assert 'value="careful" selected' in form
    values = {"name": "ロゴだけ", "category": "design-logo", "reward_least": "２万円", "finished_least": "3"}
    assert yuki.post(act("edit_criteria", own), values).status_code == 303
    [own] = hiring.criteria_of(cast.yuki)
    assert own.filters == Filters(category="design-logo", reward_least=20_000, finished_least=3)
    page = text_of(yuki.get(OWN))
    for said in ("ロゴだけ", "20,000円以上", "最後まで終えた契約: 3件以上", "「ロゴだけ」を消しますか"):
        assert said in page
    yuki.post(act("remove_criteria", own))
    assert hiring.criteria_of(cast.yuki) == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": "何も"}, "条件を、少なくとも一つ選んでください"),
        ({"name": "", "care": "calm"}, "ここを書いてください"),
        ({"name": "あ" * 41, "care": "calm"}, "40文字まで"),
        ({"name": "前の", "care": "calm"}, "この名前の条件はもうあります"),
        ({"name": "x", "care": "safe"}, "id_care_error"),
        ({"name": "x", "finished_least": "2"}, "id_finished_least_error"),
        ({"name": "x", "reward_least": "パン"}, "金額を円の整数で書いてください"),
    ],
)
def test_what_can_not_be_kept_is_said_and_what_was_typed_stays(
    cast: Cast, values: dict[str, str], sentence: str
) -> None:
    saved(cast.yuki, name="前の")
    response = reading(cast.yuki).post(NEW, values)
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert len(hiring.criteria_of(cast.yuki)) == 1


def test_they_are_nobody_elses(client: Client, cast: Cast) -> None:
    own, sora = saved(cast.yuki, name="ゆきのひみつ"), reading(cast.sora)
    assert "ゆきのひみつ" not in text_of(sora.get("/postings/")) + text_of(sora.get(OWN))
    assert sora.get(act("edit_criteria", own)).status_code == 404
    for name in ("edit_criteria", "begin_with_criteria", "begin_plain", "remove_criteria"):
        assert sora.post(act(name, own), CHECKS).status_code == 404
        assert client.post(act(name, own)).status_code == 302
    assert hiring.criteria_of(cast.yuki) == [own]


def test_a_visitor_uses_the_three_checks_and_signs_in_to_keep_them(client: Client, cast: Cast) -> None:
    published(cast.kuroda, at=clock.now(), title="だれでも月50万円", body=FEE)
    settle(clock.now())
    page = text_of(client.get("/postings/" + address_of(THREE_CHECKS)))
    assert "だれでも月50万円" not in page
    assert "この条件を保存" in page
    keep = client.get(NEW + "?q=猫")
    assert keep.status_code == 302
    assert "next=/criteria/new/" in keep.headers["Location"]


def test_a_page_of_many_asks_no_more_than_a_page_of_one(cast: Cast) -> None:
    yuki, asked = reading(cast.yuki), []
    for number in range(4):
        saved(cast.yuki, name=f"条件{number}")
        with CaptureQueriesContext(connection) as statements:
            yuki.get(OWN)
        asked.append(len(statements))
    assert len(set(asked)) == 1


def test_names_are_shown_and_never_run(cast: Cast) -> None:
    saved(cast.yuki, name="<script>alert(1)</script>")
    for address in ("/postings/", OWN):
        assert "<script>alert" not in text_of(reading(cast.yuki).get(address))


def test_in_english(cast: Cast) -> None:
    saved(cast.yuki)
    members.choose_language(cast.yuki, language="en", time_zone="Asia/Tokyo", by=cast.yuki, at=clock.now())
    page = text_of(reading(cast.yuki).get(OWN))
    assert "My criteria" in page
    assert "A record without reason for doubt" in page
