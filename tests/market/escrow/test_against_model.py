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
from mikiwame.market.escrow.drawing import Draw
from mikiwame.market.escrow.models import Deposit, Hold
from mikiwame.market.ledger.queries import balance
from tests.cast import MORNING, Cast
from tests.market.escrow.purse import answers, asked, asked_for_many
from tests.races import code_of

FREE, TENTH = 10_000, 10
MANY = "many"
"""Whom a client pays in for who pays in for nobody in particular."""


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
    left: int = 0
    paid: list[Draw] = field(default_factory=list)
    refunds: int = 0


class EscrowMachine(RuleBasedStateMachine):
    """Clients, workers, and anything at any time."""

    cast: Cast
    people = st.sampled_from([("sakurai", "yuki"), ("sakurai", "ken"), ("ken", "yuki"), ("yuki", "ken")])
    which = st.integers(min_value=0)
    parts = st.lists(
        st.tuples(st.sampled_from(["yuki", "ken", "sora"]), st.integers(1, 4_000), st.booleans()),
        min_size=1,
        max_size=4,
    )

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.cases: list[Case] = []
        self.earned = dict.fromkeys(["sakurai", "yuki", "ken", "sora"], 0)
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

    @rule(client=st.sampled_from(["sakurai", "ken"]), amount=st.integers(min_value=1, max_value=30_000))
    def ask_for_many(self, client: str, amount: int) -> None:
        deposit = asked_for_many(getattr(self.cast, client), amount)
        self.cases.append(Case(deposit, client, MANY, amount))

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
            case.state, case.receipts[number], case.left = "received", "held", case.amount
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
    @rule(which=which, parts=parts, again=st.booleans())
    def draw(self, which: int, parts: list[tuple[str, int, bool]], again: bool) -> None:
        case, hold = self.holding(which)
        draws = [
            draw
            for worker, gross, tax in parts
            for draw in answers(getattr(self.cast, worker), gross, withheld=gross // TENTH if tax else 0)
        ]
        draws += case.paid[:1] if again else []
        refusal = code_of(lambda: escrow.draw(hold, draws, at=MORNING))
        own = any(worker == case.client for worker, *_ in parts)
        due = sum(draw.gross for draw in draws)
        assert refusal == self.no_payment(
            case, due, wrong=own, again=again and case.paid, code="already_paid"
        )
        if refusal is None:
            case.paid += draws
            for (worker, gross, _), draw in zip(parts, draws, strict=False):
                self.earn(case, worker, gross, draw.withheld)
            self.take(case, due)

    @precondition(lambda self: any(case.hold for case in self.cases))
    @rule(which=which, amount=st.integers(1, 30_000), again=st.booleans())
    def give_back(self, which: int, amount: int, again: bool) -> None:
        case, hold = self.holding(which)
        known = again and case.refunds > 0
        purpose = f"{case.deposit.purpose}:{case.refunds - 1 if known else case.refunds}"
        refusal = code_of(lambda: escrow.give_back(hold, amount, purpose=purpose, at=MORNING))
        assert refusal == self.no_payment(case, amount, wrong=False, again=known, code="already_refunded")
        if refusal is None:
            case.refunds += 1
            self.refundable[case.client] += amount
            self.take(case, amount)

    @precondition(lambda self: any(case.hold for case in self.cases))
    @rule(which=which, amount=st.integers(0, 30_000), again=st.booleans())
    def give_back_part(self, which: int, amount: int, again: bool) -> None:
        case, hold = self.holding(which)
        known = again and case.refunds > 0
        purpose = f"amount_change:{hold.pk}:{case.refunds - 1 if known else case.refunds}"
        refusal = code_of(lambda: escrow.give_back_part(hold, amount, purpose=purpose, at=MORNING))
        assert refusal == self.no_part_back(case, amount, again=known)
        if refusal is None:
            case.refunds += 1
            self.refundable[case.client] += amount
            self.take(case, amount)

    def no_part_back(self, case: Case, amount: int, *, again: bool) -> str | None:
        """Why so much of what is held for one cannot go back while the rest stays, if it cannot."""
        if case.state != "received":
            return "hold_ended"
        if case.worker == MANY:
            return "wrong_payee"
        if not 0 < amount < case.left:
            return "more_than_held"
        return "already_refunded" if again else None

    def no_payment(self, case: Case, due: int, *, wrong: bool, again: object, code: str) -> str | None:
        """Why so much cannot be taken out of a hold for many, if it cannot."""
        if case.state != "received":
            return "hold_ended"
        if case.worker != MANY or wrong:
            return "wrong_payee"
        if again:
            return code
        return "not_enough_money" if due > case.left else None

    def take(self, case: Case, amount: int) -> None:
        case.left -= amount
        if not case.left:
            case.state = "ended"

    def holding(self, which: int) -> tuple[Case, Hold]:
        cases = [(case, case.hold) for case in self.cases if case.hold]
        return cases[which % len(cases)]

    @precondition(lambda self: any(case.hold for case in self.cases))
    @rule(
        which=which,
        how=st.sampled_from(["release", "refund", "settle"]),
        share=st.integers(0, 100),
        tax=st.booleans(),
    )
    def end(self, which: int, how: str, share: int, tax: bool) -> None:
        case, _ = self.holding(which)
        gross = {"release": case.left, "refund": 0, "settle": case.left * share // 100}[how]
        withheld = gross // TENTH if tax else 0
        refusal = code_of(lambda: self.ended(case, how, gross, withheld))
        if case.state != "received":
            assert refusal == "hold_ended"
        elif case.left < case.amount and case.worker == MANY:
            assert refusal == "not_enough_money"  # it ends a hold whole
        else:
            assert refusal is None
            self.divide(case, gross, withheld)
            case.state, case.left = "ended", 0

    def ended(self, case: Case, how: str, gross: int, withheld: int) -> None:
        assert case.hold is not None
        worker = getattr(self.cast, self.worker(case)).party
        match how:
            case "release":
                escrow.release(case.hold, to=worker, withheld=withheld, at=MORNING)
            case "refund":
                escrow.refund(case.hold, at=MORNING)
            case "settle":
                escrow.settle(case.hold, to=worker, gross_to_worker=gross, withheld=withheld, at=MORNING)

    def divide(self, case: Case, gross: int, withheld: int) -> None:
        self.earn(case, self.worker(case), gross, withheld)
        self.refundable[case.client] += case.left - gross

    def worker(self, case: Case) -> str:
        """To whom a hold goes that goes whole."""
        return "yuki" if case.worker == MANY else case.worker

    def earn(self, case: Case, worker: str, gross: int, withheld: int) -> None:
        free = min(gross, FREE - self.free_used[worker])
        fee = (gross - free) // TENTH
        self.free_used[worker] += free
        self.fees += fee
        self.earned[worker] += gross - fee - withheld
        self.refundable[case.client] += withheld

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
            assert found.held == sum(case.left for case in held)
        for case in self.cases:
            if case.hold:
                assert queries.left(case.hold) == case.left
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
