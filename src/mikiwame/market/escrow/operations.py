"""Money comes in, is held, and goes to whom it is due. Nothing here moves but through the ledger."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.ids import key, new_id
from mikiwame.core.money import split
from mikiwame.core.operation import operation
from mikiwame.market.history.events import Event
from mikiwame.market.history.operations import record
from mikiwame.market.ledger.operations import open_account, post
from mikiwame.market.members.models import Member, Party
from mikiwame.market.members.rules import acts_for

from . import entries, events, queries, rules, statements
from .accounts import FEES
from .gateways import gateway
from .gateways.port import Failed, Order, Unavailable
from .models import Book, Deposit, FeeRate, Hold, Payout, Receipt, Refund, Release
from .statements import Terms
from .states import STANDING, DepositState, HoldState, Owed, PayoutState

log = logging.getLogger(__name__)

BATCH = 500
TRY_AGAIN_AFTER = timedelta(days=1)
"""How long a balance waits whose payout has failed."""


@operation
def request_deposit(
    purpose: str, *, title: str, payer: Party, payee: Party | None, amount: int, by: Member, at: datetime
) -> Deposit:
    """The client sets about paying for something; while one payment stands open, it is the same one."""
    require(acts_for(by, payer) and rules.is_amount(amount) and rules.are_two(payer, payee))
    deposit = Deposit(
        purpose=purpose,
        title=title,
        payer=payer,
        payee=payee,
        amount=amount,
        requested_at=at,
        state_since=at,
    )

    fact = events.DepositRequested(subject=deposit.key, **deposit.about)
    if statements.request(deposit, fact, by=by.key):
        return deposit
    standing = Deposit.objects.get(purpose=purpose, state__in=STANDING)
    require(rules.is_unpaid(standing) and rules.is_same(standing, amount))
    return standing


@operation
def receive(deposit: Deposit, *, receipt: str, at: datetime) -> Hold:
    """The money has come and is held; the same payment, told twice, counts once."""
    deposit = statements.lock_deposit(deposit)
    if deposit.state == DepositState.RECEIVED and queries.is_received(deposit, receipt=receipt):
        return deposit.hold
    require(rules.may_receive(deposit))

    hold = Hold(deposit=deposit, account_id=new_id(), held_at=at, state_since=at)
    payment = Receipt(number=receipt, deposit=deposit, returned=False, received_at=at)
    entry = entries.held(receipt, hold.key, amount=deposit.amount, on=hold.account_id)

    fact = events.MoneyHeld(subject=hold.key, **deposit.about)
    statements.receive(payment, hold, entry, fact)
    return hold


@operation
def receive_and_return(deposit: Deposit, *, receipt: str, at: datetime) -> Deposit:
    """Money has come that nobody waits for: too late, or a second time. It goes back to who paid."""
    deposit = statements.lock_deposit(deposit)
    if queries.is_received(deposit, receipt=receipt):
        return deposit

    if deposit.state != DepositState.RECEIVED:
        deposit.become(DepositState.RETURNED, at=at)
    Receipt.objects.create(number=receipt, deposit=deposit, returned=True, received_at=at)
    owed = _book(deposit.payer_id).refundable_id
    post(entries.returned(receipt, amount=deposit.amount, owed=owed), at=at)

    record(events.MoneyReturned(subject=deposit.key, **deposit.about), by=None, at=at)
    return deposit


@operation
def cancel_deposit(deposit: Deposit, *, at: datetime) -> Deposit:
    """The payment is no longer waited for."""
    deposit = statements.lock_deposit(deposit)
    require(rules.may_cancel(deposit))

    deposit.become(DepositState.CANCELLED, at=at)

    record(events.DepositCancelled(subject=deposit.key, **deposit.about), by=None, at=at)
    return deposit


@operation
def release(hold: Hold, *, to: Party, withheld: int, at: datetime) -> Release:
    """The work is accepted: net to the worker, fee to the house, withheld tax back to the client.

    ``withheld`` in yen; raises ValueError when it doesn't fit into the gross.
    """
    hold, terms = statements.lock_hold(hold, worker=to.pk, day=day_in_tokyo(at))
    require(rules.may_end(hold, "release") and rules.is_for(hold, to))

    earned = _earned(hold, terms, hold.amount, by=to, withheld=withheld, at=at)

    fact = events.MoneyReleased(
        subject=hold.key,
        net=earned.net,
        fee=earned.fee,
        withheld=earned.withheld,
        **hold.deposit.about,
    )
    _end(hold, HoldState.RELEASED, terms, earned, fact=fact, at=at)
    return earned


@operation
def refund(hold: Hold, *, at: datetime) -> Hold:
    """The work won't be done: all of the held money goes back to the client."""
    hold, terms = statements.lock_hold(hold, worker=None, day=day_in_tokyo(at))
    require(rules.may_end(hold, "refund"))

    fact = events.MoneyRefunded(subject=hold.key, **hold.deposit.about)
    return _end(hold, HoldState.REFUNDED, terms, None, fact=fact, at=at)


