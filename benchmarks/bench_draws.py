"""What does it cost to pay 10,000 answers out of one hold, against the same rows written by plain SQL?

One act draws all of them for one worker, for 500 or for 10,000. The first time nobody's money has moved yet,
so that every worker's book is opened; the second time all are known. The plain way copies the same rows into
the same tables, without rules, locks or lookups, and changes each total once. The private server forces every
commit to the disk. At the end the audit looks at what both have left behind.

    .venv/bin/python benchmarks/bench_draws.py [answers]
"""

import hashlib
import json
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from uuid import UUID

import psycopg
from private import private_server

from mikiwame.core.ids import new_id
from mikiwame.market.escrow import operations as escrow
from mikiwame.market.escrow import queries
from mikiwame.market.escrow.accounts import FEES
from mikiwame.market.escrow.drawing import Draw
from mikiwame.market.escrow.models import Book, Hold
from mikiwame.market.members import operations as members
from mikiwame.market.members.models import Member, Party, Standing

AT = datetime(2026, 11, 2, tzinfo=UTC)
RATE = date(2026, 1, 1)
TITLE = "商品名の分類"
GROSS, NET, FEE, WITHHELD = 50, 40, 5, 5
WORKERS = (1, 500, 10_000)
REPEATS = 3
"""Each figure is the middle one of so many; the two ways take turns, so that a busy machine hits both."""


def plain(hold: Hold, draws: Sequence[Draw], books: dict[UUID, Book]) -> None:
    """The same rows in as few statements as can write them."""
    entry, account = new_id(), hold.account_id
    counts = Counter(draw.party for draw in draws)
    client = books[hold.deposit.payer_id]
    shares = [(books[worker].earned_id, NET * count) for worker, count in counts.items()]
    parts = [*shares, (FEES, FEE * len(draws)), (client.refundable_id, WITHHELD * len(draws))]
    lines = [f"{account} {credit} {amount}" for credit, amount in parts]
    fingerprint = hashlib.sha256("\n".join(["drawn", *lines]).encode()).digest()
    about = {"client": client.party.key, "title": TITLE, "purpose": hold.deposit.purpose}

    with psycopg.connect(os.environ["DATABASE_URL"]) as database, database.cursor() as cursor:
        copy = Copy(cursor)
        copy(
            "ledger_entry",
            "id, key, fingerprint, reason, at",
            [(entry, f"draw:{entry}", fingerprint, "drawn", AT)],
        )
        copy(
            "escrow_release",
            "id, hold_id, purpose, entry_id, worker_id, gross, net, fee, withheld, free, rate_id, "
            "released_at",
            [
                (
                    new_id(),
                    hold.pk,
                    draw.purpose,
                    entry,
                    draw.party,
                    *(GROSS, NET, FEE, WITHHELD, 0),
                    RATE,
                    AT,
                )
                for draw in draws
            ],
        )
        copy(
            "escrow_drawnday",
            "hold_id, day, at, count, gross, fee, withheld, net",
            [(hold.pk, AT.date(), AT, *(part * len(draws) for part in (1, GROSS, FEE, WITHHELD, NET)))],
        )
        copy(
            "ledger_transfer",
            "entry_id, number, debit_id, credit_id, amount, currency",
            [(entry, nth, account, *part, "JPY") for nth, part in enumerate(parts, start=1)],
        )
        cursor.execute(
            "UPDATE ledger_account SET credits = credits + amount "
            "FROM unnest(%s::uuid[], %s::bigint[]) AS part (account, amount) WHERE id = account AND tallied",
            [[part[0] for part in parts], [part[1] for part in parts]],
        )
        total = GROSS * len(draws)
        cursor.execute("UPDATE ledger_account SET debits = debits + %s WHERE id = %s", [total, account])
        copy(
            "history_fact",
            "id, kind, subject, data, by, at",
            [
                (new_id(), "escrow.MoneyDrawn", hold.key, json.dumps(about | said(worker, count)), None, AT)
                for worker, count in counts.items()
            ],
        )
        cursor.execute(
            "UPDATE escrow_hold SET state = 'spent', state_since = %s WHERE id = %s", [AT, hold.pk]
        )


