"""Work that goes on, driven at random by both sides, an operator and time.

Whatever happens: nothing is handed over without held money, each accepted delivery is paid once and no other
is, what is neither paid nor held has gone back, and every yen is somewhere.
"""

from datetime import timedelta

import pytest
from django.db.models import Count
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.contracts import queries
from mikiwame.market.contracts.models import Break, Milestone, Period
from mikiwame.market.contracts.operations import amendments, breaks, disputes, endings, notices, periods, work
from mikiwame.market.contracts.states import CONTRACT, HELD, MILESTONE, MilestoneState, PeriodState
from mikiwame.market.escrow.models import Deposit, Release
from mikiwame.market.turns.models import Turn
from mikiwame.ops import sweep
from tests.cast import assemble
from tests.machine import driven
from tests.market.contracts.continuing_machine import ContinuingMachine
from tests.market.contracts.stage import COLUMNS, DAY, HOUR, START, again, going_on, part, proposed, ruled

PACES = (
    COLUMNS,
    COLUMNS | {"repeat": "daily", "on_holiday": "before"},
    COLUMNS | {"repeat": "times_a_week", "times_a_week": 2},
    COLUMNS | {"repeat": "weekdays", "weekdays": "sun", "duration_months": 1},
    COLUMNS | {"reward_basis": "weekly", "reward": 5_000},
    COLUMNS | {"reward_basis": "monthly", "reward": 20_003, "duration_months": 2},
)


