"""How long does it take, and how much memory, until a million rows are units and their places laid out?

A file as a client would send it (CSV, quoted texts, a known answer now and then) is handed in and taken in by
the chore's own code; then the batch is prepared. The private server forces every commit to the disk.
Beside it stand the same rows, sent by psycopg's COPY when they have already been taken apart.

    .venv/bin/python benchmarks/bench_import.py [rows]
"""

import json
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from django.core.files.base import File
from django.db import connection
from private import HOME, private_server

from mikiwame.market.members import operations as members
from mikiwame.market.members.models import Member
from mikiwame.market.taskwork.form import Question
from mikiwame.market.taskwork.models import Batch
from mikiwame.market.taskwork.operations import drafts, imports, opening
from mikiwame.market.taskwork.states import FieldKind, ImportState

AT = datetime(2026, 11, 2, tzinfo=UTC)
ROWS = 1_000_000
KNOWN_EVERY = 50
BARE = UUID(int=1)

QUESTION = Question("feeling", FieldKind.SINGLE, "{{text}}", choices=(("good", "よい"), ("bad", "わるい")))


def main(rows: int) -> None:
    """Measure on a private server."""
    with private_server():
        compare(HOME, rows)


def compare(home: Path, rows: int) -> None:
    """Print the figures."""
    file = written(home / "rows.csv", rows)
    before = memory()
    taken_in, laid_out = ours(file, rows)
    peak = memory()
    bare = plain(rows)
    print(f"{rows:,} rows, {file.stat().st_size / 1e6:.0f} MB of CSV")
    print(f"taken in: {taken_in:.1f} s, {taken_in / bare:.1f} times as long as COPY alone ({bare:.1f} s)")
    print(f"laid out: {laid_out:.1f} s")
    print(f"memory: {peak} MB at most, {before} MB before")


def ours(file: Path, rows: int) -> tuple[float, float]:
    """Seconds from the file in storage to units, and from units to places."""
    client = members.join(email="client@example.jp", password="ume-saku-3-gatsu", display_name="依頼", at=AT)
    batch = draft(client)
    with file.open("rb") as opened:
        begun = imports.begin(batch, File(opened, file.name), by=client, at=AT)
    start, worked = time.perf_counter(), time.process_time()
    done = imports.carry_out(begun, at=AT)
    taken_in = time.perf_counter() - start
    print(f"this process worked {time.process_time() - worked:.1f} s of them")
    assert (done.state, done.read, done.bad) == (ImportState.DONE, rows, 0), done.refused
    start = time.perf_counter()
    opening.prepare(Batch.objects.get(pk=batch.pk), by=client, at=AT)
    return taken_in, time.perf_counter() - start


def draft(client: Member) -> Batch:
    """Everything but the units."""
    values = {
        "title": "短い文の気持ち",
        "body": "読んで選んでください。",
        "category": "data-labelling",
        "reward": 5,
        "closes_on": date(2026, 11, 30),
    }
    return drafts.begin(client.party, values, [QUESTION], units=0, by=client, at=AT)


def plain(rows: int) -> float:
    """Seconds for the same rows by COPY alone, without reading or checking anything."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (LIKE taskwork_unit INCLUDING ALL)")
    ready = [
        (BARE, number, json.dumps(columns, ensure_ascii=False), known and json.dumps(known))
        for number, (columns, known) in enumerate(units(rows), start=1)
    ]
    start = time.perf_counter()
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY bare (batch_id, number, columns, known) FROM STDIN") as target,
    ):
        for row in ready:
            target.write_row(row)
    return time.perf_counter() - start


def written(path: Path, rows: int) -> Path:
    """The file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("text,url,known:feeling\r\n")
        for columns, known in units(rows):
            file.write(f'"{columns["text"]}",{columns["url"]},{known["feeling"] if known else ""}\r\n')
    return path


def units(rows: int) -> Iterator[tuple[dict[str, str], dict[str, str] | None]]:
    """What the file says."""
    for number in range(rows):
        text = f"{number}番目のレビューです。とても使いやすく、毎日持ち歩いています。"
        known = {"feeling": "good"} if number % KNOWN_EVERY == 0 else None
        yield {"text": text, "url": f"https://example.jp/{number}.jpg"}, known


def memory() -> int:
    """The most that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
