"""Money comes in, is held, and goes to whom it is due. Nothing here moves but through the ledger."""

from collections.abc import Sequence
from datetime import datetime

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import require
from mikiwame.core.fields import lock
from mikiwame.core.ids import new_id
from mikiwame.core.operation import operation
from mikiwame.market.escrow import division, drawing, entries, events, queries, rules, statements
from mikiwame.market.escrow.drawing import Draw
from mikiwame.market.escrow.models import Carry, Deposit, Hold, Receipt, Refund, Release
from mikiwame.market.escrow.states import STANDING, DepositState, HoldState
from mikiwame.market.history.operations import record
from mikiwame.market.ledger.operations import post
from mikiwame.market.members.models import Member, Party
from mikiwame.market.members.rules import acts_for


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
    hold = Hold(deposit=deposit, account_id=new_id(), held_at=at, state_since=at)
    payment = Receipt(number=receipt, deposit=deposit, returned=False, received_at=at)
    entry = entries.held(receipt, hold.key, amount=deposit.amount, on=hold.account_id)

    fact = events.MoneyHeld(subject=hold.key, **deposit.about)
    if statements.receive(payment, hold, entry, fact):
        return hold
    deposit = lock(deposit)
    require(rules.is_told_again(deposit, counted=queries.is_received(deposit, receipt=receipt)))
    return deposit.hold


@operation
def receive_and_return(deposit: Deposit, *, receipt: str, at: datetime) -> Deposit:
    """Money has come that nobody waits for: too late, or a second time. It goes back to who paid."""
    deposit = statements.lock_deposit(deposit)
    if queries.is_received(deposit, receipt=receipt):
        return deposit

    if deposit.state != DepositState.RECEIVED:
        deposit.become(DepositState.RETURNED, at=at)
    Receipt.objects.create(number=receipt, deposit=deposit, returned=True, received_at=at)
    owed = division.book(deposit.payer_id).refundable_id
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
def release(
    hold: Hold, *, to: Party, withheld: int, at: datetime, agreed_at: datetime | None = None
) -> Release:
    """The work is accepted: all that is still held, net to the worker, fee to the house, tax to the client.

    ``withheld`` in yen; raises ValueError when it doesn't fit into the gross. The fee is that of the day of
    the agreement; where there was none, of the day of the release.
    """
    hold, terms = statements.lock_hold(hold, worker=to.pk, day=day_in_tokyo(agreed_at or at))
    require(rules.may_end(hold, "release") and rules.is_for(hold, to))
    left = queries.left_in([hold.pk])
    require(rules.ends_whole(hold, left))

    earned = division.earned(hold, terms, left, by=to, withheld=withheld, at=at)

    fact = events.MoneyReleased(
        subject=hold.key,
        net=earned.net,
        fee=earned.fee,
        withheld=earned.withheld,
        **hold.deposit.about | {"amount": left},
    )
    division.end(hold, HoldState.RELEASED, terms, earned, left=left, fact=fact, at=at)
    return earned


@operation
def release_part(
    hold: Hold, gross: int, *, purpose: str, to: Party, withheld: int, at: datetime, agreed_at: datetime
) -> Release:
    """Part of what is held for one worker goes to her at once, the rest stays held; once for each purpose.

    Divided as in ``release``. All of it can't go this way.
    """
    hold, terms = statements.lock_hold(hold, worker=to.pk, day=day_in_tokyo(agreed_at))
    require(rules.may_end(hold, "release_part") and rules.is_for(hold, to))
    require(rules.is_less_than(gross, queries.left_in([hold.pk])))

    earned = division.earned(hold, terms, gross, by=to, withheld=withheld, at=at)
    earned.purpose = purpose

    fact = events.PartReleased(
        subject=hold.key,
        net=earned.net,
        fee=earned.fee,
        withheld=earned.withheld,
        **hold.deposit.about | {"amount": gross},
    )
    division.part(hold, terms, earned, fact=fact, at=at)
    return earned


@operation
def refund(hold: Hold, *, at: datetime) -> Hold:
    """The work won't be done: all that is still held goes back to the client."""
    hold, terms = statements.lock_hold(hold, worker=None, day=day_in_tokyo(at))
    require(rules.may_end(hold, "refund"))

    left = queries.left_in([hold.pk])
    require(rules.ends_whole(hold, left))
    state = HoldState.SETTLED if queries.has_released(hold) else HoldState.REFUNDED
    fact = events.MoneyRefunded(subject=hold.key, **hold.deposit.about | {"amount": left})
    return division.end(hold, state, terms, None, left=left, fact=fact, at=at)


