"""Stories of money: it comes in time, ahead of time, twice, too late or never."""

from datetime import timedelta
from typing import Any

import pytest

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import Refused
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.operations import endings, funding, work
from mikiwame.market.contracts.states import ContractState, Ending, MilestoneState
from mikiwame.market.escrow.models import Deposit, Hold
from mikiwame.market.escrow.states import DepositState
from mikiwame.market.history.queries import facts_about
from mikiwame.market.messaging.states import ContactPolicy
from mikiwame.market.turns import queries as turns
from tests.cast import MORNING, Cast
from tests.market.contracts.stage import (
    DAY,
    HALVES,
    HOUR,
    START,
    again,
    agreed,
    asked,
    clocks_of,
    delivered,
    inspecting,
    paid,
    part,
    running,
    started,
)

CONDITION: dict[str, Any] = {
    "start_date": None,
    "start_condition": "店名が決まったあと",
    "start_latest": (START + HOUR * 9).date(),
}


def test_held_money_sets_the_contract_running(cast: Cast) -> None:
    contract = agreed(cast)
    assert contract.conversation.contact_policy == ContactPolicy.CLOSED
    milestone = paid(contract)

    assert milestone.state == MilestoneState.FUNDED
    contract = again(contract)
    assert contract.state == ContractState.RUNNING
    assert contract.conversation.contact_policy == ContactPolicy.OPEN
    assert Hold.objects.get().amount == 30_000
    assert clocks_of(contract) == {0: set(), 1: set()}, "before the start nobody's clock runs"


def test_asked_twice_it_is_one_payment_and_only_the_client_pays(cast: Cast) -> None:
    contract = agreed(cast)
    assert asked(contract) == asked(contract)
    for by in (cast.yuki, cast.sora):
        with pytest.raises(Refused, match="not_the_client"):
            funding.begin_payment(part(contract), by=by, at=MORNING)


def test_a_payment_told_twice_counts_once(cast: Cast) -> None:
    contract = agreed(cast)
    deposit = asked(contract)
    for _ in range(2):
        funding.fund(deposit, receipt="bank-1", at=MORNING)
    assert Hold.objects.count() == 1
    assert not facts_about(deposit.key).filter(kind="escrow.MoneyReturned").exists()


def test_a_second_payment_goes_back(cast: Cast) -> None:
    contract = agreed(cast)
    deposit = asked(contract)
    funding.fund(deposit, receipt="bank-1", at=MORNING)
    funding.fund(deposit, receipt="bank-2", at=MORNING)
    assert Hold.objects.count() == 1
    assert facts_about(deposit.key).filter(kind="escrow.MoneyReturned").count() == 1


def test_a_client_who_never_pays_frees_the_worker(cast: Cast) -> None:
    contract = agreed(cast, parts=HALVES)
    deposit, limit = asked(contract), MORNING + 3 * DAY
    with pytest.raises(Refused, match="not_yet"):
        funding.lapse_funding(part(contract), at=limit - timedelta(seconds=1))
    funding.lapse_funding(part(contract), at=limit)

    contract = again(contract)
    assert (contract.state, contract.ending) == (ContractState.LAPSED, Ending.FUNDING_LAPSED)
    assert {part.state for part in queries.milestones(contract)} == {MilestoneState.DROPPED}
    assert clocks_of(contract) == {0: set(), 1: set(), 2: set()}
    deposit.refresh_from_db()
    assert deposit.state == DepositState.CANCELLED
    [fact] = facts_about(contract.key).filter(kind="contracts.FundingLapsed")
    assert fact.data["client"] == cast.sakurai.party.key


@pytest.mark.parametrize("swept", [True, False])
def test_money_that_comes_after_the_limit_goes_back(cast: Cast, swept: bool) -> None:
    contract = agreed(cast)
    deposit, limit = asked(contract), MORNING + 3 * DAY
    if swept:
        funding.lapse_funding(part(contract), at=limit)
    funding.fund(deposit, receipt="late", at=limit)

    assert not Hold.objects.exists()
    assert Deposit.objects.get().state == DepositState.RETURNED
    with pytest.raises(Refused):
        asked(contract, at=limit)


def test_parts_are_paid_in_their_order_and_may_be_paid_ahead(cast: Cast) -> None:
    contract = agreed(cast, parts=HALVES)
    with pytest.raises(Refused, match="earlier_milestone_first"):
        asked(contract, 2)
    paid(contract)
    paid(contract, 2)
    work.begin_due(at=START)
    assert clocks_of(contract) == {0: set(), 1: {"delivery"}, 2: set()}, "one part after the other"


