"""The ledger against a dictionary: whatever is posted, in whatever order, both agree."""

from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from mikiwame.market.ledger import queries
from mikiwame.market.ledger.entry import Entry, Transfer
from mikiwame.market.ledger.models import Account
from mikiwame.market.ledger.operations import open_account, post
from tests.cast import MORNING
from tests.races import code_of

COVERED = ("hanako", "taro", "jiro")
NAMES = ("bank", "shop", *COVERED)

transfers = st.tuples(
    st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(min_value=1, max_value=1_000)
).filter(lambda parts: parts[0] != parts[1])
contents = st.lists(transfers, min_size=1, max_size=4)


class LedgerMachine(RuleBasedStateMachine):
    """Posts, posts again, posts something else under a known key."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.ids: dict[str, UUID] = {
            "bank": open_account("bank of the model", covered=False, tallied=False),
            "shop": open_account("shop", covered=False, tallied=True),
            **{name: open_account(name, covered=True, tallied=True) for name in COVERED},
        }
        self.balances = dict.fromkeys(NAMES, 0)
        self.posted: dict[str, list[tuple[str, str, int]]] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @rule(bulk=st.lists(contents, min_size=1, max_size=3))
    def post_anew(self, bulk: list[list[tuple[str, str, int]]]) -> None:
        keyed = {f"key {len(self.posted) + nth}": content for nth, content in enumerate(bulk)}
        self.attempt(keyed)

    @rule(nth=st.integers(min_value=0), fresh=contents)
    def post_again(self, nth: int, fresh: list[tuple[str, str, int]]) -> None:
        if self.posted:
            known = sorted(self.posted)[nth % len(self.posted)]
            self.attempt({known: self.posted[known], f"key {len(self.posted)}": fresh})

    @rule(nth=st.integers(min_value=0), other=contents)
    def reuse_a_key(self, nth: int, other: list[tuple[str, str, int]]) -> None:
        if self.posted:
            known = sorted(self.posted)[nth % len(self.posted)]
            self.attempt({known: other})

    def attempt(self, keyed: dict[str, list[tuple[str, str, int]]]) -> None:
        reused = any(self.posted.get(key, content) != content for key, content in keyed.items())
        fresh = {key: content for key, content in keyed.items() if key not in self.posted}
        after = moved(self.balances, fresh)
        expected = (
            "entry_key_reused"
            if reused
            else "not_enough_money"
            if any(after[name] < 0 for name in COVERED)
            else None
        )
        entries = [self.entry(key, content) for key, content in keyed.items()]
        assert code_of(lambda: post(*entries, at=MORNING)) == expected
        if expected is None:
            self.balances, self.posted = after, self.posted | fresh

    def entry(self, key: str, content: list[tuple[str, str, int]]) -> Entry:
        parts = (Transfer(self.ids[debit], self.ids[credit], amount) for debit, credit, amount in content)
        return Entry(key=key, reason="model", transfers=tuple(parts))

    @invariant()
    def both_agree(self) -> None:
        totals = Account.objects.filter(pk__in=self.ids.values(), tallied=True)
        in_database = {account.pk: account.credits - account.debits for account in totals}
        in_database[self.ids["bank"]] = queries.balance("bank of the model")
        assert in_database == {self.ids[name]: balance for name, balance in self.balances.items()}

    @invariant()
    def nothing_comes_from_nothing(self) -> None:
        assert sum(self.balances.values()) == 0
        assert all(self.balances[name] >= 0 for name in COVERED)


def moved(balances: dict[str, int], entries: dict[str, list[tuple[str, str, int]]]) -> dict[str, int]:
    after = dict(balances)
    for content in entries.values():
        for debit, credit, amount in content:
            after[debit] -= amount
            after[credit] += amount
    return after


@pytest.mark.django_db
def test_ledger_and_model_agree() -> None:
    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(
            max_examples=30,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