@operation
def settle(
    hold: Hold,
    *,
    to: Party,
    gross_to_worker: int,
    withheld: int,
    at: datetime,
    agreed_at: datetime | None = None,
) -> Hold:
    """Of what is still held so much is the worker's, before fee and tax; the rest goes back.

    The fee is that of the day of the agreement, as in ``release``.
    """
    hold, terms = statements.lock_hold(hold, worker=to.pk, day=day_in_tokyo(agreed_at or at))
    require(rules.may_end(hold, "settle") and rules.is_for(hold, to))
    left = queries.left_in([hold.pk])
    require(rules.ends_whole(hold, left))
    require(rules.is_part_of(gross_to_worker, left))

    earned = None
    if gross_to_worker:
        earned = division.earned(hold, terms, gross_to_worker, by=to, withheld=withheld, at=at)

    fact = events.MoneySettled(
        subject=hold.key,
        to_worker=gross_to_worker,
        refunded=left - gross_to_worker,
        **hold.deposit.about,
    )
    return division.end(hold, HoldState.SETTLED, terms, earned, left=left, fact=fact, at=at)


@operation
def draw(
    hold: Hold, draws: Sequence[Draw], *, at: datetime, agreed_at: datetime | None = None
) -> list[Release]:
    """Many are paid out of what is held for nobody in particular, all or none, once for each purpose.

    The parts and the fee of each are those of ``release``. Once nothing is left, the hold is spent.
    """
    if not draws:
        return []
    hold, terms = statements.lock_hold(hold, worker=None, day=day_in_tokyo(agreed_at or at))
    workers = {draw.party for draw in draws}
    require(rules.may_end(hold, "draw") and rules.is_shared(hold) and rules.are_for(hold, workers))

    purses = division.purses(workers)
    releases = drawing.earned(hold, terms.rate, draws, by=purses, at=at)
    drawing.pay(hold, terms, releases, to=purses, at=at)
    return releases


@operation
def give_back(hold: Hold, amount: int, *, purpose: str, at: datetime) -> Refund:
    """Part of what is held for nobody in particular goes back to the client, once for each purpose."""
    hold, terms = statements.lock_hold(hold, worker=None, day=day_in_tokyo(at))
    require(rules.may_end(hold, "give_back") and rules.is_shared(hold) and rules.is_amount(amount))

    return division.back(hold, terms, amount, purpose=purpose, at=at)


@operation
def give_back_part(hold: Hold, amount: int, *, purpose: str, at: datetime) -> Refund:
    """Part of what is held for one worker goes back to the client, the rest stays held.

    Once for each purpose. All of it can't go this way.
    """
    hold, terms = statements.lock_hold(hold, worker=None, day=day_in_tokyo(at))
    require(rules.may_end(hold, "give_back_part") and rules.is_for_one(hold))
    require(rules.is_less_than(amount, queries.left_in([hold.pk])))

    return division.back(hold, terms, amount, purpose=purpose, at=at)


@operation
def carry_over(hold: Hold, amount: int, *, to: Hold, purpose: str, at: datetime) -> Carry:
    """Part of what is held goes over to another hold of the same client for the same worker, or for many.

    Once for each purpose; it stays held all along. Once nothing is left of the first one, that is spent.
    """
    for one in sorted((hold, to), key=lambda either: either.pk):
        locked, _ = statements.lock_hold(one, worker=None, day=day_in_tokyo(at))
        require(rules.may_end(locked, "carry_over"))
    require(rules.is_amount(amount) and rules.are_alike(hold, to))

    carry = Carry(hold=hold, to=to, purpose=purpose, amount=amount, carried_at=at)
    entry = entries.carried(carry.key, amount=amount, held=hold.account_id, to=to.account_id)
    post(entry, at=at)
    carry.entry_id = entry.id
    carry.save()
    statements.spend(hold, at=at)

    about = hold.deposit.about | {"amount": amount}
    record(events.MoneyCarriedOver(subject=hold.key, to=to.key, **about), by=None, at=at)
    return carry
