"""A client judges answers in the browser and takes the results; nobody else sees any of it."""

import csv
import json
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from mikiwame import exports
from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork import queries, results
from mikiwame.market.taskwork.form import Question
from mikiwame.market.taskwork.models import Answer, Batch
from mikiwame.market.taskwork.operations import drafts, judging, work
from mikiwame.market.taskwork.states import AnswerState, FieldKind
from tests.cast import Cast
from tests.market.taskwork import stage


def signed_in(member: Member) -> Client:
    """A browser in which she has signed in."""
    client = Client()
    client.force_login(member)
    return client


def file(browser: Client, address: str) -> str:
    """A file as it comes, piece by piece."""
    response: Any = browser.get(address)
    return b"".join(response.streaming_content).decode()


def answer(batch: Batch, worker: Member, **content: str) -> UUID:
    """She answers the next unit."""
    at = clock.now()
    work.join(batch, by=worker, at=at)
    claim = work.claim(batch.pk, by=worker, at=at)
    given = {"feeling": "good"} | content
    return work.submit(batch.pk, claim.place, given, form_version=1, by=worker, at=at)


def opened(cast: Cast, **values: int) -> Batch:
    """A batch that is open today."""
    at = clock.now()
    return stage.opened(cast, at=at, closes_on=day_in_tokyo(at) + timedelta(days=7), **values)


@pytest.fixture
def batch(cast: Cast) -> Batch:
    return opened(cast, units=6)


def test_the_client_reads_and_approves_one_by_one(cast: Cast, batch: Batch) -> None:
    first, second = answer(batch, cast.yuki, why="晴れているから"), answer(batch, cast.yuki)
    sakurai = signed_in(cast.sakurai)
    page = sakurai.get(f"/batches/{batch.pk}/review/").content.decode()
    assert "晴れているから" in page
    assert "1番目の文" in page

    sakurai.post(f"/batches/{batch.pk}/approvals/", {"answer": str(first)})

    assert Answer.objects.get(pk=first).state == AnswerState.APPROVED
    assert Answer.objects.get(pk=second).state == AnswerState.SUBMITTED


def test_everything_that_was_there_is_approved_and_nothing_that_came_later(cast: Cast, batch: Batch) -> None:
    answer(batch, cast.yuki)
    seen = clock.now()
    later = answer(batch, cast.ken)

    signed_in(cast.sakurai).post(f"/batches/{batch.pk}/approvals/", {"until": seen.isoformat()})

    states = dict(Answer.objects.values_list("pk", "state"))
    assert states.pop(later) == AnswerState.SUBMITTED
    assert set(states.values()) == {AnswerState.APPROVED}


def test_an_answer_is_returned_with_reason_and_evidence(cast: Cast, batch: Batch) -> None:
    given = answer(batch, cast.yuki)
    sakurai = signed_in(cast.sakurai)
    address = f"/batches/answers/{given}/return/"

    assert sakurai.post(address, {"reason": "wrong", "evidence": " "}).status_code == 422
    assert sakurai.post(address, {"reason": "wrong", "evidence": "かなしい文です。"}).status_code == 303

    assert Answer.objects.get().state == AnswerState.RETURNED
    assert "かなしい文です。" in sakurai.get(f"/batches/{batch.pk}/review/?show=returned").content.decode()
    sakurai.post(f"/batches/answers/{given}/approval/")
    assert Answer.objects.get().state == AnswerState.APPROVED


def test_results_and_files_hold_approved_answers_only(cast: Cast, batch: Batch) -> None:
    approved, _ = answer(batch, cast.yuki, why="=1+1"), answer(batch, cast.yuki, why="まだ")
    judging.approve(batch, [approved], by=cast.sakurai, at=clock.now())
    sakurai = signed_in(cast.sakurai)

    shown = sakurai.get(f"/batches/{batch.pk}/results/").content.decode()
    assert "100%" in shown
    assert "「〈text〉」はどんな気持ちの文ですか" in shown
    text = file(sakurai, f"/batches/{batch.pk}/results/answers.csv").removeprefix("\ufeff")
    [row] = csv.DictReader(StringIO(text))
    assert (row["unit"], row["text"], row["answer.feeling"], row["answer.why"]) == (
        "1",
        "1番目の文",
        "good",
        "'=1+1",
    )
    lines = file(sakurai, f"/batches/{batch.pk}/results/answers.jsonl")
    assert json.loads(lines)["content"] == {"feeling": "good", "why": "=1+1"}


