"""Contracts and escrow, driven at random against a model in plain Python.

Two parts, 7 days of inspection, two rounds of changes. After every step the tables, the turns, the lamp and
the money are what the model says, and every yen is somewhere.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mikiwame.core.clock import TOKYO, day_in_tokyo
from mikiwame.core.errors import Refused
from mikiwame.market.contracts import limits, queries
from mikiwame.market.contracts.operations import amendments, disputes, endings, settlements, work
from mikiwame.market.escrow import queries as escrow
from mikiwame.market.escrow.models import Refund, Release
from mikiwame.market.turns.models import Turn
from mikiwame.ops import sweep
from tests.cast import MORNING, assemble
from tests.market.contracts.stage import DAY, HALVES, START, again, agreed, paid, part, proposed, ruled

HELD = {"funded", "delivered", "changes_requested", "disputed"}
OPEN = {"unfunded", *HELD}


@dataclass
class Model:
    """What should be: two parts one after the other, one clock on the part at hand, one on each dispute."""

    now: datetime = MORNING
    contract: str = "agreed"
    parts: list[str] = field(default_factory=lambda: ["unfunded", "unfunded"])
    amounts: list[int] = field(default_factory=lambda: [10_000, 20_000])
    due: list[date] = field(default_factory=lambda: [part.due for part in HALVES if part.due])
    rounds: list[int] = field(default_factory=lambda: [0, 0])
    started: bool = False
    clock: tuple[str, datetime] | None = ("funding", MORNING + 3 * DAY)
    disputes: dict[int, tuple[str, datetime]] = field(default_factory=dict)
    proposal: datetime | None = None
    amendment: tuple[str, bool, datetime] | None = None
    departure: datetime | None = None
    left: bool = False
    most_rounds: int = 2
    earned: int = 0
    returned: int = 0

    @property
    def at_hand(self) -> int | None:
        opened = [n for n, state in enumerate(self.parts) if state in OPEN]
        going = next((n for n in opened if self.parts[n] != "disputed"), None)
        return going if going is not None and self.parts[going] in HELD else next(iter(opened), None)

    @property
    def live(self) -> bool:
        return self.contract in {"agreed", "running"}

    @property
    def held(self) -> int:
        return sum(amount for amount, state in zip(self.amounts, self.parts, strict=True) if state in HELD)

    @property
    def state(self) -> str:
        """Of the part at hand; empty when the contract is over."""
        return self.parts[self.at_hand] if self.live and self.at_hand is not None else ""

    @property
    def lamp(self) -> str:
        if self.state == "unfunded":
            return "red"
        if self.state in {"funded", "changes_requested"}:
            return "green" if self.now >= START else "amber"
        return "off"

    def become(self, state: str, clock: tuple[str, datetime] | None) -> None:
        assert self.at_hand is not None
        self.parts[self.at_hand], self.clock = state, clock

    def begin(self) -> None:
        n = self.at_hand
        assert n is not None
        agreed_day = self.due[n - 1] if n else day_in_tokyo(START)
        lost = max((day_in_tokyo(self.now) - agreed_day).days, 0)
        lost = 0 if n == 0 and not self.paid_late else lost
        self.due = self.due[:n] + [day + timedelta(days=lost) for day in self.due[n:]]
        last = max(self.due[n], day_in_tokyo(self.now))
        self.started = True
        self.clock = ("delivery", datetime.combine(last + DAY, time(), TOKYO))

    paid_late: bool = False

    def pay(self, n: int) -> None:
        self.parts[n] = "funded"
        first, self.contract = self.contract == "agreed", "running"
        if n == self.at_hand:
            self.clock = None
            self.paid_late = first and self.now >= START
            if self.now >= START:
                self.begin()

    def accept(self) -> None:
        self.earned += self.amounts[self.at_hand or 0]
        self.become("accepted", None)
        self.go_on()

    def go_on(self) -> None:
        if self.at_hand is None:
            self.over("ended" if self.left else "finished")
        elif self.clock is None and self.state == "funded":
            self.begin()
        elif self.clock is None and self.state == "unfunded":
            self.clock = ("funding", self.now + 3 * DAY)

    def over(self, contract: str, *, parting: bool = False) -> None:
        going = HELD if parting else HELD - {"disputed"}
        amounts = zip(self.amounts, self.parts, strict=True)
        self.returned += sum(amount for amount, state in amounts if state in going)
        self.parts = [
            "refunded" if state in going else "dropped" if state == "unfunded" else state
            for state in self.parts
        ]
        self.contract, self.clock, self.proposal = contract, None, None
        self.amendment = self.departure = None
        if parting:
            self.disputes = {}

    @property
    def may_leave(self) -> bool:
        worse = self.amendment is not None and self.amendment[:2] == ("pace", False)
        return self.live and not self.left and (worse or self.departure is not None)

    def leave(self) -> None:
        self.amendment, self.departure, self.left = None, None, True
        if self.state == "changes_requested":
            self.become("delivered", ("inspection", self.now + 7 * DAY))
        if self.state in {"unfunded", "funded"}:
            self.over("ended")
            return
        for n in range((self.at_hand or 0) + 1, len(self.parts)):
            self.returned += self.amounts[n] if self.parts[n] == "funded" else 0
            self.parts[n] = "refunded" if self.parts[n] == "funded" else "dropped"

    def come_to_nothing(self, since: datetime) -> None:
        """A proposal was refused, taken back or lapsed; over worse terms she may still leave for a while."""
        if self.amendment and self.amendment[:2] == ("pace", False):
            self.departure = since + limits.DEPARTURE_DAYS * DAY
        self.amendment = None

    def pass_time(self, to: datetime) -> None:
        self.now = to
        if self.state == "funded" and not self.started and to >= START:
            self.begin()
        while self.clock and self.clock[1] <= to:
            self.strike(*self.clock)
        for n, (_, limit) in self.disputes.items():
            if limit <= to:
                self.disputes[n] = ("dispute", to + 7 * DAY)
        if self.proposal and self.proposal <= to:
            self.proposal = None
        if self.amendment and self.amendment[2] <= to:
            self.come_to_nothing(self.amendment[2])
        if self.departure and self.departure <= to:
            self.departure = None

    def strike(self, kind: str, limit: datetime) -> None:
        match kind:
            case "funding":
                self.over("lapsed")
            case "delivery" | "changes":
                self.clock = ("overdue", limit + 7 * DAY)
            case "overdue":
                self.over("ended")
            case "inspection":
                self.accept()


class ContractMachine(RuleBasedStateMachine):
    """Both sides, an operator and time act at random; what the model allows happens, all else is refused."""

    @initialize(ahead=st.integers(0, 4))
    def begin(self, ahead: int) -> None:
        """Some stories begin further on: paid, started, handed over, with the second part paid too."""
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.cast = assemble()
        self.contract = agreed(self.cast, parts=HALVES)
        self.model = Model()
        steps: tuple[Callable[[], object], ...] = (
            lambda: self.pay(1),
            lambda: self.pass_time((START - MORNING) // timedelta(hours=1)),
            lambda: self.deliver(1),
            lambda: self.pay(2),
        )
        for step in steps[:ahead]:
            step()

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def attempt(self, allowed: bool, act: Callable[[], object]) -> bool:
        """Whether it happened; it must, if and only if the model allows it."""
        if allowed:
            act()
            return True
        with pytest.raises(Refused):
            act()
        return False

    @rule(number=st.sampled_from([1, 2]))
    def pay(self, number: int) -> None:
        model = self.model
        earlier = "unfunded" in model.parts[: number - 1]
        allowed = model.live and model.parts[number - 1] == "unfunded" and not earlier
        if self.attempt(allowed, lambda: paid(self.contract, number, at=model.now)):
            model.pay(number - 1)

    @rule(number=st.sampled_from([1, 2]))
    def deliver(self, number: int) -> None:
        model = self.model
        allowed = model.lamp == "green" and model.at_hand == number - 1
        act = lambda: work.deliver(  # noqa: E731
            part(self.contract, number), note="納品", by=self.cast.yuki, at=model.now
        )
        if self.attempt(allowed, act):
            model.become("delivered", ("inspection", model.now + 7 * DAY))

    @rule()
    def request_changes(self) -> None:
        model, n = self.model, self.model.at_hand or 0
        allowed = model.state == "delivered" and model.rounds[n] < model.most_rounds and not model.left
        target = part(self.contract, n + 1)
        act = lambda: work.request_changes(  # noqa: E731
            target, term="scope", reason="直し", by=self.cast.sakurai, at=model.now
        )
        if self.attempt(allowed, act):
            model.rounds[n] += 1
            model.become("changes_requested", ("changes", model.now + 7 * DAY))

    @rule()
    def accept(self) -> None:
        model, target = self.model, part(self.contract, (self.model.at_hand or 0) + 1)
        act = lambda: work.accept(target, by=self.cast.sakurai, at=model.now)  # noqa: E731
        if self.attempt(model.state == "delivered", act):
            model.accept()

    @rule()
    def end_overdue(self) -> None:
        model, target = self.model, part(self.contract, (self.model.at_hand or 0) + 1)
        allowed = model.clock is not None and model.clock[0] == "overdue"
        act = lambda: endings.end_overdue(target, by=self.cast.sakurai, at=model.now)  # noqa: E731
        if self.attempt(allowed, act):
            model.over("ended")

    @rule(by_worker=st.booleans())
    def cancel(self, by_worker: bool) -> None:
        model, by = self.model, self.cast.yuki if by_worker else self.cast.sakurai
        act = lambda: endings.cancel(self.contract, reason="終了", by=by, at=model.now)  # noqa: E731
        if self.attempt(model.live and not model.held, act):
            model.over("cancelled")

    @rule()
    def propose_to_part(self) -> None:
        model = self.model
        allowed = model.live and bool(model.held) and model.proposal is None
        act = lambda: endings.propose_cancellation(  # noqa: E731
            self.contract, reason="終了", by=self.cast.yuki, at=model.now
        )
        if self.attempt(allowed, act):
            model.proposal = model.now + 7 * DAY

    @precondition(lambda self: self.model.proposal is not None)
    @rule(agree=st.booleans())
    def answer_proposal(self, agree: bool) -> None:
        proposal = queries.open_cancellation(self.contract)
        assert proposal is not None
        endings.answer_cancellation(proposal, agree=agree, by=self.cast.sakurai, at=self.model.now)
        self.model.proposal = None
        if agree:
            self.model.over("ended", parting=True)

    @rule(by_worker=st.booleans(), what=st.sampled_from(["pace", "rounds"]))
    def propose_terms(self, by_worker: bool, what: str) -> None:
        model, by = self.model, self.cast.yuki if by_worker else self.cast.sakurai
        self.proposed = getattr(self, "proposed", 0) + 1  # each asks for more than all before
        changes: dict[str, dict[str, Any]] = {
            "pace": {"pace": f"毎日{self.proposed}件"},
            "rounds": {"change_rounds": model.most_rounds + 1},
        }
        act = lambda: proposed(self.contract, by=by, at=model.now, **changes[what])  # noqa: E731
        allowed = model.live and not model.left and model.amendment is None and model.most_rounds < 10
        if self.attempt(allowed, act):
            model.amendment = (what, by_worker, model.now + limits.AMENDMENT_DAYS * DAY)

    @precondition(lambda self: self.model.amendment is not None)
    @rule(answer=st.sampled_from(["accept", "refuse", "withdraw"]))
    def answer_terms(self, answer: str) -> None:
        model, proposal = self.model, queries.open_amendment(again(self.contract))
        assert proposal is not None
        assert model.amendment is not None
        what, by_worker, _ = model.amendment
        proposer, other = self.cast.sakurai, self.cast.yuki
        if by_worker:
            proposer, other = other, proposer
        if answer == "withdraw":
            amendments.withdraw_amendment(proposal, by=proposer, at=model.now)
            model.come_to_nothing(model.now)
        elif answer == "refuse":
            amendments.refuse_amendment(proposal, by=other, at=model.now)
            model.come_to_nothing(model.now)
        else:
            amendments.accept_amendment(proposal, by=other, at=model.now)
            model.most_rounds += what == "rounds"
            model.departure = model.amendment = None

    @rule()
    def leave(self) -> None:
        model = self.model
        act = lambda: endings.leave(again(self.contract), by=self.cast.yuki, at=model.now)  # noqa: E731
        if self.attempt(model.may_leave, act):
            model.leave()

    @rule()
    def open_dispute(self) -> None:
        model, target = self.model, part(self.contract, (self.model.at_hand or 0) + 1)
        act = lambda: disputes.open_dispute(  # noqa: E731
            target, statement="違う", by=self.cast.yuki, at=model.now
        )
        if self.attempt(model.state in {"delivered", "changes_requested"}, act):
            model.disputes[model.at_hand or 0] = ("dispute_answer", model.now + 5 * DAY)
            model.become("disputed", None)
            model.go_on()

    @precondition(lambda self: bool(self.model.disputes))
    @rule(share=st.sampled_from([0, 1, 4_999, 10_000, 20_000]), ruled_on=st.booleans())
    def settle(self, share: int, ruled_on: bool) -> None:
        model, n = self.model, min(self.model.disputes)
        to_worker = min(share, model.amounts[n])
        dispute = part(self.contract, n + 1).dispute
        if ruled_on:
            ruled(dispute, to_worker=to_worker, by=self.cast.oda, at=model.now)
        else:
            yuki, sakurai, now = self.cast.yuki, self.cast.sakurai, model.now
            proposal = settlements.propose_settlement(dispute, to_worker=to_worker, by=yuki, at=now)
            settlements.accept_settlement(proposal, by=sakurai, at=now)
        del model.disputes[n]
        model.parts[n] = "accepted" if to_worker else "refunded"
        model.earned += to_worker
        model.returned += model.amounts[n] - to_worker
        if not model.live:
            return
        if model.held or to_worker == model.amounts[n]:
            model.go_on()
        else:
            model.over("ended")

    @rule(hours=st.sampled_from([1, 30, 80, 200, 600]))
    def pass_time(self, hours: int) -> None:
        to = self.model.now + timedelta(hours=hours)
        work.begin_due(at=to)
        while sweep.perform_due(to):
            pass
        self.model.pass_time(to)

    @invariant()
    def the_tables_say_what_the_model_says(self) -> None:
        contract, model = again(self.contract), self.model
        assert contract.state == model.contract
        assert [milestone.state for milestone in queries.milestones(contract)] == model.parts
        if model.live:
            assert [milestone.due for milestone in queries.milestones(contract)] == model.due

    @invariant()
    def every_open_thing_has_one_clock_of_the_right_kind(self) -> None:
        expected = {("cancellation", self.model.proposal)} if self.model.proposal else set()
        expected |= {self.model.clock} if self.model.clock else set()
        expected |= {("amendment", self.model.amendment[2])} if self.model.amendment else set()
        expected |= {("departure", self.model.departure)} if self.model.departure else set()
        expected |= set(self.model.disputes.values())
        running = Turn.objects.filter(state="open")
        assert {(turn.kind, turn.until) for turn in running} == expected
        assert running.count() == len(expected)

    @invariant()
    def the_lamp_shows_what_is_so(self) -> None:
        assert queries.light(again(self.contract), day_in_tokyo(self.model.now)).lamp == self.model.lamp

    @invariant()
    def every_yen_is_somewhere(self) -> None:
        assert escrow.audit() == []
        balances = escrow.balances(self.cast.sakurai.party)
        assert balances.held == self.model.held
        released = Release.objects.aggregate(all=Sum("gross"))["all"] or 0
        refunded = Refund.objects.aggregate(all=Sum("amount"))["all"] or 0
        assert (released, refunded) == (self.model.earned, self.model.returned)


@pytest.mark.django_db
def test_contracts_and_escrow_keep_to_the_model() -> None:
    run_state_machine_as_test(
        ContractMachine,
        settings=settings(
            max_examples=15,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.soak
@pytest.mark.django_db
def test_contracts_and_escrow_keep_to_the_model_for_long() -> None:
    run_state_machine_as_test(
        ContractMachine,
        settings=settings(
            max_examples=200,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
