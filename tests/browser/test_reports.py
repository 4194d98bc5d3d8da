"""The reports in a real browser: a posting that warns, its client, what the record rests on, the formulas."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from mikiwame.core import clock
from mikiwame.discernment.record import Measure
from mikiwame.market.reputation.operations import reports
from mikiwame.market.reputation.states import Side
from tests.browser.conftest import Look
from tests.cast import Cast
from tests.market.contracts.stage import inspecting
from tests.market.hiring.stage import published
from tests.market.reputation.stage import settle, tallied
from tests.market.reputation.test_reports import FEE, both_said

pytestmark = pytest.mark.django_db(transaction=True)

BODY = f"かんたんな入力のお仕事です。\n{FEE}\n報酬は1万円です。詳しいことは採用後にお伝えします。"


def test_a_reader_follows_a_report_to_its_words_its_facts_and_its_formulas(
    visitor: Page, look: Look, cast: Cast
) -> None:
    at = clock.now()
    for worker in (cast.yuki, cast.ken):
        both_said(inspecting(cast, worker=worker), cast, "採用後に条件が変わりました。", stars=2)
    posting = published(cast.sakurai, at=at, body=BODY)
    settle(at)
    tallied(cast.sakurai, Measure.FUNDED, 4, 14, at=at, reward=80_000)
    tallied(cast.sakurai, Measure.DAYS_TO_FUND, 9 * 1440, 6, at=at, reward=80_000)
    tallied(cast.sakurai, Measure.HOURS_TO_REPLY, 90 * 60, 8, at=at, side=Side.WORKER)
    reports.weigh_raters(at=at)

    visitor.goto(reverse("posting", kwargs={"id": posting.pk}))
    headline = visitor.get_by_role("region", name="見極め", exact=True)
    expect(headline).to_contain_text("危険")
    look(visitor, "report-posting")
    headline.get_by_role("link", name="文面").click()
    expect(visitor.locator("#finding-1")).to_be_in_viewport()
    visitor.get_by_role("link", name="文面で見る").first.click()
    expect(visitor.locator("#place-1-1")).to_be_in_viewport()

    visitor.get_by_role("link", name="評価をすべて読む").click()
    look(visitor, "report-member")
    visitor.get_by_role("link", name="もとになった出来事を見る").first.click()
    expect(visitor.get_by_role("heading", name="記録のもと")).to_be_visible()
    look(visitor, "report-facts")
    visitor.get_by_role("link", name="見極めの計算のしかた").click()
    look(visitor, "report-scores")
