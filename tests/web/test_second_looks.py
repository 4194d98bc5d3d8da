"""The pages on which a refused answer is contested, looked at anew, appealed and decided."""

from datetime import datetime

import pytest
from django.test import Client

from mikiwame.core import clock
from mikiwame.core.errors import NotFound
from mikiwame.market.taskwork.form import Question, Questions
from mikiwame.market.taskwork.models import Answer
from mikiwame.market.taskwork.operations import contests
from mikiwame.market.taskwork.states import AnswerState, FieldKind, Finding
from mikiwame.sight import require_sight
from mikiwame.web.answering import told
from tests.cast import Cast
from tests.market.taskwork.stage import DAY, FEELING, answered, experienced, opened, returned

WORDS = "文は「よろこんだ」で終わっています"


def returned_today(cast: Cast, at: datetime) -> Answer:
    """Sakurai has returned Yuki's answer just now."""
    batch = opened(cast, at=at, units=1, closes_on=(at + 10 * DAY).date())
    return returned(answered(batch, cast.yuki, at=at), cast, at=at)


def test_a_worker_contests_others_judge_and_an_operator_decides(client: Client, cast: Cast) -> None:
    at = clock.now()
    judges = experienced(cast, 2, at=at, closes_on=(at + 10 * DAY).date())
    answer = returned_today(cast, at)

    client.force_login(cast.yuki)
    contest = f"/tasks/answers/{answer.pk}/contest/"
    assert "「かなしい」の文です" in client.get(contest).content.decode()
    assert client.post(contest, {"words": " "}).status_code == 422
    assert client.post(contest, {"words": WORDS}).status_code == 303
    assert "見直し中" in client.get(contest).content.decode()

    for judge in judges:
        client.force_login(judge)
        assert "短い文の気持ちを選ぶ" in client.get("/tasks/judgements/").content.decode()
        page = client.get(f"/tasks/judgements/{answer.pk}/").content.decode()
        assert WORDS in page
        assert cast.yuki.party.display_name not in page
        assert cast.sakurai.party.display_name not in page
        assert client.post(f"/tasks/judgements/{answer.pk}/", {"finding": "client"}).status_code == 303
        assert client.get(f"/tasks/judgements/{answer.pk}/").status_code == 404

    client.force_login(cast.yuki)
    assert client.post(f"/tasks/answers/{answer.pk}/appeal/").status_code == 303

    client.force_login(cast.oda)
    assert f"/operations/appeals/{answer.pk}/" in client.get("/operations/").content.decode()
    appeal = f"/operations/appeals/{answer.pk}/"
    assert client.post(appeal, {"finding": "worker"}).status_code == 422
    assert client.post(appeal, {"finding": "worker", "ruling": "どちらとも読めます"}).status_code == 303
    assert Answer.objects.get(pk=answer.pk).state == AnswerState.APPROVED
    assert "回答の不服を判断した" in client.get("/operations/audit/").content.decode()


def test_who_contests_reads_what_it_was_about_and_what_then(client: Client, cast: Cast) -> None:
    at = clock.now()
    answer = contests.contest(returned_today(cast, at), words=WORDS, by=cast.yuki, at=at)
    client.force_login(cast.yuki)

    page = client.get(f"/tasks/answers/{answer.pk}/").content.decode()

    assert WORDS in page
    assert "名前を伏せて見直します" in page
    assert "1番目の文" in page


def test_a_text_that_she_was_not_shown_is_not_shown_then() -> None:
    texts = [
        Question("seen", FieldKind.SHOW_TEXT, "文は「{{text}}」です。"),
        Question("kept", FieldKind.SHOW_TEXT, "ではなぜ？", show_if="feeling", show_if_value="bad"),
    ]
    read = told(Questions(1, (FEELING, *texts)), {"text": "晴れた。"}, {"feeling": "good"})

    assert read == ["文は「晴れた。」です。"]


def test_others_see_nothing_of_it(client: Client, cast: Cast) -> None:
    at = clock.now()
    answer = returned_today(cast, at)
    contests.contest(answer, words=WORDS, by=cast.yuki, at=at)
    for other in (cast.ken, cast.sakurai, cast.kuroda):
        client.force_login(other)
        for address in (
            f"/tasks/answers/{answer.pk}/contest/",
            f"/tasks/judgements/{answer.pk}/",
            f"/operations/appeals/{answer.pk}/",
        ):
            assert client.get(address).status_code == 404
        assert "20件承認されると" in client.get("/tasks/judgements/").content.decode()


def test_a_worker_sees_no_reason_before_others_have_looked(client: Client, cast: Cast) -> None:
    at = clock.now()
    batch = opened(cast, at=at, units=2, closes_on=(at + 10 * DAY).date())
    returned(answered(batch, cast.ken, at=at), cast, at=at)
    answer = returned(answered(batch, cast.yuki, at=at), cast, at=at)
    assert answer.state == AnswerState.DOUBTED

    client.force_login(cast.yuki)
    assert answer.evidence not in client.get("/tasks/mine/").content.decode()
    assert client.get(f"/tasks/answers/{answer.pk}/contest/").status_code == 404
    (judge,) = experienced(cast, 1, at=at, name="late", closes_on=(at + 10 * DAY).date())
    contests.judge(answer, finding=Finding.CLIENT, by=judge, at=at)
    assert client.get(f"/tasks/answers/{answer.pk}/contest/").status_code == 404


def test_who_looks_at_it_anew_may_open_its_files(cast: Cast) -> None:
    at = clock.now()
    (judge,) = experienced(cast, 1, at=at, closes_on=(at + 10 * DAY).date())
    answer = contests.contest(returned_today(cast, at), words=WORDS, by=cast.yuki, at=at)
    require_sight(judge, answer.key)
    require_sight(cast.oda, answer.key)
    with pytest.raises(NotFound):
        require_sight(cast.ken, answer.key)
