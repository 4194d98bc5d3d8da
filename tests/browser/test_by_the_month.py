"""Work for a fixed sum a month, from its posting to its statement, in a real browser."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from mikiwame.core import clock
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.contracts.operations import work
from tests.browser.conftest import Look, SignIn
from tests.browser.test_going_on import at_hour
from tests.cast import Cast
from tests.market.contracts.stage import MONTHLY, agreed, delivered, part, proposed, week, week_paid
from tests.market.hiring.stage import applied, published

pytestmark = pytest.mark.django_db(transaction=True)

DAILY = MONTHLY | {"repeat": "daily", "weekdays": "", "on_holiday": "kept", "reward": 80_000}


def test_a_month_at_a_fixed_pay(cast: Cast, signed_in: SignIn, look: Look) -> None:
    today = day_in_tokyo(clock.now())
    start = today - timedelta(days=3)
    before = at_hour(start - timedelta(days=4), 10)
    posting = published(
        cast.sakurai, title="街の小さなニュース（毎日1本・月額）", at=before, **DAILY | {"start_date": start}
    )
    contract = agreed(cast, application=applied(cast.yuki, posting, price=80_000, at=before), at=before)
    week_paid(contract, at=before)
    work.begin_due(at=at_hour(start, 9))
    for number in (1, 2, 3):
        delivered(contract, number, at=at_hour(start + timedelta(days=number - 1), 21))
    work.accept(part(contract), by=cast.sakurai, at=at_hour(start + timedelta(days=1), 9))

    client = signed_in(cast.sakurai)
    client.goto(f"/postings/{posting.pk}/")
    expect(client.get_by_text("月額固定").first).to_be_visible()
    look(client, "month-posting")
    client.goto(f"/contracts/{contract.pk}/")
    expect(client.get_by_text("80,000円").first).to_be_visible()
    look(client, "month-client")
    client.goto(f"/periods/{week(contract).pk}/")
    look(client, "month-statement")

    proposed(contract, by=cast.sakurai, reward=88_000, at=clock.now())
    worker = signed_in(cast.yuki)
    worker.goto(f"/contracts/{contract.pk}/")
    expect(worker.get_by_text("仮払い済みの期は、仮払いのときの条件のままです")).to_be_visible()
    look(worker, "month-worker")
