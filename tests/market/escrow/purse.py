"""How the stories about money begin: somebody is asked to pay in, and has paid."""

from datetime import datetime

from mikiwame.core.ids import new_id
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow.models import Deposit, Hold
from mikiwame.market.members.models import Member
from tests.cast import MORNING


def asked(
    payer: Member, payee: Member, amount: int = 50_000, *, purpose: str = "", at: datetime = MORNING
) -> Deposit:
    """One is asked to pay in for the other's work."""
    return escrow.request_deposit(
        purpose or f"milestone:{new_id()}",
        title="ロゴのデザイン",
        payer=payer.party,
        payee=payee.party,
        amount=amount,
        by=payer,
        at=at,
    )


def receipt(deposit: Deposit) -> str:
    """What the gateway calls the payment of a deposit."""
    return f"payment-{deposit.pk}"


def held(payer: Member, payee: Member, amount: int = 50_000, *, at: datetime = MORNING) -> Hold:
    """One has paid in for the other's work."""
    deposit = asked(payer, payee, amount, at=at)
    return escrow.receive(deposit, receipt=receipt(deposit), at=at)