@operation
def settle(hold: Hold, *, to: Party, gross_to_worker: int, withheld: int, at: datetime) -> Hold:
    """An operator has decided: so much is the worker's, before fee and tax; the rest goes back."""
    hold, terms = statements.lock_hold(hold, worker=to.pk, day=day_in_tokyo(at))
    require(rules.may_end(hold, "settle") and rules.is_for(hold, to))
    require(rules.is_part_of(gross_to_worker, hold))

    earned = None
    if gross_to_worker:
        earned = _earned(hold, terms, gross_to_worker, by=to, withheld=withheld, at=at)

    fact = events.MoneySettled(
        subject=hold.key,
        to_worker=gross_to_worker,
        refunded=hold.amount - gross_to_worker,
        **hold.deposit.about,
    )
    return _end(hold, HoldState.SETTLED, terms, earned, fact=fact, at=at)


def make_payouts(*, at: datetime) -> int:
    """Everything that is owed to anybody leaves for her bank account; returns how many payments were sent.

    A chore: run twice, or by two workers at once, it pays nothing twice; killed anywhere, it goes on later.
    """
    while _draw_up_payouts(at=at):
        pass
    sent = 0
    try:
        while _send_next_payout(at=at):
            sent += 1
    except Unavailable:
        log.warning("the payment service gave no answer; what is due waits for the next round")
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
    owed = _book(payout.party_id).account(payout.owed)
    post(entries.failed(payout.key, amount=payout.amount, owed=owed), at=at)

    record(events.PayoutFailed(subject=payout.key, **payout.about), by=None, at=at)
    return payout


def _earned(hold: Hold, terms: Terms, gross: int, *, by: Party, withheld: int, at: datetime) -> Release:
    """So much of a hold becomes the worker's; unsaved."""
    free = queries.free_part(gross, worker=by, used=terms.free_used, rate=terms.rate)
    if free:
        free = _use_allowance(gross, by, terms.rate)
    parts = split(gross, fee_rate=terms.rate.basis_points, withheld=withheld, free=free)
    return Release(
        hold=hold,
        worker=by,
        gross=gross,
        net=parts.net,
        fee=parts.fee,
        withheld=parts.withheld,
        free=free,
        rate=terms.rate,
        released_at=at,
    )


def _use_allowance(gross: int, newcomer: Party, rate: FeeRate) -> int:
    """What a newcomer earns free of the fee. Her book is locked, lest two releases use one allowance."""
    book = lock(_book(newcomer.pk))
    free = queries.free_part(gross, worker=newcomer, used=book.free_used, rate=rate)
    book.free_used += free
    book.save(update_fields=["free_used"])
    return free


def _end(
    hold: Hold, state: HoldState, terms: Terms, earned: Release | None, *, fact: Event, at: datetime
) -> Hold:
    """A hold ends: what was earned goes to the worker, the house and the tax, the rest back to the client."""
    rest = hold.amount - (earned.gross if earned else 0)
    refund = Refund(hold=hold, amount=rest, refunded_at=at) if rest else None
    client = terms.refundable or _book(hold.deposit.payer_id).refundable_id
    shares = [(client, rest)]
    if earned:
        worker = terms.earned or _book(earned.worker_id).earned_id
        shares += [(worker, earned.net), (FEES, earned.fee), (client, earned.withheld)]
    entry = entries.divided(hold.key, hold.account_id, shares)
    statements.end(hold, state, release=earned, refund=refund, entry=entry, fact=fact, at=at)
    hold.state, hold.state_since = state, at
    return hold


def _book(party: UUID) -> Book:
    """A party's book, opened when her money moves for the first time."""
    return Book.objects.filter(pk=party).first() or _open_book(party)


def _open_book(party: UUID) -> Book:
    name = key(Party.KIND, party)
    earned, refundable = (open_account(f"{owed}:{name}", covered=True, tallied=True) for owed in Owed)
    book = Book(party_id=party, earned_id=earned, refundable_id=refundable)
    Book.objects.bulk_create([book], ignore_conflicts=True)  # somebody may open it at the same time
    return Book.objects.get(pk=party)


@operation
def _draw_up_payouts(*, at: datetime) -> int:
    """Make payouts of what is owed, a batch at a time; balances that another worker is at are left to her."""
    made = [payout for owed in Owed for payout in _owed_now(owed, at=at)]
    if made:
        Payout.objects.bulk_create([payout for payout, _ in made])
        dues = (entries.due(payout.key, amount=payout.amount, owed=owed) for payout, owed in made)
        post(*dues, at=at)
    return len(made)


def _owed_now(owed: Owed, *, at: datetime) -> Iterator[tuple[Payout, UUID]]:
    """Payouts of balances, unsaved, with the account that each comes from; the accounts are locked."""
    failed = Payout.objects.filter(
        party=OuterRef("pk"), owed=owed, state=PayoutState.FAILED, state_since__gt=at - TRY_AGAIN_AFTER
    )
    books = (
        Book.objects.filter(~Exists(failed), **{f"{owed}__credits__gt": F(f"{owed}__debits")})
        .select_related(owed)
        .select_for_update(skip_locked=True, of=(owed,), no_key=True)
    )
    for book in books[:BATCH]:
        account = getattr(book, owed)
        amount = account.credits - account.debits
        yield Payout(party_id=book.pk, owed=owed, amount=amount, due_at=at, state_since=at), account.pk


@operation
def _send_next_payout(*, at: datetime) -> bool:
    """Send the payout that has been due longest; one that another worker is sending is left to her."""
    due = Payout.objects.filter(state=PayoutState.DUE).order_by("due_at", "id")
    payout = due.select_for_update(skip_locked=True).first()
    if payout is not None:
        send_payout(payout, at=at)
    return payout is not None
