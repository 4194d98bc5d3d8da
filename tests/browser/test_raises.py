"""A raise of what is held already, in a real browser: agreed to, paid in, and only then what holds."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.contracts.models import Contract
from mikiwame.market.contracts.operations import amendments, topping_up, work
from mikiwame.market.terms.lines import Part
from mikiwame.market.turns import queries as turns
from tests.browser.conftest import Look, SignIn
from tests.cast import Cast
from tests.market.contracts.stage import again, agreed, delivered, paid, part, proposed
from tests.market.hiring.stage import applied, published

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """Two parts: the sketches are paid in and begun, the fair copy is not paid yet."""
    at, today = clock.now() - timedelta(days=2), day_in_tokyo(clock.now())
    dates = {"start_date": today, "deadline": today + timedelta(days=20)}
    posting = published(cast.sakurai, title="喫茶店のロゴ", at=at, **dates)
    parts = [
        Part(1, "ラフ案", 10_000, today + timedelta(days=7)),
        Part(2, "清書", 20_000, today + timedelta(days=20)),
    ]
    hired = agreed(cast, application=applied(cast.yuki, posting, at=at), parts=parts, at=at)
    paid(hired, at=at)
    work.begin_due(at=clock.now())
    return again(hired)


def test_a_raise_is_proposed_agreed_to_and_paid(
    signed_in: SignIn, look: Look, cast: Cast, contract: Contract
) -> None:
    address = f"/contracts/{contract.pk}/"
    worker, client = signed_in(cast.yuki), signed_in(cast.sakurai)
    worker.goto(f"{address}amendments/new/?term=reward")
    worker.locator("[name=part_1_amount]").fill("13,000")
    worker.get_by_label("変えたい理由").fill("案を2つ増やすことになったため。")
    worker.get_by_role("button", name="違いを確かめる").click()
    look(worker, "raise-confirm")
    worker.get_by_role("button", name="提案する", exact=True).click()

    client.goto(address)
    look(client, "raise-asked")
    client.locator("summary", has_text="新しい条件を受け入れる").click()
    client.get_by_role("button", name="新しい条件を受け入れる").click()
    expect(client.get_by_role("heading", name="増額分を入金してください")).to_be_visible()
    worker.goto(address)
    expect(worker.locator(".timeline .next").first).to_contain_text("増額分の入金")
    look(worker, "raise-agreed-worker")

    delivered(again(contract), at=clock.now())
    client.goto(address)
    look(client, "raise-delivered-client")
    client.get_by_role("button", name="増額分の3,000円を入金する").click()
    look(client, "raise-paying")
    client.get_by_role("button", name="3,000円を仮払いする").click()
    client.goto(address)
    expect(client.locator(".timeline")).to_contain_text("増額分の3,000円が入金され")
    look(client, "raise-paid-client")
    assert part(contract).amount == 13_000


def test_a_raise_that_was_not_paid_lets_her_go(
    signed_in: SignIn, look: Look, cast: Cast, contract: Contract
) -> None:
    rows = [
        Part(1, "ラフ案", 13_000, part(contract).due),
        Part(2, "清書", 20_000, part(contract, 2).due),
    ]
    proposal = proposed(contract, by=cast.yuki, parts=rows, at=clock.now())
    amendments.accept_amendment(proposal, by=cast.sakurai, at=clock.now())
    limit = turns.limit("top_up", proposal.key)
    assert limit is not None
    topping_up.lapse_top_up(proposal, at=limit)
    worker = signed_in(cast.yuki)
    worker.goto(f"/contracts/{contract.pk}/")
    look(worker, "raise-unpaid-worker")
    worker.goto(f"/contracts/{contract.pk}/leave/")
    expect(worker.get_by_text("合意した増額分の入金がなかったので")).to_be_visible()
    look(worker, "raise-leave")
