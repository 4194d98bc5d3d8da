"""Questions about standby fees: owed to a worker who waited for money that never came."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from mikiwame.core.errors import existing
from mikiwame.core.terms import STANDBY_FEE_LEAST, RewardBasis
from mikiwame.market.contracts.models import Contract, StandbyFee
from mikiwame.market.contracts.states import StandbyState
from mikiwame.market.members.models import Member, Party
from mikiwame.market.terms.models import Sheet
from mikiwame.market.turns import queries as clocks
from mikiwame.market.turns.states import TurnKind

from .sides import of_side


def promised_to_wait(base: Sheet, basis: str, reward: int | None) -> int | None:
    """What an offer from these terms promises for waiting, at such a reward: their standby fee, up to that.

    Nobody is promised more for having waited than for the work, and no fee is smaller than the smallest one.
    """
    promised: int | None = base.standby_fee
    if promised is None or reward is None or basis != RewardBasis.FIXED:
        return promised
    return min(promised, reward) if reward >= STANDBY_FEE_LEAST else None


def standby_fee_of(contract: Contract) -> StandbyFee | None:
    """What the client owes, or owed, for the first money that never came."""
    fee: StandbyFee | None = getattr(contract, "standby_fee", None)
    if fee is not None:
        fee.contract = contract
    return fee


def standby_fee_for(member: Member, identifier: UUID) -> StandbyFee:
    """The standby fee of a contract, for one of its sides; ``identifier`` is its own. Raises NotFound."""
    sides = of_side(member.party_id)
    fees = StandbyFee.objects.select_related("contract__client", "contract__worker__book")
    return existing(fees.filter(sides, pk=identifier).first())


def standby_fees_between(party: Party) -> QuerySet[StandbyFee]:
    """What a party owes, or is owed, for having waited."""
    sides = of_side(party.pk)
    return StandbyFee.objects.filter(sides, state=StandbyState.OWED)


def standby_limit(fee: StandbyFee) -> datetime | None:
    """Until when it is to be paid, or the client is reminded of it; None once nobody waits for it."""
    return min((turn.until for turn in clocks.current(fee.key)), default=None)


def is_late(fee: StandbyFee, *, at: datetime) -> bool:
    """Whether the time for paying it has passed, swept or not."""
    return not falls_behind_first(fee) or clocks.is_over(TurnKind.STANDBY, fee.key, at=at)


def falls_behind_first(fee: StandbyFee) -> bool:
    """Whether its first clock still runs: its time has not passed before."""
    return clocks.limit(TurnKind.STANDBY, fee.key) is not None


def about_standby(fee: StandbyFee) -> dict[str, Any]:
    """What every fact about a standby fee says."""
    contract = fee.contract
    return {"subject": contract.key, "amount": fee.amount, **contract.sides}
