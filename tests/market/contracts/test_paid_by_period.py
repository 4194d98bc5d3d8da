"""One sum for a week or a month, however many deliveries: each has its share, and no yen is paid twice."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from mikiwame.core.errors import Refused
from mikiwame.market.contracts import audit, queries
from mikiwame.market.contracts.limits import NoticeBy
from mikiwame.market.contracts.models import Contract
from mikiwame.market.contracts.operations import (
    amendments,
    breaks,
    disputes,
    endings,
    notices,
    periods,
    work,
)
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.escrow.models import Refund, Release
from mikiwame.ops import sweep
from tests.cast import Cast
from tests.market.contracts.stage import (
    COLUMNS,
    DAY,
    HOUR,
    MONTHLY,
    START,
    again,
    agreed,
    clocks,
    delivered,
    going_on,
    offered,
    part,
    proposed,
    ruled,
    week,
    week_paid,
)

WEEKLY: dict[str, Any] = COLUMNS | {"reward_basis": "weekly", "reward": 5_000}


def shares(contract: Contract, number: int = 1) -> list[int]:
    """What each delivery of a month is worth, the first first."""
    return list(week(contract, number).milestones.order_by("number").values_list("amount", flat=True))


def due(contract: Contract, number: int) -> int:
    """What a month is worth without what both have left out."""
    parts = week(contract, number).milestones.exclude(state="skipped")
    return sum(parts.values_list("amount", flat=True))


def held(contract: Contract, number: int) -> int:
    """What is still held for a month."""
    hold = escrow.hold_for(week(contract, number).key)
    return escrow.left(hold) if hold else 0


def earned() -> int:
    return sum(Release.objects.values_list("gross", flat=True))


def back() -> int:
    return sum(Refund.objects.values_list("amount", flat=True))


def adds_up() -> bool:
    return audit.discrepancies() == [] and escrow.audit() == []


def delivered_all(contract: Contract, number: int = 1) -> None:
    """All of a month has been handed over and accepted, an hour after the start."""
    for one in week(contract, number).milestones.order_by("number"):
        delivered(contract, one.number, at=START + HOUR)
        work.accept(part(contract, one.number), by=contract.client.person, at=START + HOUR)


def test_a_month_is_laid_out_for_its_sum_and_each_delivery_has_a_share(cast: Cast) -> None:
    contract = agreed(cast, **MONTHLY)
    month = week(contract)
    assert (month.first, month.last) == (date(2026, 11, 20), date(2026, 12, 19))
    assert month.amount == 30_001
    assert shares(contract) == [2_501, *[2_500] * 11]
    assert clocks(month.key) == {"first_period"}


def test_the_sum_is_paid_ahead_in_one_and_the_next_month_costs_the_same(cast: Cast) -> None:
    contract = going_on(cast, **MONTHLY)
    assert escrow.balances(cast.sakurai.party).held == 30_001
    following = week(contract, 2)
    assert (following.first, following.last) == (date(2026, 12, 20), date(2027, 1, 19))
    assert len(shares(contract, 2)) == 11, "one less than in the first"
    assert following.amount == 30_001


def test_two_months_from_the_thirty_first_are_two_sums(cast: Cast) -> None:
    terms = MONTHLY | {"start_date": date(2027, 1, 31), "duration_months": 2, "renews": False}
    contract = agreed(cast, **terms)
    week_paid(contract)
    week_paid(contract, 2, at=datetime(2027, 2, 25, 1, tzinfo=UTC))
    assert [(one.first, one.last, one.amount) for one in contract.periods.order_by("number")] == [
        (date(2027, 1, 31), date(2027, 2, 27), 30_001),
        (date(2027, 2, 28), date(2027, 3, 30), 30_001),
    ]


def test_a_week_is_paid_as_one_too(cast: Cast) -> None:
    contract = going_on(cast, **WEEKLY)
    assert shares(contract) == [2_500, 2_500], "the Monday is a holiday"
    assert shares(contract, 2) == [1_667, 1_667, 1_666]


def test_a_month_of_so_many_a_week_has_four_weeks(cast: Cast) -> None:
    contract = agreed(cast, **(MONTHLY | {"repeat": "times_a_week", "times_a_week": 2, "weekdays": ""}))
    days = [one.due for one in week(contract).milestones.order_by("number")]
    assert [day.day for day in days] == [26, 26, 3, 3, 10, 10, 17, 17]
    assert week(contract).last == date(2026, 12, 19)


def test_what_comes_is_paid_as_it_is_accepted_and_adds_up_to_the_sum(cast: Cast) -> None:
    contract = going_on(cast, **MONTHLY)
    delivered(contract)
    work.accept(part(contract), by=cast.sakurai, at=START + HOUR)
    assert earned() == 2_501, "she need not wait for the month's end"
    for number in range(2, 13):
        delivered(contract, number, at=START + HOUR)
    while sweep.perform_due(at=START + 20 * DAY):  # silence accepts the rest
        pass
    assert week(contract).state == "over"
    assert (earned(), back()) == (30_001, 0)
    assert adds_up()


def test_what_does_not_come_gives_back_its_share_and_no_more(cast: Cast) -> None:
    contract = going_on(cast, **MONTHLY)
    sweep.perform_due(at=START + DAY)
    assert part(contract).state == "missed"
    assert back() == 2_501
    assert again(contract).state == "running"
    assert adds_up()


@pytest.mark.parametrize("agreed_when", ["before it is laid out", "before it is paid", "after it is paid"])
def test_days_off_take_their_share_along_whenever_they_are_agreed(agreed_when: str, cast: Cast) -> None:
    """Nobody wins by proposing them sooner or later: the third month loses two of its fourteen."""
    contract = going_on(cast, **MONTHLY)
    delivered_all(contract)
    second, third = START + 24 * DAY, START + 56 * DAY  # when they are near: a little before they begin
    if agreed_when != "before it is laid out":
        week_paid(contract, 2, at=second)
    if agreed_when == "after it is paid":
        week_paid(contract, 3, at=third)
    first, last = date(2027, 1, 25), date(2027, 1, 27)
    at = third if agreed_when == "after it is paid" else second
    off = breaks.propose_break(contract, first=first, last=last, by=cast.yuki, at=at)
    breaks.answer_break(off, agree=True, by=cast.sakurai, at=at)
    for number, at in ((2, second), (3, third)):
        if week(contract, number).state == "unfunded":
            week_paid(contract, number, at=at)
    assert due(contract, 3) == 30_001 - 2 * 2_143
    assert (week(contract, 3).state, held(contract, 3)) == ("funded", due(contract, 3))
    assert adds_up()


def test_no_month_is_paid_before_it_is_near(cast: Cast) -> None:
    """What is paid binds the worker, whose notice may not end before it: so nobody pays months ahead."""
    contract = going_on(cast, **MONTHLY)
    near = START + 23 * DAY  # 13 December, a week before the second month
    for at in (START, near - 10 * HOUR):
        with pytest.raises(Refused, match="period_not_near"):
            week_paid(contract, 2, at=at)
    week_paid(contract, 2, at=near)
    with pytest.raises(Refused, match="period_not_near"):
        week_paid(contract, 3, at=near)
    assert queries.notice_day(again(contract), NoticeBy.WORKER, date(2026, 12, 13)) == date(2027, 1, 19)


def test_a_month_off_whole_is_not_paid_and_the_next_one_is_in_full(cast: Cast) -> None:
    contract = going_on(cast, **MONTHLY)
    off = breaks.propose_break(
        contract, first=date(2026, 12, 20), last=date(2027, 1, 19), by=cast.yuki, at=START
    )
    breaks.answer_break(off, agree=True, by=cast.sakurai, at=START)
    following = queries.unfunded_period(again(contract))
    assert following is not None
    assert (following.first, following.last) == (date(2027, 1, 20), date(2027, 2, 19))
    assert following.amount == 30_001
    assert adds_up()


def test_a_month_after_a_rest_is_asked_for_a_week_before_it_and_the_contract_outlives_the_rest(
    cast: Cast,
) -> None:
    contract = going_on(cast, **MONTHLY)
    delivered_all(contract)
    first, last = date(2026, 12, 20), date(2027, 1, 19)
    off = breaks.propose_break(contract, first=first, last=last, by=cast.yuki, at=START)
    breaks.answer_break(off, agree=True, by=cast.sakurai, at=START)
    for days in range(1, 54):  # to 12 January
        assert periods.ask_due(at=START + days * DAY) == 0
        sweep.perform_due(at=START + days * DAY)
    assert again(contract).state == "running"
    assert periods.ask_due(at=START + 54 * DAY) == 1


def test_an_end_within_a_week_pays_for_what_lies_before_it(cast: Cast) -> None:
    contract = going_on(cast, **(WEEKLY | {"duration_months": 1}))  # its last day is 19 December, a Saturday
    for number in range(2, 6):
        week_paid(contract, number, at=START + 7 * (number - 2) * DAY)
    assert week(contract, 5).last == date(2026, 12, 19)
    assert shares(contract, 5) == [1_667]
    delivered_all(contract)
    assert adds_up()


def test_notice_for_a_day_within_a_month_asks_for_the_share_of_what_lies_before_it(cast: Cast) -> None:
    contract = going_on(cast, **MONTHLY)
    notices.give_notice(contract, last=date(2026, 12, 31), by=cast.sakurai, at=START)
    month = week(contract, 2)
    kept = month.milestones.filter(state="unfunded")
    assert [one.due.day for one in kept.order_by("number")] == [21, 23, 25, 28, 30]
    assert month.amount == sum(one.amount for one in kept) == 4 * 2_728 + 2_727
    assert adds_up()


def test_parting_within_a_month_pays_for_what_was_handed_over(cast: Cast) -> None:
    contract = going_on(cast, **MONTHLY)
    for number in (1, 2, 3):
        delivered(contract, number)
    proposal = endings.propose_cancellation(contract, reason="都合", by=cast.yuki, at=START + HOUR)
    endings.answer_cancellation(proposal, agree=True, by=cast.sakurai, at=START + HOUR)
    assert back() == 9 * 2_500
    while sweep.perform_due(at=START + 20 * DAY):
        pass
    assert (again(contract).state, earned()) == ("ended", 2_501 + 2 * 2_500)
    assert adds_up()


def test_what_is_not_in_dispute_is_paid_and_the_month_goes_on(cast: Cast) -> None:
    contract = going_on(cast, **MONTHLY)
    delivered(contract, 1)
    delivered(contract, 2)
    dispute = disputes.open_dispute(
        part(contract), statement="半分しかない", contested=1_000, by=cast.sakurai, at=START + HOUR
    )
    assert earned() == 1_501
    work.accept(part(contract, 2), by=cast.sakurai, at=START + HOUR)
    delivered(contract, 3)
    assert adds_up()
    ruled(dispute, to_worker=400, by=cast.oda, at=START + 2 * HOUR)
    assert (earned(), back()) == (1_501 + 2_500 + 400, 600)
    assert adds_up()


@pytest.mark.parametrize("reward", [24_000, 36_000])
def test_another_sum_is_for_the_months_that_have_no_money_yet(reward: int, cast: Cast) -> None:
    contract = going_on(cast, **MONTHLY)
    proposal = proposed(contract, by=cast.sakurai, reward=reward, at=START + HOUR)
    assert proposal.worsens == (["reward"] if reward < 30_001 else [])
    amendments.accept_amendment(proposal, by=cast.yuki, at=START + HOUR)
    assert proposal.amount_changes.count() == 0
    assert (week(contract).amount, back()) == (30_001, 0)
    assert queries.agreed_amendment(again(contract)) is None, "nothing waits for money"
    assert week(contract, 2).amount == reward
    assert adds_up()


def test_more_work_for_the_same_sum_is_worse_for_her(cast: Cast) -> None:
    contract = going_on(cast, **MONTHLY)
    proposal = proposed(contract, by=cast.sakurai, repeat="daily", weekdays="", at=START + HOUR)
    assert proposal.worsens == ["pace"]


def test_late_money_takes_nothing_from_the_sum(cast: Cast) -> None:
    contract = going_on(cast, **MONTHLY)
    delivered_all(contract)
    periods.ask_due(at=START + 29 * DAY)
    week_paid(contract, 2, at=START + 31 * DAY + HOUR)  # a Monday
    days = [one.due for one in week(contract, 2).milestones.order_by("number")]
    assert days[0] == date(2026, 12, 23)
    assert len(days) == 11
    assert sum(shares(contract, 2)) == 30_001
    assert adds_up()


def test_tax_is_kept_back_from_each_payment(cast: Cast) -> None:
    contract = going_on(cast, **MONTHLY)
    Contract.objects.filter(pk=contract.pk).update(withholds_tax=True)
    delivered_all(again(contract))
    assert {(one.gross, one.withheld) for one in Release.objects.all()} == {(2_501, 255), (2_500, 255)}
    assert all(one.gross == one.net + one.fee + one.withheld for one in Release.objects.all())


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"repeat": "", "weekdays": "", "deadline": date(2026, 12, 18)}, "period_without_schedule", "repeat"),
        (
            {"reward_basis": "weekly", "repeat": "monthly", "weekdays": "", "month_day": 25},
            "month_by_the_week",
            "reward_basis",
        ),
        (
            {"repeat": "hours", "weekdays": "", "weekly_hours": 10},
            "hours_by_the_hour",
            "reward_basis",
        ),
        ({"on_holiday": "before"}, "holiday_moves_period", "on_holiday"),
        ({"on_holiday": "after", "reward_basis": "weekly"}, "holiday_moves_period", "on_holiday"),
        ({"quantity": 12}, "schedule_without_quantity", "quantity"),
        ({"reward": 99}, "number_out_of_range", "reward"),
    ],
)
def test_a_sum_for_a_period_needs_a_schedule_that_fits(
    change: dict[str, Any], code: str, field: str, cast: Cast
) -> None:
    with pytest.raises(Refused) as refusal:
        offered(cast, **(MONTHLY | change))
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_the_notice_says_the_sum_and_how_a_delivery_is_paid(cast: Cast) -> None:
    html = going_on(cast, **MONTHLY).notice.html
    assert "1か月につき 30,001円" in html
    assert "予定された回数でこの額を割った額" in html
    assert "予定された納品の回数が多い月も少ない月も、同じ額です" in html
    assert html.count("2,500円") == 11
    assert "納品1回につき" not in html
    assert "4週間分" not in html


def test_each_delivery_of_a_month_is_worth_the_same_to_a_yen(cast: Cast) -> None:
    contract = going_on(cast, **MONTHLY)
    week(contract).milestones.filter(number=2).update(amount=2_499)
    week(contract).milestones.filter(number=3).update(amount=2_501)
    assert [one.subject for one in audit.discrepancies()] == [week(contract).key]


def test_one_delivery_a_month_is_the_whole_sum(cast: Cast) -> None:
    contract = agreed(cast, **(MONTHLY | {"repeat": "monthly", "weekdays": "", "month_day": 25}))
    assert shares(contract) == [30_001]
