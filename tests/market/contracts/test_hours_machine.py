"""Work by the hour, driven at random by both sides, an operator and time: every yen is somewhere.

Whatever is written, changed, doubted, contested, left or slept through: what was paid in for a week is what
its worker earned, what went back and what is held; and nobody earns more than her rate for her minutes.
"""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.contracts import queries
from mikiwame.market.contracts import timesheets as sheets
from mikiwame.market.contracts.hours import Spell, contested, pay
from mikiwame.market.contracts.models import Milestone, TimeEntry
from mikiwame.market.contracts.operations import (
    amendments,
    breaks,
    disputes,
    endings,
    notices,
    periods,
    timesheets,
    work,
)
from mikiwame.market.contracts.states import CONTRACT, MILESTONE
from mikiwame.market.escrow.models import Deposit
from mikiwame.market.turns.models import Turn
from mikiwame.ops import sweep
from tests.cast import assemble
from tests.machine import driven
from tests.market.contracts.continuing_machine import ContinuingMachine
from tests.market.contracts.stage import DAY, HOUR, START, again, by_the_hour, part, proposed, ruled

rates = st.integers(1, 25_000)
hours = st.integers(1, 60)


@given(rates, hours, st.data())
def test_no_minutes_are_paid_more_than_is_held_nor_less_than_the_rate(
    rate: int, most: int, data: st.DataObject
) -> None:
    minutes = data.draw(st.integers(0, most * 60))
    doubted = data.draw(st.integers(0, minutes))
    assert 0 <= pay(minutes, rate) <= rate * most
    assert 0 <= pay(minutes, rate) * 60 - minutes * rate < 60
    assert contested(minutes, doubted, rate) + pay(minutes - doubted, rate) == pay(minutes, rate)
    assert pay(most * 60, rate) == rate * most


