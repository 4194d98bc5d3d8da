"""Work that goes on: weeks are paid ahead, deliveries are due by the schedule, every yen is somewhere."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from mikiwame import stops
from mikiwame.core.errors import Refused
from mikiwame.market.contracts import audit, limits, queries
from mikiwame.market.contracts.models import Contract, Period
from mikiwame.market.contracts.operations import (
    amendments,
    breaks,
    disputes,
    endings,
    offers,
    pacing,
    periods,
    work,
)
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.escrow.models import Refund, Release
from mikiwame.market.history import queries as history
from mikiwame.market.turns import queries as turns
from mikiwame.ops import sweep
from tests.cast import MORNING, Cast
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
    mended,
    offered,
    part,
    proposed,
    ruled,
    week,
    week_paid,
)

MINUTE = timedelta(minutes=1)
WEEK = timedelta(days=7)
MISSED_LAST = date(2026, 11, 27)


def states(contract: Contract) -> list[str]:
    return list(contract.milestones.order_by("number").values_list("state", flat=True))


def told(contract: Contract, *kinds: str) -> list[str]:
    """The kinds of a contract's facts, of those that are asked for."""
    names = (fact.kind.removeprefix("contracts.") for fact in history.facts_about(contract.key))
    return [name for name in names if name in kinds]


def shines(contract: Contract, day: date) -> str:
    return queries.light(again(contract), day).lamp


def test_the_first_week_is_laid_out_at_agreement_and_nothing_beyond(cast: Cast) -> None:
    contract = agreed(cast, **COLUMNS)
    due = list(contract.milestones.values_list("due", flat=True))
    assert due == [date(2026, 11, 20), date(2026, 11, 25)]  # the 23rd is a holiday
    assert week(contract).amount == 4_000
    assert clocks(week(contract).key) == {"first_period"}
    assert shines(contract, date(2026, 11, 2)) == "red"


def test_its_money_comes_in_one_and_the_next_week_is_laid_out_beside_it(cast: Cast) -> None:
    contract = going_on(cast)
    assert states(contract) == ["funded", "funded", "unfunded", "unfunded", "unfunded"]
    assert shines(contract, date(2026, 11, 20)) == "green"
    assert clocks(part(contract).key) == {"due"}
    assert clocks(part(contract, 2).key) == set()
    assert escrow.balances(cast.sakurai.party).held == 4_000


def test_the_next_week_is_asked_for_before_this_one_ends(cast: Cast) -> None:
    contract = going_on(cast)
    assert clocks(week(contract, 2).key) == set()
    assert periods.ask_due(at=START) == 1
    assert periods.ask_due(at=START) == 0
    assert clocks(week(contract, 2).key) == {"period"}


def test_several_are_inspected_while_the_next_is_due(cast: Cast) -> None:
    contract = going_on(cast)
    delivered(contract, 1, at=START + HOUR)
    assert clocks(part(contract, 2).key) == {"due"}
    delivered(contract, 2, at=START + DAY)
    assert states(contract)[:2] == ["delivered", "delivered"]
    assert shines(contract, date(2026, 11, 21)) == "red"
    week_paid(contract, 2, at=START + 2 * DAY)
    assert shines(contract, date(2026, 11, 22)) == "green"
    work.accept(part(contract, 2), by=cast.sakurai, at=START + 2 * DAY)
    assert states(contract)[:2] == ["delivered", "accepted"]


def test_a_week_is_over_with_its_last_delivery_and_the_money_is_where_it_belongs(cast: Cast) -> None:
    contract = going_on(cast)
    for number in (1, 2):
        delivered(contract, number, at=START + HOUR)
        work.accept(part(contract, number), by=cast.sakurai, at=START + 2 * HOUR)
    assert week(contract).state == "over"
    assert [release.gross for release in Release.objects.order_by("released_at")] == [2_000, 2_000]
    assert told(contract, "PeriodEnded") == ["PeriodEnded"]
    assert escrow.audit() == []


def test_one_that_does_not_come_is_missed_and_the_work_goes_on(cast: Cast) -> None:
    contract = going_on(cast)
    sweep.perform_due(at=START + DAY)
    assert states(contract)[:2] == ["missed", "funded"]
    assert Refund.objects.get().amount == 2_000
    assert again(contract).state == "running"
    assert clocks(part(contract, 2).key) == {"due"}


