"""Pages: the list of postings, searches in it, one posting; with 1,000 and 100,000 postings, in production.

One Granian process on one core; 16 persistent connections ask from this process. Printed for each page and
size: CPU of the web server and of the database per request, the time until an answer, and the blocks that the
list's one statement reads; then the ratio of the CPU at 100,000 to that at 1,000 postings (the aim: at most
1.2), and of the blocks to those of the same search in the usual order. How many statements a page issues is
held by tests/web/test_statements.py, for all pages.

    .venv/bin/python benchmarks/bench_pages.py [postings of the large market]
"""

import http.client
import os
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

import psycopg
from private import private_server
from serving import PORT, Cost, cpu, served

from mikiwame.core import search
from mikiwame.core.clock import day_in_tokyo
from mikiwame.market.hiring import listing
from mikiwame.market.hiring.listing import Care, Filters, Sort

SIZES = (1_000, int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
CONNECTIONS = 16
WARM_UP = 16
REQUESTS = 64

# Copies of the demo's postings, written and published evenly over thirty days, open for up to 39 more,
# with rewards of their own; their ids tell when they were written. Each has the words of its original, which
# are common; 24, whatever the size, have a rare one.
PLAN = """
CREATE TEMPORARY TABLE copy ON COMMIT DROP AS
WITH original AS (
    SELECT listed.posting_id, posting.sheet_id, row_number() OVER (ORDER BY listed.posting_id) - 1 AS place,
           count(*) OVER () AS amount
    FROM hiring_postingindex AS listed JOIN hiring_posting AS posting ON posting.id = listed.posting_id
)
SELECT number, original.posting_id AS old_posting, original.sheet_id AS old_sheet, written.at,
       (written.stamp || left(md5('posting' || number), 20))::uuid AS posting,
       (written.stamp || left(md5('sheet' || number), 20))::uuid AS sheet
FROM generate_series(%(first)s::int, %(last)s::int) AS number
JOIN original ON original.place = number %% original.amount
CROSS JOIN LATERAL (SELECT now() - interval '30 days' * (1 - number / %(last)s::float) AS at) AS moment
CROSS JOIN LATERAL (
    SELECT at, lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') AS stamp
) AS written
"""
COPIES = (
    """
    INSERT INTO terms_sheet SELECT (jsonb_populate_record(old, jsonb_build_object(
        'id', copy.sheet, 'subject', 'posting:' || copy.posting))).*
    FROM copy JOIN terms_sheet AS old ON old.id = copy.old_sheet
    """,
    """
    INSERT INTO hiring_posting SELECT (jsonb_populate_record(old, jsonb_build_object(
        'id', copy.posting, 'sheet_id', copy.sheet))).*
    FROM copy JOIN hiring_posting AS old ON old.id = copy.old_posting
    """,
    """
    INSERT INTO hiring_postingindex ({columns}) SELECT {columns} FROM (
        SELECT (jsonb_populate_record(old, jsonb_build_object(
            'posting_id', copy.posting,
            'published_at', copy.at,
            'apply_until', current_date + 1 + copy.number % 39,
            'reward', old.reward + old.reward * (copy.number / 16 % 40) / 100,
            'words', ts_delete(old.words, '777') || (
                CASE WHEN copy.number <= 1000 AND copy.number % 41 = 7 THEN '777' ELSE '' END)::tsvector))).*
        FROM copy JOIN hiring_postingindex AS old ON old.posting_id = copy.old_posting
    ) AS copied
    """,
)
# What the database makes itself can't be copied.
COLUMNS = """
SELECT string_agg(column_name, ', ') FROM information_schema.columns
WHERE table_name = 'hiring_postingindex' AND is_generated = 'NEVER'
"""
# Row by row, an index of words takes hundreds of entries for each; made anew it takes all of them at once.
INDEXES = """
SELECT index.relname, pg_get_indexdef(index.oid) FROM pg_index
JOIN pg_class AS index ON index.oid = indexrelid JOIN pg_am ON pg_am.oid = index.relam
WHERE indrelid = 'hiring_postingindex'::regclass AND amname = 'gin'
"""
SEARCHES = {
    "list": Filters(),
    "common": Filters(text="データ"),  # in each sixteenth
    "commoner": Filters(text="写真"),  # in each fourth
    "rare": Filters(text="777"),  # in 24
    "two words": Filters(text="データ 入力"),
    "both kinds": Filters(text="写真 777"),  # in one of four of these
    "nothing": Filters(text="象亀"),  # by words, then by letters
    "in a field": Filters(text="写真", category="design"),
    "by reward": Filters(text="写真", sort=Sort.REWARD),
    "by end": Filters(text="写真", sort=Sort.CLOSING),
    "careful": Filters(care=Care.CAREFUL),
    "three checks": listing.THREE_CHECKS,
    "checks, end": replace(listing.THREE_CHECKS, sort=Sort.CLOSING),
    "and unproven": replace(listing.THREE_CHECKS, unproven=True),
}


@dataclass(frozen=True)
class Figures(Cost):
    """What a page costs; ``blocks`` that its search reads, and those of the same in the usual order."""

    blocks: int
    usual: int


def main() -> None:
    """Measure both sizes on one database, which grows between them."""
    os.environ["PORT"] = str(PORT)
    with private_server() as database:
        subprocess.run([sys.executable, "-m", "mikiwame", "demo"], check=True, stdout=subprocess.DEVNULL)
        report({size: at_size(size, database) for size in SIZES})


def at_size(size: int, database: int) -> dict[str, Figures]:
    """Fill up to that many listed postings, serve, and measure each page."""
    began = time.perf_counter()
    posting = fill(size)
    print(f"{size:,} postings listed after {time.perf_counter() - began:.0f} s", flush=True)
    with served() as server:
        pids = server, database
        found = {name: search_of(filters, pids) for name, filters in SEARCHES.items()}
        page = Figures(**vars(measure(f"/postings/{posting}/", pids)), blocks=0, usual=0)
    return {**found, "posting": page}


def fill(size: int) -> UUID:
    """Copy postings until so many are listed; returns one of them."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        (have,) = connection.execute("SELECT count(*) FROM hiring_postingindex").fetchone() or (0,)
        connection.execute(PLAN, {"first": have + 1, "last": size})
        connection.execute("ANALYZE copy")
        (columns,) = connection.execute(COLUMNS).fetchone() or ("",)
        indexes = connection.execute(INDEXES).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}".encode())
        for copies in COPIES:
            connection.execute(copies.format(columns=columns).encode())
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for _, definition in indexes:
            connection.execute(definition.encode())
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        middle = "SELECT posting_id FROM hiring_postingindex ORDER BY published_at OFFSET %s LIMIT 1"
        (posting,) = connection.execute(middle, [size // 2]).fetchone() or (None,)
    assert isinstance(posting, UUID)
    return posting


def search_of(filters: Filters, pids: tuple[int, int]) -> Figures:
    """Ask for a page of the list many times, and once for what the database reads for it."""
    asked = {name: value for name, value in vars(filters).items() if value and value != Sort.NEWEST}
    path = f"/postings/?{urlencode({WRITTEN.get(name, name): said(value) for name, value in asked.items()})}"
    usual = blocks(replace(filters, sort=Sort.NEWEST))
    return Figures(**vars(measure(path, pids)), blocks=blocks(filters), usual=usual)


WRITTEN = {"text": "q"}
"""What an address calls a filter, where that is another name."""


def said(value: object) -> str:
    """What an address says of it."""
    return "on" if value is True else str(value)


def blocks(filters: Filters) -> int:
    """How many blocks the database reads for the first page, from memory or from the disk."""
    sql = listing.statement(filters, None, look="words")
    text = search.query(filters.text).words if filters.text else ""
    values = listing.values(filters, None, text=text, today=day_in_tokyo(datetime.now(UTC)))
    explain = f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {sql}".encode()
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute(explain, values)  # what the catalogue says is looked up
        ((plan,),) = connection.execute(explain, values).fetchall()
    return int(plan[0]["Plan"]["Shared Hit Blocks"] + plan[0]["Plan"]["Shared Read Blocks"])


def measure(path: str, pids: tuple[int, int]) -> Cost:
    """Ask for one page many times over persistent connections."""
    load(path, WARM_UP)
    before = [cpu(pid) for pid in pids]
    times = load(path, REQUESTS)
    web, stored = ((cpu(pid) - used) / REQUESTS for pid, used in zip(pids, before, strict=True))
    cuts = statistics.quantiles(times, n=100)
    return Cost(web, stored, cuts[49], cuts[98])


def load(path: str, requests: int) -> list[float]:
    """Seconds that each answer took, asked over all connections at once."""
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        shares = [pool.submit(ask, path, requests // CONNECTIONS) for _ in range(CONNECTIONS)]
        return [seconds for share in shares for seconds in share.result()]


def ask(path: str, requests: int) -> list[float]:
    """Seconds that each answer took over one persistent connection."""
    times = []
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    for _ in range(requests):
        began = time.perf_counter()
        connection.request("GET", path, headers={"Host": f"localhost:{PORT}"})
        answer = connection.getresponse()
        answer.read()
        times.append(time.perf_counter() - began)
        if answer.status != 200:
            raise SystemExit(f"{path} answers {answer.status}")
    connection.close()
    return times


def report(measured: dict[int, dict[str, Figures]]) -> None:
    """Print a line for each page and size, then the ratios."""
    print(f"{'page':13}{'postings':>10}{'web ms':>9}{'db ms':>9}{'p50 ms':>9}{'blocks':>9}")
    for size, pages in measured.items():
        for name, it in pages.items():
            cost = (it.web, it.database, it.p50)
            line = f"{name:13}{size:>10,}" + "".join(f"{seconds * 1000:9.2f}" for seconds in cost)
            print(line + (f"{it.blocks:9,}" if it.blocks else ""))
    small, large = (measured[size] for size in SIZES)
    for name, it in large.items():
        ratio = f"{name}: CPU at {SIZES[1]:,} / at {SIZES[0]:,} = {it.cpu / small[name].cpu:.2f}"
        print(ratio + (f"; blocks / in the usual order = {it.blocks / it.usual:.2f}" if it.usual else ""))


if __name__ == "__main__":
    main()
