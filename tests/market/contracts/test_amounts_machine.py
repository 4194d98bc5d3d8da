"""Amendments that raise and lower what is held, driven at random by both sides, an operator and time.

Whatever happens: what is held is what open parts are worth, each accepted part was paid that, once,
and what is neither paid nor held has gone back.
"""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from mikiwame.market.contracts import queries
from mikiwame.market.contracts.models import Milestone
from mikiwame.market.contracts.operations import amendments, disputes, endings, funding, work
from mikiwame.market.contracts.states import CONTRACT, MilestoneState
from mikiwame.market.escrow.models import Deposit, Release
from mikiwame.market.terms.lines import Part
from mikiwame.market.turns.models import Turn
from mikiwame.ops import sweep
from tests.cast import assemble
from tests.machine import driven
from tests.market.contracts.continuing_machine import ContinuingMachine
from tests.market.contracts.stage import DAY, HALVES, HOUR, START, again, paid, part, proposed, ruled, started


class AmountsMachine(ContinuingMachine):
    """What is refused changes nothing; what is done leaves every promise standing."""

    @initialize(both=st.booleans(), days=st.integers(1, 7))
    def begin(self, both: bool, days: int) -> None:
        self.open_market()
        self.cast, self.now = assemble(), START
        self.contract = started(self.cast, parts=HALVES, inspection_days=days)
        if both:
            paid(self.contract, 2, at=self.now)

    def one(self, number: int) -> Milestone:
        return part(self.contract, number)

    numbers = st.integers(1, 2)

    @rule(number=numbers)
    def deliver(self, number: int) -> None:
        self.attempt(lambda: work.deliver(self.one(number), note="納品", by=self.cast.yuki, at=self.now))

    @rule(number=numbers)
    def accept(self, number: int) -> None:
        self.attempt(lambda: work.accept(self.one(number), by=self.cast.sakurai, at=self.now))

    @rule(number=numbers)
    def request_changes(self, number: int) -> None:
        self.attempt(
            lambda: work.request_changes(
                self.one(number), term="scope", reason="直し", by=self.cast.sakurai, at=self.now
            )
        )

    @rule(number=numbers, contested=st.sampled_from([1, 4_000, 9_999]), settled=st.booleans())
    def dispute(self, number: int, contested: int, settled: bool) -> None:
        def contest() -> None:
            dispute = disputes.open_dispute(
                self.one(number),
                statement="違う",
                contested=contested,
                by=self.cast.sakurai,
                at=self.now,
            )
            if settled:
                ruled(dispute, to_worker=contested // 3, by=self.cast.oda, at=self.now)

        self.attempt(contest)

    @rule(number=numbers)
    def pay(self, number: int) -> None:
        asked: list[Deposit] = []
        begin = lambda: asked.append(  # noqa: E731
            funding.begin_payment(self.one(number), by=self.cast.sakurai, at=self.now)
        )
        if self.attempt(begin):
            funding.fund(asked[0], receipt=f"receipt-{asked[0].pk}", at=self.now)

    @rule(
        first=st.sampled_from([-9_000, -1, 0, 1, 5_000]),
        second=st.sampled_from([-9_000, 0, 7]),
        by_client=st.booleans(),
        answer=st.sampled_from(["accept", "accept", "refuse", "nothing"]),
    )
    def reword(self, first: int, second: int, by_client: bool, answer: str) -> None:
        sides = self.cast.sakurai, self.cast.yuki
        by, other = sides if by_client else (sides[1], sides[0])
        agreed = queries.standing(again(self.contract))
        parts = [
            Part(one.number, one.title, max(one.amount + more, 1), one.due)
            for one, more in zip(agreed, (first, second), strict=False)
        ]

        def answered() -> None:
            proposal = proposed(again(self.contract), by=by, parts=parts, at=self.now)
            if answer == "accept":
                amendments.accept_amendment(proposal, by=other, at=self.now)
            elif answer == "refuse":
                amendments.refuse_amendment(proposal, by=other, at=self.now)

        self.attempt(answered)

    @rule()
    def leave(self) -> None:
        self.attempt(lambda: endings.leave(again(self.contract), by=self.cast.yuki, at=self.now))

    @rule(days=st.integers(1, 4))
    def pass_days(self, days: int) -> None:
        for _ in range(days):
            self.now += DAY
            sweep.perform_due(self.now, limit=50)

    @rule(hours=st.integers(1, 80))
    def pass_unswept(self, hours: int) -> None:
        self.now += hours * HOUR

    @invariant()
    def each_part_was_paid_what_it_is_worth_at_most_once(self) -> None:
        if not hasattr(self, "contract"):
            return
        for one in self.contract.milestones.all():
            purposes = [one.key, one.dispute.key] if hasattr(one, "dispute") else [one.key]
            gross = sum(row.gross for row in Release.objects.filter(purpose__in=purposes))
            assert gross <= one.amount
            if one.state == MilestoneState.ACCEPTED and not hasattr(one, "dispute"):
                assert gross == one.amount

    @invariant()
    def an_end_leaves_nothing_open(self) -> None:
        if not hasattr(self, "contract"):
            return
        contract = again(self.contract)
        if contract.state in CONTRACT.final:
            kinds = Turn.objects.filter(state="open", page=contract.key).values_list("kind", flat=True)
            assert {kind for kind in kinds if not kind.endswith("review")} == set()
            assert queries.open_amendment(contract) is None


@pytest.mark.django_db
def test_held_money_follows_the_terms() -> None:
    driven(AmountsMachine, examples=25, steps=18)
