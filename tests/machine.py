"""What machines that drive a market at random have alike: all is undone, and refusals are no faults."""

from collections.abc import Callable

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from mikiwame.core.errors import Refused


class MarketMachine(RuleBasedStateMachine):
    """All sides and time act at random."""

    def open_market(self) -> None:
        """From here on everything is undone at the end; each machine begins with this."""
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.final: dict[object, str] = {}

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def act(self, possible: bool, act: Callable[[], object]) -> None:
        """It happens or is refused; where it isn't possible, it is refused."""
        try:
            with transaction.atomic():
                act()
        except Refused:
            return
        assert possible


def driven(machine: type[MarketMachine], examples: int, steps: int) -> None:
    """Drive it; few examples are always the same."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=examples < 100,
            suppress_health_check=list(HealthCheck),
        ),
    )
