"""Work by the hour: hours are written down as they are worked, stated each week, inspected and paid."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from mikiwame.core.errors import NotFound, Refused
from mikiwame.market.contracts import audit, queries
from mikiwame.market.contracts import timesheets as sheets
from mikiwame.market.contracts.hours import Spell
from mikiwame.market.contracts.models import Contract, Dispute, StatementLine
from mikiwame.market.contracts.operations import (
    amendments,
    breaks,
    disputes,
    endings,
    notices,
    periods,
    timesheets,
    work,
)
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.escrow.models import Refund, Release
from mikiwame.market.history import queries as history
from mikiwame.market.turns import queries as turns
from mikiwame.ops import sweep
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import (
    DAY,
    HOUR,
    HOURLY,
    START,
    WEEK_OVER,
    again,
    agreed,
    by_the_hour,
    clocks,
    delivered,
    doubted,
    handed_in,
    part,
    proposed,
    ruled,
    week,
    week_paid,
    wrote,
)

FRIDAY, THURSDAY = date(2026, 11, 20), date(2026, 11, 26)
NOON = START + 12 * HOUR


def told(contract: Contract, *kinds: str) -> list[str]:
    """The kinds of a contract's facts, of those that are asked for."""
    names = (fact.kind.removeprefix("contracts.") for fact in history.facts_about(contract.key))
    return [name for name in names if name in kinds]


def reason(contract: Contract, day: date) -> tuple[str, str]:
    light = queries.light(again(contract), day)
    return light.lamp, light.reason


def returned() -> list[int]:
    return list(Refund.objects.order_by("refunded_at").values_list("amount", flat=True))


def all_is_well() -> bool:
    return escrow.audit() == [] and audit.discrepancies() == []


def test_a_week_is_held_ahead_for_all_its_hours(cast: Cast) -> None:
    contract = agreed(cast, **HOURLY)
    first = week(contract)
    assert (first.first, first.last, first.amount) == (FRIDAY, THURSDAY, 15_000)
    assert list(contract.milestones.values_list("due", "amount")) == [(THURSDAY, 15_000)]
    sheet = part(contract).timesheet
    assert (sheet.rate, sheet.hours) == (1_500, 10)
    assert reason(contract, FRIDAY) == ("red", "unfunded")


def test_a_week_is_written_stated_inspected_and_paid_and_the_rest_returns(cast: Cast) -> None:
    contract = by_the_hour(cast)
    assert clocks(part(contract).key) == {"timesheet"}
    wrote(contract, 9, 12)
    wrote(contract, 13, 15, at=START + 15 * HOUR)
    stated = handed_in(contract)
    assert (stated.state, stated.amount) == ("delivered", 7_500)
    assert returned() == [7_500]
    assert clocks(part(contract).key) == {"inspection"}
    work.accept(part(contract), by=cast.sakurai, at=WEEK_OVER + DAY)
    assert [release.gross for release in Release.objects.all()] == [7_500]
    assert week(contract).state == "over"
    assert told(contract, "HoursHandedIn", "WorkDelivered", "DeliveryAccepted", "PeriodEnded") == [
        "HoursHandedIn",
        "DeliveryAccepted",
        "PeriodEnded",
    ]
    assert all_is_well()


def test_silence_hands_in_and_silence_accepts(cast: Cast) -> None:
    contract = by_the_hour(cast)
    wrote(contract)
    until = turns.limit("timesheet", part(contract).key)
    assert until == START + 9 * DAY  # two days after the week's last one
    sweep.perform_due(at=until)
    assert part(contract).state == "delivered"
    [fact] = [fact for fact in history.facts_about(contract.key) if fact.kind.endswith("HoursHandedIn")]
    assert fact.by is None
    sweep.perform_due(at=until + 7 * DAY)
    assert part(contract).state == "accepted"
    assert Release.objects.get().gross == 4_500


def test_a_week_without_hours_gives_the_money_back_and_asks_nothing(cast: Cast) -> None:
    contract = by_the_hour(cast)
    week_paid(contract, 2, at=START)
    sweep.perform_due(at=START + 9 * DAY)
    assert part(contract).state == "unused"
    assert returned() == [15_000]
    assert week(contract).state == "over"
    assert clocks(part(contract).key) == set()
    assert clocks(part(contract, 2).key) == {"timesheet"}
    assert queries.missed_in_a_row(contract) == 0
    assert told(contract, "HoursUnused", "DeliveryMissed", "HoursHandedIn") == ["HoursUnused"]
    assert all_is_well()


