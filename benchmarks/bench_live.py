"""A draft's reading while it is typed: server time until the answer, beside a page with nothing on it.

In one process with the whole stack of middleware and a private database, as a signed-in client of the demo.
Every request brings a draft in which one sentence has changed, as while somebody types. Printed for drafts
of several lengths: CPU until the first answer, to a draft of which nothing is known yet; of the others the
time until the answer (median and 99th percentile) and CPU, all in milliseconds, statements to the database,
and the ratio of the CPU to that of the settings' index, which shows nothing of anybody. The aim: less than
50 ms. On a machine that others use too, CPU tells more than the time.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from private import private_server

from mikiwame.discernment.memory import forget
from mikiwame.discernment.postings.reading import read_posting
from mikiwame.ops.demo.people import PASSWORD, SHOWN

WARM_UP, REQUESTS = 20, 200
DATA = Path(__file__).resolve().parent.parent / "training/data"
LENGTHS = {"empty": 0, "as many are": 400, "long": 4_000, "longest": 20_000}
SHEET = {
    "title": "宿を紹介する記事",
    "category": "writing-article",
    "reward": "8,000",
    "reward_basis": "per_piece",
}


@dataclass(frozen=True)
class Figures:
    """Seconds of CPU for the first answer, until another and of CPU for one, statements to the database."""

    first: float
    p50: float
    p99: float
    cpu: float
    statements: int


def main() -> None:
    """Fill a private database with the demo, and measure in this process."""
    with private_server():
        subprocess.run([sys.executable, "-m", "mikiwame", "demo"], check=True, stdout=subprocess.DEVNULL)
        report(measured())


def measured() -> dict[str, Figures]:
    """The empty page first, then each draft."""
    browser = Client(headers={"host": "localhost"})
    browser.post("/accounts/login/", {"login": SHOWN[-1].email, "password": PASSWORD})
    found = {"the empty page": measure(lambda: browser.get("/settings/"))}
    for name, length in LENGTHS.items():
        typed = drafts(length)
        read_posting("", next(typed))  # the expressions are made when they are first needed
        found[f"{name} ({length:,})"] = measure(
            lambda typed=typed: browser.post(
                "/postings/reading/", {**SHEET, "body": next(typed)}, headers={"hx-request": "true"}
            )
        )
    return found


def drafts(length: int) -> Iterator[str]:
    """A draft of so many letters, of postings by many writers, while one of its sentences is written over."""
    rows = [
        json.loads(line)
        for path in sorted(DATA.glob("postings-*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    text = "\n".join(row["body"] for row in rows)[:length]
    for typed in count():
        changed = f"\n報酬は1本{typed:,}円です。\n"
        middle = length // 2
        yield (text[:middle] + changed + text[middle + len(changed) :])[:length]


def measure(ask: Callable[[], Any]) -> Figures:
    """Ask the same many times, one after the other."""
    forget()
    began = time.process_time()
    ask()
    first = time.process_time() - began
    for _ in range(WARM_UP):
        if (answer := ask()).status_code != 200:
            raise SystemExit(f"answered {answer.status_code}")
    asked: list[str] = []
    with connection.execute_wrapper(lambda run, sql, *rest: asked.append(sql) or run(sql, *rest)):
        ask()
    times, cpu = [], time.process_time()
    for _ in range(REQUESTS):
        began = time.perf_counter()
        ask()
        times.append(time.perf_counter() - began)
    cuts = statistics.quantiles(times, n=100)
    return Figures(first, cuts[49], cuts[98], (time.process_time() - cpu) / REQUESTS, len(asked))


def report(found: dict[str, Figures]) -> None:
    """A line each, with the ratio to the empty page."""
    empty = next(iter(found.values()))
    columns = "".join(f"{name:>9}" for name in ("first", "p50", "p99", "CPU"))
    print(f"{'draft (characters)':24}{columns}{'statements':>12}{'ratio':>8}")
    for name, it in found.items():
        cost = "".join(f"{seconds * 1000:9.2f}" for seconds in (it.first, it.p50, it.p99, it.cpu))
        print(f"{name:24}{cost}{it.statements:>12}{it.cpu / empty.cpu:8.2f}")


if __name__ == "__main__":
    main()
