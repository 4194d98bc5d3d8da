"""Stories of amendments that change money which is held already: less goes back, more is paid in first."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db.models import Sum

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import Refused
from mikiwame.market.contracts import amounts, audit, queries
from mikiwame.market.contracts.models import Amendment, AmountChange, Contract
from mikiwame.market.contracts.operations import (
    amendments,
    disputes,
    endings,
    notices,
    periods,
    topping_up,
    work,
)
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.escrow.models import Refund, Release
from mikiwame.market.history import queries as history
from mikiwame.market.members.models import Member
from mikiwame.market.terms.lines import Part
from mikiwame.market.turns import queries as turns
from mikiwame.market.turns.states import TurnKind
from mikiwame.ops import sweep
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import (
    DAY,
    HALVES,
    HOUR,
    START,
    again,
    agreed,
    by_the_hour,
    clocks,
    delivered,
    going_on,
    handed_in,
    paid,
    part,
    proposed,
    ruled,
    running,
    started,
    week,
    week_paid,
    wrote,
)

LATER = START + HOUR
CHEAPER = [Part(1, "ラフ案", 7_000, HALVES[0].due), HALVES[1]]


def agreed_to(proposal: Amendment, *, by: Member, at: datetime = LATER) -> Contract:
    """The other side accepts."""
    return amendments.accept_amendment(proposal, by=by, at=at)


def adds_up() -> bool:
    """Every yen is where it should be."""
    return audit.discrepancies() == [] and escrow.audit() == []


def back() -> int:
    """What has come back to the client."""
    return int(Refund.objects.aggregate(all=Sum("amount"))["all"] or 0)


def paid_out() -> int:
    """What has gone to the worker, gross."""
    return int(Release.objects.aggregate(all=Sum("gross"))["all"] or 0)


def test_what_is_less_goes_back_when_both_agree_and_not_before(cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    proposal = proposed(contract, by=cast.sakurai, parts=CHEAPER, at=LATER)
    assert proposal.worsens == ["reward"]
    assert (part(contract).amount, back()) == (10_000, 0)

    agreed_to(proposal, by=cast.yuki)
    assert [(row.amount, row.state) for row in queries.standing(again(contract))] == [
        (7_000, "funded"),
        (20_000, "unfunded"),
    ]
    assert back() == 3_000
    assert escrow.balances(cast.sakurai.party).held == 7_000
    last = list(history.facts_about(contract.key))[-1]
    assert (last.kind, last.data["returned"]) == ("contracts.AmendmentAccepted", 3_000)
    assert adds_up()

    delivered(contract, at=LATER)
    work.accept(part(contract), by=cast.sakurai, at=LATER)
    assert paid_out() == 7_000
    assert adds_up()


@pytest.mark.parametrize("paid_in", [True, False], ids=["moot", "promised"])
def test_a_standby_fee_as_high_as_the_reward_is_lowered_with_it(paid_in: bool, cast: Cast) -> None:
    contract = (started if paid_in else agreed)(cast, standby_fee=30_000)
    proposal = proposed(contract, by=cast.sakurai, at=LATER if paid_in else MORNING, reward=20_000)
    agreed_to(proposal, by=cast.yuki, at=LATER if paid_in else MORNING)
    assert (again(contract).sheet.reward, again(contract).sheet.standby_fee) == (20_000, 20_000)
    assert back() == (10_000 if paid_in else 0)
    assert adds_up()


def test_the_whole_of_one_part_is_lowered_twice_and_then_goes_back(cast: Cast) -> None:
    contract = started(cast)
    for reward in (20_000, 1):
        agreed_to(proposed(again(contract), by=cast.yuki, reward=reward, at=LATER), by=cast.sakurai)
    assert (part(contract).amount, back()) == (1, 29_999)
    assert AmountChange.objects.count() == 2

    proposal = endings.propose_cancellation(again(contract), reason="終了", by=cast.yuki, at=LATER)
    endings.answer_cancellation(proposal, agree=True, by=cast.sakurai, at=LATER)
    assert back() == 30_000
    assert adds_up()


def test_what_was_lowered_can_be_contested_and_divided(cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    agreed_to(proposed(contract, by=cast.yuki, parts=CHEAPER, at=LATER), by=cast.sakurai)
    delivered(contract, at=LATER)
    dispute = disputes.open_dispute(
        part(contract), statement="違う", contested=5_000, by=cast.sakurai, at=LATER
    )
    assert paid_out() == 2_000
    ruled(dispute, to_worker=1_500, by=cast.oda, at=LATER)
    assert paid_out() == 3_500
    assert back() == 3_000 + 3_500
    assert adds_up()


@pytest.mark.parametrize("state", ["delivered", "changes_requested", "disputed", "accepted"])
def test_the_amount_of_what_was_handed_over_stays(state: str, cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    paid(contract, 2, at=LATER)
    delivered(contract, at=LATER)
    acts: dict[str, Callable[[], object]] = {
        "delivered": lambda: None,
        "changes_requested": lambda: work.request_changes(
            part(contract), term="scope", reason="直し", by=cast.sakurai, at=LATER
        ),
        "disputed": lambda: disputes.open_dispute(
            part(contract), statement="違う", by=cast.sakurai, at=LATER
        ),
        "accepted": lambda: work.accept(part(contract), by=cast.sakurai, at=LATER),
    }
    acts[state]()
    assert part(contract).state == state
    with pytest.raises(Refused) as refused:
        proposed(again(contract), by=cast.yuki, parts=CHEAPER, at=LATER)
    assert refused.value.code == "held_amount_stays"


def test_who_hands_over_first_is_paid_what_was_agreed_before(cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    proposal = proposed(contract, by=cast.yuki, parts=CHEAPER, at=LATER)
    delivered(contract, at=LATER)
    with pytest.raises(Refused) as refused:
        agreed_to(proposal, by=cast.sakurai)
    assert refused.value.code == "held_amount_stays"
    assert (part(contract).amount, back()) == (10_000, 0)
    assert adds_up()


# Work that goes on


def test_deliveries_that_are_paid_ahead_and_to_come_are_worth_less(cast: Cast) -> None:
    contract = going_on(cast)
    delivered(contract, at=LATER)
    due = week(contract).milestones.count()
    agreed_to(proposed(again(contract), by=cast.sakurai, reward=1_500, at=LATER), by=cast.yuki)

    assert [row.amount for row in week(contract).milestones.all()] == [2_000, *[1_500] * (due - 1)]
    assert back() == 500 * (due - 1)
    assert week(contract).amount == 2_000 + 1_500 * (due - 1)
    unfunded = queries.unfunded_period(contract)
    assert unfunded is not None
    assert queries.unpaid_in(unfunded)[0].amount == 1_500
    assert adds_up()

    work.accept(part(contract), by=cast.sakurai, at=LATER)
    assert paid_out() == 2_000
    assert adds_up()


def test_where_other_days_are_agreed_what_is_paid_stays_what_it_was_paid_for(cast: Cast) -> None:
    contract = going_on(cast)
    proposal = proposed(contract, by=cast.yuki, reward=1_500, weekdays="tue", at=LATER)
    agreed_to(proposal, by=cast.sakurai)
    assert {row.amount for row in week(contract).milestones.all()} == {2_000}
    assert back() == 0
    assert adds_up()


def test_a_missed_delivery_gives_back_what_it_was_worth_then(cast: Cast) -> None:
    contract = going_on(cast)
    agreed_to(proposed(contract, by=cast.yuki, reward=1_500, at=LATER), by=cast.sakurai)
    before = back()
    periods.miss(part(contract), at=START + DAY)
    assert back() == before + 1_500
    assert adds_up()


# Work by the hour


def test_a_week_that_has_begun_keeps_its_rate_and_the_next_has_the_new_one(cast: Cast) -> None:
    contract = by_the_hour(cast)
    week_paid(contract, 2, at=LATER)
    proposal = proposed(again(contract), by=cast.yuki, reward=1_200, weekly_hours=8, at=LATER)
    agreed_to(proposal, by=cast.sakurai)

    sheets = [part(contract, number).timesheet for number in (1, 2)]
    assert [(sheet.rate, sheet.hours) for sheet in sheets] == [(1_500, 10), (1_200, 8)]
    assert [part(contract, number).amount for number in (1, 2)] == [15_000, 9_600]
    assert back() == 15_000 - 9_600
    assert adds_up()

    wrote(contract)
    handed_in(contract)
    assert part(contract).amount == 3 * 1_500
    assert adds_up()


def test_another_rate_for_as_much_money_moves_none(cast: Cast) -> None:
    contract = by_the_hour(cast)
    week_paid(contract, 2, at=LATER)
    proposal = proposed(again(contract), by=cast.yuki, reward=3_000, weekly_hours=5, at=LATER)
    agreed_to(proposal, by=cast.sakurai)
    sheet = part(contract, 2).timesheet
    assert (sheet.rate, sheet.hours, back()) == (3_000, 5, 0)
    assert not AmountChange.objects.exists()
    assert adds_up()


def test_a_rehearsal_says_what_would_go_back(cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    said = amendments.rehearse_amendment(
        contract, changes={}, parts=CHEAPER, reason="安くできます。", by=cast.sakurai, at=LATER
    )
    assert (said.effect.returned, said.effect.lowered) == (3_000, 1)
    assert amounts.Effect().returned == 0
    assert back() == 0


# Raises


DEARER = [Part(1, "ラフ案", 12_000, HALVES[0].due), HALVES[1]]
UNPAID_AT = LATER + 3 * DAY


def raising(cast: Cast, *, by: Member | None = None, at: datetime = LATER) -> Amendment:
    """Both agreed that the first half, which is paid already, is worth ¥12,000 instead of ¥10,000."""
    by = by or cast.yuki
    other = cast.sakurai if by == cast.yuki else cast.yuki
    proposal = proposed(started(cast, parts=HALVES), by=by, parts=DEARER, at=at)
    agreed_to(proposal, by=other, at=at)
    return anew(proposal)


def anew(proposal: Amendment) -> Amendment:
    """The proposal, read anew."""
    return Amendment.objects.select_related("contract").get(pk=proposal.pk)


def topped_up(proposal: Amendment, *, at: datetime = LATER) -> Amendment:
    """The client's money for what is more has come."""
    deposit = topping_up.begin_payment(proposal, by=proposal.contract.client.person, at=at)
    return topping_up.fund(deposit, receipt=f"top-up-{deposit.pk}", at=at)


