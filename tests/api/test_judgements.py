"""A refused answer over the API: contested by its worker, judged by others without names, appealed."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from mikiwame.core import clock
from mikiwame.core.errors import NotFound
from mikiwame.market.members.scopes import Scope
from mikiwame.market.taskwork.models import Answer, Judgement
from mikiwame.market.taskwork.operations import contests
from mikiwame.market.taskwork.states import AnswerState, Finding
from mikiwame.sight import PROGRAMS, require_sight
from tests.api.programs import Program, program_of
from tests.cast import Cast
from tests.market.taskwork.stage import DAY, answered, experienced, opened, returned

WORDS = "文は「よろこんだ」で終わっています"


@pytest.fixture
def at() -> datetime:
    return clock.now() - timedelta(minutes=1)


@pytest.fixture
def judges(cast: Cast, at: datetime) -> list[Program]:
    """Three with experience; more of Sakurai's answers were approved than she refuses."""
    return [program_of(judge) for judge in experienced(cast, 3, at=at, closes_on=(at + 10 * DAY).date())]


@pytest.fixture
def answer(cast: Cast, judges: list[Program], at: datetime) -> str:  # they come first
    """Sakurai has returned Yuki's answer just now."""
    batch = opened(cast, at=at, units=1, closes_on=(at + 10 * DAY).date())
    return str(returned(answered(batch, cast.yuki, at=at), cast, at=at).pk)


@pytest.fixture
def yuki(cast: Cast) -> Program:
    return program_of(cast.yuki)


def contest(yuki: Program, answer: str) -> Any:
    return yuki.post(f"/answers/{answer}/contest", {"words": WORDS})


def judge(judge: Program, answer: str, finding: str, *, expect: int = 201) -> Any:
    return judge.post(f"/judgements/{answer}", {"finding": finding}, expect=expect)


def test_others_find_for_the_worker_and_she_is_paid(
    answer: str, yuki: Program, judges: list[Program]
) -> None:
    contested = contest(yuki, answer)
    assert (contested["state"], contested["contest"], contested["confirmed"]) == ("contested", WORDS, False)

    for one in judges[:2]:
        assert [case["id"] for case in one.get("/judgements")["items"]] == [answer]
        assert judge(one, answer, "worker")["finding"] == "worker"
    assert yuki.get(f"/answers/{answer}")["state"] == "approved"
    assert judges[2].get("/judgements")["items"] == []
    judge(judges[2], answer, "client", expect=404)


def test_found_against_she_asks_an_operator(
    answer: str, yuki: Program, judges: list[Program], cast: Cast
) -> None:
    assert yuki.post(f"/answers/{answer}/appeal", expect=409)["code"] == "wrong_state"
    contest(yuki, answer)
    for one in judges[:2]:
        judge(one, answer, "client")
    assert yuki.get(f"/answers/{answer}")["state"] == "upheld"
    assert yuki.post(f"/answers/{answer}/appeal")["state"] == "appealed"

    found = Answer.objects.get(pk=answer)
    contests.decide(found, finding=Finding.WORKER, ruling="読めます", by=cast.oda, at=clock.now())
    assert yuki.get(f"/answers/{answer}")["state"] == "approved"


def test_an_operators_program_opens_no_file_of_an_appealed_answer(
    answer: str, yuki: Program, judges: list[Program], cast: Cast
) -> None:
    contest(yuki, answer)
    for one in judges[:2]:
        judge(one, answer, "client")
    yuki.post(f"/answers/{answer}/appeal")
    carrier = Answer.objects.get(pk=answer).key

    require_sight(cast.oda, carrier)  # on the page on which she decides
    with pytest.raises(NotFound):
        require_sight(cast.oda, carrier, viewers=PROGRAMS)


def test_who_judges_sees_the_case_and_nobodys_name(
    answer: str, yuki: Program, judges: list[Program], cast: Cast
) -> None:
    contest(yuki, answer)
    judge(judges[0], answer, "client")
    case = judges[1].get(f"/judgements/{answer}")
    assert (case["content"], case["columns"]) == ({"feeling": "good"}, {"text": "1番目の文"})
    assert (case["reason"], case["contest"]) == ("wrong", WORDS)
    assert [field["name"] for field in case["form"]["fields"]] == ["feeling", "why"]

    told = str(case) + str(judges[1].get("/judgements"))
    for side in (cast.yuki, cast.sakurai):
        assert side.party.display_name not in told
        assert str(side.party.pk) not in told
    assert str(Answer.objects.get(pk=answer).batch_id) not in told
    assert "finding" not in told


def test_nobody_else_has_a_say(answer: str, yuki: Program, judges: list[Program], cast: Cast) -> None:
    judge(judges[0], answer, "worker", expect=404)  # nothing to judge yet
    contest(yuki, answer)
    for stranger in (cast.yuki, cast.sakurai, cast.ken, cast.oda, cast.sora):
        program = program_of(stranger)
        assert program.get("/judgements")["items"] == []
        program.get(f"/judgements/{answer}", expect=404)
        judge(program, answer, "worker", expect=404)
    assert not Judgement.objects.exists()


def test_once_and_for_good(answer: str, yuki: Program, judges: list[Program]) -> None:
    contest(yuki, answer)
    sent = [judges[0].send("POST", f"/judgements/{answer}", {"finding": "worker"}, key="k") for _ in range(2)]
    assert [one.status_code for one in sent] == [201, 201]
    assert sent[0].content == sent[1].content
    judge(judges[0], answer, "client", expect=404)
    assert Judgement.objects.get().finding == "worker"
    assert yuki.post(f"/answers/{answer}/contest", {"words": WORDS}, expect=409)["code"] == "wrong_state"


@pytest.mark.parametrize("words", ["", " \n", "あ" * 2_001, "a\0b", None])
def test_a_contest_says_something(answer: str, yuki: Program, words: str | None) -> None:
    problem = yuki.post(f"/answers/{answer}/contest", {"words": words}, expect=422)
    assert problem["errors"][0]["field"] == "words"
    assert Answer.objects.get(pk=answer).state == AnswerState.RETURNED


def test_a_finding_is_for_one_side(answer: str, yuki: Program, judges: list[Program]) -> None:
    contest(yuki, answer)
    assert judge(judges[0], answer, "both", expect=422)["errors"][0]["field"] == "finding"


def test_too_late(answer: str, yuki: Program, judges: list[Program], monkeypatch: pytest.MonkeyPatch) -> None:
    contest(yuki, answer)
    over = clock.now() + 3 * DAY
    monkeypatch.setattr(clock, "now", lambda: over)
    assert judges[0].get("/judgements")["items"] == []
    judge(judges[0], answer, "worker", expect=404)


def test_another_workers_answer_is_not_hers_to_contest(answer: str, cast: Cast) -> None:
    ken = program_of(cast.ken)
    ken.post(f"/answers/{answer}/contest", {"words": WORDS}, expect=404)
    ken.post(f"/answers/{answer}/appeal", expect=404)
    reader = program_of(cast.yuki, Scope.READ)
    reader.post(f"/answers/{answer}/contest", {"words": WORDS}, expect=403)
