"""Many at once: nothing is lost, nothing doubled, nobody waits for ever."""

import random
from collections import Counter
from collections.abc import Callable
from functools import partial
from uuid import UUID

import psycopg
import pytest
from django.db import connection

from mikiwame.market.ledger import queries
from mikiwame.market.ledger.entry import Entry, Transfer
from mikiwame.market.ledger.models import Entry as Posted
from mikiwame.market.ledger.operations import open_account, post
from tests.cast import MORNING
from tests.races import at_once, code_of

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 8
ROUNDS = 40
START = 1_000


def people() -> list[UUID]:
    bank = open_account("mint", covered=False, tallied=False)
    accounts = [open_account(f"person {nth}", covered=True, tallied=True) for nth in range(10)]
    given = [
        Entry(f"given {nth}", "start", (Transfer(bank, own, START),)) for nth, own in enumerate(accounts)
    ]
    post(*given, at=MORNING)
    return accounts


def test_random_transfers_keep_every_yen() -> None:
    accounts = people()
    moved: list[Counter[UUID]] = [Counter() for _ in range(THREADS)]

    def hammer(nth: int) -> Callable[[], None]:
        chance = random.Random(nth)

        def job() -> None:
            for turn in range(ROUNDS):
                pairs = [chance.sample(accounts, 2) for _ in range(3)]
                parts = tuple(Transfer(a, b, chance.randint(1, 300)) for a, b in pairs)
                entry = Entry(f"thread {nth} turn {turn}", "race", parts)
                if refusal := code_of(partial(post, entry, at=MORNING)):
                    assert refusal == "not_enough_money"
                    continue
                post(entry, at=MORNING)
                for part in parts:
                    moved[nth][part.debit] -= part.amount
                    moved[nth][part.credit] += part.amount

        return job

    assert at_once(*(hammer(nth) for nth in range(THREADS))) == []

    for nth, own in enumerate(accounts):
        assert queries.balance(f"person {nth}") == START + sum(each[own] for each in moved)
    assert sum(queries.balance(f"person {nth}") for nth in range(10)) == -queries.balance("mint")


def test_the_same_keys_at_once_are_posted_once() -> None:
    accounts = people()
    entries = [
        Entry(f"both {nth}", "race", (Transfer(accounts[nth % 9], accounts[nth % 9 + 1], 10),))
        for nth in range(20)
    ]

    def job(seed: int) -> Callable[[], None]:
        shuffled = random.Random(seed).sample(entries, len(entries))
        return lambda: post(*shuffled, at=MORNING)

    assert at_once(*(job(nth) for nth in range(THREADS))) == []

    assert Posted.objects.filter(reason="race").count() == 20
    assert sum(queries.balance(f"person {nth}") for nth in range(10)) == 10 * START


def test_of_two_meanings_of_one_key_one_is_refused() -> None:
    accounts = people()

    def job(amount: int) -> Callable[[], None]:
        return lambda: post(Entry("one", "race", (Transfer(accounts[0], accounts[1], amount),)), at=MORNING)

    refused = at_once(job(100), job(200))

    assert refused == ["entry_key_reused"]
    assert queries.balance("person 0") in {START - 100, START - 200}


def test_who_dies_before_the_end_has_posted_nothing() -> None:
    people()
    backend = connection.connection
    assert isinstance(backend, psycopg.Connection)
    connection.set_autocommit(False)
    accounts = [open_account(f"person {nth}", covered=True, tallied=True) for nth in range(2)]
    post(Entry("half", "race", (Transfer(accounts[0], accounts[1], 100),)), at=MORNING)

    backend.pgconn.finish()  # as a killed process leaves it: without a word
    connection.close()

    post(Entry("other", "race", (Transfer(accounts[1], accounts[0], 1),)), at=MORNING)
    assert queries.balance("person 0") == START + 1
