"""Kept filters over the API: what a program keeps for its member is what her page begins with."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mikiwame.core import clock
from mikiwame.market.hiring import queries as hiring
from mikiwame.market.hiring.listing import THREE_CHECKS
from mikiwame.market.members.scopes import Scope
from tests.api.programs import Program, program_of
from tests.api.stories import LOGO
from tests.cast import Cast
from tests.market.reputation.stage import settle

CHECKS = {"name": "私の3つの確認", "filters": {"care": "careful", "record": True, "calm_reviews": True}}


@pytest.fixture
def yuki(cast: Cast) -> Program:
    return program_of(cast.yuki)


def test_they_are_kept_read_replaced_and_forgotten(cast: Cast, yuki: Program) -> None:
    kept = yuki.post("/me/criteria", CHECKS)
    path = f"/me/criteria/{kept['id']}"
    assert hiring.criteria_of(cast.yuki)[0].filters == THREE_CHECKS
    assert yuki.get("/me/criteria") == [kept] == [yuki.get(path)]
    assert (kept["is_default"], kept["filters"]["care"], kept["filters"]["category"]) == (
        False,
        "careful",
        None,
    )

    other = {"name": "ロゴ", "filters": kept["filters"] | {"text": "ロゴ", "finished_least": 3, "care": None}}
    changed = yuki.body_of(yuki.send("PUT", path, other), 200)
    assert (changed["name"], changed["filters"]) == ("ロゴ", other["filters"])
    assert yuki.send("DELETE", path).status_code == 204
    assert yuki.get(path, expect=404)["code"] == "not_found"


def test_the_longest_words_that_pages_keep_travel_too(client: Client, cast: Cast, yuki: Program) -> None:
    words = "猫" * 1_000
    client.force_login(cast.yuki)
    client.post(reverse("new_criteria"), {"name": "長い", "q": words})
    [kept] = yuki.get("/me/criteria")
    assert kept["filters"]["text"] == words
    path = f"/me/criteria/{kept['id']}"
    again = yuki.body_of(yuki.send("PUT", path, {"name": "長い", "filters": kept["filters"]}), 200)
    assert again["filters"] == kept["filters"]
    assert yuki.get("/postings", text=words)["count"] == 0


def test_a_page_begins_with_one_at_most(yuki: Program) -> None:
    first, second = (yuki.post("/me/criteria", CHECKS | {"name": name}) for name in ("一", "二"))
    yuki.post(f"/me/criteria/{first['id']}/beginning")
    assert yuki.post(f"/me/criteria/{second['id']}/beginning")["is_default"]
    assert [kept["is_default"] for kept in yuki.get("/me/criteria")] == [False, True]
    plain = yuki.body_of(yuki.send("DELETE", f"/me/criteria/{second['id']}/beginning"), 200)
    assert not plain["is_default"]


def test_what_was_kept_is_what_the_list_takes(cast: Cast, yuki: Program) -> None:
    sakurai = program_of(cast.sakurai)
    sakurai.post(f"/postings/{sakurai.post('/postings', LOGO)['id']}/publication")
    settle(clock.now())
    kept = yuki.post("/me/criteria", {"name": "文面だけ", "filters": {"care": "careful", "sort": "reward"}})
    asked = {name: value for name, value in kept["filters"].items() if value}
    assert yuki.get("/postings", **asked)["count"] == 1
    assert yuki.get("/postings", **asked, record=True)["count"] == 0


@pytest.mark.parametrize(
    ("sent", "field", "code"),
    [
        ({"name": "何も", "filters": {}}, "filters", "criteria_empty"),
        ({"name": "前の", "filters": {"text": "猫"}}, "name", "criteria_name_taken"),
        ({"name": " ", "filters": {"text": "猫"}}, "name", "string_pattern_mismatch"),
        ({"filters": {"text": "猫"}}, "name", "missing"),
        ({"name": "x", "filters": {"category": "nowhere"}}, "filters.category", "choice_unknown"),
        ({"name": "x", "filters": {"finished_least": 2}}, "filters.finished_least", "literal_error"),
        ({"name": "x", "filters": {"finished_least": "3"}}, "filters.finished_least", "int_type"),
        ({"name": "x", "filters": {"record": "yes"}}, "filters.record", "bool_type"),
        ({"name": "x", "filters": {"safe": True}}, "filters.safe", "extra_forbidden"),
    ],
)
def test_what_can_not_be_kept_is_named(yuki: Program, sent: Any, field: str, code: str) -> None:
    yuki.post("/me/criteria", CHECKS | {"name": "前の"})
    [error] = yuki.post("/me/criteria", sent, expect=422)["errors"]
    assert (error["field"], error["code"]) == (field, code)


def test_an_eleventh_is_refused(yuki: Program) -> None:
    for number in range(10):
        yuki.post("/me/criteria", CHECKS | {"name": f"条件{number}"})
    assert yuki.post("/me/criteria", CHECKS, expect=409)["code"] == "criteria_full"


def test_nobody_else_finds_them_and_a_reading_token_writes_nothing(cast: Cast, yuki: Program) -> None:
    path = f"/me/criteria/{yuki.post('/me/criteria', CHECKS)['id']}"
    for other in (cast.sora, cast.oda):
        stranger = program_of(other)
        assert stranger.get("/me/criteria") == []
        for method, body in (("GET", None), ("PUT", CHECKS), ("DELETE", None)):
            assert stranger.send(method, path, body).status_code == 404
        assert stranger.send("POST", f"{path}/beginning").status_code == 404
    reader = program_of(cast.yuki, Scope.READ)
    assert reader.get(path)["name"] == CHECKS["name"]
    assert reader.post("/me/criteria", CHECKS, expect=403)["code"] == "scope_not_granted"


def test_a_repeated_request_keeps_one(yuki: Program) -> None:
    first, second = (yuki.post("/me/criteria", CHECKS, key="once") for _ in range(2))
    assert first == second
    assert len(yuki.get("/me/criteria")) == 1
