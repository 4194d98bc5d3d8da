"""Postings of tasks over the API: read like any other, and moved by nothing here."""

import pytest

from mikiwame.core import clock
from mikiwame.market.hiring.models import Posting
from mikiwame.market.hiring.operations import tasks
from tests.api.programs import program_of
from tests.cast import Cast
from tests.market.hiring.stage import published, task_drafted, task_published


@pytest.fixture
def posting(cast: Cast) -> Posting:
    """Tasks of which has been measured what they take, and 180 are given."""
    posting = task_published(cast.sakurai, at=clock.now())
    tasks.measure(posting, 180, 1_100)
    tasks.count(posting, 320)
    return posting


def test_the_list_tells_what_an_hour_comes_to_and_filters_by_it(cast: Cast, posting: Posting) -> None:
    yuki = program_of(cast.yuki)
    published(cast.sakurai, at=clock.now())
    [found] = yuki.get("/postings", format="task")["items"]
    figures = {name: found[name] for name in ("reward", "places", "places_left", "seconds", "hourly")}
    assert figures == {"reward": 55, "places": 500, "places_left": 320, "seconds": 180, "hourly": 1_100}
    [project] = yuki.get("/postings", format="project")["items"]
    assert (project["places_left"], project["seconds"], project["hourly"]) == (None, None, None)
    for asked, count in (
        ({"hourly_least": 1_000}, 1),
        ({"hourly_least": 1_200}, 0),
        ({"sort": "hourly"}, 1),
        ({}, 2),
    ):
        assert yuki.get("/postings", **asked)["count"] == count, asked
    assert yuki.get("/postings", hourly_least=999, expect=422)["errors"][0]["field"] == "hourly_least"


def test_a_posting_of_tasks_is_read_and_not_moved(cast: Cast, posting: Posting) -> None:
    sakurai, path = program_of(cast.sakurai), f"/postings/{posting.pk}"
    read = sakurai.get(path)
    assert (read["format"], read["task_places"], read["places_left"]) == ("task", 500, 320)
    assert (read["seconds"], read["hourly"], read["decide_until"]) == (180, 1_100, None)
    assert (read["terms"]["reward"], read["terms"]["headcount"]) == (55, 500)
    for act in ("pause", "closing", "copies", "publication"):
        assert sakurai.post(f"{path}/{act}", expect=409)["code"] == "task_posting"
    assert program_of(cast.yuki).get(f"{path}/odds", expect=409)["code"] == "task_posting"
    assert sakurai.get(f"{path}/applications") == []

    draft = f"/postings/{task_drafted(cast.sakurai, body='').pk}"
    assert [gap["code"] for gap in sakurai.get(f"{draft}/gaps")] == ["body_missing"]
    refused = sakurai.body_of(sakurai.send("PATCH", draft, {"title": "x"}), 409)
    assert refused["code"] == "task_posting"
    assert sakurai.body_of(sakurai.send("DELETE", draft), 409)["code"] == "task_posting"
    own = {item["id"]: item for item in sakurai.get("/me/postings")["items"]}
    assert (own[read["id"]]["format"], own[read["id"]]["places_left"]) == ("task", 320)


def test_what_an_hour_must_come_to_is_kept_as_criteria(cast: Cast) -> None:
    yuki = program_of(cast.yuki)
    wanted = {"format": "task", "hourly_least": 1_000, "sort": "hourly"}
    kept = yuki.post("/me/criteria", {"name": "割のよいタスク", "filters": wanted})
    assert {name: kept["filters"][name] for name in wanted} == wanted
    wrong = {"name": "ほか", "filters": {"hourly_least": 999}}
    assert yuki.post("/me/criteria", wrong, expect=422)["errors"][0]["field"] == "filters.hourly_least"
