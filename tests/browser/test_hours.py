"""Work by the hour in a real browser: the worker records and hands in, the client looks it through."""

from datetime import date, datetime, time, timedelta

import pytest
from playwright.sync_api import expect

from mikiwame.core import clock
from mikiwame.core.clock import TOKYO, day_in_tokyo
from mikiwame.market.contracts.models import Contract
from mikiwame.market.contracts.operations import periods, timesheets, work
from tests.browser.conftest import Look, SignIn
from tests.cast import Cast
from tests.market.contracts.stage import HOURLY, agreed, part, ruled, week_paid, wrote
from tests.market.hiring.stage import applied, published

pytestmark = pytest.mark.django_db(transaction=True)

A_WEEK = timedelta(days=6)


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """A week that ends today, with what was worked in it; yesterday evening's hours are not written yet."""
    start = day_in_tokyo(clock.now()) - A_WEEK
    before = at_hour(start - timedelta(days=3), 10)
    dates = {"start_date": start, "deadline": start + timedelta(days=60)}
    posting = published(
        cast.sakurai, title="観光協会のメールの返信（時給、週10時間まで）", at=before, **dates
    )
    terms = HOURLY | {"start_date": start}
    going = agreed(cast, application=applied(cast.yuki, posting, at=before), at=before, **terms)
    week_paid(going, at=before)
    work.begin_due(at=at_hour(start, 9))
    for day, begins, ends in ((0, 9, 11), (2, 10, 11), (3, 13, 16)):
        wrote(
            going, begins, ends, day=start + timedelta(days=day), at=at_hour(start + timedelta(days=day), 18)
        )
    periods.ask_due(at=clock.now())
    return going


def at_hour(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), TOKYO)


def test_hours_are_recorded_handed_in_and_accepted(
    cast: Cast, contract: Contract, signed_in: SignIn, look: Look
) -> None:
    page = signed_in(cast.yuki)
    page.goto(f"/contracts/{contract.pk}/")
    look(page, "hours-contract-worker")
    page.get_by_role("link", name="時間を記録する").click()
    yesterday = day_in_tokyo(clock.now()) - timedelta(days=1)
    page.get_by_label("働いた日").select_option(yesterday.isoformat())
    page.get_by_label("始まり").fill("19:00")
    page.get_by_label("終わり").fill("20:30")
    page.get_by_label("したこと").fill("団体旅行の見積もりの取り次ぎ")
    page.get_by_role("button", name="記録する").click()
    expect(page.get_by_text("記録しました。")).to_be_visible()
    expect(page.get_by_text("7時間30分").first).to_be_visible()
    look(page, "hours-timesheet")
    page.get_by_role("link", name="直す・消す").last.click()
    look(page, "hours-entry")
    page.go_back()
    page.get_by_text("この週の時間を提出する").click()
    page.get_by_role("button", name="提出する", exact=True).click()
    expect(page.get_by_text("この週の時間を提出しました。")).to_be_visible()

    page = signed_in(cast.sakurai)
    page.goto(f"/contracts/{contract.pk}/")
    look(page, "hours-contract-client")
    page.get_by_role("link", name="記録を確かめる").click()
    look(page, "hours-statement")
    page.get_by_role("link", name="記録の直しを頼む").click()
    look(page, "hours-changes")
    page.go_back()
    page.get_by_text("受け入れる", exact=True).click()
    page.get_by_role("button", name="受け入れて支払う").click()
    expect(page.get_by_text("受け入れました。")).to_be_visible()
    assert part(contract).amount == 11_250


def test_entries_are_contested_by_name_and_all_see_which(
    cast: Cast, contract: Contract, signed_in: SignIn, look: Look
) -> None:
    timesheets.hand_in(part(contract), by=cast.yuki, at=clock.now())
    page = signed_in(cast.sakurai)
    page.goto(f"/milestones/{part(contract).pk}/hours/dispute/")
    page.get_by_label("13:00–16:00").check()
    page.get_by_label("言い分").fill("この日の午後は、返信が1通も届いていません。")
    look(page, "hours-dispute-new")
    page.get_by_role("button", name="判断を求める").click()
    expect(page.get_by_text("争いのない額は、いますぐ支払われます。")).to_be_visible()
    for member, name in ((cast.yuki, "worker"), (cast.oda, "operator")):
        page = signed_in(member)
        page.goto(f"/disputes/{part(contract).dispute.pk}/")
        expect(page.get_by_text("争いのある記録")).to_be_visible()
        look(page, f"hours-dispute-{name}")
    ruled(part(contract).dispute, to_worker=2_000, by=cast.oda, at=clock.now())
    page = signed_in(cast.yuki)
    page.goto(f"/milestones/{part(contract).pk}/hours/")
    expect(page.get_by_text("争いのあった4,500円のうち、2,000円をワーカーに渡しました")).to_be_visible()
    look(page, "hours-after-dispute")
    page.goto(f"/contracts/{contract.pk}/periods/")
    look(page, "hours-periods")
