"""A client's batch over the API, from what it lacks to more answers while it runs."""

from datetime import timedelta
from typing import Any

import pytest

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.ids import new_id
from mikiwame.market.escrow.models import Deposit
from mikiwame.market.taskwork.models import Batch, Place
from mikiwame.market.taskwork.operations import opening
from tests.api.programs import Program, program_of
from tests.api.test_tasks import FIELDS, UNITS, opened
from tests.cast import Cast


@pytest.fixture
def sakurai(cast: Cast) -> Program:
    return program_of(cast.sakurai)


def written(sakurai: Program) -> str:
    """A draft that lacks nothing but its last day."""
    values = {"title": "文の気持ち", "body": "文を読みます。", "category": "survey-questionnaire"}
    batch = sakurai.post("/batches", values | {"reward": 20, "answers_per_unit": 3})["id"]
    sakurai.send("PUT", f"/batches/{batch}/form", {"fields": FIELDS})
    sakurai.post(f"/batches/{batch}/units", {"units": UNITS})
    return str(batch)


def pay(sakurai: Program, batch: str) -> int:
    """The money comes; how much it was."""
    deposit = sakurai.post(f"/batches/{batch}/payment")
    opening.fund(Deposit.objects.get(pk=deposit["id"]), receipt=str(new_id()), at=clock.now())
    return int(deposit["amount"])


def test_what_a_draft_lacks_and_will_cost(sakurai: Program) -> None:
    batch = sakurai.post("/batches", {"title": "まだ"})["id"]
    seen = sakurai.get(f"/batches/{batch}/preparation")
    assert {"reward", "units", "form", "closes_on"} <= {lack["field"] for lack in seen["missing"]}
    assert all(lack["detail"] for lack in seen["missing"])
    assert (seen["places"], seen["amount"]) == (0, None)

    whole = written(sakurai)
    seen = sakurai.get(f"/batches/{whole}/preparation")
    assert [lack["code"] for lack in seen["missing"]] == ["closes_on_missing"]
    assert (seen["places"], seen["amount"]) == (4, 80)
    sakurai.get(f"/batches/{opened(sakurai)}/preparation", expect=409)


def test_what_an_hour_comes_to_is_told_to_everybody(sakurai: Program, cast: Cast) -> None:
    batch = opened(sakurai)
    assert sakurai.get(f"/batches/{batch}")["hourly"] is None
    draft = sakurai.post("/batches", {"title": "速い", "reward": 20, "expected_seconds": 60})
    assert (draft["seconds"], draft["hourly"]) == (60, 1_200)
    copy = sakurai.post(f"/batches/{draft['id']}/copies")
    assert (copy["seconds"], copy["hourly"], copy["closes_on"]) == (60, 1_200, None)
    assert "hourly" in program_of(cast.yuki).get(f"/tasks/{batch}")


def test_the_same_again(sakurai: Program) -> None:
    batch = opened(sakurai)
    copy = sakurai.post(f"/batches/{batch}/copies")
    assert (copy["state"], copy["units"], copy["known_units"], copy["places"]) == ("draft", 2, 1, 0)
    assert copy["id"] != batch
    assert sakurai.get(f"/batches/{batch}")["state"] == "open"


def test_many_places_are_laid_out_in_the_background(
    sakurai: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = written(sakurai)
    day = day_in_tokyo(clock.now()) + timedelta(days=7)
    sakurai.patch(f"/batches/{batch}", {"closes_on": day.isoformat()})
    monkeypatch.setattr("mikiwame.market.taskwork.rules.PLACES_AT_ONCE", 3)
    ordered = sakurai.post(f"/batches/{batch}/preparation", expect=202)
    assert ordered["state"] == "draft"
    assert ordered["ordered_at"]
    assert not Place.objects.exists()
    assert sakurai.post(f"/batches/{batch}/preparation", expect=409)["code"] == "batch_in_preparation"
    assert sakurai.post(f"/batches/{batch}/units", {"units": UNITS}, expect=409)
    sakurai.patch(f"/batches/{batch}", {"reward": 1}, expect=409)

    opening.carry_out(Batch.objects.get(pk=batch), at=clock.now())
    own = sakurai.get(f"/batches/{batch}")
    assert (own["state"], own["ordered_at"]) == ("prepared", None)
    assert own["awaited"] == 80
    assert pay(sakurai, batch) == 80


def test_more_answers_while_it_runs(sakurai: Program) -> None:
    batch = opened(sakurai)
    assert sakurai.get(f"/batches/{batch}")["held"] == 40
    asked = sakurai.post(f"/batches/{batch}/raise", {"answers_per_unit": 5})
    assert (asked["awaited"], asked["places"]) == (80, 2)
    withdrawn = sakurai.send("DELETE", f"/batches/{batch}/raise").json()
    assert withdrawn["awaited"] is None

    sakurai.post(f"/batches/{batch}/raise", {"answers_per_unit": 3})
    assert pay(sakurai, batch) == 40
    own = sakurai.get(f"/batches/{batch}")
    assert (own["places"], own["held"], own["awaited"], own["answers_per_unit"]) == (4, 80, None, 3)


@pytest.mark.parametrize("answers", [0, 1, 1_000_001, "3", None])
def test_more_is_more_than_before(sakurai: Program, answers: Any) -> None:
    batch = opened(sakurai)
    problem = sakurai.post(f"/batches/{batch}/raise", {"answers_per_unit": answers}, expect=422)
    assert problem["errors"][0]["field"] == "answers_per_unit"


def test_nobody_else_steers_it(sakurai: Program, cast: Cast) -> None:
    batch, yuki = opened(sakurai), program_of(cast.yuki)
    yuki.post(f"/batches/{batch}/raise", {"answers_per_unit": 5}, expect=404)
    yuki.post(f"/batches/{batch}/copies", expect=404)
    yuki.get(f"/batches/{batch}/preparation", expect=404)
    assert yuki.send("DELETE", f"/batches/{batch}/raise").status_code == 404
