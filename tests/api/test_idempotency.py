"""One key, one change: repeated, raced, or cut off in between."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from psycopg.errors import SerializationFailure

from mikiwame.api import chores, idempotency
from mikiwame.api.models import Answer
from mikiwame.core import clock
from mikiwame.market.hiring.models import Posting
from mikiwame.market.hiring.operations import postings
from mikiwame.market.members.scopes import Scope
from tests.api.programs import Program, program_of
from tests.cast import Cast, assemble

LOGO = {"title": "カフェのロゴ"}
BANNER = {"title": "春のバナー"}


@pytest.fixture
def sakurai(cast: Cast) -> Program:
    return program_of(cast.sakurai)


def code_of(response: Any) -> tuple[int, str]:
    """The status and code of a problem."""
    return response.status_code, response.json()["code"]


def test_the_same_request_again_changes_nothing_and_is_answered_alike(sakurai: Program) -> None:
    first = sakurai.send("POST", "/postings", LOGO, key="k-1")
    again = sakurai.send("POST", "/postings", LOGO, key="k-1")
    assert Posting.objects.count() == 1
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Content-Type"] == first.headers["Content-Type"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers


def test_without_a_key_each_request_counts(sakurai: Program) -> None:
    sakurai.send("POST", "/postings", LOGO)
    sakurai.send("POST", "/postings", LOGO)
    assert Posting.objects.count() == 2


def test_a_key_stands_for_one_request_only(sakurai: Program) -> None:
    posting = sakurai.post("/postings", LOGO, key="k-1")
    assert code_of(sakurai.send("POST", "/postings", BANNER, key="k-1")) == (422, "idempotency_key_reused")
    copied = sakurai.send("POST", f"/postings/{posting['id']}/copies", key="k-1")
    assert code_of(copied) == (422, "idempotency_key_reused")
    assert Posting.objects.count() == 1


def test_no_answer_is_kept_longer_than_its_key_counts(sakurai: Program) -> None:
    sakurai.send("POST", "/postings", LOGO, key="k-1")
    sakurai.send("POST", "/postings", LOGO, key="k-2")
    Answer.objects.filter(key="k-1").update(at=clock.now() - idempotency.KEPT_FOR - timedelta(minutes=1))
    chores.forget_answers(timestamp=0)
    assert [answer.key for answer in Answer.objects.all()] == ["k-2"]


def test_keys_are_each_members_own(sakurai: Program, cast: Cast) -> None:
    sakurai.post("/postings", LOGO, key="k-1")
    program_of(cast.yuki).post("/postings", LOGO, key="k-1")
    assert Posting.objects.count() == 2


def test_a_weaker_token_does_not_hear_what_a_stronger_one_was_answered(sakurai: Program, cast: Cast) -> None:
    sakurai.post("/postings", LOGO, key="k-1")
    reader = program_of(cast.sakurai, Scope.READ)
    assert reader.send("POST", "/postings", LOGO, key="k-1").status_code == 422


def test_a_refusal_leaves_the_key_free(sakurai: Program) -> None:
    wrong = {"title": "ロゴ", "category": "nothing-of-ours"}
    assert code_of(sakurai.send("POST", "/postings", wrong, key="k-1")) == (422, "choice_unknown")
    assert not Posting.objects.exists()
    assert not Answer.objects.exists()
    sakurai.post("/postings", LOGO, key="k-1")


@pytest.mark.parametrize("key", ["", " ", "with space", "鍵", "k" * 256])
def test_a_key_that_is_none(sakurai: Program, key: str) -> None:
    headers = sakurai.headers() | {"Idempotency-Key": key}
    response = sakurai.client.post("/api/v1/postings", LOGO, content_type="application/json", headers=headers)
    assert code_of(response) == (422, "idempotency_key_unusable")


def test_an_old_key_is_forgotten(sakurai: Program) -> None:
    sakurai.post("/postings", LOGO, key="k-1")
    Answer.objects.update(at=clock.now() - idempotency.KEPT_FOR - timedelta(seconds=1))
    sakurai.post("/postings", BANNER, key="k-1")
    assert Posting.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_twins_in_a_race_change_one_thing_and_hear_one_answer() -> None:
    token = program_of(assemble().sakurai).token
    start = threading.Barrier(6)

    def send(_number: int) -> Any:
        start.wait()
        return on_own_connection(lambda: Program(token).send("POST", "/postings", LOGO, key="k-1"))

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(send, range(6)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Posting.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_twin_that_goes_on_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    program, begun, end = program_of(assemble().sakurai), threading.Event(), threading.Event()
    draft = postings.draft

    def slow(*arguments: Any, **named: Any) -> Posting:
        begun.set()
        end.wait(20)
        return draft(*arguments, **named)

    monkeypatch.setattr(postings, "draft", slow)
    monkeypatch.setattr(idempotency, "PATIENCE", "50ms")
    with ThreadPoolExecutor(1) as pool:
        twin = pool.submit(
            on_own_connection, lambda: Program(program.token).send("POST", "/postings", LOGO, key="k-1")
        )
        begun.wait(20)
        assert code_of(program.send("POST", "/postings", LOGO, key="k-1")) == (409, "request_in_progress")
        end.set()
        assert twin.result().status_code == 201
    assert program.send("POST", "/postings", LOGO, key="k-1").headers["Idempotency-Replayed"] == "true"


@pytest.mark.django_db(transaction=True)
def test_killed_before_the_commit_there_is_neither_change_nor_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    program = program_of(assemble().sakurai)

    def killed(*_arguments: Any, **_named: Any) -> None:
        connection.connection.close()  # as when the process dies: the server undoes what it had in hand
        raise OperationalError("terminated")

    with monkeypatch.context() as patched:
        patched.setattr(Answer.objects, "filter", _fails_at_update(Answer.objects.filter, killed))
        assert code_of(program.send("POST", "/postings", LOGO, key="k-1")) == (500, "fault")
    assert not Posting.objects.exists()
    assert program.send("POST", "/postings", LOGO, key="k-1").status_code == 201
    assert Posting.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_lost_race_is_run_again(monkeypatch: pytest.MonkeyPatch) -> None:
    program, draft = program_of(assemble().sakurai), postings.draft
    lost: list[bool] = []

    def loses_once(*arguments: Any, **named: Any) -> Posting:
        if not lost:
            lost.append(True)
            raise OperationalError from SerializationFailure()
        return draft(*arguments, **named)

    monkeypatch.setattr(postings, "draft", loses_once)
    assert program.send("POST", "/postings", LOGO, key="k-1").status_code == 201
    assert Posting.objects.count() == 1


def on_own_connection(work: Callable[[], Any]) -> Any:
    """Do it as a thread of a server would, and leave no connection open."""
    try:
        return work()
    finally:
        connection.close()


def _fails_at_update(find: Callable[..., Any], fail: Callable[..., Any]) -> Callable[..., Any]:
    def found(*arguments: Any, **named: Any) -> Any:
        rows = find(*arguments, **named)
        rows.update = fail
        return rows

    return found