@pytest.mark.parametrize(
    ("spell", "at", "code"),
    [
        (Spell(FRIDAY, 720, 720), NOON, "hours_backward"),
        (Spell(FRIDAY, 1_380, 1_500), NOON + DAY, "hours_backward"),
        (Spell(FRIDAY, -60, 60), NOON, "hours_backward"),
        (Spell(date(2026, 11, 19), 600, 660), NOON, "hours_of_another_week"),
        (Spell(date(2026, 11, 27), 600, 660), NOON + 7 * DAY, "hours_of_another_week"),
        (Spell(date.max, 600, 660), NOON, "hours_of_another_week"),
        (Spell(date.min, 600, 660), NOON, "hours_of_another_week"),
        (Spell(FRIDAY, 660, 721), NOON, "hours_ahead"),
        (Spell(FRIDAY, 570, 580), NOON, "hours_overlap"),
        (Spell(FRIDAY, 500, 700), NOON, "hours_overlap"),
        (Spell(date(2026, 11, 21), 600, 1_141), NOON + 2 * DAY, "hours_beyond_cap"),
    ],
)
def test_what_is_no_time_of_that_week_is_refused(spell: Spell, at: datetime, code: str, cast: Cast) -> None:
    contract = by_the_hour(cast)
    wrote(contract, 9, 10)
    with pytest.raises(Refused, match=code):
        timesheets.write_hours(part(contract), spell, note="作業", by=cast.yuki, at=at)
    assert part(contract).timesheet.spells.count() == 1


def test_the_cap_can_be_reached_and_midnight_ends_a_day(cast: Cast) -> None:
    contract = by_the_hour(cast)
    wrote(contract, 14, 24, at=START + DAY)
    assert handed_in(contract).amount == 15_000
    assert returned() == []


def test_nothing_is_worked_before_the_money_nor_before_the_start(cast: Cast) -> None:
    contract = agreed(cast, **HOURLY)
    with pytest.raises(Refused, match="lamp_unfunded"):
        wrote(contract, at=MORNING)
    week_paid(contract)
    with pytest.raises(Refused, match="lamp_before_start"):
        wrote(contract, at=MORNING)


def test_what_was_worked_before_late_money_came_is_not_written_down(cast: Cast) -> None:
    contract = agreed(cast, at=START - DAY, **HOURLY)
    week_paid(contract, at=START + 10 * HOUR)  # at ten on the first morning
    with pytest.raises(Refused, match="hours_before_money"):
        wrote(contract, 9, 11)
    wrote(contract, 10, 12)


def test_others_write_nothing(cast: Cast) -> None:
    contract = by_the_hour(cast)
    entry = wrote(contract)
    for by in (cast.sakurai, cast.sora, cast.oda):
        for act in (
            lambda by=by: timesheets.write_hours(
                part(contract), Spell(FRIDAY, 0, 60), note="作業", by=by, at=NOON
            ),
            lambda by=by: timesheets.change_hours(entry, entry.spell, note="作業", by=by, at=NOON),
            lambda by=by: timesheets.remove_hours(entry, by=by, at=NOON),
            lambda by=by: timesheets.hand_in(part(contract), by=by, at=WEEK_OVER),
        ):
            with pytest.raises(Refused, match="not_the_worker"):
                act()
    with pytest.raises(NotFound):
        sheets.entry_for(cast.sakurai, entry.pk)
    assert sheets.entries(cast.sakurai, sheets.week_for(cast.sakurai, part(contract).pk)) == []
    with pytest.raises(NotFound):
        sheets.week_for(cast.sora, part(contract).pk)


def test_an_entry_is_hers_to_change_until_the_week_is_handed_in(cast: Cast) -> None:
    contract = by_the_hour(cast)
    entry = wrote(contract)
    timesheets.change_hours(entry, Spell(FRIDAY, 600, 660), note="打ち合わせ", by=cast.yuki, at=NOON)
    other = wrote(contract, 9, 10)
    timesheets.remove_hours(other, by=cast.yuki, at=NOON)
    with pytest.raises(NotFound):
        timesheets.remove_hours(other, by=cast.yuki, at=NOON)
    assert handed_in(contract).amount == 1_500
    for act in (
        lambda: timesheets.change_hours(entry, entry.spell, note="x", by=cast.yuki, at=WEEK_OVER),
        lambda: timesheets.remove_hours(entry, by=cast.yuki, at=WEEK_OVER),
        lambda: wrote(contract, 13, 14, at=WEEK_OVER),
        lambda: handed_in(contract),
    ):
        with pytest.raises(Refused, match="wrong_state"):
            act()


