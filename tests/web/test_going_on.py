"""The pages of work that goes on: a writer's first weeks, as both sides read them."""

from collections.abc import Callable
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from mikiwame.core import clock
from mikiwame.core.schedules import OnHoliday, Repeat, Schedule, Weekday
from mikiwame.market.contracts.models import Contract
from mikiwame.market.contracts.operations import breaks, periods, work
from mikiwame.market.contracts.states import MilestoneState
from mikiwame.market.members.models import Member
from mikiwame.market.messaging.operations import attach
from mikiwame.market.terms.lines import Duration, Pace
from mikiwame.ops import sweep
from mikiwame.web.period_overviews import period_deposit_overview
from mikiwame.wording.lines import in_words
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import (
    COLUMNS,
    DAY,
    DAYS,
    HOUR,
    MONTHLY,
    START,
    again,
    delivered,
    going_on,
    part,
    proposed,
    running,
    week,
    week_paid,
)
from tests.market.hiring.stage import applied, published
from tests.web import crowd
from tests.web.test_statements import look


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """The first morning, unless a story moves on."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    move(START + HOUR)
    return move


def reading(member: Member) -> Client:
    """That member's browser."""
    client = Client()
    client.force_login(member, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def shown(member: Member, address: str) -> str:
    """What a member reads there."""
    response = reading(member).get(address)
    assert response.status_code == 200
    return response.content.decode()


def page_of(contract: Contract) -> str:
    return f"/contracts/{contract.pk}/"


def test_an_offer_is_written_with_a_schedule_and_read_back_in_words(
    at: Callable[[datetime], None], cast: Cast
) -> None:
    at(MORNING)
    posting = published(cast.sakurai, **(DAYS | COLUMNS))
    application = applied(cast.yuki, posting, price=2_000)
    browser, address = reading(cast.sakurai), f"/applications/{application.pk}/offer/"
    form = {field.name: field.value() or "" for field in browser.get(address).context["form"]}
    assert form["weekdays"] == ["mon", "wed", "fri"]
    read_back = browser.post(address, form | {"weekdays": ["mon", "fri"]})
    assert "毎週 月曜・金曜（祝日は休み）" in read_back.content.decode()
    kept = {field.name: field.value() or "" for field in read_back.context["form"]}
    assert browser.post(address, kept | {"confirmed": "yes"}).status_code in {302, 303}
    assert "毎週 月曜・金曜（祝日は休み）" in shown(cast.yuki, f"/offers/{application.offers.get().pk}/")


def test_a_posting_says_when_work_is_due_and_that_each_delivery_is_paid(
    at: Callable[[datetime], None], cast: Cast
) -> None:
    at(MORNING)
    posting = published(cast.sakurai, **(DAYS | COLUMNS))
    page = shown(cast.yuki, f"/postings/{posting.pk}/")
    assert page.count("毎週 月曜・水曜・金曜（祝日は休み）") == 2  # the answer first, and the terms
    assert "納品1回ごとの報酬です" in page
    assert "あわせて" not in page
    assert "Schedule(" not in page


@pytest.mark.parametrize(
    ("schedule", "ja", "en"),
    [
        (
            Schedule(Repeat.DAILY, on_holiday=OnHoliday.SKIPPED),
            "毎日（祝日は休み）",
            "every day (not on holidays)",
        ),
        (Schedule(Repeat.WEEKDAYS, (Weekday.MON, Weekday.FRI)), "毎週 月曜・金曜", "every Mon, Fri"),
        (
            Schedule(Repeat.TIMES_A_WEEK, times_a_week=3),
            "週に3回、週の最後の日まで（週は開始日から数えます）",
            "3 times a week, by the week’s last day (weeks count from the start)",
        ),
        (Schedule(Repeat.MONTHLY, month_day=31), "毎月末日", "on the last day of every month"),
        (Schedule(Repeat.MONTHLY, month_day=10), "毎月10日", "monthly, on day 10"),
    ],
)
def test_a_schedule_reads_like_what_somebody_would_say(schedule: Schedule, ja: str, en: str) -> None:
    assert in_words(Pace(schedule), "pace") == ja
    with translation.override("en"):
        assert in_words(Pace(schedule), "pace") == en


def test_a_duration_reads_like_what_somebody_would_say() -> None:
    assert in_words(Duration(6), "duration") == "6か月"
    assert in_words(Duration(3, renews=True), "duration") == "3か月ごとに更新。どちらかが終わりを知らせるまで"
    assert in_words(Duration(None), "duration").startswith("期間の定めなし")


def test_the_worker_hands_over_what_is_due_next_and_goes_on(cast: Cast) -> None:
    contract = going_on(cast)
    html = shown(cast.yuki, page_of(contract))
    assert "作業を始められます" in html
    assert "が納期の回を納品する" in html
    address = f"/milestones/{part(contract).pk}/delivery/"
    reading(cast.yuki).post(address, {"note": "一回目です。"})
    html = shown(cast.yuki, page_of(contract))
    assert f"/milestones/{part(contract, 2).pk}/delivery/" in html
    assert "一回目です。" in html


@pytest.mark.parametrize(
    "pay", [{}, {"reward_basis": "monthly", "reward": 90_000, "repeat": "daily", "weekdays": ""}]
)
def test_after_five_years_of_daily_deliveries_the_page_asks_twelve_times(
    pay: dict[str, Any], cast: Cast
) -> None:
    contract = going_on(cast, **pay)
    crowd.go_on_daily(contract, MORNING)
    for number in (1, 2):
        attach(delivered(contract, number).key, crowd.sample(number), owner=cast.yuki.party, at=START)
    assert contract.milestones.filter(state=MilestoneState.ACCEPTED).count() >= 5 * 365
    for member in (cast.sakurai, cast.yuki):
        browser = reading(member)
        for _ in range(2):
            seen = look(browser, page_of(contract))
        assert seen.status == 200
        assert len(seen.asked) <= 12, "\n".join(seen.asked)


def test_the_client_inspects_several_side_by_side(cast: Cast) -> None:
    contract = going_on(cast)
    delivered(contract, 1)
    delivered(contract, 2)
    html = shown(cast.sakurai, page_of(contract))
    for number in (1, 2):
        assert f"/milestones/{part(contract, number).pk}/acceptance/" in html
    reading(cast.sakurai).post(f"/milestones/{part(contract, 2).pk}/acceptance/")
    assert part(contract, 1).state == "delivered"
    assert part(contract, 2).state == "accepted"


def test_each_delivery_is_accepted_for_what_it_is_worth_itself(cast: Cast) -> None:
    contract = going_on(cast, **MONTHLY)
    delivered(contract, 1)
    delivered(contract, 2)
    html = shown(cast.sakurai, page_of(contract))
    assert html.count("2,501円") == 1
    assert "2,500円" in html
    assert "30,001円" in html


def test_of_a_month_what_is_far_away_and_what_is_over_is_folded(cast: Cast) -> None:
    contract = going_on(cast, **(MONTHLY | {"repeat": "daily", "weekdays": "", "on_holiday": "kept"}))
    html = shown(cast.yuki, page_of(contract))
    assert "このあとの23回を見る" in html, "of thirty"
    assert html.count("回を見る") == 2, "one for each month"
    for number in range(1, 5):
        delivered(contract, number)
        work.accept(part(contract, number), by=cast.sakurai, at=START + HOUR)
    delivered(contract, 5)
    html = shown(cast.sakurai, page_of(contract))
    assert "これまでの4回を見る" in html
    assert "このあとの18回を見る" in html
    assert html.count('class="due-on"') == 30 + 31


def test_a_posting_says_that_a_month_is_paid_as_one(at: Callable[[datetime], None], cast: Cast) -> None:
    at(MORNING)
    posting = published(cast.sakurai, **(DAYS | MONTHLY))
    page = shown(cast.yuki, f"/postings/{posting.pk}/")
    assert "月額固定" in page
    assert "予定された納品の回数が多い月も少ない月も、同じ額です" in page
    assert "納品しなかった回の分は減ります" in page
    assert "納品1回ごとの報酬です" not in page
    assert "4週間分" not in page


def test_another_sum_is_said_to_be_for_what_is_not_paid_yet(cast: Cast) -> None:
    contract = going_on(cast, **MONTHLY)
    proposed(contract, by=cast.sakurai, reward=36_000, at=START)
    html = shown(cast.yuki, page_of(contract))
    assert "仮払い済みの期は、仮払いのときの条件のままです" in html
    assert "まだ納品されていない" not in html


def test_a_sum_for_a_month_stands_in_the_list_of_contracts(cast: Cast) -> None:
    going_on(cast, **MONTHLY)
    assert "月額固定 30,001円" in shown(cast.yuki, "/contracts/")


def test_the_client_pays_the_next_week_from_its_page(cast: Cast) -> None:
    contract = going_on(cast)
    periods.ask_due(at=START)
    address = f"/periods/{week(contract, 2).pk}/payment/"
    assert address in shown(cast.sakurai, page_of(contract))
    assert address not in shown(cast.yuki, page_of(contract))
    browser = reading(cast.sakurai)
    deposit = browser.post(address).headers["Location"]
    assert "6,000円" in browser.get(deposit).content.decode()
    browser.post(f"{deposit}settlement/")
    assert week(contract, 2).state == "funded"
    assert browser.post(address).status_code == 409


def test_late_money_says_so_to_both_and_lets_the_worker_go(
    at: Callable[[datetime], None], cast: Cast
) -> None:
    contract = going_on(cast)
    delivered(contract, 1)
    delivered(contract, 2)
    periods.ask_due(at=START)
    now = START + 7 * DAY
    sweep.perform_due(at=now)
    at(now)
    html = shown(cast.yuki, page_of(contract))
    assert "まだ作業しないでください" in html
    assert "次の仮払いが遅れています" in html
    leave = f"/periods/{week(contract, 2).pk}/leave/"
    assert reading(cast.yuki).get(leave).status_code == 200
    refused = reading(cast.sakurai).get(leave)  # the page speaks to the worker
    assert (refused.status_code, "責任なく離れられます" in refused.content.decode()) == (409, False)
    assert reading(cast.yuki).get(f"{page_of(contract)}missed/").status_code == 409
    reading(cast.yuki).post(leave, {"reason": ""})
    assert again(contract).ends_on == date(2026, 11, 27)
    assert "で終わります" in shown(cast.yuki, page_of(contract))


def test_a_week_has_a_statement_and_all_weeks_a_list(cast: Cast) -> None:
    contract = going_on(cast)
    delivered(contract, 1)
    reading(cast.sakurai).post(f"/milestones/{part(contract).pk}/acceptance/")
    statement = shown(cast.yuki, f"/periods/{week(contract).pk}/")
    assert "2,000円" in statement
    assert "204円" in statement  # income tax that the client keeps back
    listed = shown(cast.yuki, f"{page_of(contract)}periods/")
    assert f"/periods/{week(contract).pk}/" in listed


def test_outsiders_find_no_week(cast: Cast) -> None:
    contract = going_on(cast)
    addresses = [
        f"{page_of(contract)}periods/",
        f"{page_of(contract)}missed/",
        f"/periods/{week(contract).pk}/",
    ]
    for address in addresses:
        assert reading(cast.sora).get(address).status_code == 404
    for act in ("payment", "leave"):
        assert reading(cast.sora).post(f"/periods/{week(contract).pk}/{act}/").status_code == 404


def test_the_notice_of_terms_names_schedule_and_pay(cast: Cast) -> None:
    contract = going_on(cast, duration_months=6, renews=True)
    html = shown(cast.yuki, f"{page_of(contract)}notice/")
    assert "毎週 月曜・水曜・金曜（祝日は休み）" in html
    assert "納品1回につき 2,000円" in html
    assert "6か月ごとに更新" in html


def test_an_offer_of_work_that_goes_on_says_for_how_long_its_money_is(cast: Cast) -> None:
    contract = going_on(cast)
    assert "報酬は最初の1週間で4,000円です。" in shown(cast.yuki, page_of(contract))


def test_work_that_ends_by_itself_has_no_page_for_its_last_day(cast: Cast) -> None:
    contract = running(cast)
    assert reading(cast.yuki).get(f"{page_of(contract)}ending/").status_code == 404


def test_three_missed_let_the_client_go_from_the_page(at: Callable[[datetime], None], cast: Cast) -> None:
    contract = going_on(cast)
    week_paid(contract, 2, at=START)
    now = START + 8 * DAY
    for day in (1, 6, 8):
        sweep.perform_due(at=START + day * DAY)
    at(now)
    assert f"{page_of(contract)}missed/" in shown(cast.sakurai, page_of(contract))
    assert reading(cast.sakurai).get(f"{page_of(contract)}missed/").status_code == 200
    reading(cast.sakurai).post(f"{page_of(contract)}missed/", {"reason": ""})
    assert again(contract).ending == "deliveries_missed"


def test_days_off_are_proposed_and_agreed_to_on_the_page(cast: Cast) -> None:
    contract = going_on(cast)
    address = f"{page_of(contract)}breaks/"
    assert "休みを提案する" in shown(cast.yuki, page_of(contract))
    reading(cast.yuki).post(address, {"first": "2026-11-20", "last": "2026-11-20", "reason": "風邪です。"})
    html = shown(cast.sakurai, page_of(contract))
    assert "風邪です。" in html
    off = contract.breaks.get()
    assert f"/breaks/{off.pk}/withdrawal/" in shown(cast.yuki, page_of(contract))
    reading(cast.sakurai).post(f"/breaks/{off.pk}/agreement/")
    assert part(contract).state == "skipped"
    assert f"/breaks/{off.pk}/" not in shown(cast.yuki, page_of(contract))


def test_notice_names_its_earliest_day_and_the_reason_is_asked_for(cast: Cast) -> None:
    contract = going_on(cast)
    browser, address = reading(cast.sakurai), f"{page_of(contract)}ending/"
    assert "12月20日" in browser.get(address).content.decode()
    too_soon = browser.post(address, {"last": "2026-12-19", "reason": ""})
    assert too_soon.status_code == 422
    assert "終わりの日は、2026年12月20日以後にしてください。" in too_soon.content.decode()
    browser.post(address, {"last": "2026-12-20", "reason": ""})
    notice = contract.ending_notice
    assert f"/endings/{notice.pk}/question/" in shown(cast.yuki, page_of(contract))
    reading(cast.yuki).post(f"/endings/{notice.pk}/question/")
    assert f"/endings/{notice.pk}/reason/" in shown(cast.sakurai, page_of(contract))
    browser.post(f"/endings/{notice.pk}/reason/", {"reason": "誌面がなくなります。"})
    assert "誌面がなくなります。" in shown(cast.yuki, page_of(contract))


def test_the_page_of_a_payment_divides_what_is_paid_and_no_days_off(cast: Cast) -> None:
    contract = going_on(cast, **MONTHLY)
    first, last = date(2026, 12, 21), date(2026, 12, 23)
    off = breaks.propose_break(contract, first=first, last=last, by=cast.yuki, at=START)
    breaks.answer_break(off, agree=True, by=cast.sakurai, at=START)
    deposit = periods.begin_payment(week(contract, 2), by=cast.sakurai, at=START + 24 * DAY)
    request: Any = SimpleNamespace(user=cast.sakurai)
    assert period_deposit_overview(request, deposit)["split"].gross == deposit.amount == 30_001 - 2 * 2_728
