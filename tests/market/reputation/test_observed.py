"""What a record counts is counted as soon as it is a fact."""

import ast
import inspect

from mikiwame.market.contracts import events as contracts
from mikiwame.market.hiring import events as hiring
from mikiwame.market.history.events import Event
from mikiwame.market.messaging import events as messaging
from mikiwame.market.reputation import gathering, observed
from mikiwame.market.reputation.apps import OBSERVED

BEFORE: set[type[Event]] = {
    hiring.PostingPublished,
    hiring.PostingSuspended,
    hiring.PostingReinstated,
    hiring.ApplicationSubmitted,
}
"""What is read beside others, and shows nothing until one of those has happened."""

BY_VALUE: set[type[Event]] = {
    contracts.AmendmentProposed,
    contracts.AmendmentRefused,
    contracts.AmendmentCalledWorse,
}
"""Found by what they carry, whatever they are called."""

OF_ROWS: set[type[Event]] = {hiring.ApplicationAccepted, messaging.MessageSent}
"""They say that rows are there of which something is counted."""


def named_in(module: object) -> set[type[Event]]:
    """The facts that a module names."""
    tree = ast.parse(inspect.getsource(module))  # type: ignore[arg-type]
    rooms = {name: value for name, value in vars(module).items() if inspect.ismodule(value)}
    named = {
        getattr(rooms[node.value.id], node.attr, None)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in rooms
    }
    return {one for one in named if inspect.isclass(one) and issubclass(one, Event)}


def test_after_every_fact_that_is_counted_the_record_is_read_anew() -> None:
    counted = named_in(gathering) - BEFORE
    assert contracts.PeriodFunded in counted
    of_tasks = {one for one in OBSERVED if one.kind in observed.JUDGED}
    assert set(OBSERVED) == counted | BY_VALUE | OF_ROWS | of_tasks
