"""Trials over the API."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.contracts.models import Contract
from mikiwame.market.contracts.operations import work
from tests.api.programs import Program
from tests.api.stories import Story
from tests.cast import Cast
from tests.market.contracts.stage import again, delivered, paid, part
from tests.market.hiring.stage import applied, published


def small(**changes: Any) -> dict[str, Any]:
    today = day_in_tokyo(clock.now())
    days = {"start_date": today.isoformat(), "deadline": (today + timedelta(days=4)).isoformat()}
    return {
        "title": "お試し: ラフ",
        "changes": {"trial_hours": 3, "reward": 6_000, "scope": "ラフ2案", **days, **changes},
    }


def refused(program: Program, path: str, sent: Any) -> tuple[int, str]:
    response = program.send("POST", path, sent, key=str(uuid4()))
    return response.status_code, response.json()["code"]


def application(cast: Cast) -> str:
    at, today = clock.now(), day_in_tokyo(clock.now())
    days = {"start_date": today + timedelta(days=10), "deadline": today + timedelta(days=30)}
    return str(applied(cast.yuki, published(cast.sakurai, at=at, **days), at=at).pk)


def worked(contract: str) -> None:
    """The trial was paid in, handed over and accepted."""
    found, at = Contract.objects.get(pk=contract), clock.now()
    paid(found, at=at)
    work.begin_due(at=at)
    delivered(again(found), at=at)
    work.accept(part(found), by=found.client.person, at=at)


def test_a_program_tries_an_applicant_and_hires_her(cast: Cast) -> None:
    story, applied_for = Story.of(cast), application(cast)
    made = story.sakurai.post(f"/applications/{applied_for}/trials", small())
    assert (made["purpose"], made["terms"]["trial_hours"], made["amount"]) == ("trial", 3, 6_000)
    contract = story.yuki.post(f"/offers/{made['id']}/acceptance")
    trial = story.yuki.get(f"/trials/{contract['trial']}")
    assert (trial["state"], trial["rights"], trial["until"]) == ("working", "worker", None)
    assert story.yuki.get(f"/applications/{applied_for}")["state"] == "in_trial"

    worked(contract["id"])
    assert story.yuki.get(f"/trials/{trial['id']}")["state"] == "deciding"
    assert "trial_decision" in {turn["kind"] for turn in story.sakurai.get("/turns/mine")}
    offer = story.sakurai.post(f"/applications/{applied_for}/offers", {})
    assert offer["purpose"] == "hire"
    hired = story.yuki.post(f"/offers/{offer['id']}/acceptance")
    assert hired["trial"] is None
    trial = story.yuki.get(f"/trials/{trial['id']}")
    assert (trial["state"], trial["rights"]) == ("hired", "client")


def test_a_program_is_told_what_does_not_fit_and_who_may_not(cast: Cast) -> None:
    story, applied_for = Story.of(cast), application(cast)
    trials = f"/applications/{applied_for}/trials"
    assert refused(story.sakurai, trials, {"changes": {}})[0] == 422
    assert refused(story.sakurai, trials, small(reward=1_000)) == (422, "trial_underpaid")
    assert refused(story.yuki, trials, small()) == (409, "not_the_client")
    contract = story.yuki.post(f"/offers/{story.sakurai.post(trials, small())['id']}/acceptance")
    assert refused(story.sakurai, trials, small()) == (409, "tried_before")

    trial, reason = f"/trials/{contract['trial']}", {"reason": "other"}
    assert refused(story.sakurai, f"{trial}/decline", reason) == (409, "wrong_state")
    worked(contract["id"])
    assert refused(story.yuki, f"{trial}/decline", reason) == (409, "not_the_client")
    assert refused(story.sakurai, f"{trial}/withdrawal", None) == (409, "not_the_worker")
    assert story.sakurai.post(f"{trial}/decline", reason)["rights"] == "worker"
    assert refused(story.yuki, f"{trial}/withdrawal", None) == (409, "wrong_state")