class PeriodsMachine(ContinuingMachine):
    """What is refused changes nothing; what is done leaves every promise standing."""

    @initialize(pace=st.sampled_from(PACES))
    def begin(self, pace: dict[str, object]) -> None:
        self.open_market()
        self.cast, self.now = assemble(), START
        self.contract = going_on(self.cast, **pace)
        self.delivered_unpaid: list[Milestone] = []

    def numbered(self, number: int) -> Milestone:
        """One of the parts that are still open, if there is any; else the first."""
        still_open = self.contract.milestones.filter(state__in=sorted(MILESTONE.open)).order_by("number")
        numbers = list(still_open.values_list("number", flat=True)) or [1]
        return part(self.contract, numbers[number % len(numbers)])

    @rule(number=st.integers(0, 3))
    def deliver(self, number: int) -> None:
        target = self.numbered(number)
        held = target.state in HELD
        done = self.attempt(lambda: work.deliver(target, note="納品", by=self.cast.yuki, at=self.now))
        assert held or not done

    @rule(number=st.integers(0, 3))
    def accept(self, number: int) -> None:
        self.attempt(lambda: work.accept(self.numbered(number), by=self.cast.sakurai, at=self.now))

    @rule(number=st.integers(0, 3))
    def request_changes(self, number: int) -> None:
        target = self.numbered(number)
        self.attempt(
            lambda: work.request_changes(
                target, term="scope", reason="直し", by=self.cast.sakurai, at=self.now
            )
        )

    @rule(number=st.integers(0, 3), share=st.sampled_from([0, 1, 999, 2_000]))
    def dispute(self, number: int, share: int) -> None:
        target = self.numbered(number)

        def decide() -> None:
            dispute = disputes.open_dispute(target, statement="違う", by=self.cast.yuki, at=self.now)
            ruled(dispute, to_worker=share, by=self.cast.oda, at=self.now)

        self.attempt(decide)

    @rule(late=st.booleans())
    def pay(self, late: bool) -> None:
        unpaid = queries.unfunded_period(self.contract)
        if unpaid is None:
            return
        asked: list[Deposit] = []
        if self.attempt(
            lambda: asked.append(periods.begin_payment(unpaid, by=self.cast.sakurai, at=self.now))
        ):
            if late:
                self.pass_days(1)
            for _ in range(2):  # told twice, it counts once
                periods.fund(asked[0], receipt=f"receipt-{asked[0].pk}", at=self.now)

    @rule(days=st.integers(1, 4))
    def pass_days(self, days: int) -> None:
        for _ in range(days):
            self.now += DAY
            periods.ask_due(at=self.now)
            sweep.perform_due(self.now, limit=50)

    @rule(hours=st.integers(1, 30))
    def pass_unswept(self, hours: int) -> None:
        self.now += hours * HOUR

    @rule(ahead=st.integers(0, 9), length=st.integers(0, 31), agree=st.booleans())
    def rest(self, ahead: int, length: int, agree: bool) -> None:
        first = day_in_tokyo(self.now) + timedelta(days=ahead)
        last = first + timedelta(days=length)

        def settle() -> None:
            proposed = breaks.propose_break(
                self.contract, first=first, last=last, by=self.cast.yuki, at=self.now
            )
            breaks.answer_break(proposed, agree=agree, by=self.cast.sakurai, at=self.now)

        self.attempt(settle)

    @rule(ahead=st.integers(0, 60), by_client=st.booleans())
    def give_notice(self, ahead: int, by_client: bool) -> None:
        last = day_in_tokyo(self.now) + timedelta(days=ahead)
        by = self.cast.sakurai if by_client else self.cast.yuki
        self.attempt(lambda: notices.give_notice(self.contract, last=last, by=by, at=self.now))

    @rule(reward=st.sampled_from([1, 700, 2_000, 2_001, 3_000]), by_client=st.booleans())
    def reword(self, reward: int, by_client: bool) -> None:
        sides = [self.cast.sakurai, self.cast.yuki]
        by, other = sides if by_client else reversed(sides)

        def agree() -> None:
            proposal = proposed(again(self.contract), by=by, reward=reward, at=self.now)
            amendments.accept_amendment(proposal, by=other, at=self.now)

        self.attempt(agree)

    @rule(unlikely=st.integers(0, 9))
    def part_by_agreement(self, unlikely: int) -> None:
        if unlikely:
            return

        def agree() -> None:
            proposal = endings.propose_cancellation(
                self.contract, reason="終了", by=self.cast.yuki, at=self.now
            )
            endings.answer_cancellation(proposal, agree=True, by=self.cast.sakurai, at=self.now)

        self.attempt(agree)

    @invariant()
    def accepted_deliveries_are_paid_once_and_no_others(self) -> None:
        if not hasattr(self, "contract"):
            return
        paid = set(Release.objects.values_list("purpose", flat=True))
        accepted = self.contract.milestones.filter(state=MilestoneState.ACCEPTED)
        assert paid == {part.key for part in accepted}
        assert not Release.objects.values("purpose").annotate(times=Count("pk")).filter(times__gt=1).exists()

    @invariant()
    def what_is_handed_over_has_its_money(self) -> None:
        if not hasattr(self, "contract"):
            return
        unpaid = Milestone.objects.filter(period__state=PeriodState.UNFUNDED, deliveries__isnull=False)
        assert not unpaid.exists()

    @invariant()
    def one_delivery_at_most_is_due_and_an_end_leaves_nothing_open(self) -> None:
        if not hasattr(self, "contract"):
            return
        contract = again(self.contract)
        open_turns = Turn.objects.filter(state="open", page=contract.key)
        assert open_turns.filter(kind="due").count() <= 1
        over = contract.state in CONTRACT.final
        still_open = contract.milestones.filter(state__in=sorted(MILESTONE.open))
        if over:
            assert not open_turns.exclude(kind__endswith="review").exists()
            assert not still_open.exists()
            assert not Break.objects.filter(state="proposed").exists()
        else:
            assert still_open.exists(), "a live contract waits for something"
            assert Period.objects.filter(contract=contract, state="unfunded").count() <= 1

    @invariant()
    def nothing_is_due_on_agreed_days_off(self) -> None:
        if not hasattr(self, "contract"):
            return
        for off in Break.objects.filter(state="agreed"):
            due = self.contract.milestones.filter(
                due__gte=off.first, due__lte=off.last, state__in=("unfunded", "funded")
            )
            assert not due.exists()


@pytest.mark.django_db
def test_work_goes_on_as_promised() -> None:
    driven(PeriodsMachine, examples=6, steps=16)


@pytest.mark.soak
@pytest.mark.django_db
def test_work_goes_on_as_promised_for_long() -> None:
    driven(PeriodsMachine, examples=200, steps=40)