def test_a_file_comes_whole_however_it_is_cut(
    cast: Cast, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = [answer(batch, cast.yuki, why=f"{nth}") for nth in range(4)]
    judging.approve(batch, given, by=cast.sakurai, at=clock.now())
    sakurai, address = signed_in(cast.sakurai), f"/batches/{batch.pk}/results/answers.jsonl"
    whole = file(sakurai, address)
    monkeypatch.setattr(results, "AT_ONCE", 2)  # rows fetched; the last fetch finds nothing
    monkeypatch.setattr(exports, "AT_ONCE", 3)  # lines sent

    response: Any = sakurai.get(address)
    pieces = [piece.decode() for piece in response.streaming_content]

    assert "".join(pieces) == whole
    assert [piece.count("\n") for piece in pieces] == [3, 1]


def test_several_choices_are_shares_of_those_who_answered(cast: Cast) -> None:
    at, colours = clock.now(), (("red", "赤"), ("blue", "青"))
    asked = Question("colours", FieldKind.MULTIPLE, "好きな色は", choices=colours)
    closes_on = day_in_tokyo(at) + timedelta(days=7)
    batch = stage.drafted(cast, at=at, units=2, closes_on=closes_on)
    drafts.write_form(batch, [asked], by=cast.sakurai, at=at)
    batch = stage.paid_in(batch, cast, at=at)
    work.join(batch, by=cast.yuki, at=at)
    for chosen in (["red", "blue"], ["red"]):
        claim = work.claim(batch.pk, by=cast.yuki, at=at)
        given = {"colours": chosen}
        work.submit(batch.pk, claim.place, given, form_version=1, by=cast.yuki, at=at)
    judging.approve_all(batch, until=at, by=cast.sakurai, at=at)

    [chart] = results.charts(batch, queries.questions(batch))

    assert chart.answers == 2
    assert [(bar.label, bar.count, bar.percent) for bar in chart.bars] == [("赤", 2, 100), ("青", 1, 50)]


def test_the_consensus_of_three_is_told_with_its_confidence(cast: Cast) -> None:
    batch = opened(cast, units=4, answers_per_unit=3)
    for worker, feeling in ((cast.yuki, "good"), (cast.ken, "good"), (cast.kuroda, "bad")):
        for _ in range(4):
            answer(batch, worker, feeling=feeling)
    judging.approve_all(batch, until=clock.now(), by=cast.sakurai, at=clock.now())

    sakurai = signed_in(cast.sakurai)
    lines = file(sakurai, f"/batches/{batch.pk}/results/consensus.jsonl")
    united = [json.loads(line) for line in lines.splitlines()]

    assert [(one["unit"], one["value"], one["answers"]) for one in united] == [
        (n, "good", 3) for n in range(1, 5)
    ]
    assert all(0.5 < one["confidence"] <= 1 for one in united)


def test_a_known_answer_settles_its_unit_whatever_was_answered(cast: Cast) -> None:
    batch = opened(cast, units=3, known=2)
    workers = (cast.yuki, cast.ken)
    given = [answer(batch, worker, feeling="bad") for worker in workers]
    [question] = [one for one in queries.questions(batch).asked() if one.kind in results.AGREED]
    assert list(results.agreed(batch, question)) == []

    judging.approve(batch, given, by=cast.sakurai, at=clock.now())

    found = {one.unit: (one.value, one.confidence) for one in results.agreed(batch, question)}
    answered = set(Answer.objects.values_list("unit", flat=True))
    assert found.keys() == answered
    assert all(found[unit] == ("good", 1.0) for unit in answered & {2, 3})
    assert answered & {2, 3}


def test_nobody_else_sees_or_judges(cast: Cast, batch: Batch) -> None:
    given = answer(batch, cast.yuki)
    for other in (cast.yuki, cast.kuroda, cast.oda):
        browser = signed_in(other)
        for path in ("review/", "results/", "results/answers.csv"):
            assert browser.get(f"/batches/{batch.pk}/{path}").status_code == 404
        assert browser.get(f"/batches/answers/{given}/return/").status_code == 404
        for path in (
            f"{batch.pk}/approvals/",
            f"{batch.pk}/approvals/by-known/",
            f"answers/{given}/approval/",
        ):
            assert browser.post(f"/batches/{path}", {"answer": str(given)}).status_code == 404


def test_workers_right_about_known_answers_are_approved_together(cast: Cast) -> None:
    batch = opened(cast, units=4, known=3, answers_per_known=2, answers_per_unit=2)
    for worker, feeling in ((cast.yuki, "good"), (cast.kuroda, "bad")):
        for _ in range(4):
            answer(batch, worker, feeling=feeling)

    signed_in(cast.sakurai).post(f"/batches/{batch.pk}/approvals/by-known/", {"percent": "80"})

    approved = Answer.objects.filter(state=AnswerState.APPROVED)
    assert set(approved.values_list("worker", flat=True)) == {cast.yuki.party_id}
    assert approved.count() == 4


def test_rules_are_set_on_a_page_and_workers_read_them(cast: Cast) -> None:
    batch = opened(cast, units=8, known=4, answers_per_unit=3)
    sakurai, rules = signed_in(cast.sakurai), f"/batches/{batch.pk}/approval/"
    assert "4件あります" in sakurai.get(rules).content.decode()

    wanted = {"known": "on", "known_least": "４", "known_percent": "90", "hours": "on", "hours_least": "48"}
    assert sakurai.post(rules, wanted).status_code == 303

    for browser, address in (
        (sakurai, f"/batches/{batch.pk}/"),
        (sakurai, f"/batches/{batch.pk}/review/"),
        (Client(), f"/tasks/{batch.pk}/"),
    ):
        page = browser.get(address).content.decode()
        assert "4件以上答え、90%以上" in page
        assert "提出から48時間たった" in page
        assert "過半数" not in page
    form = sakurai.get(rules).content.decode()
    assert 'value="90"' in form
    assert 'name="hours" id="id_hours" checked' in form

    assert sakurai.post(rules, {"known_least": ""}).status_code == 303
    assert "48時間" not in Client().get(f"/tasks/{batch.pk}/").content.decode()


def test_a_rule_that_fits_nothing_is_said_beside_its_field(cast: Cast, batch: Batch) -> None:
    sakurai, rules = signed_in(cast.sakurai), f"/batches/{batch.pk}/approval/"
    response = sakurai.post(rules, {"majority": "on", "hours": "on", "hours_least": "24"})
    assert response.status_code == 422
    assert "2件以上ずつの回答を頼み" in response.content.decode()
    assert batch.approval_rules.count() == 0
    assert signed_in(cast.kuroda).get(rules).status_code == 404
    too_late = sakurai.post(rules, {"hours": "on", "hours_least": ""})
    assert "1以上119以下の数" in too_late.content.decode()
