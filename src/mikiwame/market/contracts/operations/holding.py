"""What becomes of the held money of one part, which has a hold of its own or shares that of its period.

Called by the operations of this room, inside their transaction and with the contract locked.
"""

from datetime import datetime

from mikiwame.core.tax import withholding
from mikiwame.market.contracts.models import Contract, Milestone
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow import queries as held
from mikiwame.market.escrow.models import Hold


def release(milestone: Milestone, *, at: datetime) -> int:
    """All of it goes to the worker; returns what arrives, in yen."""
    contract, hold = milestone.contract, _hold(milestone)
    withheld = _withheld(contract, milestone.amount)
    if milestone.period is None:
        return escrow.release(
            hold, to=contract.worker, withheld=withheld, agreed_at=contract.agreed_at, at=at
        ).net
    return _draw(hold, milestone, milestone.amount, purpose=milestone.key, at=at)


def release_part(milestone: Milestone, gross: int, *, purpose: str, at: datetime) -> int:
    """So much of it goes to the worker now, gross, in yen; returns what arrives."""
    contract, hold = milestone.contract, _hold(milestone)
    if milestone.period is not None:
        return _draw(hold, milestone, gross, purpose=purpose, at=at)
    withheld, agreed_at = _withheld(contract, gross), contract.agreed_at
    return escrow.release_part(
        hold, gross, purpose=purpose, to=contract.worker, withheld=withheld, agreed_at=agreed_at, at=at
    ).net


def give_back(milestone: Milestone, left: int, *, at: datetime) -> None:
    """What is left of it goes back to the client, in yen."""
    hold = _hold(milestone)
    if milestone.period is None:
        escrow.refund(hold, at=at)
    else:
        escrow.give_back(hold, left, purpose=milestone.key, at=at)


def give_back_part(milestone: Milestone, amount: int, *, purpose: str, at: datetime) -> None:
    """So much of it goes back to the client now, in yen; the rest stays held."""
    give_back = escrow.give_back if milestone.period is not None else escrow.give_back_part
    give_back(_hold(milestone), amount, purpose=purpose, at=at)


def add(milestone: Milestone, top_up: Hold, amount: int, *, purpose: str, at: datetime) -> None:
    """So much of what came on top is held for this part from now on, in yen."""
    escrow.carry_over(top_up, amount, to=_hold(milestone), purpose=purpose, at=at)


def divide(milestone: Milestone, to_worker: int, left: int, *, at: datetime) -> None:
    """Of what is left of it so much goes to the worker, the rest back to the client; gross, in yen."""
    contract, hold = milestone.contract, _hold(milestone)
    if milestone.period is None:
        withheld = _withheld(contract, to_worker)
        to, agreed_at = contract.worker, contract.agreed_at
        escrow.settle(hold, to=to, gross_to_worker=to_worker, withheld=withheld, agreed_at=agreed_at, at=at)
        return
    if to_worker:
        _draw(hold, milestone, to_worker, purpose=milestone.key, at=at)
    if to_worker < left:
        escrow.give_back(hold, left - to_worker, purpose=milestone.key, at=at)


def _hold(milestone: Milestone) -> Hold:
    paid_for = milestone.period or milestone
    hold = held.hold_for(paid_for.key)
    assert hold is not None, f"{milestone.key} is {milestone.state} without a hold"
    return hold


def _withheld(contract: Contract, gross: int) -> int:
    return withholding(gross) if contract.withholds_tax else 0


def _draw(hold: Hold, milestone: Milestone, gross: int, *, purpose: str, at: datetime) -> int:
    contract = milestone.contract
    draw = escrow.Draw(purpose, contract.worker, gross, _withheld(contract, gross))
    [released] = escrow.draw(hold, [draw], agreed_at=contract.agreed_at, at=at)
    return released.net
