"""What is owed leaves for bank accounts, and what comes of that."""

import logging
from datetime import datetime

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.operation import operation
from mikiwame.market.escrow import division, entries, events, queries, rules
from mikiwame.market.escrow.gateways import gateway
from mikiwame.market.escrow.gateways.port import Failed, Order, Unavailable
from mikiwame.market.escrow.models import Payout
from mikiwame.market.escrow.states import Owed, PayoutState
from mikiwame.market.history.operations import record
from mikiwame.market.ledger.operations import post

log = logging.getLogger(__name__)


def make_payouts(*, at: datetime) -> int:
    """Everything that is owed to anybody leaves for her bank account; returns how many payments were sent.

    A chore: run twice, or by two workers at once, it pays nothing twice; killed anywhere, it goes on later.
    """
    while _draw_up_payouts(at=at):
        pass
    sent = 0
    for payout in queries.payouts_due():
        try:
            sent += _send_unless_taken(payout, at=at)
        except Unavailable:
            log.warning("the payment service gives no answer; what is due waits for the next round")
            break
        except Exception:  # whatever is wrong with one payout, the others go on
            log.exception("a payout could not be sent: %s", payout.key)
    return sent


@operation
def send_payout(payout: Payout, *, at: datetime) -> Payout:
    """Hand a payment over to the gateway. Should we die before we note its answer, the gateway is asked again
    and knows the payment by its identifier."""
    payout = lock(payout)
    require(rules.may_move(payout, "send_payout"))
    answer = gateway().pay_out(Order(id=payout.pk, party=payout.party_id, amount=payout.amount))
    if isinstance(answer, Failed):
        return payout_failed(payout, reason=answer.reason, at=at)

    payout.become(PayoutState.SENT, at=at, reference=answer.reference)
    return payout_arrived(payout, at=at) if answer.arrived else payout


@operation
def payout_arrived(payout: Payout, *, at: datetime) -> Payout:
    """The gateway says that the money is where it belongs."""
    payout = lock(payout)
    require(rules.may_move(payout, "payout_arrived"))

    payout.become(PayoutState.PAID, at=at)
    post(entries.arrived(payout.key, amount=payout.amount), at=at)

    record(events.PayoutArrived(subject=payout.key, **payout.about), by=None, at=at)
    return payout


@operation
def payout_failed(payout: Payout, *, reason: str, at: datetime) -> Payout:
    """The gateway could not pay: the money is back on the balance, and a later round tries again."""
    payout = lock(payout)
    require(rules.may_move(payout, "payout_failed"))

    payout.become(PayoutState.FAILED, at=at, failure=reason)
    owed = division.book(payout.party_id).account(payout.owed)
    post(entries.failed(payout.key, amount=payout.amount, owed=owed), at=at)

    record(events.PayoutFailed(subject=payout.key, **payout.about), by=None, at=at)
    return payout


@operation
def _draw_up_payouts(*, at: datetime) -> int:
    """Make payouts of what is owed, a batch at a time; balances that another worker is at are left to her."""
    made = [payout for owed in Owed for payout in division.owed_now(owed, at=at)]
    if made:
        Payout.objects.bulk_create([payout for payout, _ in made])
        dues = (entries.due(payout.key, amount=payout.amount, owed=owed) for payout, owed in made)
        post(*dues, at=at)
    return len(made)


@operation
def _send_unless_taken(payout: Payout, *, at: datetime) -> bool:
    """Send a payout; one that another worker is sending, or has sent, is left to her."""
    due = Payout.objects.filter(pk=payout.pk, state=PayoutState.DUE)
    taken = due.select_for_update(skip_locked=True).first()
    if taken is not None:
        send_payout(taken, at=at)
    return taken is not None
