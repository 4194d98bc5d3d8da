"""Task work over the API: a batch is written, paid for and answered by programs alone."""

from datetime import timedelta

import pytest

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.ids import new_id
from mikiwame.market.escrow.models import Deposit
from mikiwame.market.reputation.models import Review
from mikiwame.market.taskwork.operations import opening
from tests.api.programs import Program, program_of
from tests.cast import Cast

FIELDS = [
    {
        "name": "feeling",
        "kind": "single",
        "label": "「{{text}}」はどんな気持ちの文ですか",
        "choices": [{"value": "good", "label": "うれしい"}, {"value": "bad", "label": "かなしい"}],
    },
    {"name": "why", "kind": "short_text", "label": "なぜですか", "required": False},
]
GOOD = {"form_version": 1, "content": {"feeling": "good"}}
UNITS = [{"columns": {"text": "晴れた。"}}, {"columns": {"text": "降った。"}, "known": {"feeling": "bad"}}]


@pytest.fixture
def sakurai(cast: Cast) -> Program:
    return program_of(cast.sakurai)


@pytest.fixture
def yuki(cast: Cast) -> Program:
    return program_of(cast.yuki)


def opened(sakurai: Program) -> str:
    """A batch of two units that Sakurai's program wrote, whose money has come."""
    return paid(sakurai, written(sakurai))


def written(sakurai: Program) -> str:
    """The same as a draft."""
    closes_on = day_in_tokyo(clock.now()) + timedelta(days=7)
    values = {
        "title": "文の気持ち",
        "body": "どんな気持ちの文かを選びます。",
        "category": "survey-questionnaire",
    }
    batch = sakurai.post("/batches", values | {"reward": 20, "closes_on": closes_on.isoformat()})["id"]
    assert sakurai.send("PUT", f"/batches/{batch}/form", {"fields": FIELDS}).status_code == 200
    assert sakurai.post(f"/batches/{batch}/units", {"units": UNITS}) == {"added": 2, "units": 2}
    return str(batch)


def paid(sakurai: Program, batch: str) -> str:
    """A draft, when its money has come."""
    assert sakurai.post(f"/batches/{batch}/preparation")["state"] == "prepared"
    deposit = sakurai.post(f"/batches/{batch}/payment")
    assert deposit["amount"] == 40
    opening.fund(Deposit.objects.get(pk=deposit["id"]), receipt=str(new_id()), at=clock.now())
    return batch


def test_a_batch_from_its_draft_to_its_results(sakurai: Program, yuki: Program) -> None:
    batch = opened(sakurai)
    assert yuki.get(f"/tasks/{batch}")["reward"] == 20
    assert "取引条件明示書" in yuki.post(f"/tasks/{batch}/participation")["terms_notice"]

    claim = yuki.post(f"/tasks/{batch}/claims")
    while claim:
        sent = {"place": claim["place"], "form_version": 1, "content": {"feeling": "bad"}, "next": True}
        claim = yuki.post(f"/tasks/{batch}/answers", sent)["next"]
    assert sakurai.get(f"/batches/{batch}/results")["items"] == []
    assert sakurai.post(f"/batches/{batch}/approvals", {"until": clock.now().isoformat()}) == {"approved": 2}

    results = sakurai.get(f"/batches/{batch}/results")["items"]
    assert [result["content"] for result in results] == [{"feeling": "bad"}] * 2
    assert {answer["state"] for answer in yuki.get("/me/answers")["items"]} == {"approved"}
    assert yuki.get("/money/balances")["earned"] > 0


def test_no_worker_is_told_which_answers_are_known(sakurai: Program, yuki: Program) -> None:
    batch = opened(sakurai)
    yuki.post(f"/tasks/{batch}/participation")
    about = yuki.get(f"/tasks/{batch}")
    del about["approval_rules"]  # by which she may be trusted for what she knows
    told = [
        about,
        yuki.get(f"/tasks/{batch}/form"),
        yuki.post(f"/tasks/{batch}/claims"),
    ]
    assert "known" not in str(told)


