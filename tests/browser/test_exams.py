"""A short exam in a real browser: made by a client, failed and then passed by a worker."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.taskwork.operations import drafts, opening
from tests.browser.conftest import Look, SignIn
from tests.cast import Cast
from tests.market.taskwork.stage import again, drafted

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_exam_is_made_and_taken(cast: Cast, signed_in: SignIn, look: Look) -> None:
    at = clock.now()
    batch = drafted(cast, at=at, closes_on=day_in_tokyo(at) + timedelta(days=20), expected_seconds=30)
    page = signed_in(cast.sakurai)
    page.goto(f"/batches/{batch.pk}/units/")
    page.get_by_role("link", name="答える人をしぼる").click()
    look(page, "admission-none")
    page.get_by_role("button", name="試験を作る").click()
    look(page, "exam-begun")
    for feeling in ("うれしい", "かなしい"):
        page.get_by_label(feeling).check()
        page.get_by_role("button", name="この正解で加える").click()
    expect(page.get_by_text("いま2問です")).to_be_visible()
    page.get_by_label("試験の名前").fill("文の気持ちの読み取り")
    page.get_by_label("合格とする正答の割合").fill("100")
    page.get_by_role("button", name="保存する").click()
    look(page, "exam-written")
    page.get_by_role("link", name="できた").click()
    look(page, "admission-exam")

    opening.prepare(again(batch), by=cast.sakurai, at=at)
    opening.fund(opening.begin_payment(batch, by=cast.sakurai, at=at), receipt="paid", at=at)
    page = signed_in(cast.yuki)
    page.goto(f"/tasks/{batch.pk}/")
    look(page, "exam-first")
    page.get_by_role("link", name="まず試験を受ける").click()
    look(page, "exam")
    for feeling in ("うれしい", "うれしい"):
        page.get_by_label(feeling).first.check()
    page.get_by_role("button", name="答えを出す").click()
    expect(page.get_by_text("まだ答えていない問題")).to_be_visible()
    page.get_by_label("うれしい").last.check()
    page.get_by_role("button", name="答えを出す").click()
    expect(page.get_by_text("2問のうち1問が合っていました")).to_be_visible()
    look(page, "exam-failed")
    page.get_by_label("うれしい").first.check()
    page.get_by_label("かなしい").last.check()
    page.get_by_role("button", name="答えを出す").click()
    expect(page.get_by_text("合格しました")).to_be_visible()
    look(page, "exam-passed")
    page.get_by_role("button", name="条件に同意して始める").click()
    expect(page.get_by_role("button", name="送って次へ")).to_be_visible()

    copy = drafts.copy(again(batch), by=cast.sakurai, at=at)
    page = signed_in(cast.sakurai)
    page.goto(f"/batches/{copy.pk}/admission/")
    look(page, "admission-used")
    page.goto(f"/batches/{batch.pk}/")
    look(page, "batch-with-exam")
