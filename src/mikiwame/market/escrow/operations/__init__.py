"""Money comes in, is held, goes to whom it is due, and leaves. Nothing moves but through the ledger."""

from mikiwame.market.escrow.drawing import Draw

from .money import (
    cancel_deposit,
    carry_over,
    draw,
    give_back,
    give_back_part,
    receive,
    receive_and_return,
    refund,
    release,
    release_part,
    request_deposit,
    settle,
)
from .payouts import make_payouts, payout_arrived, payout_failed, send_payout

__all__ = [
    "Draw",
    "cancel_deposit",
    "carry_over",
    "draw",
    "give_back",
    "give_back_part",
    "make_payouts",
    "payout_arrived",
    "payout_failed",
    "receive",
    "receive_and_return",
    "refund",
    "release",
    "release_part",
    "request_deposit",
    "send_payout",
    "settle",
]
