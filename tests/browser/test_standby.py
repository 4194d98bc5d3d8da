"""A standby fee in a real browser: promised, owed because no money came, and paid."""

import pytest
from playwright.sync_api import expect

from mikiwame.core import clock
from mikiwame.market.contracts.models import Contract
from mikiwame.market.contracts.operations import endings, offers
from tests.browser.conftest import Look, SignIn
from tests.cast import Cast
from tests.market.hiring.stage import applied
from tests.web.stage import published_today

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def promised(cast: Cast) -> Contract:
    """Yuki keeps herself free for Sakurai, who promised 3,000 yen for that."""
    at = clock.now()
    application, promise = applied(cast.yuki, published_today(cast.sakurai), at=at), {"standby_fee": 3_000}
    offer = offers.offer(application, changes=promise, parts=None, message="", by=cast.sakurai, at=at)
    return offers.accept_offer(offer, by=cast.yuki, at=at)


def test_who_waited_in_vain_is_paid_for_it(
    signed_in: SignIn, look: Look, cast: Cast, promised: Contract
) -> None:
    client = signed_in(cast.sakurai)
    client.goto(f"/offers/{promised.offer.pk}/")
    look(client, "standby-promised")
    client.goto(f"/contracts/{promised.pk}/cancellation/")
    expect(client.get_by_text("待機料3,000円を、ワーカーに支払うことになります")).to_be_visible()
    look(client, "standby-calling-off")
    endings.cancel(promised, reason="店を開かないことにしました。", by=cast.sakurai, at=clock.now())

    worker = signed_in(cast.yuki)
    worker.goto(f"/contracts/{promised.pk}/")
    expect(worker.get_by_role("heading", name="待機料")).to_be_visible()
    look(worker, "standby-owed-worker")

    client.goto("/home/")
    expect(client.locator("#main").get_by_text("待機料の支払い")).to_be_visible()
    client.locator("#main").get_by_role("link", name=promised.title).first.click()
    look(client, "standby-owed-client")
    client.get_by_role("button", name="待機料の支払いへ進む").click()
    look(client, "standby-payment")
    client.get_by_role("button", name="3,000円を支払う").click()
    expect(client.get_by_text("待機料を支払いました。")).to_be_visible()
    look(client, "standby-paid")
