"""How the stories about money begin: somebody is asked to pay in, and has paid."""

from datetime import datetime

from mikiwame.core.ids import new_id
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow.drawing import Draw
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


def asked_for_many(payer: Member, amount: int = 50_000, *, at: datetime = MORNING) -> Deposit:
    """One is asked to pay in for the answers of whoever gives them."""
    return escrow.request_deposit(
        f"funding:{new_id()}",
        title="商品名の分類",
        payer=payer.party,
        payee=None,
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


def held_for_many(payer: Member, amount: int = 50_000, *, at: datetime = MORNING) -> Hold:
    """One has paid in for the answers of whoever gives them."""
    deposit = asked_for_many(payer, amount, at=at)
    return escrow.receive(deposit, receipt=receipt(deposit), at=at)


def answers(worker: Member, *gross: int, withheld: int = 0) -> list[Draw]:
    """So many approved answers of hers, each to be paid."""
    return [Draw(f"answer:{new_id()}", worker.party, amount, withheld) for amount in gross]
