"""What a batch brought, over the API: approved by known answers, in charts, and as files."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.taskwork import reviewing
from mikiwame.market.taskwork.models import Answer
from mikiwame.market.taskwork.operations import judging, work
from tests.api.programs import ROOT, Program, program_of
from tests.cast import Cast
from tests.market.taskwork.stage import opened

SAID = {"feeling": "good", "why": "=1+1"}
EXPORTS = ("answers.csv", "answers.jsonl", "consensus.csv", "consensus.jsonl")


@pytest.fixture
def sakurai(cast: Cast) -> Program:
    return program_of(cast.sakurai)


@pytest.fixture
def batch(cast: Cast) -> str:
    """Three known units and one more; Yuki is right about all, Ken about none."""
    at = clock.now()
    closes_on = day_in_tokyo(at) + timedelta(days=7)
    answers = {"answers_per_unit": 2, "answers_per_known": 2}
    made = opened(cast, at=at, units=4, known=3, closes_on=closes_on, **answers)
    for worker, said in ((cast.yuki, SAID), (cast.ken, {"feeling": "bad"})):
        work.join(made, by=worker, at=at)
        for _ in range(4):
            claim = work.claim(made.pk, by=worker, at=at)
            work.submit(made.pk, claim.place, said, form_version=1, by=worker, at=at)
    return str(made.pk)


def file(program: Program, batch: str, export: str) -> Any:
    """The answer to asking for a file."""
    return program.client.get(f"{ROOT}/batches/{batch}/results/{export}", headers=program.headers())


def text(program: Program, batch: str, export: str) -> str:
    return str(file(program, batch, export).getvalue().decode("utf-8-sig"))


def test_answers_of_who_was_right_about_known_units(sakurai: Program, batch: str, cast: Cast) -> None:
    path = f"/batches/{batch}/approvals/by-known"
    assert sakurai.post(path, {"percent": 80}) == {"approved": 4}
    assert sakurai.post(path, {"percent": 80}) == {"approved": 0}
    assert set(Answer.objects.filter(state="approved").values_list("worker", flat=True)) == {
        cast.yuki.party.pk
    }
    for percent in (0, 101, "80", None):
        sakurai.post(path, {"percent": percent}, expect=422)


def test_files_hold_what_was_approved_and_nothing_else(sakurai: Program, batch: str, cast: Cast) -> None:
    assert text(sakurai, batch, "answers.jsonl") == ""
    sakurai.post(f"/batches/{batch}/approvals/by-known", {"percent": 80})

    objects = [json.loads(line) for line in text(sakurai, batch, "answers.jsonl").splitlines()]
    assert [one["content"] for one in objects] == [SAID] * 4
    assert {one["worker"] for one in objects} == {str(cast.yuki.party.pk)}
    rows = list(csv.DictReader(io.StringIO(text(sakurai, batch, "answers.csv"))))
    assert {row["answer.why"] for row in rows} == {"'=1+1"}  # no spreadsheet performs it
    [*agreed] = [json.loads(line) for line in text(sakurai, batch, "consensus.jsonl").splitlines()]
    assert {(one["question"], one["value"], one["answers"]) for one in agreed} == {("feeling", "good", 1)}

    got = file(sakurai, batch, "answers.csv")
    assert got.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert got.headers["Content-Disposition"] == f'attachment; filename="{batch}-answers.csv"'
    assert got.streaming


def test_a_rejected_answer_is_in_no_file_and_no_chart(sakurai: Program, batch: str, cast: Cast) -> None:
    wrong = Answer.objects.filter(worker=cast.ken.party).order_by("pk")[0]
    back = judging.turn_back(
        reviewing.answer_to_judge(cast.sakurai, wrong.pk),
        reason="wrong",
        evidence="かなしい文ではありません",
        by=cast.sakurai,
        at=clock.now(),
    )
    judging.let_stand(back, by=cast.ken, at=clock.now())
    sakurai.post(f"/batches/{batch}/approvals", {"until": clock.now().isoformat()})
    assert len(text(sakurai, batch, "answers.jsonl").splitlines()) == 7
    assert sakurai.get(f"/batches/{batch}/charts")[0]["answers"] == 7


def test_charts(sakurai: Program, batch: str) -> None:
    assert [chart["answers"] for chart in sakurai.get(f"/batches/{batch}/charts")] == [0, 0]
    sakurai.post(f"/batches/{batch}/approvals", {"until": clock.now().isoformat()})
    feeling, why = sakurai.get(f"/batches/{batch}/charts")
    assert [(bar["label"], bar["count"], bar["percent"]) for bar in feeling["bars"]] == [
        ("うれしい", 4, 50),
        ("かなしい", 4, 50),
        ("どちらでもない", 0, 0),
    ]
    assert (feeling["name"], feeling["kind"], feeling["quartiles"]) == ("feeling", "single", [])
    assert (why["answers"], set(why["texts"])) == (4, {"=1+1"})


def test_for_nobody_else(batch: str, cast: Cast) -> None:
    yuki = program_of(cast.yuki)
    for export in EXPORTS:
        assert file(yuki, batch, export).status_code == 404
    yuki.get(f"/batches/{batch}/charts", expect=404)
    yuki.post(f"/batches/{batch}/approvals/by-known", {"percent": 80}, expect=404)


@pytest.mark.parametrize("export", ["answers", "answers.xlsx", "..%2Fanswers.csv", "answers.csv.gz"])
def test_no_other_file(sakurai: Program, batch: str, export: str) -> None:
    answer = file(sakurai, batch, export)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
