"""The lives of deposits, holds and payouts."""

from enum import StrEnum

from mikiwame.core.lifecycle import CLOCK, Lifecycle, moves

GATEWAY = "gateway"
"""The mover of what a payment service reports."""


class DepositState(StrEnum):
    """A deposit is asked for; its money comes and is held, comes too late and goes back, or never comes."""

    REQUESTED = "requested"
    RECEIVED = "received"
    CANCELLED = "cancelled"
    RETURNED = "returned"


class HoldState(StrEnum):
    """Held money goes to the worker, back to the client, or is divided between them (settled).

    What is held for many goes out bit by bit, until all of it is spent.
    """

    HELD = "held"
    RELEASED = "released"
    REFUNDED = "refunded"
    SETTLED = "settled"
    SPENT = "spent"


class PayoutState(StrEnum):
    """Money leaves the house: it is due, on its way, and arrives or fails."""

    DUE = "due"
    SENT = "sent"
    PAID = "paid"
    FAILED = "failed"


class Owed(StrEnum):
    """What the house owes a party: what she earned as worker, or what comes back to her as client."""

    EARNED = "earned"
    REFUNDABLE = "refundable"


DEPOSIT = Lifecycle(
    name="deposit",
    states=DepositState,
    initial=DepositState.REQUESTED,
    moves=(
        *moves("receive", frm=DepositState.REQUESTED, to=DepositState.RECEIVED, by=GATEWAY),
        *moves(
            "cancel_deposit", frm=DepositState.REQUESTED, to=DepositState.CANCELLED, by="client or worker"
        ),
        *moves(
            "receive_and_return",
            frm=(DepositState.REQUESTED, DepositState.CANCELLED, DepositState.RETURNED),
            to=DepositState.RETURNED,
            by=GATEWAY,
        ),
        *moves("receive_and_return", frm=DepositState.RECEIVED, to=DepositState.RECEIVED, by=GATEWAY),
    ),
)
"""Money may come at any time, also twice: what nobody waits for goes back and changes nothing else."""

STANDING = (DepositState.REQUESTED, DepositState.RECEIVED)
"""One purpose is paid for once: it has at most one deposit in these states."""

HOLD = Lifecycle(
    name="hold",
    states=HoldState,
    initial=HoldState.HELD,
    moves=(
        *moves("release", frm=HoldState.HELD, to=HoldState.RELEASED, by="client"),
        *moves("refund", frm=HoldState.HELD, to=HoldState.REFUNDED, by="client or worker"),
        *moves("settle", frm=HoldState.HELD, to=HoldState.SETTLED, by="operator"),
        *moves("release_part", frm=HoldState.HELD, to=HoldState.HELD, by="client"),
        *moves("refund", frm=HoldState.HELD, to=HoldState.SETTLED, by="client or worker"),
        *moves("draw", frm=HoldState.HELD, to=HoldState.HELD, by="client"),
        *moves("draw", frm=HoldState.HELD, to=HoldState.SPENT, by="client"),
        *moves("carry_over", frm=HoldState.HELD, to=HoldState.HELD, by="client"),
        *moves("carry_over", frm=HoldState.HELD, to=HoldState.SPENT, by="client"),
        *moves("give_back", frm=HoldState.HELD, to=HoldState.HELD, by="client"),
        *moves("give_back", frm=HoldState.HELD, to=HoldState.SPENT, by="client"),
        *moves("give_back_part", frm=HoldState.HELD, to=HoldState.HELD, by="client and worker"),
    ),
)

PAYOUT = Lifecycle(
    name="payout",
    states=PayoutState,
    initial=PayoutState.DUE,
    moves=(
        *moves("send_payout", frm=PayoutState.DUE, to=PayoutState.SENT, by=CLOCK),
        *moves("payout_arrived", frm=PayoutState.SENT, to=PayoutState.PAID, by=GATEWAY),
        *moves("payout_failed", frm=(PayoutState.DUE, PayoutState.SENT), to=PayoutState.FAILED, by=GATEWAY),
    ),
)
"""What failed goes back to the balance, and the next round makes a new payout of it."""
