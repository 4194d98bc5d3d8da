"""Task work: ``submit + next`` over the API as it is served, beside the same two functions called by SQL.

One Granian process on one core; workers are threads here, each with a token and a connection of its own, and
each answer asks for the next claim at once. Batches of 1,000 and of 1,000,000 units with three answers each.
Printed: pairs a second, CPU of the web server and of the database for each pair, the time until an answer
(p50, p99); the ratio of the CPU at 1,000,000 to that at 1,000 units (the aim: at most 1.3); pairs a second
beside the same two functions called by psycopg from as many threads (the aim: at least 0.25).

    .venv/bin/python benchmarks/bench_tasks.py [units of the large batch]
"""

import http.client
import json
import os
import statistics
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import psycopg
from private import private_server
from serving import PORT, Cost, cpu, served
from stage import FEELING, GOOD, Worker, join, member, paid_in, prepared, texts, worker

from mikiwame.market.members.models import Member
from mikiwame.market.taskwork.models import Batch
from mikiwame.market.taskwork.operations import work

SMALL, LARGE = 1_000, int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
WORKERS = (1, 8, 64)
PAIRS = 768
CLAIM = "SELECT * FROM taskwork_claim(%s, %s, %s, %s)"
SUBMIT = "SELECT * FROM taskwork_submit(%s, %s, %s, %s, %s, %s::jsonb, %s)"


@dataclass(frozen=True)
class Figures(Cost):
    """What pairs cost, and how many there are a second."""

    rate: float


def main() -> None:
    """Measure both sizes, each with one, eight and sixty-four workers."""
    os.environ["PORT"] = str(PORT)
    with private_server() as database:
        client = member("client")
        crowd = [worker(number) for number in range(max(WORKERS))]
        batches = {size: opened(client, size) for size in (SMALL, LARGE)}
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as own:
            own.execute("VACUUM ANALYZE")
        for batch in batches.values():
            join(batch, crowd)
        with served() as server:
            pids = server, database
            for number in WORKERS:
                measured = {size: over_http(batch, crowd[:number], pids) for size, batch in batches.items()}
                straight = by_sql(batches[LARGE], crowd[:number], os.environ["DATABASE_URL"])
                report(number, measured, straight)


def opened(client: Member, units: int) -> Batch:
    """A batch of so many units with three answers each, paid in and open."""
    began = time.perf_counter()
    batch = prepared(client, texts(units), [FEELING], answers_per_unit=3)
    print(f"{units:,} units added and their places laid out in {time.perf_counter() - began:.1f} s")
    return paid_in(batch, client)


def over_http(batch: Batch, crowd: list[Worker], pids: tuple[int, int]) -> Figures:
    """Let everybody answer over the API at once."""
    share = max(1, PAIRS // len(crowd))
    warm(batch.pk, crowd)
    start = threading.Barrier(len(crowd) + 1)
    with ThreadPoolExecutor(len(crowd)) as pool:
        shares = [pool.submit(answer, batch.pk, one, share, start) for one in crowd]
        before = [cpu(pid) for pid in pids]
        start.wait()
        began = time.perf_counter()
        times = [seconds for one in shares for seconds in one.result()]
        elapsed = time.perf_counter() - began
    web, stored = (cpu(pid) - used for pid, used in zip(pids, before, strict=True))
    cuts = statistics.quantiles(times, n=100)
    return Figures(web / len(times), stored / len(times), cuts[49], cuts[98], rate=len(times) / elapsed)


def warm(batch: UUID, crowd: list[Worker]) -> None:
    """A few pairs that don't count."""
    start = threading.Barrier(len(crowd))
    with ThreadPoolExecutor(len(crowd)) as pool:
        list(pool.map(lambda one: answer(batch, one, max(2, 64 // len(crowd)), start), crowd))


def answer(batch: UUID, one: Worker, pairs: int, start: threading.Barrier) -> list[float]:
    """Claim, then so many times answer and get the next; seconds that each took."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
    headers = {"Host": f"localhost:{PORT}", "Authorization": f"Bearer {one.token}"}
    headers["Content-Type"] = "application/json"

    def post(path: str, body: object) -> dict[str, object]:
        connection.request("POST", f"/api/v1/tasks/{batch}/{path}", json.dumps(body), headers)
        reply = connection.getresponse()
        content = reply.read()
        if reply.status != 201:
            raise SystemExit(f"{path}: {reply.status} {content.decode()}")
        return json.loads(content)  # type: ignore[no-any-return]

    held = post("claims", {})
    times = []
    start.wait()
    for _ in range(pairs):
        sent = {
            "place": held["place"],
            "form_version": held["form_version"],
            "content": GOOD,
            "next": True,
        }
        began = time.perf_counter()
        reply = post("answers", sent)
        times.append(time.perf_counter() - began)
        held = reply["next"]  # type: ignore[assignment]
    connection.close()
    return times


def by_sql(batch: Batch, crowd: list[Worker], url: str) -> float:
    """Pairs a second of the same two functions, called by psycopg from as many threads."""
    share = max(1, PAIRS // len(crowd))
    start = threading.Barrier(len(crowd) + 1)
    with ThreadPoolExecutor(len(crowd)) as pool:
        shares = [pool.submit(call, batch.pk, one.member.party_id, share, start, url) for one in crowd]
        start.wait()
        began = time.perf_counter()
        done = sum(one.result() for one in shares)
        return done / (time.perf_counter() - began)


def call(batch: UUID, party: UUID, pairs: int, start: threading.Barrier, url: str) -> int:
    """So many pairs over one connection."""
    given = json.dumps(GOOD)
    with psycopg.connect(url, autocommit=True) as connection:
        start.wait()
        for _ in range(pairs):
            now = datetime.now(UTC)
            held = connection.execute(CLAIM, [batch, party, now, work.GRACE], prepare=True).fetchone()
            assert held is not None
            connection.execute(SUBMIT, [uuid4(), batch, held[1], party, 1, given, now], prepare=True)
    return pairs


def report(number: int, measured: dict[int, Figures], straight: float) -> None:
    """Print a line for each size, then the ratios."""
    print(f"{number} workers{'pairs/s':>12}{'web ms':>9}{'db ms':>9}{'p50 ms':>9}{'p99 ms':>9}")
    for size, it in measured.items():
        cost = "".join(f"{seconds * 1000:9.2f}" for seconds in (it.web, it.database, it.p50, it.p99))
        print(f"{size:>9,}{it.rate:12.0f}{cost}")
    small, large = measured[SMALL], measured[LARGE]
    print(f"CPU at {LARGE:,} / at {SMALL:,} units = {large.cpu / small.cpu:.2f}")
    print(f"by SQL {straight:.0f} pairs/s; over the API / by SQL = {large.rate / straight:.2f}", flush=True)


if __name__ == "__main__":
    main()
