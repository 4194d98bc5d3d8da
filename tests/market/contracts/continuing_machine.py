"""What machines that drive work that goes on have alike: every yen is somewhere, and none is lacking."""

from collections.abc import Callable

from django.db.models import Sum
from hypothesis.stateful import invariant

from mikiwame.core.errors import NotFound, Refused
from mikiwame.market.contracts import audit
from mikiwame.market.contracts.models import Contract
from mikiwame.market.contracts.states import HELD
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.escrow.models import Deposit, Refund, Release
from tests.machine import MarketMachine


class ContinuingMachine(MarketMachine):
    """Both sides, an operator and time act at random on one contract."""

    contract: Contract

    def attempt(self, act: Callable[[], object]) -> bool:
        """Whether it was allowed; whatever is refused, money that should be held never lacks."""
        try:
            act()
        except NotFound:
            return False
        except Refused as refusal:
            if refusal.code == "not_enough_money":
                raise
            return False
        return True

    @invariant()
    def every_yen_is_somewhere(self) -> None:
        if not hasattr(self, "contract"):
            return
        paid_in = sum(
            deposit.amount for deposit in Deposit.objects.filter(state="received") if hasattr(deposit, "hold")
        )
        earned = Release.objects.aggregate(sum=Sum("gross"))["sum"] or 0
        returned = Refund.objects.aggregate(sum=Sum("amount"))["sum"] or 0
        held = sum(part.amount for part in self.contract.milestones.filter(state__in=sorted(HELD)))
        assert paid_in == earned + returned + held
        assert escrow.audit() == []
        assert audit.discrepancies() == []