@pytest.mark.parametrize("proposer", ["client", "worker"])
def test_a_raise_holds_once_it_is_paid(proposer: str, cast: Cast) -> None:
    proposal = raising(cast, by=cast.sakurai if proposer == "client" else cast.yuki)
    contract = again(proposal.contract)
    assert (proposal.state, contract.sheet) == ("agreed", proposal.base)
    assert clocks(proposal.key) == {"top_up"}
    assert turns.limit(TurnKind.TOP_UP, proposal.key) == UNPAID_AT
    assert part(contract).amount == 10_000
    assert queries.light(contract, day_in_tokyo(LATER)).is_green
    assert [notice.number for notice in queries.notices_for(cast.yuki, contract.pk)] == [1]

    assert topped_up(proposal).state == "accepted"
    contract = again(contract)
    assert (part(contract).amount, contract.sheet) == (12_000, proposal.sheet)
    assert escrow.balances(cast.sakurai.party).held == 12_000
    assert [notice.number for notice in queries.notices_for(cast.yuki, contract.pk)] == [1, 2]
    assert clocks(proposal.key) == set()
    assert adds_up()

    delivered(contract, at=LATER)
    work.accept(part(contract), by=cast.sakurai, at=LATER)
    assert Release.objects.get().gross == 12_000
    assert adds_up()


