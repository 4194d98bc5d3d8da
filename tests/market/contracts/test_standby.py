"""Stories of standby fees: whoever waits for money that never comes is paid for it, if that was promised."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from mikiwame import stops
from mikiwame.core.errors import NotFound, Refused
from mikiwame.core.tax import withholding
from mikiwame.core.terms import STANDBY_FEE_LEAST, STANDBY_FEE_MOST, Term
from mikiwame.market.contests.operations import opening as contests
from mikiwame.market.contracts import audit, limits, queries
from mikiwame.market.contracts.models import Contract, StandbyFee
from mikiwame.market.contracts.operations import amendments, endings, funding, periods, standby, work
from mikiwame.market.contracts.states import STANDBY_FEE, ContractState, StandbyState
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.escrow.models import Deposit, Release
from mikiwame.market.escrow.states import DepositState
from mikiwame.market.history import queries as history
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork.operations import opening as batches
from mikiwame.market.terms.lines import Payment, compare
from mikiwame.ops import sweep
from tests.cast import MORNING, Cast
from tests.market.contests.stage import prepared
from tests.market.contracts.stage import (
    COLUMNS,
    DAY,
    DAYS,
    HALVES,
    HOUR,
    HOURLY,
    START,
    again,
    agreed,
    clocks,
    inspecting,
    offered,
    part,
    proposed,
    running,
    week,
)
from tests.market.hiring.stage import applied, published
from tests.market.taskwork.stage import drafted

WHEN: dict[str, Any] = {**DAYS}
LAPSE = MORNING + 3 * DAY
LIMIT = LAPSE + 7 * DAY


def waited_in_vain(cast: Cast, fee: int = 5_000, **values: Any) -> StandbyFee:
    """Yuki kept herself free for money that never came."""
    contract = agreed(cast, standby_fee=fee, **values)
    funding.lapse_funding(part(contract), at=LAPSE)
    return StandbyFee.objects.get(contract=contract)


def asked(fee: StandbyFee, *, by: Member, at: Any = LAPSE) -> Deposit:
    """The client has set about paying it."""
    return standby.begin_payment(fee, by=by, at=at)


def facts(contract: Contract) -> list[str]:
    """What happened to its standby fee."""
    kinds = history.facts_about(contract.key).values_list("kind", flat=True)
    return [kind.partition(".")[2] for kind in kinds if ".StandbyFee" in kind]


def test_who_waited_in_vain_is_owed_what_was_promised(cast: Cast) -> None:
    fee = waited_in_vain(cast, parts=HALVES)
    assert (fee.state, fee.amount, fee.owed_at) == (StandbyState.OWED, 5_000, LAPSE)
    assert fee.contract.state == ContractState.LAPSED
    assert clocks(fee.key) == {"standby"}
    assert facts(fee.contract) == ["StandbyFeeOwed"]
    assert escrow.balances(cast.sakurai.party).held == 0
    assert audit.discrepancies() == []


def test_in_work_that_goes_on_too(cast: Cast) -> None:
    contract = agreed(cast, standby_fee=2_000, **COLUMNS)
    periods.lapse_payment(week(contract), at=LAPSE)
    assert contract.standby_fee.amount == 2_000
    assert audit.discrepancies() == []


def test_without_a_promise_nothing_is_owed(cast: Cast) -> None:
    funding.lapse_funding(part(agreed(cast)), at=LAPSE)
    assert not StandbyFee.objects.exists()


def test_a_client_who_calls_it_off_before_paying_owes_it_and_nobody_else_does(cast: Cast) -> None:
    called_off = endings.cancel(agreed(cast, standby_fee=3_000), reason="中止", by=cast.sakurai, at=MORNING)
    assert called_off.standby_fee.amount == 3_000
    hers = agreed(cast, worker=cast.sora, standby_fee=3_000)
    endings.cancel(hers, reason="都合", by=cast.sora, at=MORNING)
    assert StandbyFee.objects.count() == 1
    assert audit.discrepancies() == []


@pytest.mark.parametrize("goes_on", [False, True])
def test_a_client_who_worsens_the_terms_before_she_pays_owes_it(cast: Cast, goes_on: bool) -> None:
    left = agreed(cast, standby_fee=3_000, **(COLUMNS if goes_on else {}))
    assert left.sheet.reward is not None
    proposed(left, by=cast.sakurai, reward=left.sheet.reward // 2)
    left = endings.leave(again(left), by=cast.yuki, at=MORNING)
    assert left.standby_fee.amount == 3_000
    assert audit.discrepancies() == []


def test_a_later_part_that_is_never_paid_is_no_wait_for_the_start(cast: Cast) -> None:
    contract = inspecting(cast, standby_fee=3_000, parts=HALVES)
    accepted_at = START + 2 * HOUR
    work.accept(part(contract), by=cast.sakurai, at=accepted_at)
    funding.lapse_funding(part(contract, 2), at=accepted_at + 3 * DAY)
    assert again(contract).state == ContractState.LAPSED
    assert not StandbyFee.objects.exists()
    assert audit.discrepancies() == []


@pytest.mark.parametrize("amount", [STANDBY_FEE_LEAST, 101, 4_999, STANDBY_FEE_MOST])
@pytest.mark.parametrize("category", ["design-logo", "office-secretary"])
def test_it_reaches_her_to_the_yen_and_touches_no_other_money(amount: int, category: str, cast: Cast) -> None:
    other = running(cast, worker=cast.ken)
    application = applied(
        cast.yuki, published(cast.sakurai, category=category, reward=200_000, **WHEN), price=200_000
    )
    fee = waited_in_vain(cast, amount, application=application)
    contract = fee.contract
    deposit = asked(fee, by=cast.sakurai)
    assert deposit == asked(fee, by=cast.sakurai)
    fee = standby.pay_standby_fee(deposit, receipt="r-1", at=LAPSE + DAY)
    standby.pay_standby_fee(deposit, receipt="r-1", at=LAPSE + DAY)  # told twice

    assert fee.state == StandbyState.PAID
    release = Release.objects.get()
    withheld = withholding(amount) if category == "design-logo" else 0
    assert (release.gross, release.withheld) == (amount, withheld)
    assert bool(withheld) == (category == "design-logo")
    assert release.net + release.fee + release.withheld == amount
    assert escrow.balances(cast.yuki.party).earned == release.net
    assert escrow.balances(cast.sakurai.party).held == other.sheet.reward == 30_000
    assert escrow.balances(cast.sakurai.party).refundable == withheld
    assert clocks(fee.key) == set()
    assert facts(contract) == ["StandbyFeeOwed", "StandbyFeePaid"]
    assert escrow.audit() == audit.discrepancies() == []


def test_a_second_payment_goes_back(cast: Cast) -> None:
    fee = waited_in_vain(cast)
    deposit = asked(fee, by=cast.sakurai)
    for receipt in ("r-1", "r-2"):
        standby.pay_standby_fee(deposit, receipt=receipt, at=LAPSE)
    assert Release.objects.count() == 1
    assert escrow.balances(cast.sakurai.party).refundable == 5_000 + Release.objects.get().withheld
    assert escrow.audit() == audit.discrepancies() == []


def test_who_is_let_off_gets_back_what_comes_all_the_same(cast: Cast) -> None:
    fee = waited_in_vain(cast)
    deposit = asked(fee, by=cast.sakurai)
    standby.waive_standby_fee(fee, by=cast.yuki, at=LAPSE)
    assert clocks(fee.key) == set()
    standby.pay_standby_fee(deposit, receipt="r-1", at=LAPSE)
    deposit.refresh_from_db()
    fee.refresh_from_db()
    assert (fee.state, deposit.state) == (StandbyState.WAIVED, DepositState.RETURNED)
    assert not Release.objects.exists()
    assert facts(fee.contract) == ["StandbyFeeOwed", "StandbyFeeWaived"]
    assert escrow.audit() == audit.discrepancies() == []


# Unpaid


@pytest.mark.parametrize("swept", [True, False])
def test_whoever_doesnt_pay_in_time_sets_nothing_new_about(swept: bool, cast: Cast) -> None:
    draft, batch = prepared(cast), batches.prepare(drafted(cast), by=cast.sakurai, at=MORNING)
    waiting = applied(cast.ken, published(cast.sakurai, **WHEN))
    fee = waited_in_vain(cast)
    others = agreed(cast, worker=cast.sora, at=LIMIT - DAY)
    if swept:
        sweep.perform_due(LIMIT)
    acts: tuple[Callable[[], object], ...] = (
        lambda: published(cast.sakurai, at=LIMIT),
        lambda: offered(cast, application=waiting, at=LIMIT),
        lambda: contests.begin_payment(draft, by=cast.sakurai, at=LIMIT),
        lambda: batches.begin_payment(batch, by=cast.sakurai, at=LIMIT),
    )
    for act in acts:
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "standby_unpaid"
        assert refusal.value.context == {"title": fee.contract.title}
    funding.begin_payment(part(others), by=cast.sakurai, at=LIMIT)  # nobody else suffers for it

    standby.pay_standby_fee(asked(fee, by=cast.sakurai, at=LIMIT), receipt="r-1", at=LIMIT)
    assert facts(fee.contract) == ["StandbyFeeOwed", "StandbyFeeUnpaid", "StandbyFeePaid"]
    published(cast.sakurai, at=LIMIT)


def test_in_time_nothing_is_barred(cast: Cast) -> None:
    waited_in_vain(cast)
    published(cast.sakurai, at=LIMIT - HOUR)


def test_the_fact_is_told_once_and_the_client_is_reminded_on_and_on(cast: Cast) -> None:
    fee = waited_in_vain(cast)
    sweep.perform_due(LIMIT)
    assert clocks(fee.key) == {"standby_late"}
    with pytest.raises(Refused, match="not_yet"):
        standby.fall_behind(fee, at=LIMIT + DAY)
    sweep.perform_due(LIMIT + limits.REMINDED_FOR)
    assert sweep.perform_due(LIMIT + limits.REMINDED_FOR) == 0
    sweep.perform_due(LIMIT + 400 * DAY)  # nobody came by for a year: one round, not twelve
    assert sweep.perform_due(LIMIT + 400 * DAY) == 0
    assert clocks(fee.key) == {"standby_late"}
    assert facts(fee.contract) == ["StandbyFeeOwed", "StandbyFeeUnpaid"]
    standby.waive_standby_fee(fee, by=cast.yuki, at=LIMIT + 400 * DAY)
    published(cast.sakurai, at=LIMIT + 400 * DAY)


def test_an_outage_gives_the_client_the_days_back(cast: Cast) -> None:
    fee = waited_in_vain(cast)
    stops.beat(at=LAPSE + DAY)
    stops.beat(at=LAPSE + 3 * DAY)
    assert not queries.is_late(fee, at=LIMIT)
    published(cast.sakurai, at=LIMIT)
    assert queries.is_late(fee, at=LIMIT + 2 * DAY)


# Who may what, when

DOES: dict[str, Callable[[StandbyFee, Member], object]] = {
    "pay_standby_fee": lambda fee, by: asked(fee, by=by, at=LIMIT),
    "waive_standby_fee": lambda fee, by: standby.waive_standby_fee(fee, by=by, at=LIMIT),
    "fall_behind": lambda fee, _: standby.fall_behind(fee, at=LIMIT),
}


def in_state(cast: Cast, state: StandbyState) -> StandbyFee:
    """A standby fee that has come so far."""
    fee = waited_in_vain(cast)
    match state:
        case StandbyState.PAID:
            standby.pay_standby_fee(asked(fee, by=cast.sakurai), receipt="r-1", at=LAPSE)
        case StandbyState.WAIVED:
            standby.waive_standby_fee(fee, by=cast.yuki, at=LAPSE)
    fee.refresh_from_db()
    return fee


@pytest.mark.parametrize("state", StandbyState)
@pytest.mark.parametrize("operation", DOES)
def test_every_operation_in_every_state_by_everybody(state: StandbyState, operation: str, cast: Cast) -> None:
    assert STANDBY_FEE.operations() == set(DOES)
    fee = in_state(cast, state)
    rightful = {"pay_standby_fee": cast.sakurai, "waive_standby_fee": cast.yuki}.get(operation)
    for by in (cast.sakurai, cast.yuki, cast.ken, cast.oda, cast.kuroda):
        if rightful not in (None, by):
            with pytest.raises(Refused):
                DOES[operation](fee, by)
    if state in STANDBY_FEE.sources(operation):
        DOES[operation](fee, rightful or cast.oda)
    else:
        with pytest.raises(Refused):
            DOES[operation](fee, rightful or cast.oda)


def test_outsiders_find_none(cast: Cast) -> None:
    fee = waited_in_vain(cast)
    for by in (cast.ken, cast.kuroda):
        with pytest.raises(NotFound):
            queries.standby_fee_for(by, fee.pk)
    assert queries.standby_fee_for(cast.yuki, fee.pk) == queries.standby_fee_for(cast.sakurai, fee.pk) == fee


# The promise


def test_what_was_promised_to_all_who_applied_holds_for_who_is_chosen(cast: Cast) -> None:
    application = applied(cast.yuki, published(cast.sakurai, standby_fee=3_000, **WHEN))
    for less in (None, 2_999):
        with pytest.raises(Refused) as refusal:
            offered(cast, application=application, standby_fee=less)
        assert (refusal.value.code, refusal.value.field) == ("standby_promised", "standby_fee")
    offer = offered(cast, application=application)
    assert offer.sheet.standby_fee == 3_000


@pytest.mark.parametrize(("price", "promised"), [(20_000, 20_000), (100, 100), (99, None), (40_000, 30_000)])
def test_who_asks_for_less_than_the_standby_fee_is_promised_all_of_her_price(
    price: int, promised: int | None, cast: Cast
) -> None:
    posting = published(cast.sakurai, reward=30_000, standby_fee=30_000, **WHEN)
    application = applied(cast.yuki, posting, price=price)
    if promised is not None:
        with pytest.raises(Refused) as refusal:
            offered(cast, application=application, standby_fee=promised - 1 if promised > 100 else None)
        assert (refusal.value.code, refusal.value.context["least"]) == ("standby_promised", f"{promised:,}")
    offer = offered(cast, application=application)
    assert (offer.sheet.reward, offer.sheet.standby_fee) == (price, promised)


def test_by_the_hour_the_promise_is_what_was_posted(cast: Cast) -> None:
    posting = published(cast.sakurai, standby_fee=30_000, **(WHEN | HOURLY))
    assert offered(cast, application=applied(cast.yuki, posting, price=1_500)).sheet.standby_fee == 30_000


def test_a_promise_stands_as_it_is(cast: Cast) -> None:
    contract = agreed(cast, standby_fee=3_000)
    for fee in (None, 1_000, 9_000):
        with pytest.raises(Refused, match="term_stands"):
            proposed(contract, by=cast.sakurai, standby_fee=fee)
    longer = proposed(contract, by=cast.yuki, change_rounds=1)
    amendments.accept_amendment(longer, by=cast.sakurai, at=MORNING)
    assert again(contract).sheet.standby_fee == 3_000


@pytest.mark.parametrize("fee", [-1, 0, STANDBY_FEE_LEAST - 1, STANDBY_FEE_MOST + 1, 10**12])
def test_a_promise_has_its_limits(fee: int, cast: Cast) -> None:
    with pytest.raises(Refused, match="number_out_of_range"):
        published(cast.sakurai, standby_fee=fee)


def test_waiting_pays_no_more_than_the_work(cast: Cast) -> None:
    with pytest.raises(Refused, match="standby_above_reward"):
        published(cast.sakurai, standby_fee=30_001, reward=30_000)


def test_less_for_waiting_is_worse_and_more_is_not() -> None:
    promised = {Term.PAYMENT: Payment(30, 3_000)}
    judged = {
        line: compare(promised, {Term.PAYMENT: line})[0].worsens_for_worker
        for line in (30, Payment(30, 2_000), Payment(31, 5_000), Payment(30, 5_000), Payment(20, 3_000))
    }
    assert list(judged.values()) == [True, True, True, False, False]


def test_the_notice_of_terms_names_it(cast: Cast) -> None:
    promised = agreed(cast, standby_fee=3_000).notice.html
    assert "待機料" in promised
    assert "3,000円（税込）を支払います" in promised
    assert "待機料" not in agreed(cast, worker=cast.sora).notice.html


def test_its_time_is_a_week() -> None:
    assert limits.for_standby_fee(LAPSE) == LIMIT
    assert limits.for_late_standby_fee(LIMIT) - LIMIT == timedelta(days=30)
