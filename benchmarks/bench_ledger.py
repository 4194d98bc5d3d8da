"""What does escrow's front door cost, against the same rows written by plain SQL?

One round asks for a deposit, receives it and releases it, each in a transaction of its own, with its fact in
the record: by the operations, and by bare statements without rules, locks or lookups, which psycopg prepares.
The private server forces every commit to the disk. At the end the audit looks at what both have left behind.

    .venv/bin/python benchmarks/bench_ledger.py [seconds for each figure]
"""

import hashlib
import json
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection
from private import private_server

from mikiwame.core.ids import new_id
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow import queries
from mikiwame.market.escrow.accounts import BANK, FEES
from mikiwame.market.escrow.models import Book
from mikiwame.market.history.consumers import consumers_of
from mikiwame.market.members import operations as members
from mikiwame.market.members.models import Member

AT = datetime(2026, 11, 2, tzinfo=UTC)
RATE = date(2026, 1, 1)
TITLE = "ロゴのデザイン"
GROSS, NET, FEE, WITHHELD = 50_000, 39_895, 5_000, 5_105
CONNECTIONS = (1, 8)
SIDES = 20
"""Clients, and as many workers, for each connection."""
REPEATS = 3
"""Each figure is the middle one of so many; the two ways take turns, so that a busy machine hits both."""

Round = Callable[[Member, Member], None]


class Plain:
    """The same rows by the shortest statements that write them."""

    def __init__(self) -> None:
        self.database = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
        self.books = {book.pk: book for book in Book.objects.all()}

    def __call__(self, client: Member, worker: Member) -> None:
        deposit, hold, account, release = new_id(), new_id(), new_id(), new_id()
        payer, payee = self.books[client.party_id], self.books[worker.party_id]
        about = {
            "client": f"party:{payer.pk}",
            "worker": f"party:{payee.pk}",
            "title": TITLE,
            "purpose": f"milestone:{new_id()}",
            "amount": GROSS,
        }
        parts = {"net": NET, "fee": FEE, "withheld": WITHHELD}

        with self.database.transaction():
            self.insert(
                "escrow_deposit",
                id=deposit,
                state="requested",
                state_since=AT,
                purpose=about["purpose"],
                title=TITLE,
                payer_id=payer.pk,
                payee_id=payee.pk,
                amount=GROSS,
                requested_at=AT,
            )
            self.record("DepositRequested", f"deposit:{deposit}", about, by=client.key)

        with self.database.transaction():
            self.move("escrow_deposit", deposit, "received")
            self.insert(
                "escrow_receipt",
                id=new_id(),
                number=str(deposit),
                deposit_id=deposit,
                returned=False,
                received_at=AT,
            )
            self.insert(
                "ledger_account",
                id=account,
                name=f"hold:{hold}",
                currency="JPY",
                covered=True,
                tallied=True,
                debits=0,
                credits=0,
            )
            self.insert(
                "escrow_hold",
                id=hold,
                state="held",
                state_since=AT,
                deposit_id=deposit,
                account_id=account,
                held_at=AT,
            )
            self.post(f"receipt:{deposit}", "received", [(BANK, account, GROSS)])
            self.record("MoneyHeld", f"hold:{hold}", about)

        with self.database.transaction():
            self.move("escrow_hold", hold, "released")
            shares = [(payee.earned_id, NET), (FEES, FEE), (payer.refundable_id, WITHHELD)]
            entry = self.post(f"hold:{hold}", "divided", [(account, to, amount) for to, amount in shares])
            self.insert(
                "escrow_release",
                id=release,
                hold_id=hold,
                purpose=about["purpose"],
                entry_id=entry,
                worker_id=payee.pk,
                gross=GROSS,
                **parts,
                free=0,
                rate_id=RATE,
                released_at=AT,
            )
            self.record("MoneyReleased", f"hold:{hold}", about | parts)

    def insert(self, table: str, **row: object) -> None:
        columns, places = ", ".join(row), ", ".join(["%s"] * len(row))
        self.run(f"INSERT INTO {table} ({columns}) VALUES ({places})", *row.values())

    def move(self, table: str, row: UUID, state: str) -> None:
        self.run(f"UPDATE {table} SET state = %s, state_since = %s WHERE id = %s", state, AT, row)

    def post(self, key: str, reason: str, parts: list[tuple[UUID, UUID, int]]) -> UUID:
        entry, lines = new_id(), [f"{debit} {credit} {amount}" for debit, credit, amount in parts]
        fingerprint = hashlib.sha256("\n".join([reason, *lines]).encode()).digest()
        self.insert("ledger_entry", id=entry, key=key, fingerprint=fingerprint, reason=reason, at=AT)
        for number, (debit, credit, amount) in enumerate(parts, start=1):
            self.insert(
                "ledger_transfer",
                entry_id=entry,
                number=number,
                debit_id=debit,
                credit_id=credit,
                amount=amount,
                currency="JPY",
            )
        for account in {part[0] for part in parts} - {BANK}:
            total = sum(part[2] for part in parts)
            self.run("UPDATE ledger_account SET debits = debits + %s WHERE id = %s", total, account)
        for _, account, amount in sorted(parts):
            if account != FEES:
                self.run("UPDATE ledger_account SET credits = credits + %s WHERE id = %s", amount, account)
        return entry

    def record(self, name: str, subject: str, data: dict[str, Any], *, by: str | None = None) -> None:
        fact, kind = new_id(), f"escrow.{name}"
        text = json.dumps(data, ensure_ascii=False)
        self.insert("history_fact", id=fact, kind=kind, subject=subject, data=text, by=by, at=AT)
        for consumer in consumers_of(kind):
            self.insert(
                "history_dispatch", id=new_id(), consumer=consumer, fact_id=fact, not_before=AT, attempts=0
            )

    def run(self, statement: str, *values: object) -> None:
        self.database.execute(statement.encode(), values)