def test_a_raise_that_is_not_paid_in_time_lapses_and_sets_her_free(cast: Cast) -> None:
    proposal = raising(cast, by=cast.yuki)
    topping_up.begin_payment(proposal, by=cast.sakurai, at=LATER)
    contract = proposal.contract
    sweep.perform_due(UNPAID_AT)

    assert (anew(proposal).state, again(contract).sheet) == ("unpaid", proposal.base)
    assert escrow_open(proposal) is None
    assert clocks(contract.key) == {"departure"}
    [fact] = [one for one in history.facts_about(contract.key) if one.kind == "contracts.TopUpUnpaid"]
    assert fact.data["amount"] == 2_000

    left = endings.leave(again(contract), by=cast.yuki, at=UNPAID_AT + HOUR)
    assert (left.state, left.ending) == ("ended", "worsened")
    assert back() == 10_000
    assert adds_up()


def escrow_open(proposal: Amendment) -> object:
    """The payment on top that is waited for."""
    return escrow.open_deposit(proposal.key)


@pytest.mark.parametrize("swept", [False, True])
def test_money_that_comes_too_late_goes_back(swept: bool, cast: Cast) -> None:
    proposal = raising(cast)
    deposit = topping_up.begin_payment(proposal, by=cast.sakurai, at=LATER)
    if swept:
        sweep.perform_due(UNPAID_AT)
    topping_up.fund(deposit, receipt="late", at=UNPAID_AT)
    assert part(proposal.contract).amount == 10_000
    assert escrow.balances(cast.sakurai.party).refundable == 2_000
    assert escrow.audit() == []
    sweep.perform_due(UNPAID_AT)
    assert anew(proposal).state == "unpaid"
    assert adds_up()