def test_a_week_is_not_handed_in_before_its_last_day_nor_as_a_delivery(cast: Cast) -> None:
    contract = by_the_hour(cast)
    wrote(contract)
    with pytest.raises(Refused, match="week_not_over"):
        handed_in(contract, at=START + 5 * DAY)
    with pytest.raises(Refused, match="hours_are_handed_in"):
        delivered(contract)


def test_after_its_time_nothing_is_written_swept_or_not(cast: Cast) -> None:
    contract = by_the_hour(cast)
    entry = wrote(contract)
    late = START + 9 * DAY
    for act in (
        lambda: wrote(contract, 13, 14, at=late),
        lambda: timesheets.remove_hours(entry, by=cast.yuki, at=late),
        lambda: handed_in(contract, at=late),
    ):
        with pytest.raises(Refused, match="too_late"):
            act()


def test_the_lamp_is_green_on_the_days_of_a_paid_week_alone(cast: Cast) -> None:
    contract = by_the_hour(cast)
    wrote(contract)
    assert reason(contract, THURSDAY) == ("green", "work")
    assert reason(contract, THURSDAY + timedelta(days=1)) == ("red", "unfunded")
    week_paid(contract, 2, at=START + DAY)
    assert reason(contract, THURSDAY + timedelta(days=1)) == ("green", "work")


def test_the_client_names_entries_and_the_worker_mends_them(cast: Cast) -> None:
    contract = by_the_hour(cast)
    entry = wrote(contract, 9, 12)
    wrote(contract, 13, 15, at=START + 15 * HOUR)
    handed_in(contract)
    with pytest.raises(Refused, match="lines_missing"):
        work.request_changes(part(contract), term="pace", reason="違う", by=cast.sakurai, at=WEEK_OVER)
    contract = doubted(contract)
    assert clocks(part(contract).key) == {"timesheet"}
    assert StatementLine.objects.filter(change_request__isnull=False).count() == 1
    at = WEEK_OVER + 2 * HOUR
    with pytest.raises(Refused, match="hours_beyond_cap"):  # money for more has gone back
        timesheets.change_hours(entry, Spell(FRIDAY, 480, 720), note="作業", by=cast.yuki, at=at)
    timesheets.change_hours(entry, Spell(FRIDAY, 540, 600), note="作業", by=cast.yuki, at=at)
    assert handed_in(contract, at=at).amount == 4_500
    assert returned() == [7_500, 3_000]
    assert StatementLine.objects.count() == 4  # the first statement stands as it was
    work.accept(part(contract), by=cast.sakurai, at=at)
    assert Release.objects.get().gross == 4_500
    assert all_is_well()


def test_what_is_not_mended_is_handed_in_again_as_it_is(cast: Cast) -> None:
    contract = by_the_hour(cast)
    wrote(contract)
    handed_in(contract)
    contract = doubted(contract)
    sweep.perform_due(at=WEEK_OVER + HOUR + 7 * DAY)
    assert (part(contract).state, part(contract).amount) == ("delivered", 4_500)
    assert all_is_well()


def test_all_entries_taken_out_at_the_clients_wish_give_all_back(cast: Cast) -> None:
    contract = by_the_hour(cast)
    entry = wrote(contract)
    handed_in(contract)
    doubted(contract)
    timesheets.remove_hours(entry, by=cast.yuki, at=WEEK_OVER + HOUR)
    assert handed_in(contract, at=WEEK_OVER + 2 * HOUR).state == "unused"
    assert sum(returned()) == 15_000
    assert all_is_well()


def test_lines_of_other_statements_or_other_work_are_not_named(cast: Cast) -> None:
    contract = by_the_hour(cast)
    wrote(contract)
    handed_in(contract)
    [first] = sheets.latest_lines(part(contract))
    doubted(contract)
    handed_in(contract, at=WEEK_OVER + 2 * HOUR)
    with pytest.raises(Refused, match="choice_unknown"):
        work.request_changes(
            part(contract),
            term="pace",
            reason="違う",
            lines=[first.pk],
            by=cast.sakurai,
            at=WEEK_OVER + 3 * HOUR,
        )


