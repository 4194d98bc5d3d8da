"""What machines that drive one contract have alike: every yen is somewhere, and none is lacking."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Sum
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from mikiwame.core.errors import NotFound, Refused
from mikiwame.market.contracts import audit, queries
from mikiwame.market.contracts.models import Amendment, Contract
from mikiwame.market.contracts.operations import topping_up
from mikiwame.market.contracts.states import HELD
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.escrow.models import Deposit, Refund, Release
from mikiwame.market.turns.models import Turn
from tests.cast import Cast
from tests.machine import MarketMachine
from tests.market.contracts.stage import HOUR, again


class ContinuingMachine(MarketMachine):
    """Both sides, an operator and time act at random on one contract."""

    contract: Contract
    cast: Cast
    now: datetime

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

    @rule(hours=st.sampled_from([0, 1, 80]))
    def pay_on_top(self, hours: int) -> None:
        """What both agreed to raise is paid, at once, in time, or too late."""
        if not hasattr(self, "contract"):
            return
        agreed = queries.agreed_amendment(again(self.contract))
        if agreed is None:
            return
        asked: list[Deposit] = []
        client = self.cast.sakurai
        begin = lambda: asked.append(topping_up.begin_payment(agreed, by=client, at=self.now))  # noqa: E731
        if not self.attempt(begin):
            return
        self.now += hours * HOUR
        for _ in range(2):  # told twice, it counts once
            topping_up.fund(asked[0], receipt=f"receipt-{asked[0].pk}", at=self.now)

    @invariant()
    def a_raise_that_waits_has_its_clock_and_no_other_one_has(self) -> None:
        waiting = {one.key for one in Amendment.objects.filter(state="agreed")}
        assert {turn.subject for turn in Turn.objects.filter(state="open", kind="top_up")} == waiting
        assert len(waiting) <= 1

    @invariant()
    def every_yen_is_somewhere(self) -> None:
        if not hasattr(self, "contract"):
            return
        paid_in = sum(
            deposit.amount for deposit in Deposit.objects.filter(state="received") if hasattr(deposit, "hold")
        )
        earned = Release.objects.aggregate(sum=Sum("gross"))["sum"] or 0
        returned = Refund.objects.aggregate(sum=Sum("amount"))["sum"] or 0
        parts = self.contract.milestones.filter(state__in=sorted(HELD)).select_related("dispute")
        held = sum(part.dispute.contested if part.state == "disputed" else part.amount for part in parts)
        assert paid_in == earned + returned + held
        assert escrow.audit() == []
        assert audit.discrepancies() == []