def test_the_same_payment_told_twice_counts_once(cast: Cast) -> None:
    proposal = raising(cast)
    deposit = topping_up.begin_payment(proposal, by=cast.sakurai, at=LATER)
    for _ in range(2):
        topping_up.fund(deposit, receipt="one", at=LATER)
    assert part(proposal.contract).amount == 12_000
    assert escrow.balances(cast.sakurai.party).held == 12_000
    assert adds_up()


def test_whoever_delivers_before_the_raise_is_paid_gets_it_all_the_same(cast: Cast) -> None:
    proposal = raising(cast)
    contract = proposal.contract
    delivered(contract, at=LATER + HOUR)
    refused = refusal_of(lambda: work.accept(part(contract), by=cast.sakurai, at=LATER + HOUR))
    assert refused == "top_up_first"

    topped_up(proposal, at=LATER + 2 * HOUR)
    work.accept(part(contract), by=cast.sakurai, at=LATER + 3 * HOUR)
    assert Release.objects.get().gross == 12_000
    assert adds_up()


def test_silence_accepts_nothing_while_a_raise_can_still_be_paid(cast: Cast) -> None:
    contract = started(cast, parts=HALVES, inspection_days=1)
    proposal = proposed(contract, by=cast.sakurai, parts=DEARER, at=LATER)
    agreed_to(proposal, by=cast.yuki)
    delivered(contract, at=LATER)
    assert turns.limit(TurnKind.INSPECTION, part(contract).key) == UNPAID_AT

    sweep.perform_due(UNPAID_AT)
    assert (anew(proposal).state, part(contract).state) == ("unpaid", "accepted")
    assert Release.objects.get().gross == 10_000
    assert adds_up()


def test_after_the_limit_the_client_accepts_for_what_was_agreed_before(cast: Cast) -> None:
    proposal = raising(cast)
    delivered(proposal.contract, at=LATER)
    work.accept(part(proposal.contract), by=cast.sakurai, at=UNPAID_AT)
    assert anew(proposal).state == "unpaid"
    assert Release.objects.get().gross == 10_000
    assert adds_up()


def test_a_dispute_is_about_what_is_held_and_the_raise_falls_away(cast: Cast) -> None:
    proposal = raising(cast)
    deposit = topping_up.begin_payment(proposal, by=cast.sakurai, at=LATER)
    delivered(proposal.contract, at=LATER)
    disputes.open_dispute(part(proposal.contract), statement="違う", by=cast.yuki, at=LATER)
    assert (anew(proposal).state, clocks(proposal.key)) == ("dropped", set())

    topping_up.fund(deposit, receipt="late", at=LATER)
    assert part(proposal.contract).dispute.contested == 10_000
    assert escrow.balances(cast.sakurai.party).refundable == 2_000
    assert adds_up()


def test_the_end_of_the_contract_ends_the_wait(cast: Cast) -> None:
    proposal = raising(cast)
    parting = endings.propose_cancellation(proposal.contract, reason="終了", by=cast.yuki, at=LATER)
    endings.answer_cancellation(parting, agree=True, by=cast.sakurai, at=LATER)
    assert (anew(proposal).state, clocks(proposal.key)) == ("dropped", set())
    assert adds_up()


def test_while_a_raise_waits_nothing_else_is_proposed_or_paid(cast: Cast) -> None:
    proposal = raising(cast)
    contract = proposal.contract
    assert refusal_of(lambda: paid(contract, 2, at=LATER)) == "top_up_first"
    again_proposed = lambda: proposed(again(contract), by=cast.yuki, scope="別", at=LATER)  # noqa: E731
    assert refusal_of(again_proposed) == "amendment_open"
    for who in (cast.yuki, cast.sora):
        begun = lambda who=who: topping_up.begin_payment(proposal, by=who, at=LATER)  # noqa: E731
        assert refusal_of(begun) == "not_the_client"
    sweep.perform_due(UNPAID_AT)
    assert paid(contract, 2, at=UNPAID_AT).state == "funded"


