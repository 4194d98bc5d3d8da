"""A draft's reading while it is typed: server time until the answer, beside a page with nothing on it.

In one process with the whole stack of middleware and a private database, as a signed-in client of the demo.
Printed for drafts of several lengths: milliseconds until the answer (median and 99th percentile), CPU,
statements to the database, and the ratio of the CPU to that of the settings' index, which shows nothing of
anybody. The aim: less than 50 ms. On a machine that others use too, CPU tells more than the time.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mikiwame.ops.embedded import Supervisor

WARM_UP, REQUESTS = 20, 200
DRAFT = (
    "地方の小さな宿を紹介する記事を書いてくださる方を探しています。録音を聞き、構成、執筆、事実の確認までお願いします。\n"
    "1本2,000字、報酬は1本8,000円（税込）です。連絡はLINEでお願いします。修正は納得いくまで何度でもお願いします。\n"
    "くわしい納期は採用のあとでお伝えします。はじめに登録料として3,000円をお支払いください。\n"
)
LENGTHS = {"empty": 0, "as many are": 400, "long": 4_000, "longest": 20_000}
SHEET = {
    "title": "宿を紹介する記事",
    "category": "writing-article",
    "reward": "8,000",
    "reward_basis": "per_piece",
}


@dataclass(frozen=True)
class Figures:
    """Seconds until an answer and of CPU for one, and how often the database was asked."""

    p50: float
    p99: float
    cpu: float
    statements: int


def main() -> None:
    """Fill a private database with the demo, and measure in this process."""
    home = Path(tempfile.mkdtemp(prefix="mikiwame-bench-"))
    home.chmod(0o711)
    with Supervisor(home) as database:
        os.environ |= {
            "DATABASE_URL": database.url,
            "MIKIWAME_HOME": str(home),
            "MIKIWAME_SECRET_KEY": "benchmark",
            "DJANGO_SETTINGS_MODULE": "mikiwame.settings",
        }
        for command in ("migrate", "demo"):
            subprocess.run([sys.executable, "-m", "mikiwame", command], check=True, stdout=subprocess.DEVNULL)
        report(measured())


def measured() -> dict[str, Figures]:
    """The empty page first, then each draft."""
    import django  # noqa: PLC0415  # the settings read what main has set

    django.setup()
    from django.test import Client  # noqa: PLC0415

    from mikiwame.ops.demo.people import PASSWORD, SHOWN  # noqa: PLC0415

    browser = Client(headers={"host": "localhost"})
    browser.post("/accounts/login/", {"login": SHOWN[-1].email, "password": PASSWORD})
    found = {"the empty page": measure(lambda: browser.get("/settings/"))}
    for name, length in LENGTHS.items():
        typed = {**SHEET, "body": (DRAFT * (length // len(DRAFT) + 1))[:length]}
        found[f"{name} ({length:,})"] = measure(
            lambda typed=typed: browser.post("/postings/reading/", typed, headers={"hx-request": "true"})
        )
    return found


def measure(ask: Callable[[], Any]) -> Figures:
    """Ask the same many times, one after the other."""
    from django.db import connection  # noqa: PLC0415

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
    return Figures(cuts[49], cuts[98], (time.process_time() - cpu) / REQUESTS, len(asked))


def report(found: dict[str, Figures]) -> None:
    """A line each, with the ratio to the empty page."""
    empty = next(iter(found.values()))
    print(f"{'draft (characters)':24}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}{'statements':>12}{'ratio':>8}")
    for name, it in found.items():
        cost = "".join(f"{seconds * 1000:9.2f}" for seconds in (it.p50, it.p99, it.cpu))
        print(f"{name:24}{cost}{it.statements:>12}{it.cpu / empty.cpu:8.2f}")


if __name__ == "__main__":
    main()
