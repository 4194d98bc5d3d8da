"""The first money of a contract never came: what the client owes the worker who waited for it.

Called by the operations of this room, inside their transaction and with the contract locked.
"""

from datetime import datetime

from mikiwame.market.contracts import events, limits, queries
from mikiwame.market.contracts.models import Contract, StandbyFee
from mikiwame.market.contracts.states import UNPAID_BY_CLIENT, ContractState, Ending
from mikiwame.market.history.operations import record
from mikiwame.market.turns import operations as turns
from mikiwame.market.turns.states import TurnKind


def promised(contract: Contract, ending: Ending) -> int | None:
    """What the client owes if it ends so before it ran, in yen; None where nothing was promised for that."""
    in_vain = contract.state == ContractState.AGREED and ending in UNPAID_BY_CLIENT
    return contract.sheet.standby_fee if in_vain else None


def owe(contract: Contract, amount: int, *, at: datetime) -> None:
    """She kept herself free for nothing: from now on the client owes what the terms promised for that."""
    fee = StandbyFee.objects.create(contract=contract, amount=amount, owed_at=at, state_since=at)
    until = ask(fee, TurnKind.STANDBY, since=at, until=limits.for_standby_fee(at))
    record(events.StandbyFeeOwed(until=until, **queries.about_standby(fee)), by=None, at=at)


def ask(fee: StandbyFee, kind: TurnKind, *, since: datetime, until: datetime) -> datetime:
    """It is the client's turn to pay it; returns until when."""
    contract = fee.contract
    turn = turns.open_turn(
        kind,
        fee.key,
        whose=contract.client,
        waiting=contract.worker,
        title=contract.title,
        page=contract.key,
        since=since,
        until=until,
    )
    return turn.until