def operations(client: Member, worker: Member) -> None:
    """Through the front door."""
    purpose = f"milestone:{new_id()}"
    deposit = escrow.request_deposit(
        purpose, title=TITLE, payer=client.party, payee=worker.party, amount=GROSS, by=client, at=AT
    )
    hold = escrow.receive(deposit, receipt=str(deposit.pk), at=AT)
    escrow.release(hold, to=worker.party, withheld=WITHHELD, at=AT)


WAYS: dict[str, Callable[[], Round]] = {"operations": lambda: operations, "plain SQL": Plain}


def people() -> list[Member]:
    """Clients and workers in turn; each has worked once, so that no newcomer's allowance is left."""
    names = (f"名前{nth}" for nth in range(2 * SIDES * max(CONNECTIONS)))
    joined = [
        members.join(email=f"{nth}@example.jp", display_name=name, at=AT) for nth, name in enumerate(names)
    ]
    for client, worker in zip(joined, reversed(joined), strict=True):
        operations(client, worker)
    return joined


def rate(way: str, connections: int, seconds: float, everybody: list[Member]) -> float:
    """Rounds a second, over so many connections, each of a process of its own."""
    connection.close()
    fork = multiprocessing.get_context("fork")
    gate, results = fork.Barrier(connections), fork.SimpleQueue()

    def work(nth: int) -> None:
        own = everybody[nth * 2 * SIDES : (nth + 1) * 2 * SIDES]
        pairs = list(zip(own[:SIDES], own[SIDES:], strict=True))
        one = WAYS[way]()
        for pair in pairs:
            one(*pair)  # everything is loaded, prepared and cached
        gate.wait()
        began, rounds = time.perf_counter(), 0
        while time.perf_counter() - began < seconds:
            one(*pairs[rounds % SIDES])
            rounds += 1
        results.put(rounds / (time.perf_counter() - began))

    processes = [fork.Process(target=work, args=[nth]) for nth in range(connections)]
    for process in processes:
        process.start()
    rates = [results.get() for _ in processes]
    for process in processes:
        process.join()
    return sum(rates)


def compare(seconds: float) -> None:
    """Print the figures."""
    everybody = people()
    print(f"{'connections':>11} {'operations':>12} {'plain SQL':>12} {'ratio':>7}   (rounds a second)")
    for connections in CONNECTIONS:
        runs = [{way: rate(way, connections, seconds, everybody) for way in WAYS} for _ in range(REPEATS)]
        ours, plain = (statistics.median(run[way] for run in runs) for way in WAYS)
        ratio = statistics.median(run["operations"] / run["plain SQL"] for run in runs)
        print(f"{connections:>11} {ours:>12.0f} {plain:>12.0f} {ratio:>7.2f}")
    began = time.perf_counter()
    found = queries.audit()
    print(f"The audit took {time.perf_counter() - began:.2f} s and found {len(found)} discrepancies.")


def main() -> None:
    """Measure on a private server."""
    with private_server():
        compare(float(sys.argv[1]) if len(sys.argv) > 1 else 5.0)


if __name__ == "__main__":
    main()
