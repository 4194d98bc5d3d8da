"""Every operation in every state: allowed where the table has an arrow, refused elsewhere, moving nothing."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import pytest

from mikiwame.core.ids import new_id
from mikiwame.core.lifecycle import Lifecycle
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow import queries
from mikiwame.market.escrow.gateways import GATEWAYS
from mikiwame.market.escrow.gateways.port import Order, Sent
from mikiwame.market.escrow.models import Hold, Payout
from mikiwame.market.escrow.operations import payouts
from mikiwame.market.escrow.states import DEPOSIT, HOLD, PAYOUT, DepositState, HoldState, PayoutState
from tests.cast import MORNING, Cast
from tests.market.escrow.purse import answers, asked, held, held_for_many
from tests.races import code_of


class Slow:
    """Payouts stay on their way."""

    def checkout(self, deposit: object) -> str:
        return ""

    def pay_out(self, order: Order) -> Sent:
        return Sent(reference=str(order.id), arrived=False)


@pytest.fixture(autouse=True)
def slow_gateway(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GATEWAYS, "sandbox", Slow())


def deposit_in(state: StrEnum, cast: Cast) -> Any:
    deposit = asked(cast.sakurai, cast.yuki)
    match state:
        case DepositState.RECEIVED:
            escrow.receive(deposit, receipt=f"first {deposit.pk}", at=MORNING)
        case DepositState.CANCELLED:
            escrow.cancel_deposit(deposit, at=MORNING)
        case DepositState.RETURNED:
            escrow.receive_and_return(deposit, receipt=f"first {deposit.pk}", at=MORNING)
    return deposit


def hold_in(state: StrEnum, cast: Cast) -> Any:
    if state == HoldState.SPENT:
        return shared_hold_in(state, cast)
    return ended(held(cast.sakurai, cast.yuki), state, cast)


def shared_hold_in(state: StrEnum, cast: Cast) -> Any:
    return ended(held_for_many(cast.sakurai), state, cast)


def ended(hold: Hold, state: StrEnum, cast: Cast) -> Hold:
    match state:
        case HoldState.RELEASED:
            escrow.release(hold, to=cast.yuki.party, withheld=0, at=MORNING)
        case HoldState.REFUNDED:
            escrow.refund(hold, at=MORNING)
        case HoldState.SETTLED:
            escrow.settle(hold, to=cast.yuki.party, gross_to_worker=1, withheld=0, at=MORNING)
        case HoldState.SPENT:
            escrow.draw(hold, answers(cast.yuki, 50_000), at=MORNING)
    return hold


def payout_in(state: StrEnum, cast: Cast) -> Any:
    escrow.refund(held(cast.sakurai, cast.yuki), at=MORNING)
    payouts._draw_up_payouts(at=MORNING)
    payout = Payout.objects.latest("due_at", "id")
    if state != PayoutState.DUE:
        escrow.send_payout(payout, at=MORNING)
    match state:
        case PayoutState.PAID:
            escrow.payout_arrived(payout, at=MORNING)
        case PayoutState.FAILED:
            escrow.payout_failed(payout, reason="no", at=MORNING)
    return payout


def operations(cast: Cast) -> dict[str, Callable[[Any], object]]:
    worker = cast.yuki.party
    return {
        "receive": lambda it: escrow.receive(it, receipt=str(new_id()), at=MORNING),
        "cancel_deposit": lambda it: escrow.cancel_deposit(it, at=MORNING),
        "receive_and_return": lambda it: escrow.receive_and_return(it, receipt=str(new_id()), at=MORNING),
        "release": lambda it: escrow.release(it, to=worker, withheld=0, at=MORNING),
        "release_part": lambda it: escrow.release_part(
            it, 5_000, purpose=f"dispute:{new_id()}", to=worker, withheld=0, agreed_at=MORNING, at=MORNING
        ),
        "refund": lambda it: escrow.refund(it, at=MORNING),
        "settle": lambda it: escrow.settle(it, to=worker, gross_to_worker=5_000, withheld=0, at=MORNING),
        "draw": lambda it: escrow.draw(it, answers(cast.yuki, 20_000, 5_000), at=MORNING),
        "give_back": lambda it: escrow.give_back(it, 50_000, purpose=str(new_id()), at=MORNING),
        "give_back_part": lambda it: escrow.give_back_part(
            it, 5_000, purpose=f"amount_change:{new_id()}", at=MORNING
        ),
        "carry_over": lambda it: escrow.carry_over(
            it, 50_000, to=held_for_many(cast.sakurai), purpose=str(new_id()), at=MORNING
        ),
        "send_payout": lambda it: escrow.send_payout(it, at=MORNING),
        "payout_arrived": lambda it: escrow.payout_arrived(it, at=MORNING),
        "payout_failed": lambda it: escrow.payout_failed(it, reason="no", at=MORNING),
    }


MADE: dict[str, Callable[[StrEnum, Cast], Any]] = {
    "deposit": deposit_in,
    "hold": hold_in,
    "payout": payout_in,
    "draw": shared_hold_in,
    "give_back": shared_hold_in,
    "carry_over": shared_hold_in,
}
"""By lifecycle, or by the operation that needs a thing of another kind."""
PAIRS = [
    pytest.param(life, state, operation, id=f"{life.name}-{state}-{operation}")
    for life in (DEPOSIT, HOLD, PAYOUT)
    for state in life.states
    for operation in sorted(life.operations())
]


@pytest.mark.parametrize(("life", "state", "operation"), PAIRS)
def test_every_operation_in_every_state(cast: Cast, life: Lifecycle, state: StrEnum, operation: str) -> None:
    thing = MADE.get(operation, MADE[life.name])(state, cast)
    thing.refresh_from_db()
    assert thing.state == state

    refusal = code_of(lambda: operations(cast)[operation](thing))

    thing.refresh_from_db()
    targets = {move.target for move in life.moves if (move.operation, move.source) == (operation, state)}
    assert (refusal is None) == bool(targets)
    assert thing.state in (targets or {state})
    assert queries.audit() == []
