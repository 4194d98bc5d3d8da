"""Her own criteria as a worker sees them: on the list, saved, and the page of all of them."""

import pytest

from mikiwame.core import clock
from mikiwame.market.hiring.listing import THREE_CHECKS
from mikiwame.web.forms.filters import address_of
from tests.browser.conftest import Look, SignIn
from tests.cast import Cast
from tests.market.hiring.stage import published
from tests.market.reputation.stage import settle
from tests.market.reputation.test_listing import FEE, with_a_good_name

pytestmark = pytest.mark.django_db(transaction=True)


def test_yuki_keeps_her_three_checks(cast: Cast, signed_in: SignIn, look: Look) -> None:
    at = clock.now()
    with_a_good_name(cast.sakurai)
    published(cast.sakurai, at=at, title="焼き菓子店のロゴ", newcomer_places=1)
    published(cast.ken, at=at, title="はじめての依頼です。チラシの文字起こし")
    published(cast.kuroda, at=at, title="だれでも月50万円", body=FEE)
    settle(at)
    page = signed_in(cast.yuki)
    page.goto("/postings/")
    look(page, "criteria-list")
    page.goto("/criteria/")
    look(page, "criteria-none")
    page.get_by_role("link", name="3つの確認を保存する").click()
    look(page, "criteria-new")
    page.get_by_role("button", name="保存する").click()
    page.get_by_role("button", name="一覧をここから始める").click()
    look(page, "criteria-own")
    page.goto("/postings/")
    assert page.url.endswith(address_of(THREE_CHECKS))
    assert page.get_by_text("だれでも月50万円").count() == 0
    look(page, "criteria-begun")

    page.get_by_label("まだ分からないクライアントも出す").check()
    page.get_by_text("はじめての依頼です").wait_for()
    page.get_by_role("link", name="この条件を保存").wait_for()  # what is shown is no longer what was kept
    look(page, "criteria-unproven")
