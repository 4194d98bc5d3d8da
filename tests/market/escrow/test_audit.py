"""Whoever alters the books behind the operations' back is found out."""

from datetime import timedelta

import pytest
from django.db import connection

from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow import queries
from mikiwame.market.escrow.audit import CHECKS
from tests.cast import MORNING, Cast
from tests.market.escrow.purse import answers, asked, held, held_for_many

(
    TOTALS,
    TRIAL,
    POSTED,
    STRANGERS,
    LEFT,
    STATE,
    DIVIDED,
    DAY,
    TWICE,
    OWN,
    CARRIED,
    FEE,
    ALLOWANCE,
    PAYMENT,
    DEPOSIT,
    PAYOUT,
) = CHECKS

UNLOCK = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE ledger_entry DISABLE TRIGGER append_only;
ALTER TABLE ledger_transfer DISABLE TRIGGER append_only;
GRANT DELETE ON ledger_entry, ledger_transfer TO CURRENT_USER;
"""

THE_RELEASE = "(SELECT id FROM ledger_entry WHERE reason = 'divided' ORDER BY at LIMIT 1)"

THE_HELD = """(
    SELECT hold.id FROM escrow_hold AS hold JOIN escrow_deposit AS deposit ON deposit.id = hold.deposit_id
    WHERE hold.state = 'held' AND deposit.payee_id IS NOT NULL ORDER BY hold.id LIMIT 1
)"""
KEN = "(SELECT worker_id FROM escrow_release WHERE gross = 400 ORDER BY released_at, id LIMIT 1)"
TWICE_PAID = "ALTER TABLE escrow_release DROP CONSTRAINT escrow_release_once;"
TWICE_BACK = "ALTER TABLE escrow_refund DROP CONSTRAINT escrow_refund_once;"


@pytest.fixture(autouse=True)
def books(cast: Cast) -> None:
    """Of everything one: money held, released, refunded, settled, returned, paid out."""
    held(cast.sakurai, cast.ken, 12_000)
    escrow.release(held(cast.sakurai, cast.yuki), to=cast.yuki.party, withheld=5_105, at=MORNING)
    escrow.make_payouts(at=MORNING)
    later = MORNING + timedelta(days=1)
    escrow.refund(held(cast.sakurai, cast.yuki, 7_000, at=later), at=later)
    hold = held(cast.sakurai, cast.ken, 9_000, at=later)
    escrow.settle(hold, to=cast.ken.party, gross_to_worker=4_000, withheld=100, at=later)
    escrow.receive_and_return(asked(cast.sakurai, cast.yuki), receipt="late", at=later)
    asked(cast.sakurai, cast.yuki)
    spent, begun = held_for_many(cast.sakurai, 3_000), held_for_many(cast.sakurai)
    escrow.draw(spent, [*answers(cast.yuki, 300, 1_100, withheld=10), *answers(cast.ken, 400)], at=later)
    escrow.give_back(spent, 1_200, purpose="unasked", at=later)
    escrow.draw(begun, answers(cast.yuki, 200, 400), at=later)
    escrow.give_back(begun, 2_000, purpose="too many", at=later)
    escrow.carry_over(begun, 900, to=held_for_many(cast.sakurai, 700), purpose="topped up", at=later)
    assert queries.audit() == []


@pytest.mark.parametrize(
    ("corruption", "found"),
    [
        ("UPDATE ledger_account SET credits = credits + 1 WHERE name LIKE 'hold:%'", {TOTALS, TRIAL, LEFT}),
        ("UPDATE ledger_account SET credits = credits + 1, debits = debits + 1 WHERE tallied", {TOTALS}),
        (
            f"UPDATE ledger_transfer SET amount = amount + 1 WHERE entry_id = {THE_RELEASE}",
            {TOTALS, TRIAL, POSTED, DIVIDED},
        ),
        (f"DELETE FROM ledger_transfer WHERE entry_id = {THE_RELEASE}", {TOTALS, TRIAL, POSTED, DIVIDED}),
        ("UPDATE ledger_entry SET reason = 'other' WHERE key LIKE 'payout:%'", {POSTED}),
        ("UPDATE ledger_entry SET key = 'gift' WHERE key = 'receipt:late'", {STRANGERS, PAYMENT}),
        ("UPDATE escrow_hold SET state = 'refunded' WHERE state = 'released'", {STATE}),
        ("UPDATE escrow_hold SET state = 'released' WHERE state = 'held'", {STATE, DAY}),
        ("UPDATE escrow_hold SET state = 'held' WHERE state = 'settled'", {STATE}),
        ("UPDATE escrow_hold SET state = 'spent' WHERE state = 'held'", {STATE}),
        ("UPDATE escrow_hold SET state = 'held' WHERE state = 'spent'", {STATE}),
        ("UPDATE escrow_hold SET state = 'spent' WHERE state = 'refunded'", {STATE}),
        ("UPDATE escrow_hold SET state = 'released' WHERE state = 'spent'", {STATE, DAY}),
        ("DELETE FROM escrow_refund WHERE amount = 7000", {STRANGERS, LEFT, STATE, DIVIDED}),
        ("DELETE FROM escrow_release WHERE gross = 1100", {LEFT, STATE, DIVIDED, DAY}),
        ("UPDATE escrow_release SET net = net + 1, gross = gross + 1", {LEFT, DIVIDED, DAY}),
        ("UPDATE escrow_refund SET amount = amount + 1 WHERE purpose = 'unasked'", {LEFT, DIVIDED}),
        (f"UPDATE escrow_release SET worker_id = {KEN} WHERE gross = 1100", {DIVIDED}),
        (f"UPDATE escrow_release SET entry_id = {THE_RELEASE} WHERE gross = 1100", {DIVIDED}),
        (
            f"UPDATE escrow_release SET hold_id = {THE_HELD} WHERE gross = 1100",
            {LEFT, STATE, DIVIDED, OWN, DAY},
        ),
        (f"{TWICE_PAID} UPDATE escrow_release SET purpose = 'one' WHERE purpose LIKE 'answer:%'", {TWICE}),
        (f"{TWICE_BACK} UPDATE escrow_refund SET purpose = 'unasked' WHERE amount = 2000", {TWICE}),
        ("UPDATE escrow_carry SET amount = amount + 1", {LEFT, DIVIDED}),
        ("DELETE FROM escrow_carry", {STRANGERS, LEFT, DIVIDED}),
        (f"UPDATE escrow_carry SET to_id = {THE_HELD}", {LEFT, DIVIDED, CARRIED}),
        ("UPDATE escrow_release SET purpose = 'other' WHERE gross = 50000", {OWN}),
        ("UPDATE escrow_drawnday SET net = net + 1, fee = fee - 1", {DAY}),
        ("DELETE FROM escrow_drawnday", {DAY}),
        ("UPDATE escrow_release SET net = net - 1, fee = fee + 1 WHERE gross = 50000", {DIVIDED, FEE}),
        ("UPDATE escrow_book SET free_used = 0", {ALLOWANCE}),
        ("UPDATE escrow_receipt SET returned = true WHERE number <> 'late'", {PAYMENT, DEPOSIT}),
        ("UPDATE escrow_receipt SET number = 'other' WHERE number = 'late'", {STRANGERS, PAYMENT}),
        ("UPDATE escrow_deposit SET state = 'cancelled' WHERE state = 'received'", {PAYMENT, DEPOSIT}),
        ("UPDATE escrow_deposit SET state = 'received' WHERE state = 'requested'", {DEPOSIT}),
        ("UPDATE escrow_deposit SET amount = amount + 1 WHERE amount = 12000", {LEFT, PAYMENT}),
        ("UPDATE escrow_payout SET amount = amount - 1", {PAYOUT}),
        ("UPDATE escrow_payout SET state = 'failed'", {PAYOUT}),
        ("UPDATE escrow_payout SET state = 'sent'", {PAYOUT}),
        ("UPDATE escrow_payout SET owed = 'refundable'", {PAYOUT}),
    ],
)
def test_every_corruption_is_found(corruption: str, found: set[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(UNLOCK)
        cursor.execute(corruption)

    discrepancies = queries.audit()

    assert {discrepancy.check for discrepancy in discrepancies} == found
    assert all(discrepancy.found != discrepancy.expected for discrepancy in discrepancies)


def test_every_check_finds_something() -> None:
    """No check stands there for show: each is met by one of the corruptions above."""
    marks = test_every_corruption_is_found.pytestmark  # type: ignore[attr-defined]
    met = set().union(*(found for _, found in marks[0].args[1]))

    assert set(CHECKS) - met == set()
