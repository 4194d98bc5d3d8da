"""Money comes in, is held, and goes to whom it is due. Nothing here moves but through the ledger."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.ids import key, new_id
from mikiwame.core.money import split
from mikiwame.core.operation import operation
from mikiwame.market.history.operations import record
from mikiwame.market.ledger.operations import open_account, post
from mikiwame.market.members.models import Member, Party
from mikiwame.market.members.rules import acts_for

from . import entries, events, queries, rules
from .accounts import FEES
from .gateways import gateway
from .gateways.port import Failed, Order, Unavailable
from .models import Book, Deposit, Hold, Payout, Receipt, Refund, Release
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
    known = Deposit.objects.select_for_update().filter(purpose=purpose, state__in=STANDING).first()
    require(acts_for(by, payer) and rules.is_amount(amount) and rules.are_two(payer, payee))
    if known is not None:
        require(rules.is_unpaid(known) and rules.is_same(known, amount))
        return known

    deposit = Deposit.objects.create(
        purpose=purpose,
        title=title,
        payer=payer,
        payee=payee,
        amount=amount,
        requested_at=at,
        state_since=at,
    )

    record(events.DepositRequested(subject=deposit.key, **deposit.about), by=by.key, at=at)
    return deposit


@operation
def receive(deposit: Deposit, *, receipt: str, at: datetime) -> Hold:
    """The money has come and is held; the same payment, told twice, counts once."""
    deposit = lock(deposit)
    if deposit.state == DepositState.RECEIVED and queries.is_received(deposit, receipt=receipt):
        return deposit.hold
    require(rules.may_receive(deposit))

    deposit.become(DepositState.RECEIVED, at=at)
    Receipt.objects.create(number=receipt, deposit=deposit, returned=False, received_at=at)
    identifier = new_id()
    account = open_account(key(Hold.KIND, identifier), covered=True, tallied=True)
    hold = Hold.objects.create(id=identifier, deposit=deposit, account_id=account, held_at=at, state_since=at)
    post(entries.received(receipt, amount=deposit.amount, into=account), at=at)

    record(events.MoneyHeld(subject=hold.key, **deposit.about), by=None, at=at)
    return hold


@operation
def receive_and_return(deposit: Deposit, *, receipt: str, at: datetime) -> Deposit:
    """Money has come that nobody waits for: too late, or a second time. It goes back to who paid."""
    deposit = lock(deposit)
    if queries.is_received(deposit, receipt=receipt):
        return deposit

    if deposit.state != DepositState.RECEIVED:
        deposit.become(DepositState.RETURNED, at=at)
    Receipt.objects.create(number=receipt, deposit=deposit, returned=True, received_at=at)
    owed = _book(deposit.payer_id).refundable_id
    post(entries.received(receipt, amount=deposit.amount, into=owed), at=at)

    record(events.MoneyReturned(subject=deposit.key, **deposit.about), by=None, at=at)
    return deposit


@operation
def cancel_deposit(deposit: Deposit, *, at: datetime) -> Deposit:
    """The payment is no longer waited for."""
    deposit = lock(deposit)
    require(rules.may_cancel(deposit))

    deposit.become(DepositState.CANCELLED, at=at)

    record(events.DepositCancelled(subject=deposit.key, **deposit.about), by=None, at=at)
    return deposit


@operation
def release(hold: Hold, *, to: Party, withheld: int, at: datetime) -> Release:
    """The work is accepted: net to the worker, fee to the house, withheld tax back to the client.

    ``withheld`` in yen; raises ValueError when it doesn't fit into the gross.
    """
    hold = _locked(hold)
    require(rules.may_end(hold, "release") and rules.is_for(hold, to))

    hold.become(HoldState.RELEASED, at=at)
    earned, shares = _earn(hold, hold.amount, to=to, withheld=withheld, at=at)
    post(entries.divided(hold.key, hold.account_id, shares), at=at)

    fact = events.MoneyReleased(
        subject=hold.key,
        net=earned.net,
        fee=earned.fee,
        withheld=earned.withheld,
        **hold.deposit.about,
    )
    record(fact, by=None, at=at)
    return earned


@operation
def refund(hold: Hold, *, at: datetime) -> Hold:
    """The work won't be done: all of the held money goes back to the client."""
    hold = _locked(hold)
    require(rules.may_end(hold, "refund"))

    hold.become(HoldState.REFUNDED, at=at)
    post(entries.divided(hold.key, hold.account_id, _give_back(hold, hold.amount, at=at)), at=at)

    record(events.MoneyRefunded(subject=hold.key, **hold.deposit.about), by=None, at=at)
    return hold


@operation
def settle(hold: Hold, *, to: Party, gross_to_worker: int, withheld: int, at: datetime) -> Hold:
    """An operator has decided: so much is the worker's, before fee and tax; the rest goes back."""
    hold = _locked(hold)
    require(rules.may_end(hold, "settle") and rules.is_for(hold, to))
    require(rules.is_part_of(gross_to_worker, hold))

    hold.become(HoldState.SETTLED, at=at)
    rest = hold.amount - gross_to_worker
    shares: list[entries.Share] = []
    if gross_to_worker:
        _, shares = _earn(hold, gross_to_worker, to=to, withheld=withheld, at=at)
    if rest:
        shares += _give_back(hold, rest, at=at)
    post(entries.divided(hold.key, hold.account_id, shares), at=at)

    fact = events.MoneySettled(
        subject=hold.key, **hold.deposit.about, to_worker=gross_to_worker, refunded=rest
    )
    record(fact, by=None, at=at)
    return hold


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


def _locked(hold: Hold) -> Hold:
    """The hold, locked; what it was paid in for never changes."""
    locked = lock(hold)
    locked.deposit = hold.deposit
    return locked


def _earn(
    hold: Hold, gross: int, *, to: Party, withheld: int, at: datetime
) -> tuple[Release, list[entries.Share]]:
    """So much of a hold becomes the worker's; her book stays locked, lest two releases use one allowance."""
    book, rate = _locked_book(to.pk), queries.rate_at(at)
    free = queries.free_part(gross, worker=to, used=book.free_used, rate=rate)
    parts = split(gross, fee_rate=rate.basis_points, withheld=withheld, free=free)
    if free:
        book.free_used += free
        book.save(update_fields=["free_used"])
    release = Release.objects.create(
        hold=hold,
        worker=to,
        gross=gross,
        net=parts.net,
        fee=parts.fee,
        withheld=parts.withheld,
        free=free,
        rate=rate,
        released_at=at,
    )
    shares = [(book.earned_id, parts.net), (FEES, parts.fee)]
    if withheld:
        shares.append((_book(hold.deposit.payer_id).refundable_id, withheld))
    return release, shares


def _give_back(hold: Hold, amount: int, *, at: datetime) -> list[entries.Share]:
    """So much of a hold is owed back to the client."""
    Refund.objects.create(hold=hold, amount=amount, refunded_at=at)
    return [(_book(hold.deposit.payer_id).refundable_id, amount)]


def _book(party: UUID) -> Book:
    """A party's book, opened when she is owed something for the first time."""
    return Book.objects.filter(pk=party).first() or _open_book(party)


def _locked_book(party: UUID) -> Book:
    """The same, locked until the transaction ends."""
    books = Book.objects.select_for_update(no_key=True).filter(pk=party)
    return books.first() or lock(_open_book(party))


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