@pytest.mark.parametrize("swept", ["swept", "not swept"])
def test_nobody_delivers_after_the_day_swept_or_not(swept: str, cast: Cast) -> None:
    contract = going_on(cast)
    late = START + 6 * DAY
    if swept == "swept":
        for day in range(7):
            sweep.perform_due(at=START + day * DAY)
    for number in (1, 2):
        with pytest.raises(Refused):
            delivered(contract, number, at=late)
    sweep.perform_due(at=late)
    sweep.perform_due(at=late)
    assert states(contract)[:2] == ["missed", "missed"]


def test_without_money_work_rests_and_goes_on_when_it_comes(cast: Cast) -> None:
    contract = going_on(cast)
    delivered(contract, 1)
    delivered(contract, 2)
    periods.ask_due(at=START)
    sweep.perform_due(at=START + WEEK)  # a Friday: the second week would begin
    assert clocks(week(contract, 2).key) == {"arrears"}
    assert told(contract, "PeriodUnfunded") == ["PeriodUnfunded"]
    assert shines(contract, date(2026, 11, 27)) == "red"
    with pytest.raises(Refused):
        delivered(contract, 3, at=START + WEEK)

    week_paid(contract, 2, at=START + WEEK + DAY + HOUR)  # on Saturday
    due = [part(contract, number).due for number in (3, 4, 5)]
    assert due == [date(2026, 11, 30), date(2026, 12, 2), date(2026, 12, 4)]
    assert shines(contract, date(2026, 11, 28)) == "green"
    assert told(contract, "WorkMayBegin") == ["WorkMayBegin"] * 2


def test_without_money_for_long_it_ends_and_what_was_handed_over_is_paid(cast: Cast) -> None:
    contract = going_on(cast)
    delivered(contract, 1)
    delivered(contract, 2, at=START + 5 * DAY)
    periods.ask_due(at=START)
    sweep.perform_due(at=START + WEEK)
    sweep.perform_due(at=START + 2 * WEEK)
    sweep.perform_due(at=START + 3 * WEEK)
    contract = again(contract)
    assert (contract.state, contract.ending) == ("ended", "period_unfunded")
    assert states(contract) == ["accepted", "accepted", "dropped", "dropped", "dropped"]
    assert sum(release.gross for release in Release.objects.all()) == 4_000
    assert escrow.audit() == []


def test_the_worker_need_not_wait_for_late_money(cast: Cast) -> None:
    contract = going_on(cast)
    delivered(contract, 1)
    delivered(contract, 2)
    periods.ask_due(at=START)
    with pytest.raises(Refused):
        periods.leave_unpaid(week(contract, 2), by=cast.yuki, at=START + WEEK)
    sweep.perform_due(at=START + WEEK)
    periods.leave_unpaid(week(contract, 2), by=cast.yuki, at=START + WEEK)
    assert states(contract)[2:] == ["dropped"] * 3
    sweep.perform_due(at=START + WEEK + HOUR)  # the inspection of what she handed over
    assert again(contract).state == "ended"
    assert sum(release.gross for release in Release.objects.all()) == 4_000


def test_of_whoever_left_late_money_no_changes_are_asked(cast: Cast) -> None:
    contract = going_on(cast, inspection_days=14, payment_days=60)
    for number in (1, 2):
        delivered(contract, number)
    periods.ask_due(at=START)
    sweep.perform_due(at=START + WEEK)
    mended(contract, at=START + WEEK)
    periods.leave_unpaid(week(contract, 2), by=cast.yuki, at=START + WEEK)
    assert again(contract).left_at == START + WEEK
    assert states(contract)[:2] == ["delivered", "delivered"]
    for number in (1, 2):
        with pytest.raises(Refused, match="left_already"):
            work.request_changes(
                part(contract, number), term="scope", reason="短い", by=cast.sakurai, at=START + WEEK
            )
    while sweep.perform_due(at=START + 4 * WEEK):
        pass
    assert sum(release.gross for release in Release.objects.all()) == 4_000
    assert told(contract, "DeliveryMissed") == []


