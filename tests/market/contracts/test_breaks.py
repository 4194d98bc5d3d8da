"""Work that goes on rests by agreement, and ends by notice."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import Refused
from mikiwame.market.contracts import limits, queries
from mikiwame.market.contracts.models import Break, Contract
from mikiwame.market.contracts.operations import breaks, notices, periods, work
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.escrow.models import Refund, Release
from mikiwame.market.history import queries as history
from mikiwame.ops import sweep
from tests.cast import Cast
from tests.market.contracts.stage import (
    COLUMNS,
    DAY,
    HOUR,
    START,
    again,
    agreed,
    clocks,
    delivered,
    going_on,
    part,
    week,
    week_paid,
)
from tests.market.contracts.stage import proposed as reworded

WEEK = timedelta(days=7)
TODAY = date(2026, 11, 20)


def states(contract: Contract) -> list[str]:
    return list(contract.milestones.order_by("number").values_list("state", flat=True))


def proposed(cast: Cast, contract: Contract, first: date, last: date | None = None) -> Break:
    """Yuki proposes days off."""
    days = {"first": first, "last": last or first}
    return breaks.propose_break(contract, **days, reason="風邪です。", by=cast.yuki, at=START)


def told(contract: Contract, kind: str) -> int:
    return history.facts_about(contract.key).filter(kind=f"contracts.{kind}").count()


# Days off


def test_one_delivery_is_left_out_and_its_money_goes_back(cast: Cast) -> None:
    contract = going_on(cast)
    off = proposed(cast, contract, TODAY)
    assert clocks(off.key) == {"break"}
    breaks.answer_break(off, agree=True, by=cast.sakurai, at=START + HOUR)
    assert states(contract)[:2] == ["skipped", "funded"]
    assert clocks(part(contract).key) == set()
    assert clocks(part(contract, 2).key) == {"due"}
    assert Refund.objects.get().amount == 2_000
    assert escrow.audit() == []


def test_a_rest_of_weeks_moves_the_next_week_behind_it(cast: Cast) -> None:
    contract = going_on(cast)
    breaks.answer_break(
        proposed(cast, contract, TODAY, TODAY + timedelta(days=20)),
        agree=True,
        by=cast.sakurai,
        at=START,
    )
    assert states(contract)[:5] == ["skipped"] * 5
    assert week(contract).state == "over"
    following = queries.unfunded_period(contract)
    assert following is not None
    assert following.number == 2  # the one that was left out was never paid, and counts as none
    assert list(contract.periods.values_list("number", "state")) == [
        (1, "over"),
        (2, "dropped"),
        (2, "unfunded"),
    ]
    due = [milestone.due.day for milestone in following.milestones.all()]
    assert due == [11, 14, 16]
    assert again(contract).state == "running"


def test_a_week_is_paid_without_the_day_that_was_left_out_before(cast: Cast) -> None:
    contract = going_on(cast)
    off = proposed(cast, contract, week(contract, 2).first)
    breaks.answer_break(off, agree=True, by=cast.sakurai, at=START + HOUR)
    assert states(contract)[2:5] == ["skipped", "unfunded", "unfunded"]
    week_paid(contract, 2, at=START + 2 * HOUR)
    assert states(contract)[2:5] == ["skipped", "funded", "funded"]
    assert escrow.balances(cast.sakurai.party).held == 4_000 + 4_000


def test_a_week_with_a_day_left_out_is_dropped_with_what_is_left_of_it(cast: Cast) -> None:
    contract = going_on(cast)
    off = proposed(cast, contract, week(contract, 2).first)
    breaks.answer_break(off, agree=True, by=cast.sakurai, at=START + HOUR)
    notices.give_notice(contract, last=TODAY + timedelta(days=6), by=cast.yuki, at=START + HOUR)
    assert states(contract)[2:5] == ["skipped", "dropped", "dropped"]
    assert week(contract, 2).state == "dropped"


@pytest.mark.parametrize("answer", ["refuse", "withdraw", "lapse"])
def test_without_agreement_everything_stays_due(answer: str, cast: Cast) -> None:
    contract = going_on(cast)
    off = proposed(cast, contract, TODAY + timedelta(days=5))
    match answer:
        case "refuse":
            breaks.answer_break(off, agree=False, by=cast.sakurai, at=START)
        case "withdraw":
            breaks.withdraw_break(off, by=cast.yuki, at=START)
        case _:
            breaks.lapse_break(off, at=START + 3 * DAY)
    assert states(contract)[:2] == ["funded", "funded"]
    acts: tuple[Callable[[], object], ...] = (
        lambda: breaks.answer_break(off, agree=True, by=cast.sakurai, at=START),
        lambda: breaks.withdraw_break(off, by=cast.yuki, at=START),
        lambda: breaks.lapse_break(off, at=START + 3 * DAY),
    )
    for act in acts:
        with pytest.raises(Refused):
            act()


def test_only_the_other_side_agrees_and_one_proposal_waits_at_a_time(cast: Cast) -> None:
    contract = going_on(cast)
    off = proposed(cast, contract, TODAY)
    for nobody in (cast.yuki, cast.sora):
        with pytest.raises(Refused):
            breaks.answer_break(off, agree=True, by=nobody, at=START)
    with pytest.raises(Refused) as refusal:
        proposed(cast, contract, TODAY + timedelta(days=5))
    assert refusal.value.code == "break_open"


@pytest.mark.parametrize(("first", "last"), [(-1, 0), (3, 2), (0, 31), (400, 400)])
def test_days_off_are_few_and_near(first: int, last: int, cast: Cast) -> None:
    contract = going_on(cast)
    with pytest.raises(Refused):
        proposed(cast, contract, TODAY + timedelta(days=first), TODAY + timedelta(days=last))


FAR, LONG_AGO = date.max, date.min


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (FAR, FAR, "date_too_far"),
        (TODAY, FAR, "break_too_long"),
        (LONG_AGO, LONG_AGO, "date_past"),
        (TODAY, LONG_AGO, "absence_backward"),
    ],
)
def test_no_day_is_too_far_to_be_refused(first: date, last: date, why: str, cast: Cast) -> None:
    contract = going_on(cast)
    with pytest.raises(Refused, match=why):
        proposed(cast, contract, first, last)
    for day, otherwise in ((FAR, "notice_too_long"), (LONG_AGO, "notice_too_short")):
        for side in (cast.yuki, cast.sakurai):
            with pytest.raises(Refused, match=otherwise):
                notices.give_notice(contract, last=day, by=side, at=START)
    for day, otherwise in ((FAR, "date_too_far"), (LONG_AGO, "date_past")):
        with pytest.raises(Refused, match=otherwise):
            reworded(agreed(cast, worker=cast.sora, **COLUMNS), by=cast.sakurai, start_date=day)


def test_a_day_that_is_over_cannot_be_taken_off_any_more(cast: Cast) -> None:
    contract = going_on(cast)
    off = proposed(cast, contract, TODAY)
    with pytest.raises(Refused):
        breaks.answer_break(off, agree=True, by=cast.sakurai, at=START + DAY)
    assert states(contract)[:2] == ["funded", "funded"]


# Notice


def test_the_worker_ends_it_with_the_paid_time(cast: Cast) -> None:
    contract = going_on(cast)
    with pytest.raises(Refused) as refusal:
        notices.give_notice(contract, last=TODAY + timedelta(days=5), by=cast.yuki, at=START)
    assert refusal.value.code == "notice_too_short"
    notices.give_notice(contract, last=TODAY + timedelta(days=6), by=cast.yuki, at=START)
    assert states(contract) == ["funded", "funded", "dropped", "dropped", "dropped"]
    for number in (1, 2):
        delivered(contract, number)
        work.accept(part(contract, number), by=cast.sakurai, at=START + 2 * HOUR)
    contract = again(contract)
    assert (contract.state, contract.ending) == ("finished", "notice_by_worker")
    assert sum(release.gross for release in Release.objects.all()) == 4_000


def test_of_long_work_the_client_gives_a_months_notice_and_pays_it(cast: Cast) -> None:
    contract = going_on(cast)  # without a fixed end
    with pytest.raises(Refused):
        notices.give_notice(contract, last=TODAY + timedelta(days=29), by=cast.sakurai, at=START)
    last = TODAY + timedelta(days=30)
    notices.give_notice(contract, last=last, by=cast.sakurai, at=START)
    assert clocks(week(contract, 2).key) == {"period"}  # money for the time of notice is asked for at once
    at, number = START, 1
    while again(contract).state == "running":
        unpaid = queries.unfunded_period(contract)
        if unpaid is not None:
            week_paid(contract, unpaid.number, at=at)
        for milestone in week(contract, number).milestones.filter(state="funded"):
            delivered(contract, milestone.number, at=at + HOUR)
            work.accept(part(contract, milestone.number), by=cast.sakurai, at=at + 2 * HOUR)
        at, number = at + WEEK, number + 1
    contract = again(contract)
    assert (contract.state, contract.ending) == ("finished", "notice_by_client")
    due = contract.milestones.filter(state="accepted").order_by("-number")[0].due
    assert last - timedelta(days=2) <= due <= last
    assert escrow.audit() == []


def test_short_work_the_client_ends_with_the_paid_time(cast: Cast) -> None:
    contract = going_on(cast, duration_months=3)
    notices.give_notice(contract, last=TODAY + timedelta(days=6), by=cast.sakurai, at=START)
    assert again(contract).ends_on == TODAY + timedelta(days=6)


def test_money_that_does_not_come_in_the_time_of_notice_is_the_clients_doing(cast: Cast) -> None:
    contract = going_on(cast)
    notices.give_notice(contract, last=TODAY + timedelta(days=30), by=cast.sakurai, at=START)
    for day in range(1, 25):
        sweep.perform_due(START + day * DAY)
    contract = again(contract)
    assert contract.ending in {"period_unfunded", "deliveries_missed"}


def test_the_client_says_why_when_she_is_asked(cast: Cast) -> None:
    contract = going_on(cast)
    last = TODAY + timedelta(days=30)
    notice = notices.give_notice(contract, last=last, by=cast.sakurai, at=START)
    with pytest.raises(Refused):
        notices.give_reason(notice, reason="予算", by=cast.sakurai, at=START)
    notices.ask_for_reason(notice, by=cast.yuki, at=START)
    with pytest.raises(Refused):
        notices.ask_for_reason(notice, by=cast.yuki, at=START)
    notices.give_reason(notice, reason="誌面がなくなります。", by=cast.sakurai, at=START + DAY)
    notice.refresh_from_db()
    assert notice.reason == "誌面がなくなります。"
    assert clocks(notice.key) == set()


def test_a_reason_that_is_withheld_is_a_fact(cast: Cast) -> None:
    contract = going_on(cast)
    last = TODAY + timedelta(days=30)
    notice = notices.give_notice(contract, last=last, by=cast.sakurai, at=START)
    notices.ask_for_reason(notice, by=cast.yuki, at=START)
    with pytest.raises(Refused):
        notices.give_reason(notice, reason="遅い", by=cast.sakurai, at=START + 7 * DAY)
    notices.withhold_reason(notice, at=START + 7 * DAY)
    assert told(contract, "ReasonWithheld") == 1


def test_notice_is_given_once_and_by_no_stranger(cast: Cast) -> None:
    contract = going_on(cast)
    last = TODAY + timedelta(days=40)
    with pytest.raises(Refused):
        notices.give_notice(contract, last=last, by=cast.sora, at=START)
    notice = notices.give_notice(contract, last=last, by=cast.yuki, at=START)
    with pytest.raises(Refused):
        notices.give_notice(contract, last=last, by=cast.sakurai, at=START)
    with pytest.raises(Refused):
        notices.ask_for_reason(notice, by=cast.yuki, at=START)  # her own


@pytest.mark.parametrize(
    ("months", "today", "long"),
    [
        (None, date(2026, 11, 20), True),
        (6, date(2026, 11, 20), True),
        (5, date(2026, 11, 20), False),
        (3, date(2027, 2, 19), False),
        (3, date(2027, 2, 20), True),
        (1, date(2027, 4, 19), False),
        (1, date(2027, 4, 20), True),
    ],
)
def test_work_is_long_with_its_renewals(months: int | None, today: date, long: bool) -> None:
    assert limits.is_long(date(2026, 11, 20), today, months) == long


def test_days_off_are_days_in_japan(cast: Cast) -> None:
    contract = going_on(cast)
    assert day_in_tokyo(START) == TODAY
    periods.catch_up(contract, at=START)
    assert states(contract)[:2] == ["funded", "funded"]
