"""A trial in a real browser: offered beside the work itself, worked and paid, and decided over."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.contracts.models import Contract
from mikiwame.market.contracts.operations import work
from mikiwame.market.hiring.models import Application
from tests.browser.conftest import Look, SignIn
from tests.cast import Cast
from tests.market.contracts.stage import again, delivered, paid, part
from tests.market.hiring.stage import applied
from tests.web.stage import published_today

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting(cast: Cast) -> Application:
    """Yuki has applied to Sakurai, and waits."""
    return applied(cast.yuki, published_today(cast.sakurai), at=clock.now())


def test_who_is_tried_is_paid_and_then_hired(
    signed_in: SignIn, look: Look, cast: Cast, waiting: Application
) -> None:
    client, worker = signed_in(cast.sakurai), signed_in(cast.yuki)
    client.goto(f"/postings/{waiting.posting_id}/applicants/")
    look(client, "trial-applicants")
    client.goto(f"/applications/{waiting.pk}/")
    client.get_by_role("link", name="お試しを頼む").click()
    client.get_by_label("お試しの内容").fill("ラフ2案まで")
    client.get_by_label("作業時間（何時間まで）").fill("3")
    client.get_by_label("お試しの報酬（税込）").fill("6000")
    due = day_in_tokyo(clock.now()) + timedelta(days=4)
    client.get_by_label("納期").fill(due.isoformat())
    look(client, "trial-new")
    client.get_by_role("button", name="内容を確かめる").click()
    look(client, "trial-confirm")
    client.get_by_role("button", name="お試しを頼む").click()
    look(client, "trial-offered-client")

    worker.goto(f"/applications/{waiting.pk}/")
    look(worker, "trial-application")
    worker.get_by_role("link", name="お試しの依頼を開く").click()
    expect(worker.get_by_text("採用は、まだ決まっていません。報酬は")).to_be_visible()
    look(worker, "trial-offered-worker")
    worker.get_by_role("button", name="この条件で承諾する").click()
    expect(worker.get_by_role("heading", name="お試しのあと")).to_be_visible()
    look(worker, "trial-agreed")

    contract, at = Contract.objects.get(), clock.now()
    paid(contract, at=at)
    work.begin_due(at=at)
    delivered(again(contract), at=at)
    work.accept(part(contract), by=cast.sakurai, at=at)
    worker.reload()
    expect(worker.get_by_role("heading", name="採用の返事を待っています")).to_be_visible()
    look(worker, "trial-waiting")

    client.goto("/home/")
    expect(client.locator("#main").get_by_text("お試しのあとの返事")).to_be_visible()
    client.goto(f"/contracts/{contract.pk}/")
    look(client, "trial-deciding")
    client.get_by_role("link", name="内定を出す").click()
    client.get_by_role("button", name="内容を確かめる").click()
    client.get_by_role("button", name="内定を出す").click()
    worker.goto(f"/applications/{waiting.pk}/")
    worker.goto(f"/offers/{waiting.offers.get(purpose='hire').pk}/")
    expect(worker.get_by_text("お試しの成果の権利も、承諾すると")).to_be_visible()
    look(worker, "trial-hire")
    worker.get_by_role("button", name="この条件で承諾する").click()
    worker.goto(f"/contracts/{contract.pk}/")
    expect(worker.get_by_text("権利は、条件のとおりクライアントに移りました").first).to_be_visible()
    look(worker, "trial-hired")