def test_late_money_is_waited_for_until_its_limit_swept_or_not(cast: Cast) -> None:
    contract = going_on(cast)
    periods.ask_due(at=START)
    periods.lapse_payment(week(contract, 2), at=START + WEEK)
    limit = turns.limit("arrears", week(contract, 2).key)
    assert limit is not None
    with pytest.raises(Refused, match="too_late"):
        periods.leave_unpaid(week(contract, 2), by=cast.yuki, at=limit)
    periods.leave_unpaid(week(contract, 2), by=cast.yuki, at=limit - HOUR)
    assert states(contract)[:2] == ["missed", "missed"]  # though no sweep came by


def test_what_both_left_out_is_no_delivery_that_came(cast: Cast) -> None:
    contract = going_on(cast)
    week_paid(contract, 2, at=START)
    day = part(contract, 5).due
    off = breaks.propose_break(contract, first=day, last=day, by=cast.yuki, at=START)
    breaks.answer_break(off, agree=True, by=cast.sakurai, at=START)
    for days in (1, 6, 8):
        sweep.perform_due(at=START + days * DAY)
    assert states(contract)[:5] == ["missed", "missed", "missed", "funded", "skipped"]
    assert queries.missed_in_a_row(contract) == limits.MISSED_IN_A_ROW


def test_whoever_left_before_is_not_said_to_have_missed(cast: Cast) -> None:
    contract = going_on(cast, inspection_days=14, payment_days=60)
    week_paid(contract, 2, at=START)
    for days in (1, 6):
        sweep.perform_due(at=START + days * DAY)
    delivered(contract, 5, at=START + 6 * DAY)
    while sweep.perform_due(at=START + 13 * DAY):
        pass
    assert states(contract)[:5] == ["missed", "missed", "missed", "missed", "delivered"]
    periods.ask_due(at=START + 13 * DAY)
    proposed(contract, by=cast.sakurai, at=START + 13 * DAY, reward=1_000)
    endings.leave(again(contract), by=cast.yuki, at=START + 13 * DAY)
    with pytest.raises(Refused, match="ends_already"):
        periods.end_after_misses(again(contract), by=cast.sakurai, at=START + 13 * DAY)
    assert again(contract).leaving == "worsened"


def test_three_in_a_row_let_the_client_go(cast: Cast) -> None:
    contract = going_on(cast)
    week_paid(contract, 2, at=START)
    late = START + 8 * DAY
    for day in (1, 6):
        sweep.perform_due(at=START + day * DAY)
    with pytest.raises(Refused):
        periods.end_after_misses(contract, by=cast.sakurai, at=START + 7 * DAY)
    periods.end_after_misses(contract, by=cast.sakurai, at=late)
    contract = again(contract)
    assert (contract.state, contract.ending) == ("ended", "deliveries_missed")
    assert not Release.objects.exists()
    assert sum(refund.amount for refund in Refund.objects.all()) == 4_000 + 6_000
    assert escrow.audit() == []


def test_who_never_delivers_is_not_the_client_who_never_pays(cast: Cast) -> None:
    contract = going_on(cast, on_holiday="kept")
    periods.ask_due(at=START)
    for day in range(1, 9):
        sweep.perform_due(at=START + day * DAY)
    contract = again(contract)
    assert (contract.state, contract.ending) == ("ended", "deliveries_missed")
    assert told(contract, "PeriodUnfunded") == []


def test_a_first_week_that_is_not_paid_ends_it_as_ever(cast: Cast) -> None:
    contract = agreed(cast, **COLUMNS)
    sweep.perform_due(at=MORNING + 3 * DAY)
    contract = again(contract)
    assert (contract.state, contract.ending) == ("lapsed", "funding_lapsed")
    assert week(contract).state == "dropped"
    assert set(states(contract)) == {"dropped"}


def test_money_that_comes_after_the_first_day_takes_nothing_from_the_week(cast: Cast) -> None:
    late = START - HOUR
    contract = agreed(cast, at=late, **COLUMNS)
    week_paid(contract, at=late + 2 * DAY)  # on Saturday evening
    assert [part(contract, number).due for number in (1, 2)] == [date(2026, 11, 25), date(2026, 11, 27)]
    assert part(contract).postponed == 5
    assert week(contract, 2).first == date(2026, 11, 28)


