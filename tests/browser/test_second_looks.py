"""A returned answer in a real browser: contested, looked at anew by others, appealed and decided."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.taskwork.models import Answer
from mikiwame.market.taskwork.states import AnswerState
from tests.browser.conftest import Look, SignIn
from tests.cast import Cast
from tests.market.taskwork.stage import experienced
from tests.web.tasks import opened_today, returned

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_worker_contests_two_find_for_the_client_and_an_operator_for_her(
    signed_in: SignIn, cast: Cast, look: Look
) -> None:
    at = clock.now()
    judges = experienced(cast, 2, at=at, closes_on=day_in_tokyo(at) + timedelta(days=10))
    answer = returned(opened_today(cast.sakurai), cast.yuki, cast.sakurai)
    own = f"/tasks/answers/{answer.pk}/"

    yuki = signed_in(cast.yuki)
    yuki.goto(own)
    yuki.get_by_role("link", name="差し戻しに異議を出す").click()
    look(yuki, "contest")
    yuki.get_by_role("button", name="異議を出す").click()
    expect(yuki.get_by_text("理由を書いてください").first).to_be_visible()
    look(yuki, "contest-wrong")
    yuki.get_by_label("この回答でよい理由").fill("文は「よろこんだ」で終わっていて、ほかには読めません。")
    yuki.get_by_role("button", name="異議を出す").click()
    expect(yuki.get_by_text("見直し中")).to_be_visible()
    look(yuki, "answer-contested")
    yuki.goto("/tasks/judgements/")
    expect(yuki.get_by_text("20件承認されると")).to_be_visible()
    look(yuki, "judgements-not-yet")

    for number, judge in enumerate(judges):
        page = signed_in(judge, language="en" if number else "ja")
        page.goto("/tasks/judgements/")
        look(page, f"judgements{'-en' * number}")
        page.get_by_role("link", name=answer.batch.title).click()
        look(page, f"judgement{'-en' * number}")
        page.get_by_role("main").get_by_role("radio").nth(1).check()
        page.get_by_role("main").get_by_role("button").last.click()
        page.wait_for_url("**/judgements/")
        look(page, f"judgements-none{'-en' * number}")

    yuki.goto(own)
    look(yuki, "answer-upheld")
    yuki.get_by_role("link", name="運営の判断を求める").click()
    look(yuki, "appeal-ask")
    yuki.get_by_role("button", name="運営の判断を求める").click()
    expect(yuki.get_by_text("運営が判断中")).to_be_visible()

    operator = signed_in(cast.oda)
    operator.goto("/operations/")
    operator.locator(f"a[href*='{answer.pk}']").click()
    look(operator, "appeal")
    operator.get_by_label("回答は正しい").check()
    operator.get_by_role("textbox", name="理由").fill("「よろこんだ」とあり、うれしい文とも読めます。")
    operator.get_by_role("button", name="判断を記録する").click()
    operator.wait_for_url("**/operations/")
    assert Answer.objects.get(pk=answer.pk).state == AnswerState.APPROVED
