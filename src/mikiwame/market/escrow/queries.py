"""Questions about money: what is held, what a reward leaves, what came and went."""

from datetime import datetime
from uuid import UUID

from mikiwame.core.clock import day_in_tokyo
from mikiwame.core.errors import NotFound
from mikiwame.core.money import Split, split
from mikiwame.market.members.models import Member, Party
from mikiwame.market.members.queries import is_newcomer

from .gateways import gateway
from .models import Book, Deposit, FeeRate, Hold, Receipt
from .states import DepositState, HoldState


def open_deposit(purpose: str) -> Deposit | None:
    """The payment for this purpose that is waited for."""
    return Deposit.objects.filter(purpose=purpose, state=DepositState.REQUESTED).first()


def deposit_for(member: Member, identifier: UUID) -> Deposit:
    """One of the member's own payments; raises NotFound."""
    deposits = Deposit.objects.select_related("payer", "payee")
    found = deposits.filter(pk=identifier, payer=member.party_id).first()
    if found is None:
        raise NotFound
    return found


def checkout(deposit: Deposit) -> str:
    """The address where the client pays in."""
    return gateway().checkout(deposit.pk)


def is_received(deposit: Deposit, *, receipt: str) -> bool:
    """Whether this payment has been counted already: held, or given back."""
    return Receipt.objects.filter(deposit=deposit, number=receipt).exists()


def hold_for(purpose: str) -> Hold | None:
    """The money that is held for this purpose."""
    holds = Hold.objects.select_related("deposit")
    return holds.filter(deposit__purpose=purpose, state=HoldState.HELD).first()


def rate_at(at: datetime) -> FeeRate:
    """The fee that holds on that day."""
    rate = FeeRate.objects.filter(since__lte=day_in_tokyo(at)).order_by("-since").first()
    assert rate is not None, "the first rate holds since before the market opened"
    return rate


def free_part(gross: int, *, worker: Party, used: int, rate: FeeRate) -> int:
    """How much of a reward is free of the fee: a newcomer's first earnings are."""
    left = rate.newcomers_free - used
    return min(gross, left) if left > 0 and is_newcomer(worker) else 0


def preview(gross: int, *, worker: Party, withheld: int, at: datetime) -> Split:
    """How a reward would be divided if it were released now."""
    rate = rate_at(at)
    used = Book.objects.filter(party=worker).values_list("free_used", flat=True).first() or 0
    free = free_part(gross, worker=worker, used=used, rate=rate)
    return split(gross, fee_rate=rate.basis_points, withheld=withheld, free=free)