class HoursMachine(ContinuingMachine):
    """What is refused changes nothing; what is done leaves every promise standing."""

    @initialize(rate=st.sampled_from([1_013, 1_500, 9_999]), most=st.sampled_from([1, 7, 40]))
    def begin(self, rate: int, most: int) -> None:
        self.open_market()
        self.cast, self.now = assemble(), START + 12 * HOUR
        self.contract = by_the_hour(self.cast, reward=rate, weekly_hours=most)

    def one(self, number: int) -> Milestone:
        """One of the weeks that are still open, if there is any; else the first."""
        still_open = self.contract.milestones.filter(state__in=sorted(MILESTONE.open)).order_by("number")
        numbers = list(still_open.values_list("number", flat=True)) or [1]
        return part(self.contract, numbers[number % len(numbers)])

    @rule(
        number=st.integers(0, 2),
        back=st.integers(0, 6),
        begins=st.integers(0, 1_430),
        length=st.integers(1, 300),
    )
    def write(self, number: int, back: int, begins: int, length: int) -> None:
        spell = Spell(day_in_tokyo(self.now) - timedelta(days=back), begins, begins + length)
        week = self.one(number)
        self.attempt(lambda: timesheets.write_hours(week, spell, note="作業", by=self.cast.yuki, at=self.now))

    @rule(number=st.integers(0, 9), shorter=st.integers(0, 90), remove=st.booleans())
    def mend(self, number: int, shorter: int, remove: bool) -> None:
        written = list(TimeEntry.objects.order_by("id"))
        if not written:
            return
        entry = written[number % len(written)]
        spell = Spell(entry.day, entry.begins, max(entry.ends - shorter, entry.begins + 1))
        if remove:
            self.attempt(lambda: timesheets.remove_hours(entry, by=self.cast.yuki, at=self.now))
        else:
            self.attempt(
                lambda: timesheets.change_hours(entry, spell, note="直し", by=self.cast.yuki, at=self.now)
            )

    @rule(number=st.integers(0, 2))
    def hand_in(self, number: int) -> None:
        self.attempt(lambda: timesheets.hand_in(self.one(number), by=self.cast.yuki, at=self.now))

    @rule(number=st.integers(0, 2))
    def accept(self, number: int) -> None:
        self.attempt(lambda: work.accept(self.one(number), by=self.cast.sakurai, at=self.now))

    @rule(number=st.integers(0, 2), some=st.integers(1, 3))
    def doubt(self, number: int, some: int) -> None:
        week = self.one(number)
        lines = [line.pk for line in sheets.latest_lines(week)[:some]]
        self.attempt(
            lambda: work.request_changes(
                week, term="pace", reason="違う", lines=lines, by=self.cast.sakurai, at=self.now
            )
        )

    @rule(number=st.integers(0, 2), some=st.integers(1, 3), share=st.sampled_from([0, 1, 999]))
    def dispute(self, number: int, some: int, share: int) -> None:
        week = self.one(number)

        def decide() -> None:
            lines = [line.pk for line in sheets.latest_lines(week)[:some]]
            dispute = disputes.open_dispute(
                week, statement="違う", lines=lines, by=self.cast.sakurai, at=self.now
            )
            ruled(dispute, to_worker=min(share, dispute.contested), by=self.cast.oda, at=self.now)

        self.attempt(decide)

    @rule()
    def pay_in(self) -> None:
        unpaid = queries.unfunded_period(self.contract)
        asked: list[Deposit] = []
        if unpaid is not None and self.attempt(
            lambda: asked.append(periods.begin_payment(unpaid, by=self.cast.sakurai, at=self.now))
        ):
            periods.fund(asked[0], receipt=f"receipt-{asked[0].pk}", at=self.now)

    @rule(days=st.integers(1, 4))
    def pass_days(self, days: int) -> None:
        for _ in range(days):
            self.now += DAY
            periods.ask_due(at=self.now)
            sweep.perform_due(self.now, limit=50)

    @rule(number=st.integers(1, 30))
    def pass_unswept(self, number: int) -> None:
        self.now += number * HOUR

    @rule(ahead=st.integers(0, 9), length=st.integers(0, 20))
    def rest(self, ahead: int, length: int) -> None:
        first = day_in_tokyo(self.now) + timedelta(days=ahead)

        def settle() -> None:
            off = breaks.propose_break(
                self.contract,
                first=first,
                last=first + timedelta(days=length),
                by=self.cast.yuki,
                at=self.now,
            )
            breaks.answer_break(off, agree=True, by=self.cast.sakurai, at=self.now)

        self.attempt(settle)

    @rule(reward=rates, most=hours)
    def reword(self, reward: int, most: int) -> None:
        def settle() -> None:
            other = proposed(
                again(self.contract), by=self.cast.sakurai, at=self.now, reward=reward, weekly_hours=most
            )
            amendments.accept_amendment(other, by=self.cast.yuki, at=self.now)

        self.attempt(settle)

    @rule(ahead=st.integers(0, 40), unlikely=st.integers(0, 4))
    def give_notice(self, ahead: int, unlikely: int) -> None:
        last = day_in_tokyo(self.now) + timedelta(days=ahead)
        if not unlikely:
            self.attempt(
                lambda: notices.give_notice(self.contract, last=last, by=self.cast.yuki, at=self.now)
            )

    @rule(unlikely=st.integers(0, 9))
    def part_by_agreement(self, unlikely: int) -> None:
        def agree() -> None:
            proposal = endings.propose_cancellation(
                self.contract, reason="終了", by=self.cast.yuki, at=self.now
            )
            endings.answer_cancellation(proposal, agree=True, by=self.cast.sakurai, at=self.now)

        if not unlikely:
            self.attempt(agree)

    @invariant()
    def an_end_leaves_nothing_open_and_a_live_contract_waits_for_something(self) -> None:
        if not hasattr(self, "contract"):
            return
        contract = again(self.contract)
        open_turns = Turn.objects.filter(state="open", page=contract.key)
        still_open = contract.milestones.filter(state__in=sorted(MILESTONE.open)).exists()
        if contract.state in CONTRACT.final:
            assert not open_turns.exclude(kind__endswith="review").exists()
            assert not still_open
        else:
            assert still_open
        assert not contract.milestones.filter(state="missed").exists()


@pytest.mark.django_db
def test_by_the_hour_no_story_breaks_a_promise() -> None:
    driven(HoursMachine, examples=6, steps=30)


@pytest.mark.soak
@pytest.mark.django_db
def test_by_the_hour_no_long_story_breaks_a_promise() -> None:
    driven(HoursMachine, examples=200, steps=40)