def test_what_was_done_leads_nowhere_that_the_terms_do_not_name(cast: Cast) -> None:
    contract = by_the_hour(cast, communication="Chatworkで連絡します。")
    entry = wrote(contract)
    spell, asking = Spell(FRIDAY, 780, 840), "LINEのIDは ren_88 です"
    with pytest.raises(Refused, match="tool_unagreed"):
        timesheets.write_hours(part(contract), spell, note=asking, by=cast.yuki, at=NOON + 3 * HOUR)
    with pytest.raises(Refused, match="tool_unagreed") as refused:
        timesheets.change_hours(entry, spell, note=asking, by=cast.yuki, at=NOON + 3 * HOUR)
    assert refused.value.field == "note"
    for note in ("Chatworkで打ち合わせ", "Zoomレンズの商品説明", "メルマガの文を書いた"):
        timesheets.change_hours(entry, entry.spell, note=note, by=cast.yuki, at=NOON + 3 * HOUR)


def test_what_is_contested_of_a_week_stays_held_and_the_rest_is_paid(cast: Cast) -> None:
    contract = by_the_hour(cast)
    wrote(contract, 9, 12)
    wrote(contract, 13, 15, at=START + 15 * HOUR)
    handed_in(contract)
    doubtful = sheets.latest_lines(part(contract))[1]
    for said in ({"contested": 3_000}, {"contested": 1, "lines": [contract.pk]}, {"lines": [contract.pk]}):
        with pytest.raises(Refused, match=r"lines_missing|choice_unknown"):
            disputes.open_dispute(part(contract), statement="違う", by=cast.sakurai, at=WEEK_OVER, **said)
    dispute = disputes.open_dispute(
        part(contract),
        statement="この日は作業していません。",
        lines=[doubtful.pk],
        by=cast.sakurai,
        at=WEEK_OVER,
    )
    assert dispute.contested == 3_000
    assert [line.pk for line in dispute.lines.all()] == [doubtful.pk]
    assert Release.objects.get().gross == 4_500
    ruled(dispute, to_worker=1_000, by=cast.oda, at=WEEK_OVER)
    assert sorted(Release.objects.values_list("gross", flat=True)) == [1_000, 4_500]
    assert sum(returned()) == 9_500
    assert all_is_well()


def parted(contract: Contract, *, at: datetime = NOON) -> Contract:
    """The worker has proposed to part in the morning, and the client agrees."""
    by, other = contract.worker.person, contract.client.person
    proposal = endings.propose_cancellation(contract, reason="終了", by=by, at=at - HOUR)
    endings.answer_cancellation(proposal, agree=True, by=other, at=at)
    return again(contract)


def test_parting_cuts_the_week_short_and_pays_what_was_worked(cast: Cast) -> None:
    contract = by_the_hour(cast)
    week_paid(contract, 2, at=START)
    contract = parted(contract)
    assert (week(contract).last, part(contract).due) == (FRIDAY, FRIDAY)
    assert (part(contract).state, part(contract, 2).state) == ("funded", "refunded")
    assert returned() == [15_000]
    assert turns.limit("timesheet", part(contract).key) == START + 3 * DAY  # the end of that day and two more
    assert reason(contract, FRIDAY) == ("off", "hand_in")
    wrote(contract, at=NOON + 9 * HOUR)  # what she worked in the morning, written down in the evening
    assert handed_in(contract, at=NOON + 9 * HOUR).amount == 4_500
    assert again(contract).state == "running"
    work.accept(part(contract), by=cast.sakurai, at=NOON + DAY)
    assert (again(contract).state, again(contract).ending) == ("ended", "parted")
    assert told(contract, "WeekShortened", "HoursUnused") == ["WeekShortened"]
    assert all_is_well()


