"""Two at once in work that goes on: whatever comes first, each promise holds."""

import pytest

from mikiwame.core.operation import operation
from mikiwame.market.contracts import audit
from mikiwame.market.contracts.hours import Spell, pay
from mikiwame.market.contracts.models import TimeEntry
from mikiwame.market.contracts.operations import breaks, notices, periods, timesheets, work
from mikiwame.market.contracts.timesheets import latest_lines
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.escrow.models import Hold, Refund, Release
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import (
    COLUMNS,
    DAY,
    HOUR,
    START,
    WEEK_OVER,
    again,
    agreed,
    by_the_hour,
    delivered,
    going_on,
    handed_in,
    part,
    week,
    week_paid,
    wrote,
)
from tests.market.contracts.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def all_is_well() -> bool:
    return escrow.audit() == [] and audit.discrepancies() == []


def test_at_the_end_of_its_day_a_delivery_is_missed_whoever_clicks(cast: Cast) -> None:
    contract = going_on(cast)
    late = START + DAY
    refused = at_once(
        lambda: work.deliver(part(contract), note="納品", by=cast.yuki, at=late),
        lambda: periods.miss(part(contract), at=late),
        lambda: periods.miss(part(contract), at=late),
    )
    assert len(refused) >= 1
    assert part(contract).state == "missed"
    assert Refund.objects.count() == 1
    assert all_is_well()


def test_money_comes_or_is_late_and_is_held_once(cast: Cast) -> None:
    contract = going_on(cast)
    periods.ask_due(at=START)
    deposit = periods.begin_payment(week(contract, 2), by=cast.sakurai, at=START)
    limit = START + 7 * DAY
    at_once(
        lambda: periods.fund(deposit, receipt="bank-1", at=limit - HOUR),
        lambda: periods.fund(deposit, receipt="bank-1", at=limit - HOUR),
        lambda: periods.lapse_payment(week(contract, 2), at=limit),
    )
    assert week(contract, 2).state == "funded"  # late money is welcome too
    assert Hold.objects.count() == 2
    assert all_is_well()


def test_the_first_week_is_paid_or_the_contract_lapses(cast: Cast) -> None:
    contract = agreed(cast, **COLUMNS)
    deposit = periods.begin_payment(week(contract), by=cast.sakurai, at=MORNING)
    limit = MORNING + 3 * DAY
    at_once(
        lambda: periods.fund(deposit, receipt="bank-1", at=limit - HOUR),
        lambda: periods.lapse_payment(week(contract), at=limit),
    )
    assert (again(contract).state, week(contract).state) in {("running", "funded"), ("lapsed", "dropped")}
    assert (Hold.objects.count() == 1) == (week(contract).state == "funded")
    assert all_is_well()


def test_two_deliveries_are_accepted_side_by_side_and_each_is_paid_once(cast: Cast) -> None:
    contract = going_on(cast)
    delivered(contract, 1)
    delivered(contract, 2)
    at = START + 2 * HOUR
    refused = at_once(
        lambda: work.accept(part(contract, 1), by=cast.sakurai, at=at),
        lambda: work.accept(part(contract, 2), by=cast.sakurai, at=at),
        lambda: work.accept(part(contract, 1), by=cast.sakurai, at=at),
    )
    assert refused == ["wrong_state"]
    assert Release.objects.count() == 2
    assert week(contract).state == "over"
    assert all_is_well()


def test_a_day_off_and_its_delivery_leave_one_truth(cast: Cast) -> None:
    contract = going_on(cast)
    day = part(contract).due
    off = breaks.propose_break(contract, first=day, last=day, by=cast.sakurai, at=START)
    at = START + HOUR
    at_once(
        lambda: breaks.answer_break(off, agree=True, by=cast.yuki, at=at),
        lambda: work.deliver(part(contract), note="納品", by=cast.yuki, at=at),
    )
    assert part(contract).state in {"skipped", "delivered"}
    assert all_is_well()


def test_both_give_notice_and_one_counts(cast: Cast) -> None:
    contract = going_on(cast)
    week_paid(contract, 2, at=START)
    last = week(contract, 3).last
    refused = at_once(
        lambda: notices.give_notice(contract, last=last, by=cast.yuki, at=START),
        lambda: notices.give_notice(contract, last=last, by=cast.yuki, at=START),
    )
    assert refused == ["ends_already"]
    assert all_is_well()


def test_hours_are_handed_in_and_changed_at_once_and_the_statement_is_what_is_paid(cast: Cast) -> None:
    contract = by_the_hour(cast)
    entry = wrote(contract)
    at_once(
        lambda: timesheets.hand_in(part(contract), by=cast.yuki, at=WEEK_OVER),
        lambda: timesheets.change_hours(
            entry, Spell(entry.day, 540, 600), note="打ち合わせ", by=cast.yuki, at=WEEK_OVER
        ),
        lambda: wrote(contract, 13, 14, at=WEEK_OVER),
        lambda: timesheets.hand_in(part(contract), by=cast.yuki, at=WEEK_OVER),
    )
    week_ = part(contract)
    assert week_.state == "delivered"
    assert week_.deliveries.count() == 1
    stated = sum(line.minutes for line in latest_lines(week_))
    assert week_.amount == pay(stated, 1_500)
    assert all_is_well()


def test_hours_are_accepted_or_time_accepts_them_and_they_are_paid_once(cast: Cast) -> None:
    contract = by_the_hour(cast)
    wrote(contract)
    handed_in(contract)
    limit = WEEK_OVER + 7 * DAY
    at_once(
        lambda: work.accept(part(contract), by=cast.sakurai, at=limit - HOUR),
        lambda: work.accept_by_silence(part(contract), at=limit),
        lambda: work.accept(part(contract), by=cast.sakurai, at=limit - HOUR),
    )
    assert part(contract).state == "accepted"
    assert Release.objects.get().gross == 4_500
    assert all_is_well()


def test_two_spells_written_at_once_never_overlap_nor_exceed_the_cap(cast: Cast) -> None:
    contract = by_the_hour(cast)
    at = START + DAY
    at_once(
        lambda: wrote(contract, 0, 6, at=at),
        lambda: wrote(contract, 5, 10, at=at),
        lambda: wrote(contract, 10, 16, at=at),
        lambda: wrote(contract, 16, 20, at=at),
    )
    entries = list(part(contract).timesheet.spells.all())
    assert sum(entry.minutes for entry in entries) <= 600
    assert not any(one.spell.overlaps(other.spell) for one in entries for other in entries if one != other)
    assert handed_in(contract).state == "delivered"
    assert all_is_well()


def test_two_windows_write_the_same_time_and_one_of_them_counts(cast: Cast) -> None:
    contract = by_the_hour(cast)
    refused = at_once(
        lambda: wrote(contract, 9, 11, at=WEEK_OVER),
        lambda: wrote(contract, 10, 12, at=WEEK_OVER),
    )
    assert refused == ["hours_overlap"]
    assert part(contract).timesheet.spells.count() == 1


def test_without_the_lock_the_database_keeps_spells_apart(cast: Cast) -> None:
    contract = by_the_hour(cast)
    sheet = part(contract).timesheet

    @operation
    def past_all_rules(begins: int, ends: int) -> None:
        TimeEntry.objects.create(
            timesheet=sheet, day=START.date(), begins=begins, ends=ends, note="作業", written_at=START
        )

    refused = at_once(
        lambda: past_all_rules(540, 660),
        lambda: past_all_rules(600, 720),
        lambda: past_all_rules(720, 780),  # where one ends the next begins
    )
    assert refused == ["hours_overlap"]
    assert sheet.spells.count() == 2