def test_an_answer_that_does_not_fit_names_its_field(sakurai: Program, yuki: Program) -> None:
    batch = opened(sakurai)
    yuki.post(f"/tasks/{batch}/participation")
    place = yuki.post(f"/tasks/{batch}/claims")["place"]
    for content, code in (({}, "answer_missing"), ({"feeling": "angry"}, "choice_unknown")):
        sent = {"place": place, "form_version": 1, "content": content}
        problem = yuki.post(f"/tasks/{batch}/answers", sent, expect=422)
        assert (problem["code"], problem["errors"][0]["field"]) == (code, "feeling")


def test_a_place_is_given_back_and_an_answer_is_sent_once(sakurai: Program, yuki: Program) -> None:
    batch = opened(sakurai)
    yuki.post(f"/tasks/{batch}/participation")
    first = yuki.post(f"/tasks/{batch}/claims")
    assert yuki.send("DELETE", f"/tasks/{batch}/claims/{first['place']}").status_code == 204

    second = yuki.post(f"/tasks/{batch}/claims")
    sent = {"place": second["place"], "form_version": 1, "content": {"feeling": "good"}}
    answers = {yuki.post(f"/tasks/{batch}/answers", sent)["id"] for _ in range(3)}
    assert len(answers) == 1
    other = sent | {"content": {"feeling": "bad"}}
    assert yuki.post(f"/tasks/{batch}/answers", other, expect=409)["code"] == "already_answered"


def test_a_draft_is_nobodys_but_its_clients(sakurai: Program, yuki: Program) -> None:
    batch = sakurai.post("/batches", {"title": "まだ"})["id"]
    for path in (f"/tasks/{batch}", f"/batches/{batch}"):
        yuki.get(path, expect=404)
    for path in (f"/tasks/{batch}/participation", f"/tasks/{batch}/claims"):
        yuki.post(path, expect=404)
    assert sakurai.send("DELETE", f"/batches/{batch}").status_code == 204


def test_programs_set_rules_and_workers_read_them(sakurai: Program, yuki: Program) -> None:
    batch = opened(sakurai)
    none = {"known": None, "majority": False, "hours": None}
    assert sakurai.get(f"/batches/{batch}")["approval_rules"] == none

    wanted = none | {"hours": 24}
    said = sakurai.send("PUT", f"/batches/{batch}/approval-rules", {"hours": 24})
    assert (said.status_code, said.json()) == (200, wanted)
    assert yuki.get(f"/tasks/{batch}")["approval_rules"] == wanted

    for sent, code in (
        ({"majority": True}, "no_majority"),  # one answer of each unit
        ({"known": {"least": 3, "percent": 80}}, "known_too_few"),
        ({"hours": 120}, "number_out_of_range"),
    ):
        refused = sakurai.send("PUT", f"/batches/{batch}/approval-rules", sent)
        assert refused.json()["code"] == code
    assert yuki.send("PUT", f"/batches/{batch}/approval-rules", {}).status_code == 404
    assert yuki.get(f"/tasks/{batch}")["approval_rules"] == wanted
    assert sakurai.send("PUT", f"/batches/{batch}/approval-rules", {}).json() == none


def test_programs_raise_the_reward(sakurai: Program, yuki: Program) -> None:
    batch = opened(sakurai)
    yuki.post(f"/tasks/{batch}/participation")
    assert sakurai.send("POST", f"/batches/{batch}/top-up", {"reward": 20}).status_code == 422
    assert yuki.send("POST", f"/batches/{batch}/top-up", {"reward": 30}).status_code == 404
    assert sakurai.post(f"/batches/{batch}/top-up", {"reward": 30})["awaited"] == 20
    assert sakurai.send("DELETE", f"/batches/{batch}/top-up").json()["awaited"] is None

    sakurai.post(f"/batches/{batch}/top-up", {"reward": 25})
    deposit = sakurai.post(f"/batches/{batch}/payment")
    assert (deposit["amount"], yuki.get(f"/tasks/{batch}")["reward"]) == (10, 20)
    opening.fund(Deposit.objects.get(pk=deposit["id"]), receipt=str(new_id()), at=clock.now())
    own = sakurai.get(f"/batches/{batch}")
    assert (own["reward"], own["awaited"], own["places"]) == (25, None, 2)
    assert "20円から引き上げました" in yuki.get(f"/tasks/{batch}/participation")["terms_notice"]


