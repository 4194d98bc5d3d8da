"""Money: paid in, held, earned, paid out."""

from uuid import UUID

from django.conf import settings
from ninja import Router

from mikiwame import payments
from mikiwame.core import clock
from mikiwame.core.errors import NotFound
from mikiwame.market.escrow import queries
from mikiwame.market.escrow.gateways.sandbox import receipt_of

from .auth import PAY, Request
from .schemas import escrow as schemas

router = Router(tags=["money"])


@router.get("/deposits/{deposit}", response=schemas.Deposit)
def read_deposit(request: Request, deposit: UUID) -> object:
    """A payment of the member's own."""
    return queries.deposit_for(request.user, deposit)


@router.post("/deposits/{deposit}/settlement", response={201: schemas.Deposit}, auth=PAY)
def settle_deposit(request: Request, deposit: UUID) -> object:
    """Pay with play money, where the payment service is the sandbox; elsewhere there is no such address."""
    if settings.GATEWAY != "sandbox":
        raise NotFound
    asked = queries.deposit_for(request.user, deposit)
    payments.settle(asked, receipt=receipt_of(asked.pk), at=clock.now())
    return queries.deposit_for(request.user, deposit)


@router.get("/money/balances", response=schemas.Balances)
def read_balances(request: Request) -> object:
    """Where the member's money is."""
    return queries.balances(request.user.party)


@router.get("/money/statement", response=list[schemas.Line])
def read_statement(request: Request) -> object:
    """Everything that happened to the member's money, the newest first."""
    return queries.statement(request.user.party)


@router.get("/money/income", response=list[schemas.Month])
def read_income(request: Request) -> object:
    """What the member earned as worker, month by month, the newest first."""
    return queries.income(request.user.party)
