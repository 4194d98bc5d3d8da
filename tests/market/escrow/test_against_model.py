"""Escrow against a few dictionaries: whatever is done, in whatever order, both agree, and all adds up."""

from dataclasses import dataclass, field

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mikiwame.core.ids import new_id
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow import queries
from mikiwame.market.escrow.models import Deposit, Hold
from mikiwame.market.ledger.queries import balance
from tests.cast import MORNING, Cast
from tests.market.escrow.purse import asked
from tests.races import code_of

FREE, TENTH = 10_000, 10


@dataclass
class Case:
    """One deposit as the model sees it."""

    deposit: Deposit
    client: str
    worker: str
    amount: int
    state: str = "requested"
    receipts: dict[str, str] = field(default_factory=dict)
    hold: Hold | None = None


class EscrowMachine(RuleBasedStateMachine):
    """Clients, workers, and anything at any time."""

    cast: Cast
    people = st.sampled_from([("sakurai", "yuki"), ("sakurai", "ken"), ("ken", "yuki"), ("yuki", "ken")])
    which = st.integers(min_value=0)

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.cases: list[Case] = []
        self.earned = dict.fromkeys(["sakurai", "yuki", "ken"], 0)
        self.refundable = dict(self.earned)
        self.free_used = dict(self.earned)
        self.fees = self.paid_in = self.paid_out = 0

    def teardown(self) -> None:
        assert queries.audit() == []
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def case(self, which: int) -> Case:
        return self.cases[which % len(self.cases)]

    @rule(people=people, amount=st.integers(min_value=1, max_value=30_000))
    def ask(self, people: tuple[str, str], amount: int) -> None:
        client, worker = people
        deposit = asked(getattr(self.cast, client), getattr(self.cast, worker), amount)
        self.cases.append(Case(deposit, client, worker, amount))

    @precondition(lambda self: self.cases)
    @rule(which=which, again=st.booleans())
    def pay_in(self, which: int, again: bool) -> None:
        case = self.case(which)
        number = next(iter(case.receipts)) if again and case.receipts else str(new_id())
        refusal = code_of(lambda: self.received(case, number))
        if number in case.receipts and case.hold:
            assert refusal is None  # told again, it counts once
        elif case.state == "requested":
            assert refusal is None
            case.state, case.receipts[number] = "received", "held"
            self.paid_in += case.amount
        else:
            assert refusal == ("already_paid" if case.hold else "deposit_cancelled")

    def received(self, case: Case, number: str) -> None:
        case.hold = escrow.receive(case.deposit, receipt=number, at=MORNING)

    @precondition(lambda self: self.cases)
    @rule(which=which)
    def cancel(self, which: int) -> None:
        case = self.case(which)
        refusal = code_of(lambda: escrow.cancel_deposit(case.deposit, at=MORNING))
        assert (refusal is None) == (case.state == "requested")
        if refusal is None:
            case.state = "cancelled"

    @precondition(lambda self: self.cases)
    @rule(which=which, again=st.booleans())
    def pay_in_too_late(self, which: int, again: bool) -> None:
        case = self.case(which)
        number = next(iter(case.receipts)) if again and case.receipts else str(new_id())
        escrow.receive_and_return(case.deposit, receipt=number, at=MORNING)
        if number not in case.receipts:
            case.receipts[number] = "returned"
            self.refundable[case.client] += case.amount
            self.paid_in += case.amount
            if case.state in ("requested", "cancelled"):
                case.state = "returned"

    @precondition(lambda self: any(case.hold for case in self.cases))
    @rule(
        which=which,
        how=st.sampled_from(["release", "refund", "settle"]),
        share=st.integers(0, 100),
        tax=st.booleans(),
    )
    def end(self, which: int, how: str, share: int, tax: bool) -> None:
        cases = [case for case in self.cases if case.hold]
        case = cases[which % len(cases)]
        gross = {"release": case.amount, "refund": 0, "settle": case.amount * share // 100}[how]
        withheld = gross // TENTH if tax else 0
        refusal = code_of(lambda: self.ended(case, how, gross, withheld))
        assert refusal == (None if case.state == "received" else "hold_ended")
        if refusal is None:
            self.divide(case, gross, withheld)
            case.state = "ended"

    def ended(self, case: Case, how: str, gross: int, withheld: int) -> None:
        assert case.hold is not None
        worker = getattr(self.cast, case.worker).party
        match how:
            case "release":
                escrow.release(case.hold, to=worker, withheld=withheld, at=MORNING)
            case "refund":
                escrow.refund(case.hold, at=MORNING)
            case "settle":
                escrow.settle(case.hold, to=worker, gross_to_worker=gross, withheld=withheld, at=MORNING)

    def divide(self, case: Case, gross: int, withheld: int) -> None:
        free = min(gross, FREE - self.free_used[case.worker])
        fee = (gross - free) // TENTH
        self.free_used[case.worker] += free
        self.fees += fee
        self.earned[case.worker] += gross - fee - withheld
        self.refundable[case.client] += case.amount - gross + withheld

    @rule()
    def pay_out(self) -> None:
        escrow.make_payouts(at=MORNING)
        self.paid_out += sum(self.earned.values()) + sum(self.refundable.values())
        self.earned = dict.fromkeys(self.earned, 0)
        self.refundable = dict.fromkeys(self.refundable, 0)

    @invariant()
    def both_agree(self) -> None:
        for name in self.earned:
            found = queries.balances(getattr(self.cast, name).party)
            assert (found.earned, found.refundable) == (self.earned[name], self.refundable[name])
            held = (case for case in self.cases if case.state == "received" and case.client == name)
            assert found.held == sum(case.amount for case in held)
        assert balance("fees") == self.fees
        assert balance("bank") == self.paid_out - self.paid_in


def test_escrow_and_model_agree(cast: Cast) -> None:
    EscrowMachine.cast = cast
    run_state_machine_as_test(
        EscrowMachine,
        settings=settings(
            max_examples=20,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