def test_an_exam_is_set_taken_and_used_again(sakurai: Program, yuki: Program) -> None:
    batch = written(sakurai)
    right = [UNITS[1] | {"columns": {"text": f"{number}"}} for number in (1, 2)]
    unknown = sakurai.send("PUT", f"/batches/{batch}/exam", {"name": "読み", "units": [UNITS[0]]})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "exam_answer_missing")
    sent = sakurai.send("PUT", f"/batches/{batch}/exam", {"name": "読み", "pass_least": 100, "units": right})
    assert (sent.status_code, sent.json()["asked"], sent.json()["pass_least"]) == (200, 2, 100)
    assert yuki.get(f"/tasks/{paid(sakurai, batch)}")["exam"] == sent.json()["id"]

    exam = yuki.get(f"/tasks/{batch}/exam")
    assert [[field["name"] for field in unit["fields"]] for unit in exam["exam"]["units"]] == [
        ["feeling"]
    ] * 2
    assert "known" not in str(exam)
    assert yuki.post(f"/tasks/{batch}/participation", expect=409)["code"] == "exam_not_passed"
    answers = {"1": {"feeling": "bad"}, "2": {"feeling": "good"}}
    attempts = f"/tasks/{batch}/exam/attempts"
    failed = yuki.post(attempts, {"number": 1, "answers": answers})
    assert (failed["right"], failed["passed"]) == (1, False)
    assert yuki.post(attempts, {"number": 1, "answers": answers}) == failed
    answers["2"] = {"feeling": "bad"}
    assert yuki.post(attempts, {"number": 1, "answers": answers}, expect=409)["code"] == "attempt_used"
    assert yuki.post(attempts, {"number": 2, "answers": answers})["passed"]
    yuki.post(f"/tasks/{batch}/participation")
    assert yuki.post(f"/tasks/{batch}/claims")["place"]

    own = sakurai.get(f"/batches/{batch}/exam")
    assert (own["takers"], own["passed"], own["units"][0]["known"]) == (1, 1, {"feeling": "bad"})
    second = written(sakurai)
    assert sakurai.send("PUT", f"/batches/{second}/exam/{own['id']}").status_code == 200
    assert sakurai.send("DELETE", f"/batches/{second}/exam").status_code == 204
    assert sakurai.get(f"/batches/{second}/exam", expect=404)["code"] == "not_found"


def test_programs_say_how_a_batch_was(sakurai: Program, yuki: Program) -> None:
    batch = opened(sakurai)
    yuki.post(f"/tasks/{batch}/participation")
    claim = yuki.post(f"/tasks/{batch}/claims")
    yuki.post(f"/tasks/{batch}/answers", {**GOOD, "place": claim["place"]})
    said = {"terms_kept": True, "on_time": True, "clear": False, "comment": "説明が長いです。"}
    assert yuki.send("POST", f"/tasks/{batch}/review", said).json()["code"] == "answers_undecided"
    sakurai.post(f"/batches/{batch}/approvals", {"until": clock.now().isoformat()})

    review = yuki.post(f"/tasks/{batch}/review", said)
    assert (review["clear"], review["again"], review["comment"]) == (False, None, "説明が長いです。")
    assert yuki.send("POST", f"/tasks/{batch}/review", said).json()["code"] == "already_reviewed"
    client = sakurai.get("/me")["party"]["id"]
    assert yuki.get(f"/parties/{client}/task-reviews")["people"] == 0  # still sealed

    Review.objects.update(opened_at=clock.now())
    found = yuki.get(f"/parties/{client}/task-reviews")
    assert (found["people"], found["clear"], found["again"]) == (1, {"yes": 0, "of": 1}, {"yes": 0, "of": 0})
    assert [one["id"] for one in found["latest"]] == [review["id"]]
    assert yuki.get(f"/parties/{client}/reviews")["items"] == []
