"""A client makes a batch in a real browser, looked at in both widths and schemes."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from tests.browser.conftest import Look, SignIn
from tests.cast import Cast
from tests.market.taskwork.stage import opened
from tests.web.tasks import answered, opened_today

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = """text,url,known:feeling
とても使いやすくて、毎日持ち歩いています。,https://example.jp/1.jpg,positive
届くまでに三週間かかりました。,https://example.jp/2.jpg,
ふつうの箱に入って届きました。,https://example.jp/3.jpg,neutral
この行は、欄が多すぎます。,https://example.jp/4.jpg,,
"""


def test_a_batch_is_made_from_a_template_and_a_file(
    cast: Cast, signed_in: SignIn, look: Look, tmp_path: Path
) -> None:
    page = signed_in(cast.sakurai)
    page.goto("/batches/")
    look(page, "batches-empty")
    page.get_by_role("main").get_by_role("link", name="新しいバッチ").click()
    page.get_by_text("分類・ラベル付け").click()
    page.get_by_label("題名").fill("商品レビューの気持ちを選ぶ")
    look(page, "batch-new")
    page.get_by_role("button", name="下書きを始める").click()

    page.get_by_label("説明").fill("レビューを1つずつ読み、書いた人の気持ちを選んでください。")
    page.get_by_label("1回答の報酬").fill("3")
    page.get_by_label("受け付ける最後の日").fill(str(day_in_tokyo(clock.now()) + timedelta(days=20)))
    expect(page.get_by_text("にすると届きます")).to_be_visible()
    page.get_by_text("支払いまであと").wait_for()
    look(page, "batch-edit")
    page.get_by_label("1回答の報酬").fill("10")
    page.get_by_role("button", name="保存して、設問へ").click()

    page.get_by_role("button", name="段階で答える").click()
    expect(page.get_by_label("はじめの数の意味")).to_be_visible()
    page.get_by_label("設問の文").last.fill("どのくらい自信がありますか")
    preview = page.get_by_role("region", name="ワーカーの見え方")
    expect(preview.get_by_text("どのくらい自信がありますか")).to_be_visible()
    page.get_by_role("button", name="設問4を上へ").click()
    expect(page.get_by_label("設問の文").nth(2)).to_have_value("どのくらい自信がありますか")
    look(page, "batch-form")
    page.get_by_role("button", name="保存して、ユニットへ").click()

    file = tmp_path / "reviews.csv"
    file.write_text(ROWS, encoding="cp932")
    page.get_by_label("CSVかJSON Linesのファイル").set_input_files(file)
    page.get_by_role("button", name="取り込む").click()
    expect(page.get_by_text("5行目")).to_be_visible()
    look(page, "batch-units")
    page.get_by_role("link", name="確認と支払いへ").click()
    look(page, "batch-payment")
    page.get_by_role("button", name="の支払いへ").click()
    look(page, "batch-deposit")
    page.get_by_role("button", name="を仮払いする").click()
    expect(page.get_by_text("受付中")).to_be_visible()
    look(page, "batch-own")
    page.get_by_role("link", name="回答を増やす").click()
    look(page, "batch-raise")
    page.goto("/batches/")
    look(page, "batches")


def test_a_form_is_built_by_keyboard_and_reads_well_in_english(
    cast: Cast, signed_in: SignIn, look: Look
) -> None:
    page = signed_in(cast.sakurai, language="en")
    page.goto("/batches/new/")
    page.get_by_label("Title").fill("Coffee in the morning")
    page.keyboard.press("Enter")
    page.wait_for_url("**/edit/")
    look(page, "batch-edit-en")
    page.get_by_role("link", name="Questions").click()
    preview = page.get_by_role("region", name="As workers see it")
    expect(preview.get_by_text("Which other reasons?")).to_be_hidden()
    preview.get_by_label("Good choice of goods").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(preview.get_by_text("Which other reasons?")).to_be_visible()
    look(page, "batch-form-en")


def test_a_low_reward_is_raised_in_a_browser(cast: Cast, signed_in: SignIn, look: Look) -> None:
    closes_on = day_in_tokyo(clock.now()) + timedelta(days=7)
    batch = opened(cast, at=clock.now(), closes_on=closes_on, units=400, expected_seconds=90)
    page = signed_in(cast.sakurai)
    page.goto(f"/batches/{batch.pk}/")
    look(page, "batch-low")
    page.get_by_role("link", name="報酬を上げる").first.click()
    look(page, "top-up")
    page.get_by_role("button", name="差額の支払いへ進む").click()
    expect(page.get_by_text("20円 →")).to_be_visible()
    look(page, "top-up-deposit")
    page.goto(f"/batches/{batch.pk}/")
    expect(page.get_by_text("の支払い待ちです")).to_be_visible()
    look(page, "top-up-awaited")


def test_rules_of_approval_are_set_in_a_browser(cast: Cast, signed_in: SignIn, look: Look) -> None:
    closes_on = day_in_tokyo(clock.now()) + timedelta(days=7)
    batch = opened(cast, at=clock.now(), closes_on=closes_on, units=40, known=8, answers_per_unit=3)
    page = signed_in(cast.sakurai)
    page.goto(f"/batches/{batch.pk}/")
    page.get_by_role("link", name="承認のルールを決める").click()
    page.get_by_label("よく答えている人の回答").check()
    page.get_by_label("過半数と一致した回答").check()
    page.get_by_label("時間がたった回答").check()
    page.get_by_label("答えた数").fill("9")
    page.get_by_role("button", name="このルールにする").click()
    expect(page.get_by_role("alert")).to_contain_text("3以上8以下の数")
    look(page, "approval-rules-refused")

    page.get_by_label("答えた数").fill("5")
    page.get_by_role("button", name="このルールにする").click()
    expect(page.get_by_text("承認のルールを決めました")).to_be_visible()
    look(page, "batch-with-rules")
    page.goto(f"/tasks/{batch.pk}/")
    expect(page.get_by_text("ルールが却下することはありません")).to_be_visible()
    look(page, "task-with-rules")


def test_a_client_reviews_returns_and_reads_what_came_of_it(
    cast: Cast, signed_in: SignIn, look: Look
) -> None:
    page = signed_in(cast.sakurai)
    batch = opened_today(cast.sakurai, units=4, answers_per_unit=2)
    page.goto(f"/batches/{batch.pk}/review/")
    look(page, "review-none")
    page.goto(f"/batches/{batch.pk}/results/")
    look(page, "results-none")
    for feeling in ("good", "bad", "good"):
        answered(batch, cast.yuki, feeling=feeling)
    page.goto(f"/batches/{batch.pk}/review/")
    look(page, "review")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.get_by_role("link", name="承認待ち 2")).to_be_visible()
    page.get_by_role("link", name="差し戻す").first.click()
    page.get_by_role("button", name="理由を添えて差し戻す").click()
    expect(page.get_by_text("根拠を書いてください").first).to_be_visible()
    look(page, "turn-back-wrong")
    page.get_by_label("明らかに誤っている").check()
    page.get_by_label("根拠").fill("「別れ」とあり、かなしい文です。")
    page.get_by_role("button", name="理由を添えて差し戻す").click()
    page.get_by_role("link", name="差し戻し中").click()
    look(page, "review-returned")
    page.goto(f"/batches/{batch.pk}/results/")
    look(page, "results")
    page.goto(f"/batches/{batch.pk}/")
    page.get_by_text("受付を終える").first.click()
    look(page, "batch-stop")