def test_no_hours_count_after_an_end_at_once(cast: Cast) -> None:
    contract = by_the_hour(cast)
    entry = wrote(contract, 9, 11)
    contract = parted(contract)
    after = Spell(FRIDAY, 11 * 60, 13 * 60)
    with pytest.raises(Refused, match="hours_after_end"):
        timesheets.write_hours(part(contract), after, note="作業", by=cast.yuki, at=NOON + 2 * HOUR)
    with pytest.raises(Refused, match="hours_after_end"):
        timesheets.change_hours(entry, after, note="作業", by=cast.yuki, at=NOON + 2 * HOUR)
    with pytest.raises(Refused, match="hours_of_another_week"):
        wrote(contract, day=date(2026, 11, 21), at=NOON + DAY)
    handed_in(contract, at=NOON + DAY)
    doubted(contract, at=NOON + DAY)
    with pytest.raises(Refused, match="hours_of_another_week"):
        timesheets.change_hours(
            entry, Spell(date(2026, 11, 23), 540, 600), note="作業", by=cast.yuki, at=START + 4 * DAY
        )


def test_an_end_at_once_without_a_word_hands_in_what_is_written(cast: Cast) -> None:
    contract = by_the_hour(cast)
    parted(contract)
    sweep.perform_due(at=START + 3 * DAY)
    assert part(contract).state == "unused"
    [fact] = [fact for fact in history.facts_about(contract.key) if fact.kind.endswith("HoursUnused")]
    assert not fact.data["goes_on"]
    assert (again(contract).state, again(contract).ending) == ("ended", "parted")
    assert all_is_well()


def test_a_week_that_is_over_keeps_its_time_for_writing_when_the_money_of_the_next_stays_away(
    cast: Cast,
) -> None:
    contract = by_the_hour(cast)
    periods.ask_due(at=START)
    at = START + 7 * DAY + HOUR
    sweep.perform_due(at=at)
    until = turns.limit("timesheet", part(contract).key)
    periods.leave_unpaid(week(contract, 2), by=cast.yuki, at=at)
    assert turns.limit("timesheet", part(contract).key) == until
    wrote(contract, at=at)
    assert week(contract).last == THURSDAY
    sweep.perform_due(at=START + 9 * DAY)
    assert part(contract).state == "delivered"
    assert all_is_well()


def test_who_leaves_over_worse_terms_is_paid_what_she_worked(cast: Cast) -> None:
    contract = by_the_hour(cast)
    wrote(contract)
    worse = proposed(contract, by=cast.sakurai, reward=1_400, at=NOON)
    assert worse.worsens == ["reward"]
    endings.leave(again(contract), by=cast.yuki, at=NOON)
    handed_in(contract, at=NOON)
    work.accept(part(contract), by=cast.sakurai, at=NOON)
    assert Release.objects.get().gross == 4_500
    assert again(contract).ending == "worsened"


@pytest.mark.parametrize(
    ("changes", "worse"),
    [
        ({"weekly_hours": 8}, ["pace"]),
        ({"weekly_hours": 12}, []),
        ({"reward": 1_600}, []),
        ({"reward": 1}, ["reward"]),
    ],
)
def test_a_lower_rate_and_fewer_hours_are_worse(
    changes: dict[str, Any], worse: list[str], cast: Cast
) -> None:
    assert proposed(by_the_hour(cast), by=cast.sakurai, at=NOON, **changes).worsens == worse


def test_other_terms_hold_from_the_next_week_on(cast: Cast) -> None:
    contract = by_the_hour(cast)
    proposal = proposed(contract, by=cast.sakurai, reward=2_000, weekly_hours=5, at=NOON)
    amendments.accept_amendment(proposal, by=cast.yuki, at=NOON)
    wrote(contract)
    assert handed_in(contract).amount == 4_500
    latest = again(contract).periods.filter(state="unfunded").first()
    assert latest is not None
    assert latest.amount == 10_000
    assert all_is_well()


def test_days_off_free_whole_weeks_and_lock_single_days(cast: Cast) -> None:
    contract = by_the_hour(cast)
    week_paid(contract, 2, at=START)
    saturday = date(2026, 11, 21)
    for first, last in ((saturday, saturday), (date(2026, 11, 27), date(2026, 12, 3))):
        proposed_ = breaks.propose_break(contract, first=first, last=last, by=cast.yuki, at=NOON)
        breaks.answer_break(proposed_, agree=True, by=cast.sakurai, at=NOON)
    assert (part(contract).state, part(contract, 2).state) == ("funded", "skipped")
    assert returned() == [15_000]
    assert reason(contract, saturday) == ("off", "day_off")
    assert reason(contract, FRIDAY) == ("green", "work")
    with pytest.raises(Refused, match="hours_on_day_off"):
        wrote(contract, day=saturday, at=NOON + DAY)
    assert all_is_well()