def test_a_raise_is_neither_a_cut_nor_another_start_at_once(cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    paid(contract, 2, at=LATER)
    mixed = [Part(1, "ラフ案", 12_000, HALVES[0].due), Part(2, "清書", 18_000, HALVES[1].due)]
    assert refusal_of(lambda: proposed(contract, by=cast.yuki, parts=mixed, at=LATER)) == "raise_or_lower"

    waiting = running(cast, parts=HALVES)
    later = date(2026, 11, 25)
    moved = lambda: proposed(waiting, by=cast.sakurai, parts=DEARER, start_date=later)  # noqa: E731
    assert refusal_of(moved) == "start_or_raise"


def refusal_of(act: Callable[[], object]) -> str:
    """The code of a refusal."""
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


# Raises of work that goes on


def going_up(cast: Cast, reward: int = 2_500) -> Amendment:
    """Both agreed that each delivery is worth more; of the first week, three are paid."""
    contract = going_on(cast)
    proposal = proposed(contract, by=cast.sakurai, reward=reward, at=LATER)
    agreed_to(proposal, by=cast.yuki)
    return anew(proposal)


def test_all_that_is_paid_ahead_is_raised_with_one_payment(cast: Cast) -> None:
    proposal = going_up(cast)
    contract = proposal.contract
    due = week(contract).milestones.count()
    assert queries.top_up_of(proposal) == 500 * due

    topped_up(proposal)
    assert {row.amount for row in week(contract).milestones.all()} == {2_500}
    assert week(contract).amount == 2_500 * due
    unfunded = queries.unfunded_period(contract)
    assert unfunded is not None
    assert {row.amount for row in queries.unpaid_in(unfunded)} == {2_500}
    assert adds_up()


def test_what_is_missed_meanwhile_needs_no_raise(cast: Cast) -> None:
    proposal = going_up(cast)
    contract = proposal.contract
    due = week(contract).milestones.count()
    periods.miss(part(contract), at=START + DAY)
    assert back() == 2_000

    topped_up(proposal, at=START + DAY + HOUR)
    assert back() == 2_000 + 500
    [told] = [one for one in history.facts_about(contract.key) if one.kind == "contracts.AmendmentAccepted"]
    assert told.data["added"] == 500 * (due - 1), "what came to stay"
    assert [row.amount for row in week(contract).milestones.all()] == [2_000, *[2_500] * (due - 1)]
    assert adds_up()


def test_where_nothing_is_left_to_be_raised_the_agreement_falls_away(cast: Cast) -> None:
    contract = going_on(cast, weekdays="fri", on_holiday="kept")
    proposal = proposed(contract, by=cast.yuki, reward=2_500, at=LATER)
    agreed_to(proposal, by=cast.sakurai)
    periods.miss(part(contract), at=START + DAY)
    assert anew(proposal).state == "dropped"
    assert again(contract).sheet == proposal.base
    assert adds_up()


def test_notice_ends_the_wait(cast: Cast) -> None:
    proposal = going_up(cast)
    last = week(proposal.contract).last + 30 * DAY
    notices.give_notice(proposal.contract, last=last, by=cast.sakurai, at=LATER)
    assert anew(proposal).state == "dropped"
    assert again(proposal.contract).ends_on == last


def test_the_next_week_is_not_paid_at_the_old_price_meanwhile(cast: Cast) -> None:
    proposal = going_up(cast)
    periods.ask_due(at=LATER)
    assert refusal_of(lambda: week_paid(proposal.contract, 2, at=LATER)) == "top_up_first"


def test_weeks_by_the_hour_that_have_not_begun_are_raised(cast: Cast) -> None:
    contract = by_the_hour(cast)
    week_paid(contract, 2, at=LATER)
    proposal = proposed(again(contract), by=cast.sakurai, reward=1_800, weekly_hours=12, at=LATER)
    agreed_to(proposal, by=cast.yuki)
    assert queries.top_up_of(proposal) == 12 * 1_800 - 15_000
    assert part(contract, 2).timesheet.rate == 1_500

    topped_up(anew(proposal))
    sheets = [part(contract, number).timesheet for number in (1, 2)]
    assert [(sheet.rate, sheet.hours) for sheet in sheets] == [(1_500, 10), (1_800, 12)]
    assert part(contract, 2).amount == 12 * 1_800
    assert adds_up()