class Copy:
    """Rows into a table, by COPY."""

    def __init__(self, cursor: psycopg.Cursor) -> None:
        self.cursor = cursor

    def __call__(self, table: str, columns: str, rows: Sequence[tuple[object, ...]]) -> None:
        with self.cursor.copy(f"COPY {table} ({columns}) FROM STDIN".encode()) as stream:
            for row in rows:
                stream.write_row(row)


def said(worker: UUID, count: int) -> dict[str, object]:
    """What the fact says of one worker."""
    return {
        "worker": f"party:{worker}",
        "amount": GROSS * count,
        "count": count,
        "net": NET * count,
        "fee": FEE * count,
        "withheld": WITHHELD * count,
    }


def crowd(size: int) -> list[UUID]:
    """So many parties who have finished contracts elsewhere: they have no newcomer's allowance."""
    parties = [Party(display_name=f"名前{nth}", created_at=AT) for nth in range(size)]
    Party.objects.bulk_create(parties)
    Standing.objects.bulk_create(
        [Standing(party=party, contracts_finished=3, updated_at=AT) for party in parties]
    )
    return [party.pk for party in parties]


def held(client: Member, answers: int) -> Hold:
    """Money for so many answers, and nothing else."""
    deposit = escrow.request_deposit(
        f"funding:{new_id()}",
        title=TITLE,
        payer=client.party,
        payee=None,
        amount=GROSS * answers,
        by=client,
        at=AT,
    )
    return escrow.receive(deposit, receipt=str(deposit.pk), at=AT)


def seconds(
    client: Member, workers: Sequence[UUID], answers: int, pay: Callable[[Hold, list[Draw]], object]
) -> float:
    """How long it takes to pay answers, spread evenly over workers, out of a hold of their own."""
    hold = held(client, answers)
    draws = [
        Draw(f"answer:{new_id()}", workers[nth % len(workers)], GROSS, WITHHELD) for nth in range(answers)
    ]
    began = time.perf_counter()
    pay(hold, draws)
    return time.perf_counter() - began


def drawn(hold: Hold, draws: list[Draw]) -> None:
    """Through the front door."""
    escrow.draw(hold, draws, at=AT)


def compare(answers: int) -> None:
    """Print the figures."""
    client = members.join(email="client@example.jp", display_name="依頼者", at=AT)
    seconds(client, crowd(1), 1, drawn)  # everything is loaded, prepared and cached
    heads = f"{'workers':>8} {'first':>8} {'again':>8} {'plain SQL':>10} {'ratio':>7}"
    print(f"{heads}   (seconds for {answers:,} answers)")
    for size in WORKERS:
        everybody = [crowd(size) for _ in range(REPEATS)]
        first = statistics.median(seconds(client, workers, answers, drawn) for workers in everybody)
        books = {book.pk: book for book in Book.objects.select_related("party")}
        runs = [
            (
                seconds(client, workers, answers, drawn),
                seconds(client, workers, answers, partial(plain, books=books)),
            )
            for workers in everybody
        ]
        again, by_hand = (statistics.median(figures) for figures in zip(*runs, strict=True))
        ratio = statistics.median(bare / ours for ours, bare in runs)
        print(f"{size:>8,} {first:>8.2f} {again:>8.2f} {by_hand:>10.2f} {ratio:>7.2f}")
    began = time.perf_counter()
    found = queries.audit()
    print(f"The audit took {time.perf_counter() - began:.2f} s and found {len(found)} discrepancies.")


def main() -> None:
    """Measure on a private server."""
    with private_server():
        compare(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)


if __name__ == "__main__":
    main()