def test_the_last_week_ends_with_the_last_day(cast: Cast) -> None:
    contract = by_the_hour(cast)
    last = date(2026, 11, 29)
    notices.give_notice(contract, last=last, by=cast.yuki, at=NOON)
    assert (week(contract, 2).last, part(contract, 2).due) == (last, last)
    week_paid(contract, 2, at=NOON)
    handed_in(contract, at=WEEK_OVER)
    wrote(contract, number=2, day=last, at=START + 10 * DAY)
    handed_in(contract, 2, at=START + 10 * DAY)
    work.accept(part(contract, 2), by=cast.sakurai, at=START + 10 * DAY)
    assert again(contract).state == "finished"
    assert reason(contract, last) == ("off", "over")
    assert all_is_well()


def test_a_contract_for_a_month_has_a_short_last_week(cast: Cast) -> None:
    contract = by_the_hour(cast, duration_months=1)
    at = START
    for number in range(2, 6):
        at += 6 * DAY
        week_paid(contract, number, at=at)
        at += DAY
    lasts = list(contract.periods.values_list("last", flat=True))
    assert lasts[-1] == date(2026, 12, 19)
    assert len(lasts) == 5
    assert all_is_well()


def test_late_money_moves_the_week(cast: Cast) -> None:
    contract = by_the_hour(cast)
    periods.ask_due(at=START)
    sweep.perform_due(at=START + 7 * DAY)
    week_paid(contract, 2, at=START + 8 * DAY)
    assert (week(contract, 2).first, week(contract, 2).last) == (date(2026, 11, 29), date(2026, 12, 5))
    assert reason(contract, date(2026, 11, 28)) == ("amber", "before_start")
    assert reason(contract, date(2026, 11, 29)) == ("green", "work")


def test_two_breaks_in_a_row_ask_for_no_money(cast: Cast) -> None:
    contract = by_the_hour(cast)
    for first, last in ((27, date(2026, 12, 3)), (4, date(2026, 12, 10))):
        begins = date(2026, 11 if first > 20 else 12, first)
        off = breaks.propose_break(contract, first=begins, last=last, by=cast.yuki, at=NOON)
        breaks.answer_break(off, agree=True, by=cast.sakurai, at=NOON)
    waiting = queries.unfunded_period(contract)
    assert waiting is not None
    assert (waiting.first, waiting.last) == (date(2026, 12, 11), date(2026, 12, 17))
    assert waiting.asked_at is None
    assert all_is_well()


def test_breaks_of_months_on_end_stop_no_schedule(cast: Cast) -> None:
    contract = by_the_hour(cast)
    first = date(2026, 11, 27)
    for _ in range(4):
        last = first + timedelta(days=30)
        off = breaks.propose_break(contract, first=first, last=last, by=cast.yuki, at=NOON)
        breaks.answer_break(off, agree=True, by=cast.sakurai, at=NOON)
        first = last + timedelta(days=1)
    waiting = queries.unfunded_period(contract)
    assert waiting is not None
    assert waiting.last >= first


def test_notice_into_days_off_asks_for_no_money(cast: Cast) -> None:
    contract = by_the_hour(cast)
    first, last = date(2026, 11, 27), date(2026, 12, 3)
    off = breaks.propose_break(contract, first=first, last=last, by=cast.yuki, at=NOON)
    breaks.answer_break(off, agree=True, by=cast.sakurai, at=NOON)
    off = breaks.propose_break(
        contract, first=date(2026, 12, 4), last=date(2026, 12, 5), by=cast.yuki, at=NOON
    )
    breaks.answer_break(off, agree=True, by=cast.sakurai, at=NOON)
    notices.give_notice(again(contract), last=date(2026, 12, 5), by=cast.yuki, at=NOON)
    assert queries.unfunded_period(contract) is None
    assert all_is_well()


@pytest.mark.parametrize("days", [7, 8])
def test_late_money_never_leads_beyond_the_end(days: int, cast: Cast) -> None:
    contract = by_the_hour(cast)
    last = date(2026, 11, 28)
    notices.give_notice(contract, last=last, by=cast.yuki, at=NOON)
    sweep.perform_due(at=START + 7 * DAY)
    week_paid(contract, 2, at=START + days * DAY + HOUR)
    assert (week(contract, 2).last, part(contract, 2).due) == (last, last)
    assert week(contract, 2).first <= last
    assert all_is_well()


