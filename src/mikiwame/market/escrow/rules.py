"""What must hold before money moves."""

from collections.abc import Container
from uuid import UUID

from mikiwame.core.errors import Ruling, rule
from mikiwame.core.money import MOST
from mikiwame.market.members.models import Party

from .models import Deposit, Hold, Payout
from .states import DEPOSIT, HOLD, PAYOUT, DepositState


def is_amount(amount: int) -> Ruling:
    return rule(0 < amount <= MOST, "amount_out_of_range", field="amount", most=f"{MOST:,}")


def are_two(payer: Party, payee: Party | None) -> Ruling:
    """Nobody pays herself."""
    return rule(payee is None or payer.pk != payee.pk, "pays_herself")


def is_unpaid(deposit: Deposit) -> Ruling:
    """A purpose is paid for once."""
    return rule(deposit.state != DepositState.RECEIVED, "already_paid")


def is_same(deposit: Deposit, amount: int) -> Ruling:
    """Asked again, it is the same payment; another amount is another payment."""
    return rule(deposit.amount == amount, "deposit_standing")


def is_told_again(deposit: Deposit, *, counted: bool) -> Ruling:
    """A payment may be reported twice; another one for the same deposit, or one too late, is not held."""
    received = deposit.state == DepositState.RECEIVED
    return rule(received, "deposit_cancelled") and rule(counted, "already_paid")


def may_cancel(deposit: Deposit) -> Ruling:
    cancellable = deposit.state in DEPOSIT.sources("cancel_deposit")
    return is_unpaid(deposit) and rule(cancellable, "deposit_cancelled")


def may_end(hold: Hold, operation: str) -> Ruling:
    return rule(hold.state in HOLD.sources(operation), "hold_ended")


def is_for(hold: Hold, worker: Party) -> Ruling:
    """Money is released to whom it was paid in for."""
    payee, payer = hold.deposit.payee_id, hold.deposit.payer_id
    return rule(worker.pk == payee if payee else worker.pk != payer, "wrong_payee")


def ends_whole(hold: Hold, left: int) -> Ruling:
    """What many are paid from bit by bit doesn't end at once; for one worker, a part may have gone before."""
    return rule(left == hold.amount or hold.deposit.payee_id is not None, "not_enough_money")


def is_shared(hold: Hold) -> Ruling:
    """Bit by bit goes only what was paid in for nobody in particular."""
    return rule(hold.deposit.payee_id is None, "wrong_payee")


def is_for_one(hold: Hold) -> Ruling:
    """It was paid in for one worker."""
    return rule(hold.deposit.payee_id is not None, "wrong_payee")


def are_alike(hold: Hold, other: Hold) -> Ruling:
    """Money goes over only between two holds of one client, both for the same worker or both for many."""
    sides = {(one.deposit.payer_id, one.deposit.payee_id) for one in (hold, other)}
    return rule(hold.pk != other.pk and len(sides) == 1, "wrong_payee")


def are_for(hold: Hold, workers: Container[UUID]) -> Ruling:
    """Nobody pays herself, also among many."""
    return rule(hold.deposit.payer_id not in workers, "wrong_payee")


def is_part_of(amount: int, left: int) -> Ruling:
    return rule(0 <= amount <= left, "more_than_held", field="to_worker", most=f"{left:,}")


def is_less_than(amount: int, left: int) -> Ruling:
    """A part goes, and something stays."""
    return rule(0 < amount < left, "more_than_held", field="amount", most=f"{left:,}")


def may_move(payout: Payout, operation: str) -> Ruling:
    return rule(payout.state in PAYOUT.sources(operation), "payout_over")