def test_the_next_part_is_paid_within_three_days_of_the_last_acceptance(cast: Cast) -> None:
    contract = inspecting(cast, parts=HALVES)
    at = START + DAY
    work.accept(part(contract), by=cast.sakurai, at=at)
    assert turns.limit("funding", part(contract, 2).key) == at + 3 * DAY
    with pytest.raises(Refused, match="lamp_unfunded"):
        delivered(contract, 2, at=at)

    funding.lapse_funding(part(contract, 2), at=at + 3 * DAY)
    contract = again(contract)
    assert contract.state == ContractState.LAPSED
    assert [part.state for part in queries.milestones(contract)] == ["accepted", "dropped"]


def test_money_after_the_start_gives_the_worker_her_days_back(cast: Cast) -> None:
    late = MORNING + 17 * DAY  # 19 November: accepted the day before the start, paid two days after it
    contract = agreed(cast, parts=HALVES, at=late, start_date=day_in_tokyo(START))
    paid(contract, at=START + 2 * DAY)

    first, second = part(contract), part(contract, 2)
    assert [first.postponed, second.postponed] == [2, 2]
    assert [first.due, second.due] == [HALVES[0].due + 2 * DAY, HALVES[1].due + 2 * DAY]  # type: ignore[operator]
    [fact] = facts_about(contract.key).filter(kind="contracts.WorkMayBegin")
    assert fact.data["postponed"] == 2


def test_each_part_keeps_its_days_when_the_one_before_took_longer(cast: Cast) -> None:
    contract = started(cast, parts=HALVES)
    end_of_due = START + 15 * DAY  # 4 December is over
    delivered(contract, at=end_of_due - HOUR)
    work.accept(part(contract), by=cast.sakurai, at=end_of_due + 3 * DAY)
    paid(contract, 2, at=end_of_due + 4 * DAY)
    assert part(contract, 2).postponed == 5


def test_a_start_by_condition_waits_for_the_clients_word(cast: Cast) -> None:
    contract = running(cast, **CONDITION)
    assert clocks_of(contract) == {0: {"start"}, 1: set()}
    with pytest.raises(Refused, match="lamp_condition_unmet"):
        delivered(contract, at=MORNING)
    with pytest.raises(Refused, match="not_the_client"):
        work.declare_start(contract, by=cast.yuki, at=MORNING)

    work.declare_start(contract, by=cast.sakurai, at=MORNING + DAY)
    contract = again(contract)
    assert contract.starts_on == (MORNING + DAY).date()
    assert clocks_of(contract) == {0: set(), 1: {"delivery"}}
    assert part(contract).postponed == 0
    with pytest.raises(Refused, match="no_start_to_declare"):
        work.declare_start(contract, by=cast.sakurai, at=MORNING + DAY)


def test_past_the_latest_day_the_worker_may_leave_without_fault(cast: Cast) -> None:
    contract = running(cast, **CONDITION)
    latest_over = START + DAY
    with pytest.raises(Refused, match="no_way_out"):
        endings.leave(contract, by=cast.yuki, at=latest_over - HOUR)
    with pytest.raises(Refused, match="not_the_worker"):
        endings.leave(contract, by=cast.sakurai, at=latest_over)

    endings.leave(contract, by=cast.yuki, at=latest_over)
    contract = again(contract)
    assert (contract.state, contract.ending) == (ContractState.ENDED, Ending.START_TOO_LATE)
    assert part(contract).state == MilestoneState.REFUNDED
    assert clocks_of(contract) == {0: set(), 1: set()}


def test_a_late_declaration_moves_the_due_day(cast: Cast) -> None:
    contract = running(cast, **CONDITION)
    work.declare_start(contract, by=cast.sakurai, at=START + 3 * DAY)
    assert part(contract).postponed == 3


def test_a_start_that_is_never_declared_ends_the_contract(cast: Cast) -> None:
    contract = running(cast, **CONDITION)
    limit = START + 8 * DAY
    assert turns.limit("start", contract.key) == limit
    with pytest.raises(Refused, match="too_late"):
        work.declare_start(contract, by=cast.sakurai, at=limit)
    endings.miss_start(contract, at=limit)
    assert again(contract).ending == Ending.START_MISSED
    assert part(contract).state == MilestoneState.REFUNDED
