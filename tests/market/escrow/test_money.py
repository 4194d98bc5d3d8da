"""Money comes in, is held, and goes to whom it is due: told whole."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from mikiwame.core.errors import NotFound
from mikiwame.core.money import MOST, Split
from mikiwame.core.tax import withholding
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow import queries
from mikiwame.market.escrow.gateways import GATEWAYS
from mikiwame.market.escrow.gateways.port import Failed, Order, Sent, Unavailable
from mikiwame.market.escrow.models import Deposit, FeeRate, Hold, Payout, Receipt, Release
from mikiwame.market.escrow.queries import LineKind
from mikiwame.market.escrow.states import DepositState, HoldState, Owed, PayoutState
from mikiwame.market.history.queries import facts_about
from mikiwame.market.ledger.queries import balance
from mikiwame.market.members import queries as members
from mikiwame.market.members.models import Standing
from tests.cast import MORNING, Cast
from tests.market.escrow.purse import asked, held, receipt
from tests.races import code_of

DAY = timedelta(days=1)


class Bank:
    """A payment service that does as it is told."""

    def __init__(self) -> None:
        self.answers: list[Sent | Failed | Exception] = []
        self.orders: list[Order] = []

    def checkout(self, deposit: object) -> str:
        return f"https://bank.example/{deposit}"

    def pay_out(self, order: Order) -> Sent | Failed:
        self.orders.append(order)
        answer = self.answers.pop(0) if self.answers else Sent("ok", arrived=True)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def bank(monkeypatch: pytest.MonkeyPatch) -> Bank:
    service = Bank()
    monkeypatch.setitem(GATEWAYS, "sandbox", service)
    return service


def no_newcomer(cast: Cast) -> None:
    Standing.objects.filter(pk__in=[cast.yuki.party_id, cast.ken.party_id]).update(contracts_finished=3)


def test_a_reward_is_held_released_and_paid_out(cast: Cast) -> None:
    hold = held(cast.sakurai, cast.yuki, 50_000)
    assert balance(hold.key) == 50_000

    release = escrow.release(hold, to=cast.yuki.party, withheld=5_105, at=MORNING + DAY)

    assert (release.gross, release.free) == (50_000, 10_000)
    assert (release.net, release.fee, release.withheld) == (40_895, 4_000, 5_105)
    assert balance(hold.key) == 0
    assert balance(f"earned:{cast.yuki.party.key}") == 40_895
    assert balance(f"refundable:{cast.sakurai.party.key}") == 5_105

    assert escrow.make_payouts(at=MORNING + 2 * DAY) == 2
    assert (balance("fees"), balance("bank"), balance("payouts")) == (4_000, -4_000, 0)
    assert escrow.make_payouts(at=MORNING + 2 * DAY) == 0
    assert queries.audit() == []


def test_what_is_previewed_is_what_arrives(cast: Cast) -> None:
    for gross in (1, 9_999, 10_001, 123_457):
        worker = members.party(cast.yuki.party_id)
        said = queries.preview(gross, worker=worker, withholds_tax=True, at=MORNING)
        hold = held(cast.sakurai, cast.yuki, gross)
        release = escrow.release(hold, to=cast.yuki.party, withheld=withholding(gross), at=MORNING)
        assert Split(net=release.net, fee=release.fee, withheld=release.withheld) == said
        assert said.gross == gross


def test_each_part_is_taxed_and_rounded_by_itself(cast: Cast) -> None:
    amounts = (6_001, 6_001, 800_001, 800_001)  # together above the tax's higher bracket, each below
    worker = members.party(cast.yuki.party_id)
    said = queries.preview(*amounts, worker=worker, withholds_tax=True, at=MORNING)
    released = [
        escrow.release(
            held(cast.sakurai, cast.yuki, gross), to=worker, withheld=withholding(gross), at=MORNING
        )
        for gross in amounts
    ]
    assert said == Split(
        net=sum(release.net for release in released),
        fee=sum(release.fee for release in released),
        withheld=sum(release.withheld for release in released),
    )


def test_a_newcomers_first_ten_thousand_yen_are_free_of_the_fee(cast: Cast) -> None:
    fees = [
        escrow.release(held(cast.sakurai, cast.yuki, gross), to=cast.yuki.party, withheld=0, at=MORNING).fee
        for gross in (6_000, 6_000, 6_000)
    ]

    assert fees == [0, 200, 600]
    assert queries.audit() == []


def test_who_is_no_newcomer_any_more_pays_the_fee(cast: Cast) -> None:
    no_newcomer(cast)

    release = escrow.release(held(cast.sakurai, cast.ken, 6_005), to=cast.ken.party, withheld=0, at=MORNING)

    assert (release.fee, release.net, release.free) == (600, 5_405, 0)


def test_the_fee_is_that_of_its_day(cast: Cast) -> None:
    no_newcomer(cast)
    tomorrow = (MORNING + DAY).date()
    FeeRate.objects.create(since=tomorrow, basis_points=500, newcomers_free=0)
    late = MORNING + DAY - timedelta(hours=10)  # 23 o'clock in Tokyo

    fees = [
        escrow.release(held(cast.sakurai, cast.ken, 1_000), to=cast.ken.party, withheld=0, at=at).fee
        for at in (late, MORNING + DAY)
    ]

    assert fees == [100, 50]
    assert queries.audit() == []


def test_a_refund_goes_back_whole_and_is_paid_out(cast: Cast) -> None:
    hold = escrow.refund(held(cast.sakurai, cast.yuki, 50_000), at=MORNING)

    assert hold.state == HoldState.REFUNDED
    assert queries.balances(cast.sakurai.party).refundable == 50_000
    assert escrow.make_payouts(at=MORNING + DAY) == 1
    assert queries.balances(cast.sakurai.party).refund_paid == 50_000
    assert balance("bank") == 0


@pytest.mark.parametrize(
    ("to_worker", "net", "back"), [(0, 0, 50_000), (20_000, 19_000, 30_000), (50_000, 46_000, 0)]
)
def test_an_operator_divides(cast: Cast, to_worker: int, net: int, back: int) -> None:
    hold = held(cast.sakurai, cast.yuki, 50_000)

    escrow.settle(hold, to=cast.yuki.party, gross_to_worker=to_worker, withheld=0, at=MORNING)

    assert queries.balances(cast.yuki.party).earned == net
    assert queries.balances(cast.sakurai.party).refundable == back
    assert queries.audit() == []


def test_a_payment_told_twice_counts_once(cast: Cast) -> None:
    deposit = asked(cast.sakurai, cast.yuki)

    first = escrow.receive(deposit, receipt="p-1", at=MORNING)
    again = escrow.receive(deposit, receipt="p-1", at=MORNING + DAY)

    assert first == again
    assert balance(first.key) == 50_000
    assert len(facts_about(first.key)) == 1


def test_money_that_comes_too_late_or_twice_goes_back(cast: Cast) -> None:
    late, twice = asked(cast.sakurai, cast.yuki), asked(cast.sakurai, cast.ken, 30_000)
    escrow.cancel_deposit(late, at=MORNING)
    escrow.receive(twice, receipt="p-1", at=MORNING)

    assert code_of(lambda: escrow.receive(late, receipt="p-2", at=MORNING)) == "deposit_cancelled"
    assert code_of(lambda: escrow.receive(twice, receipt="p-3", at=MORNING)) == "already_paid"
    for deposit, number in [(late, "p-2"), (twice, "p-3"), (twice, "p-3")]:
        escrow.receive_and_return(deposit, receipt=number, at=MORNING)

    late.refresh_from_db()
    twice.refresh_from_db()
    assert (late.state, twice.state) == (DepositState.RETURNED, DepositState.RECEIVED)
    assert queries.balances(cast.sakurai.party).refundable == 80_000
    assert queries.audit() == []


def test_one_payment_serves_one_deposit(cast: Cast) -> None:
    first, second = asked(cast.sakurai, cast.yuki), asked(cast.sakurai, cast.yuki)
    escrow.receive(first, receipt="p-1", at=MORNING)

    assert code_of(lambda: escrow.receive(second, receipt="p-1", at=MORNING)) == "receipt_of_another"


def test_asked_again_it_is_the_same_payment(cast: Cast) -> None:
    first = asked(cast.sakurai, cast.yuki, purpose="milestone:1")
    assert asked(cast.sakurai, cast.yuki, purpose="milestone:1") == first
    assert queries.open_deposit("milestone:1") == first
    other = code_of(lambda: asked(cast.sakurai, cast.yuki, 60_000, purpose="milestone:1"))
    assert other == "deposit_standing"

    escrow.receive(first, receipt="p-1", at=MORNING)
    assert code_of(lambda: asked(cast.sakurai, cast.yuki, purpose="milestone:1")) == "already_paid"
    assert queries.open_deposit("milestone:1") is None
    hold = queries.hold_for("milestone:1")
    assert hold is not None
    assert hold.amount == 50_000


def test_a_cancelled_payment_makes_room_for_another(cast: Cast) -> None:
    first = asked(cast.sakurai, cast.yuki, purpose="milestone:1")
    escrow.cancel_deposit(first, at=MORNING)

    assert asked(cast.sakurai, cast.yuki, purpose="milestone:1") != first


def test_who_may_ask_for_what(cast: Cast) -> None:
    def ask(**changes: object) -> str | None:
        values = {"payer": cast.sakurai.party, "payee": cast.yuki.party, "amount": 1, "by": cast.sakurai}
        return code_of(lambda: escrow.request_deposit("x:1", title="x", at=MORNING, **(values | changes)))  # type: ignore[arg-type]

    assert ask(by=cast.kuroda) == "not_yours"
    assert ask(payee=cast.sakurai.party) == "pays_herself"
    for amount in (0, -1, MOST + 1, 10**30):
        assert ask(amount=amount) == "amount_out_of_range"
    assert ask(amount=MOST) is None


def test_held_money_goes_to_whom_it_was_paid_in_for(cast: Cast) -> None:
    hold = held(cast.sakurai, cast.yuki)

    for other in (cast.ken, cast.kuroda, cast.sakurai):
        taken = code_of(lambda other=other: escrow.release(hold, to=other.party, withheld=0, at=MORNING))  # type: ignore[misc]
        assert taken == "wrong_payee"
    too_much = code_of(
        lambda: escrow.settle(hold, to=cast.yuki.party, gross_to_worker=50_001, withheld=0, at=MORNING)
    )
    assert too_much == "more_than_held"
    with pytest.raises(ValueError, match="cannot split"), transaction.atomic():
        escrow.release(hold, to=cast.yuki.party, withheld=50_000, at=MORNING)
    assert balance(hold.key) == 50_000


def test_others_payments_do_not_exist(cast: Cast) -> None:
    deposit = asked(cast.sakurai, cast.yuki)

    assert queries.deposit_for(cast.sakurai, deposit.pk) == deposit
    for other in (cast.yuki, cast.sora, cast.kuroda):
        with pytest.raises(NotFound):
            queries.deposit_for(other, deposit.pk)


def test_the_sandbox_pays_in_on_a_page_of_ours(cast: Cast) -> None:
    deposit = asked(cast.sakurai, cast.yuki)

    assert queries.checkout(deposit) == f"http://localhost:8000/payments/{deposit.pk}/"


def test_a_failed_payout_is_back_on_the_balance_and_tried_again_a_day_later(cast: Cast, bank: Bank) -> None:
    escrow.refund(held(cast.sakurai, cast.yuki), at=MORNING)
    bank.answers = [Failed("no such account")]

    assert escrow.make_payouts(at=MORNING) == 1
    assert Payout.objects.get().state == PayoutState.FAILED
    assert queries.balances(cast.sakurai.party).refundable == 50_000
    assert escrow.make_payouts(at=MORNING + timedelta(hours=23)) == 0
    assert escrow.make_payouts(at=MORNING + DAY) == 1
    assert queries.balances(cast.sakurai.party).refund_paid == 50_000
    assert [order.amount for order in bank.orders] == [50_000, 50_000]
    assert queries.audit() == []


def test_without_an_answer_a_payout_stays_due(cast: Cast, bank: Bank) -> None:
    escrow.refund(held(cast.sakurai, cast.yuki), at=MORNING)
    bank.answers = [Unavailable()]

    assert escrow.make_payouts(at=MORNING) == 0
    assert queries.balances(cast.sakurai.party).refund_on_the_way == 50_000
    assert escrow.make_payouts(at=MORNING) == 1
    assert len({order.id for order in bank.orders}) == 1


def test_one_payout_that_cannot_be_sent_does_not_stop_the_others(cast: Cast, bank: Bank) -> None:
    for worker in (cast.yuki, cast.ken):
        escrow.release(held(cast.sakurai, worker), to=worker.party, withheld=0, at=MORNING)
    bank.answers = [RuntimeError("a bug in the adapter")]

    assert escrow.make_payouts(at=MORNING) == 1
    assert escrow.make_payouts(at=MORNING) == 1
    assert queries.audit() == []


def test_a_payout_may_arrive_or_fail_later(cast: Cast, bank: Bank) -> None:
    for worker in (cast.yuki, cast.ken):
        escrow.release(held(cast.sakurai, worker), to=worker.party, withheld=0, at=MORNING)
    bank.answers = [Sent("1", arrived=False), Sent("2", arrived=False)]
    escrow.make_payouts(at=MORNING)
    first, second = Payout.objects.order_by("id")

    escrow.payout_arrived(first, at=MORNING + DAY)
    escrow.payout_failed(second, reason="account closed", at=MORNING + DAY)

    assert sorted([queries.balances(who.party).earned for who in (cast.yuki, cast.ken)]) == [0, 46_000]
    assert balance("payouts") == 0
    assert queries.audit() == []


def test_the_statement_of_both_sides(cast: Cast) -> None:
    hold = held(cast.sakurai, cast.yuki, 50_000)
    escrow.release(hold, to=cast.yuki.party, withheld=5_105, at=MORNING + DAY)
    escrow.refund(held(cast.sakurai, cast.yuki, 7_000), at=MORNING + DAY)
    late = asked(cast.sakurai, cast.yuki, 3_000)
    escrow.receive_and_return(late, receipt="late", at=MORNING + 2 * DAY)
    escrow.make_payouts(at=MORNING + 3 * DAY)

    client = [(line.kind, line.amount) for line in queries.statement(cast.sakurai.party)]
    worker = [(line.kind, line.side, line.amount, line.net) for line in queries.statement(cast.yuki.party)]

    assert client[:3] == [(LineKind.PAID, 15_105), (LineKind.RETURNED, 3_000), (LineKind.REFUNDED, 7_000)]
    assert client[3] == (LineKind.SPENT, 50_000)
    assert sorted(client[4:]) == [(LineKind.HELD, 7_000), (LineKind.HELD, 50_000)]
    assert worker == [
        (LineKind.PAID, Owed.EARNED, 40_895, 0),
        (LineKind.EARNED, Owed.EARNED, 50_000, 40_895),
    ]
    assert queries.statement(cast.sora.party) == []
    (month,) = queries.income(cast.yuki.party)
    assert (month.gross, month.fee, month.withheld, month.net) == (50_000, 4_000, 5_105, 40_895)


def test_a_month_is_a_month_of_japan(cast: Cast) -> None:
    last_hour = MORNING.replace(month=11, day=30, hour=14)  # 23 o'clock in Tokyo
    for at in (last_hour, last_hour + timedelta(hours=1)):
        escrow.release(held(cast.sakurai, cast.yuki, 1_000), to=cast.yuki.party, withheld=0, at=at)

    assert [month.month.isoformat() for month in queries.income(cast.yuki.party)] == [
        "2026-12-01",
        "2026-11-01",
    ]


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE escrow_release SET net = net + 1", "escrow_release_adds_up"),
        ("UPDATE escrow_release SET fee = fee + 50000, net = net - 50000", "escrow_release_parts"),
        ("UPDATE escrow_deposit SET amount = 0", "escrow_deposit_amount"),
        ("UPDATE escrow_deposit SET payee_id = payer_id", "escrow_deposit_two_sides"),
        ("UPDATE escrow_deposit SET state = 'lost'", "escrow_deposit_state_known"),
        ("UPDATE escrow_hold SET state = 'lost'", "escrow_hold_state_known"),
        ("UPDATE escrow_feerate SET basis_points = 10001", "escrow_feerate_part_of_whole"),
    ],
)
def test_the_database_keeps_the_rules_by_itself(cast: Cast, statement: str, constraint: str) -> None:
    escrow.release(held(cast.sakurai, cast.yuki), to=cast.yuki.party, withheld=0, at=MORNING)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_deposit_has_one_hold_and_one_payment_that_counts(cast: Cast) -> None:
    hold = held(cast.sakurai, cast.yuki)
    deposit = Deposit.objects.get()

    with pytest.raises(IntegrityError, match="escrow_receipt_held_once"), transaction.atomic():
        Receipt.objects.create(number="another", deposit=deposit, returned=False, received_at=MORNING)
    with pytest.raises(IntegrityError, match="escrow_hold"), transaction.atomic():
        Hold.objects.create(deposit=deposit, account_id=hold.account_id, held_at=MORNING, state_since=MORNING)
    assert receipt(deposit) == Receipt.objects.get().number
    assert not Release.objects.exists()


def test_part_of_what_is_held_for_one_goes_back_and_the_rest_is_paid(cast: Cast) -> None:
    hold = held(cast.sakurai, cast.yuki, 30_000)
    back = escrow.give_back_part(hold, 12_000, purpose="amount_change:1", at=MORNING)

    assert (back.amount, queries.left(hold)) == (12_000, 18_000)
    for amount in (0, -1, 18_000, 18_001):
        refused = code_of(
            lambda amount=amount: escrow.give_back_part(hold, amount, purpose="amount_change:2", at=MORNING)  # type: ignore[misc]
        )
        assert refused == "more_than_held"
    again = code_of(lambda: escrow.give_back_part(hold, 100, purpose="amount_change:1", at=MORNING))
    assert again == "already_refunded"

    earned = escrow.release(hold, to=cast.yuki.party, withheld=0, at=MORNING)
    assert earned.gross == 18_000
    assert queries.balances(cast.sakurai.party).refundable == 12_000
    assert queries.audit() == []


@pytest.mark.parametrize("part_paid", [False, True])
def test_what_was_lowered_goes_back_whole_or_is_divided(part_paid: bool, cast: Cast) -> None:
    hold = held(cast.sakurai, cast.yuki, 30_000)
    escrow.give_back_part(hold, 12_000, purpose="amount_change:1", at=MORNING)
    if part_paid:
        to, purpose = cast.yuki.party, "dispute:1"
        escrow.release_part(hold, 8_000, purpose=purpose, to=to, withheld=0, agreed_at=MORNING, at=MORNING)
    escrow.refund(hold, at=MORNING)

    hold.refresh_from_db()
    assert hold.state == ("settled" if part_paid else "refunded")
    assert queries.balances(cast.sakurai.party).refundable == 30_000 - (8_000 if part_paid else 0)
    assert queries.audit() == []
