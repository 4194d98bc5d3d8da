"""The terms notice as a page: a document of its own, read on a phone too."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import SCREENS, WIDTHS, SignIn
from tests.cast import Cast
from tests.market.contracts.stage import HALVES, agreed

pytestmark = pytest.mark.django_db(transaction=True)

BROKEN = """cells => cells.filter(cell => {
    const words = document.createRange();
    words.selectNodeContents(cell);
    return words.getClientRects().length > 1;
}).map(cell => cell.textContent)"""
"""The days and amounts that don't stand on one line."""


def test_no_day_and_no_amount_is_broken_and_she_finds_back(
    signed_in: SignIn, cast: Cast, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SITE_URL", live_server.url)  # the notice leads back by a whole address
    contract = agreed(cast, parts=HALVES)
    page = signed_in(cast.yuki)
    page.goto(f"/contracts/{contract.pk}/notice/")
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        cells = page.locator("td[data-label]")
        expect(cells).to_have_count(4 * len(HALVES) + 1)
        assert cells.evaluate_all(BROKEN) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.screenshot(path=SCREENS / f"terms-notice-{width}-light.png", full_page=True)
    page.get_by_role("link", name="この仕事のページへ戻る").click()
    expect(page).to_have_url(re.compile(f"/contracts/{contract.pk}/$"))
