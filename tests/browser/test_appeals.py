"""An appeal in a real browser: a posting is stopped, its client objects, another operator decides."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from mikiwame.core import clock
from mikiwame.market.moderation.models import Sanction
from mikiwame.market.moderation.operations import reports
from mikiwame.market.moderation.states import Decision
from tests.browser.conftest import Look, SignIn
from tests.cast import Cast
from tests.market.contests.stage import second_operator
from tests.web.stage import published_today

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_stopped_posting_is_appealed_and_opened_again(signed_in: SignIn, cast: Cast, look: Look) -> None:
    posting = published_today(cast.kuroda)
    filed = reports.report(
        posting.key, reason="fraud", words="口座を求められそうです。", by=cast.yuki, at=clock.now()
    )
    ruling = "口座を集める募集に見えます。"
    reports.decide(filed, decision=Decision.SUSPENDED, ruling=ruling, by=cast.oda, at=clock.now())

    kuroda, mori = signed_in(cast.kuroda), signed_in(second_operator(), language="en")
    kuroda.goto(f"/postings/{posting.pk}/")
    kuroda.get_by_role("link", name="止められた理由と、異議の申し立て").click()
    look(kuroda, "appeal-stopped")
    kuroda.get_by_label("判断のどこが違いますか").fill("口座のことは、どこにも書いていません。")
    kuroda.get_by_role("button", name="異議を申し立てる").click()
    expect(kuroda.get_by_text("はじめに判断した人とは別の運営担当が判断します")).to_be_visible()

    Sanction.objects.update(late_since=clock.now() - timedelta(hours=2))
    kuroda.reload()
    look(kuroda, "appeal-late")
    mori.goto("/operations/")
    mori.get_by_role("link", name="Appeals against sanctions").click()
    look(mori, "appeal-queue")
    mori.get_by_role("link", name=posting.title).click()
    look(mori, "appeal-review")
    mori.get_by_label("Grant the appeal").check()
    mori.get_by_label("Reason").fill("口座の話はありません。")
    mori.get_by_role("button", name="Record").click()
    expect(mori.get_by_text("No appeals are waiting")).to_be_visible()
    kuroda.reload()
    expect(kuroda.get_by_text("口座の話はありません。")).to_be_visible()
    look(kuroda, "appeal-lifted")
