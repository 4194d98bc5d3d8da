"""Direct offers over the API."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from tests.api.programs import Program
from tests.api.stories import Story
from tests.cast import Cast


def days() -> dict[str, str]:
    today = day_in_tokyo(clock.now())
    return {
        "start_date": (today + timedelta(days=3)).isoformat(),
        "deadline": (today + timedelta(days=20)).isoformat(),
    }


def paid(story: Story) -> Any:
    """A contract whose work Sakurai has accepted."""
    contract = story.delivered()
    story.sakurai.post(f"/milestones/{contract['milestones'][0]['id']}/acceptance")
    return contract


def refused(program: Program, path: str, sent: Any) -> tuple[int, str]:
    response = program.send("POST", path, sent, key=str(uuid4()))
    return response.status_code, response.json()["code"]


def test_a_program_asks_a_past_worker_again(cast: Cast) -> None:
    story = Story.of(cast)
    contract = paid(story)
    offers = f"/contracts/{contract['id']}/offers"
    [worker] = story.sakurai.get("/past-workers")["items"]
    assert (worker["contract"], worker["waiting_offer"]) == (contract["id"], None)

    made = story.sakurai.post(offers, {"title": "名刺の制作", "changes": days(), "message": "また。"})
    assert (made["application"], made["after"], made["title"]) == (None, contract["id"], "名刺の制作")
    judged = {change["term"]: change["worsens_for_worker"] for change in made["changes"]}
    assert judged == {"start": None, "deadline": None}
    [worker] = story.sakurai.get("/past-workers")["items"]
    assert worker["waiting_offer"] == made["id"]

    agreed = story.yuki.post(f"/offers/{made['id']}/acceptance")
    assert agreed["offer"] == made["id"]
    assert story.yuki.get(f"/offers/{made['id']}/split")["gross"] == made["amount"]


def test_a_program_is_told_what_is_missing_and_who_may_not(cast: Cast) -> None:
    story = Story.of(cast)
    contract = paid(story)
    offers = f"/contracts/{contract['id']}/offers"
    assert refused(story.sakurai, offers, {})[0] == 422
    status, code = refused(story.yuki, offers, {"changes": days()})
    assert (status, code) == (409, "not_the_client")
    story.sakurai.post(offers, {"changes": days()})
    assert refused(story.sakurai, offers, {"changes": days()}) == (409, "direct_offer_standing")


def test_a_program_asks_for_work_by_the_month(cast: Cast) -> None:
    story = Story.of(cast)
    contract = paid(story)
    offers = f"/contracts/{contract['id']}/offers"
    monthly = {
        "start_date": days()["start_date"],
        "deadline": None,
        "reward_basis": "monthly",
        "reward": 40_001,
        "repeat": "times_a_week",
        "times_a_week": 2,
    }
    once = monthly | {"repeat": None, "deadline": days()["deadline"]}
    assert refused(story.sakurai, offers, {"changes": once}) == (422, "period_without_schedule")

    made = story.sakurai.post(offers, {"changes": monthly})
    assert (made["terms"]["reward_basis"], made["amount"]) == ("monthly", 40_001)
    agreed = story.yuki.post(f"/offers/{made['id']}/acceptance")
    [month] = story.sakurai.get(f"/contracts/{agreed['id']}/periods")["items"]
    assert (month["amount"], len(agreed["milestones"])) == (40_001, 8)
    assert {one["amount"] for one in agreed["milestones"]} == {5_001, 5_000}