def test_money_that_comes_late_on_the_first_day_postpones_what_is_due_on_it(cast: Cast) -> None:
    contract = agreed(cast, at=START - 2 * DAY - HOUR, **COLUMNS)
    week_paid(contract, at=START + 22 * HOUR + 50 * MINUTE)
    assert [part(contract, number).due for number in (1, 2)] == [date(2026, 11, 25), date(2026, 11, 27)]
    sweep.perform_due(at=START + DAY)
    assert states(contract)[:2] == ["funded", "funded"]


def test_money_on_a_first_day_on_which_nothing_is_due_postpones_nothing(cast: Cast) -> None:
    contract = agreed(cast, at=START - 2 * DAY - HOUR, **(COLUMNS | {"weekdays": "mon wed"}))
    week_paid(contract, at=START + 22 * HOUR)
    assert (part(contract).due, part(contract).postponed) == (date(2026, 11, 25), 0)


def test_by_an_outage_no_delivery_of_the_week_is_missed(cast: Cast) -> None:
    contract = going_on(cast, repeat="daily", weekdays="", on_holiday="kept")
    stops.beat(at=START + HOUR)
    stops.beat(at=START + 2 * DAY + HOUR)
    for number in range(1, 8):
        delivered(contract, number, at=START + (number + 2) * DAY - HOUR)
        sweep.perform_due(at=START + (number + 2) * DAY)
    assert told(contract, "DeliveryMissed") == []


def test_an_outage_before_the_money_came_moves_nothing(cast: Cast) -> None:
    contract = agreed(cast, **COLUMNS)
    stops.beat(at=MORNING)
    stops.beat(at=MORNING + DAY)
    week_paid(contract, at=MORNING + DAY)
    work.begin_due(at=START)
    delivered(contract, 1, at=START + HOUR)
    assert turns.limit("due", part(contract, 2).key) == START + 6 * DAY


def test_weeks_that_cannot_be_asked_for_keep_no_other_waiting(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = going_on(cast), going_on(cast, worker=cast.ken)
    asking = pacing.ask

    def failing(period: Period, *, at: datetime) -> datetime:
        if period.contract == broken:
            raise RuntimeError
        return asking(period, at=at)

    monkeypatch.setattr(pacing, "ask", failing)
    Period.objects.filter(contract=broken, number=2).update(first=date(2026, 11, 26))  # first in the queue
    assert periods.ask_due(at=START, limit=1) == 1
    assert clocks(week(sound, 2).key) == {"period"}


def test_an_agreed_time_runs_out_and_the_work_is_finished(cast: Cast) -> None:
    contract = going_on(cast, duration_months=1)
    at = START
    for number in range(1, 6):
        if number > 1:
            week_paid(contract, number, at=at - HOUR)
        for milestone in week(contract, number).milestones.all():
            delivered(contract, milestone.number, at=at + HOUR)
            work.accept(part(contract, milestone.number), by=cast.sakurai, at=at + 2 * HOUR)
        at += WEEK
    contract = again(contract)
    assert (contract.state, contract.ending) == ("finished", "finished")
    assert contract.periods.count() == 5
    assert contract.milestones.order_by("-number").values_list("due", flat=True)[0] == date(2026, 12, 18)
    assert clocks(contract.key) == set()


def test_changes_that_are_not_made_miss_the_delivery_alone(cast: Cast) -> None:
    contract = going_on(cast)
    delivered(contract, 1)
    work.request_changes(part(contract), term="scope", reason="短い", by=cast.sakurai, at=START + 2 * HOUR)
    assert clocks(part(contract).key) == {"mend"}
    delivered(contract, 2, at=START + 4 * DAY)
    sweep.perform_due(at=START + 8 * DAY)
    assert states(contract)[:2] == ["missed", "delivered"]
    assert again(contract).state == "running"


def test_a_dispute_divides_one_delivery_and_ends_nothing(cast: Cast) -> None:
    contract = going_on(cast)
    delivered(contract, 1)
    dispute = disputes.open_dispute(part(contract), statement="違う", by=cast.sakurai, at=START + DAY)
    ruled(dispute, to_worker=500, by=cast.oda, at=START + DAY)
    assert states(contract)[:2] == ["accepted", "funded"]
    assert again(contract).state == "running"
    assert (Release.objects.get().gross, Refund.objects.get().amount) == (500, 1_500)
    assert escrow.audit() == []


def test_what_was_paid_at_once_in_a_dispute_counts_as_paid_in_its_week(cast: Cast) -> None:
    contract = going_on(cast)
    delivered(contract, 1)
    opened = START + DAY
    dispute = disputes.open_dispute(
        part(contract), statement="違う", contested=1_500, by=cast.sakurai, at=opened
    )
    assert queries.paid_in(week(contract)) == 500
    ruled(dispute, to_worker=1_000, by=cast.oda, at=opened)
    assert queries.paid_in(week(contract)) == 1_500


def test_parting_gives_back_what_was_not_handed_over_and_pays_the_rest(cast: Cast) -> None:
    contract = going_on(cast)
    delivered(contract, 1)
    proposal = endings.propose_cancellation(contract, reason="都合", by=cast.yuki, at=START + HOUR)
    endings.answer_cancellation(proposal, agree=True, by=cast.sakurai, at=START + HOUR)
    assert states(contract) == ["delivered", "refunded", "dropped", "dropped", "dropped"]
    assert again(contract).state == "running"
    work.accept(part(contract), by=cast.sakurai, at=START + 2 * HOUR)
    contract = again(contract)
    assert (contract.state, contract.ending) == ("ended", "parted")
    assert escrow.audit() == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reward_basis": "fixed"}, "reward_basis"),
        ({"quantity": 10}, "quantity"),
        ({"deadline": date(2026, 12, 18)}, "deadline"),
        ({"weekdays": ""}, "weekdays"),
        ({"start_date": None, "start_condition": "準備", "start_latest": date(2026, 12, 1)}, "start_date"),
        ({"repeat": "hourly"}, "repeat"),
        ({"weekdays": "mon someday"}, "weekdays"),
    ],
)
def test_what_a_schedule_needs_and_what_it_cannot_stand_beside(
    change: dict[str, Any], field: str, cast: Cast
) -> None:
    with pytest.raises(Refused) as refusal:
        offered(cast, **(COLUMNS | change))
    assert refusal.value.field == field


