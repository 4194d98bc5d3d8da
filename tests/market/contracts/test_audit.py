"""Whoever alters contracts and their money behind the operations' back is found out."""

import pytest
from django.db import connection

from mikiwame.market.contracts import audit
from mikiwame.market.contracts.audit import CHECKS
from mikiwame.market.contracts.operations import disputes
from tests.cast import Cast
from tests.market.contracts.stage import HALVES, delivered, part, proposed, started
from tests.market.contracts.test_amounts import CHEAPER, LATER, agreed_to, raising, topped_up
from tests.market.contracts.trial_stage import trial_over, trial_running

HELD, CHANGED, *_ = CHECKS
[ON_TRIAL] = [sentence for sentence in CHECKS if sentence.startswith("an application is on trial")]
[TRIED] = [sentence for sentence in CHECKS if sentence.startswith("a trial's work goes on")]

ENDED = "state = 'declined', ended_at = now()"
OF_A_CHANGE = "purpose LIKE 'amount_change:%'"


@pytest.fixture(autouse=True)
def contracts(cast: Cast) -> None:
    """A raise that was paid, an amount that was lowered and then contested, a trial at work and one over."""
    topped_up(raising(cast))
    lowered = started(cast, worker=cast.ken, parts=HALVES)
    agreed_to(proposed(lowered, by=cast.ken, parts=CHEAPER, at=LATER), by=cast.sakurai)
    delivered(lowered, at=LATER)
    disputes.open_dispute(part(lowered), statement="違う", contested=5_000, by=cast.sakurai, at=LATER)
    trial_running(cast, worker=cast.sora)
    trial_over(cast, worker=cast.kuroda)


def test_what_operations_leave_agrees() -> None:
    assert audit.discrepancies() == []


@pytest.mark.parametrize(
    ("altered", "checks"),
    [
        ("UPDATE contracts_milestone SET amount = amount + 1 WHERE amount = 12000", {HELD}),
        ("UPDATE contracts_dispute SET contested = contested - 1", {HELD}),
        ("UPDATE escrow_deposit SET purpose = 'other:' || id WHERE amount = 10000", {HELD}),
        ("UPDATE contracts_amountchange SET after = after + 1", {CHANGED}),
        ("UPDATE contracts_amountchange SET before = before - 1 WHERE after < before", {CHANGED}),
        ("UPDATE contracts_amountchange SET made_at = NULL WHERE after > before", {CHANGED}),
        ("UPDATE contracts_amendment SET state = 'unpaid' WHERE state = 'accepted'", {CHANGED}),
        (f"UPDATE escrow_carry SET amount = amount - 1 WHERE {OF_A_CHANGE}", {CHANGED}),
        (f"UPDATE escrow_carry SET purpose = 'other' WHERE {OF_A_CHANGE}", {CHANGED}),
        (f"UPDATE escrow_refund SET amount = amount + 1 WHERE {OF_A_CHANGE}", {CHANGED}),
        (f"UPDATE escrow_refund SET purpose = 'other' WHERE {OF_A_CHANGE}", {CHANGED}),
        ("UPDATE hiring_application SET state = 'submitted' WHERE state = 'in_trial'", {ON_TRIAL}),
        (f"UPDATE contracts_trial SET {ENDED} WHERE state = 'deciding'", {ON_TRIAL}),
        ("UPDATE contracts_trial SET state = 'deciding' WHERE state = 'working'", {TRIED}),
        ("UPDATE contracts_trial SET state = 'working' WHERE state = 'deciding'", {TRIED}),
    ],
)  # fmt: skip
def test_what_is_altered_is_found(altered: str, checks: set[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(altered)
        assert cursor.rowcount > 0

    assert {discrepancy.check for discrepancy in audit.discrepancies()} == checks