def test_after_the_last_day_money_is_not_waited_for(cast: Cast) -> None:
    contract = by_the_hour(cast)
    notices.give_notice(contract, last=date(2026, 11, 28), by=cast.yuki, at=NOON)
    sweep.perform_due(at=START + 7 * DAY)
    over = START + 9 * DAY
    with pytest.raises(Refused, match="last_day_over"):
        week_paid(contract, 2, at=over)
    sweep.perform_due(at=over)
    assert queries.unfunded_period(contract) is None
    assert (again(contract).state, again(contract).ending) == ("ended", "period_unfunded")
    assert all_is_well()


def test_the_terms_notice_says_the_formula(cast: Cast) -> None:
    html = agreed(cast, **HOURLY).notice.html
    assert "1,500円 × 承認された時間" in html
    assert "1円未満は切り上げ" in html
    assert "週に10時間まで" in html


def test_a_dispute_after_the_limit_is_of_what_was_handed_in_by_itself(cast: Cast) -> None:
    contract = by_the_hour(cast)
    first = wrote(contract, 9, 12)
    wrote(contract, 13, 15, at=START + 15 * HOUR)
    handed_in(contract)
    doubted(contract)
    timesheets.remove_hours(first, by=cast.yuki, at=WEEK_OVER + 2 * HOUR)
    limit = turns.limit("timesheet", part(contract).key)
    assert limit is not None

    late = limit + HOUR
    dispute = disputes.open_dispute(part(contract), statement="違う", by=cast.sakurai, at=late)
    assert dispute.contested == part(contract).amount == 3_000
    ruled(dispute, to_worker=3_000, by=cast.oda, at=late)
    assert all_is_well()


def test_no_week_waits_for_a_sweep_to_be_over(cast: Cast) -> None:
    contract = by_the_hour(cast)
    week_paid(contract, 2, at=START)
    late = START + 19 * DAY
    with pytest.raises(Refused):
        wrote(contract, number=2, day=date(2026, 12, 1), at=late)
    with pytest.raises(Refused):
        handed_in(contract, 2, at=late)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE contracts_statementline SET ends = ends + 60",
        "UPDATE contracts_statementline SET note = ''",
        "DELETE FROM contracts_statementline",
    ],
)
def test_nothing_changes_what_was_handed_in(damage: str, cast: Cast) -> None:
    contract = by_the_hour(cast)
    wrote(contract)
    handed_in(contract)
    refused = pytest.raises(IntegrityError, match="never changes")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(damage)
    doubted(contract)  # to name a line changes nothing that it says


def test_more_contested_than_there_is_is_found_out(cast: Cast) -> None:
    contract = by_the_hour(cast)
    wrote(contract)
    handed_in(contract)
    dispute = disputes.open_dispute(part(contract), statement="違う", by=cast.sakurai, at=WEEK_OVER)
    Dispute.objects.filter(pk=dispute.pk).update(contested=dispute.contested + 1)
    assert any("no more of a part" in found.check for found in audit.discrepancies())


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE contracts_timesheet SET stated = stated - 1", "rounded up once"),
        ("UPDATE contracts_timesheet SET rate = rate + 60", "rounded up once"),
        ("UPDATE contracts_timesheet SET stated = NULL", "holds all its hours"),
        ("UPDATE contracts_statementline SET day = day - 30", "on a day outside it"),
        ("UPDATE contracts_statementline SET begins = 540, ends = 720", "twice"),
        ("UPDATE contracts_timesheet SET hours = 4", "beyond the most"),
    ],
)
def test_whoever_alters_hours_behind_the_operations_back_is_found_out(
    damage: str, said: str, cast: Cast
) -> None:
    contract = by_the_hour(cast)
    wrote(contract, 9, 12)
    wrote(contract, 13, 15, at=START + 15 * HOUR)
    handed_in(contract)
    assert audit.discrepancies() == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE contracts_timesheet DROP CONSTRAINT contracts_timesheet_within")
        cursor.execute("ALTER TABLE contracts_statementline DISABLE TRIGGER contracts_statementline_keep")
        cursor.execute(damage)
    assert any(said in found.check for found in audit.discrepancies())