def test_other_terms_hold_from_the_week_that_has_no_money_yet(cast: Cast) -> None:
    contract = going_on(cast)
    proposal = amendments.propose_amendment(
        contract,
        changes={"weekdays": "mon", "reward": 2_500},
        parts=None,
        reason="減らしたい",
        by=cast.sakurai,
        at=START,
    )
    amendments.accept_amendment(proposal, by=cast.yuki, at=START)
    assert [part(contract, number).amount for number in (1, 2)] == [2_000, 2_000]
    unpaid = queries.unfunded_period(again(contract))
    assert unpaid is not None
    assert [(one.due, one.amount) for one in unpaid.milestones.all()] == [(date(2026, 11, 30), 2_500)]
    assert audit.discrepancies() == []


def test_two_clicks_are_one_payment(cast: Cast) -> None:
    contract = agreed(cast, **COLUMNS)
    first = periods.begin_payment(week(contract), by=cast.sakurai, at=MORNING)
    assert periods.begin_payment(week(contract), by=cast.sakurai, at=MORNING) == first
    periods.fund(first, receipt="bank-1", at=MORNING)
    periods.fund(first, receipt="bank-1", at=MORNING)
    assert escrow.balances(cast.sakurai.party).held == 4_000


def test_only_the_client_pays_and_nobody_else_sees_it(cast: Cast) -> None:
    contract = agreed(cast, **COLUMNS)
    for somebody in (cast.yuki, cast.sora):
        with pytest.raises(Refused):
            periods.begin_payment(week(contract), by=somebody, at=MORNING)
    with pytest.raises(Refused):
        queries.period_for(cast.sora, week(contract).pk)


def test_it_cannot_be_called_off_once_it_runs(cast: Cast) -> None:
    contract = going_on(cast)
    with pytest.raises(Refused) as refusal:
        endings.cancel(contract, reason="中止", by=cast.sakurai, at=START)
    assert refusal.value.code == "ends_otherwise"
    fresh = offers.accept_offer(offered(cast, worker=cast.ken, **COLUMNS), by=cast.ken, at=MORNING)
    assert endings.cancel(fresh, reason="中止", by=cast.sakurai, at=MORNING).state == "cancelled"
    assert week(fresh).state == "dropped"
