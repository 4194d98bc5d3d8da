"""A daily writer's first month, as both sides see it in a real browser."""

from datetime import date, datetime, time, timedelta

import pytest
from playwright.sync_api import expect

from mikiwame.core import clock
from mikiwame.core.clock import TOKYO, day_in_tokyo
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.models import Contract
from mikiwame.market.contracts.operations import breaks, periods, work
from tests.browser.conftest import Look, SignIn
from tests.cast import Cast
from tests.market.contracts.stage import COLUMNS, agreed, delivered, part, week_paid
from tests.market.hiring.stage import applied, published

pytestmark = pytest.mark.django_db(transaction=True)

MONTH = 28
UNREAD = 2
"""So many of the last deliveries the client has not looked at yet."""


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """A column a day for four weeks, each handed over in the evening; today's is still due."""
    today = day_in_tokyo(clock.now())
    start = today - timedelta(days=MONTH)
    before = at_hour(start - timedelta(days=4), 10)
    dates = {"start_date": start, "deadline": start + timedelta(days=60)}
    posting = published(cast.sakurai, title="街の小さなニュース（毎日1本・300字）", at=before, **dates)
    terms = COLUMNS | {"repeat": "daily", "on_holiday": "kept", "start_date": start, "reward": 1_200}
    going = agreed(cast, application=applied(cast.yuki, posting, at=before), at=before, **terms)
    week_paid(going, at=before)
    work.begin_due(at=at_hour(start, 9))
    for day in range(MONTH):
        write(going, cast, start + timedelta(days=day), today)
    periods.ask_due(at=clock.now())
    return going


def write(contract: Contract, cast: Cast, day: date, today: date) -> None:
    """One day: a column is handed over, the one before it is accepted, on some the next week is paid."""
    following = queries.next_due(contract)
    assert following is not None
    delivered(contract, following.number, at=at_hour(day, 21))
    if day < today - timedelta(days=UNREAD):
        work.accept(part(contract, following.number), by=cast.sakurai, at=at_hour(day, 22))
    unpaid = queries.unfunded_period(contract)
    if unpaid is not None and unpaid.first == day + timedelta(days=1):
        week_paid(contract, unpaid.number, at=at_hour(day, 23))


def at_hour(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), TOKYO)


def test_a_daily_writers_first_month(cast: Cast, contract: Contract, signed_in: SignIn, look: Look) -> None:
    address = f"/contracts/{contract.pk}/"
    page = signed_in(cast.yuki)
    page.goto(address)
    expect(page.get_by_text("作業を始められます").first).to_be_visible()
    look(page, "going-on-worker")
    page.get_by_label("納品のことば").fill("駅前の喫茶店が、朝の営業をはじめました。")
    page.get_by_role("button", name="納品する").click()
    expect(page.get_by_text("納品しました。検収を待ちましょう。")).to_be_visible()

    page.goto(f"{address}periods/")
    look(page, "going-on-periods")
    page.get_by_role("link", name="第1期").click()
    look(page, "going-on-statement")

    page.goto(f"{address}breaks/")
    look(page, "going-on-days-off")
    today = day_in_tokyo(clock.now())
    breaks.propose_break(
        contract,
        first=today + timedelta(days=2),
        last=today + timedelta(days=3),
        reason="引っ越しをします。",
        by=cast.yuki,
        at=clock.now(),
    )

    page = signed_in(cast.sakurai)
    page.goto("/home/")
    look(page, "going-on-home")
    page.goto(address)
    expect(page.get_by_text("休みに同意する")).to_be_visible()
    look(page, "going-on-client")
    page.get_by_role("button", name="休みに同意する").click()
    expect(page.get_by_text("休みに同意しました。")).to_be_visible()
    page.locator("details.accept > summary").first.click()
    page.get_by_role("button", name="受け入れて支払う").first.click()
    expect(page.get_by_text("受け入れました。")).to_be_visible()
    page.goto(f"{address}ending/")
    look(page, "going-on-ending")
