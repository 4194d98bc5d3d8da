"""Pages: the list of postings, searches in it, one posting; with 1,000 and 100,000 postings, in production.

One Granian process on one core; 16 persistent connections ask from this process. Printed for each page and
size: CPU of the web server and of the database per request, and the time until an answer; last, the ratio of
the CPU at 100,000 to that at 1,000 postings (the aim: at most 1.2). How many statements a page issues is held
by tests/web/test_statements.py, for all pages.
"""

import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

import psycopg
from serving import PORT, Cost, cpu, served

from mikiwame.ops.embedded import Supervisor

SIZES = (1_000, 100_000)
CONNECTIONS = 16
WARM_UP = 64
REQUESTS = 320

# Copies of the demo's postings, published evenly over thirty days, open for up to forty more, with rewards of
# their own. Each has the words of its original, which are common; 24, whatever the size, have a rare one.
PLAN = """
CREATE TEMPORARY TABLE copy ON COMMIT DROP AS
WITH original AS (
    SELECT listed.posting_id, posting.sheet_id, row_number() OVER (ORDER BY listed.posting_id) - 1 AS place,
           count(*) OVER () AS amount
    FROM hiring_postingindex AS listed JOIN hiring_posting AS posting ON posting.id = listed.posting_id
)
SELECT number, original.posting_id AS old_posting, original.sheet_id AS old_sheet,
       gen_random_uuid() AS posting, gen_random_uuid() AS sheet
FROM generate_series(%s::int, %s::int) AS number
JOIN original ON original.place = number %% original.amount
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
            'published_at', now() - interval '30 days' * copy.number / max(copy.number) OVER (),
            'apply_until', current_date + 1 + copy.number % 40,
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
SEARCHES = {
    "common": {"q": "データ"},  # in each sixteenth
    "commoner": {"q": "写真"},  # in each fourth
    "rare": {"q": "777"},  # in 24
    "two words": {"q": "データ 入力"},
    "both kinds": {"q": "写真 777"},  # in one of four of these
    "nothing": {"q": "象亀"},  # by words, then by letters
    "in a field": {"q": "写真", "category": "design"},
    "by reward": {"q": "写真", "sort": "reward"},
    "careful": {"care": "careful"},
    "three checks": {"care": "careful", "record": "on", "calm_reviews": "on"},
    "and unproven": {"care": "careful", "record": "on", "calm_reviews": "on", "unproven": "on"},
    "by end": {"q": "写真", "sort": "closing"},
}


def main() -> None:
    """Measure both sizes on one database, which grows between them."""
    home = Path(tempfile.mkdtemp(prefix="mikiwame-bench-"))
    home.chmod(0o711)
    with Supervisor(home) as database:
        os.environ |= {
            "DATABASE_URL": database.url,
            "MIKIWAME_HOME": str(home),
            "MIKIWAME_SECRET_KEY": "benchmark",
            "MIKIWAME_WEB_PROCESSES": "1",
            "PORT": str(PORT),
        }
        for command in ("migrate", "demo"):
            subprocess.run([sys.executable, "-m", "mikiwame", command], check=True, stdout=subprocess.DEVNULL)
        report({size: at_size(size, database) for size in SIZES})


def at_size(size: int, database: Supervisor) -> dict[str, Cost]:
    """Fill up to that many listed postings, serve, and measure each page."""
    posting = fill(size, database.url)
    searches = {name: f"/postings/?{urlencode(asked)}" for name, asked in SEARCHES.items()}
    pages = {"list": "/postings/", **searches, "posting": f"/postings/{posting}/"}
    assert database.process is not None
    with served() as server:
        return {name: measure(path, server, database.process.pid) for name, path in pages.items()}


def fill(size: int, url: str) -> UUID:
    """Copy postings until so many are listed; returns one of them."""
    with psycopg.connect(url) as connection:
        (have,) = connection.execute("SELECT count(*) FROM hiring_postingindex").fetchone() or (0,)
        connection.execute(PLAN, [have + 1, size])
        (columns,) = connection.execute(COLUMNS).fetchone() or ("",)
        for copies in COPIES:
            connection.execute(copies.format(columns=columns))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        middle = "SELECT posting_id FROM hiring_postingindex ORDER BY published_at OFFSET %s LIMIT 1"
        (posting,) = connection.execute(middle, [size // 2]).fetchone() or (None,)
    assert isinstance(posting, UUID)
    return posting


def measure(path: str, server: int, database: int) -> Cost:
    """Ask for one page many times over persistent connections."""
    load(path, WARM_UP)
    before = cpu(server), cpu(database)
    times = load(path, REQUESTS)
    web, stored = (cpu(server) - before[0]) / REQUESTS, (cpu(database) - before[1]) / REQUESTS
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


def report(measured: dict[int, dict[str, Cost]]) -> None:
    """Print a line for each page and size, then the ratios."""
    print(f"{'page':12}{'postings':>10}{'web ms':>9}{'db ms':>9}{'p50 ms':>9}{'p99 ms':>9}")
    for size, pages in measured.items():
        for name, it in pages.items():
            cost = (it.web, it.database, it.p50, it.p99)
            print(f"{name:12}{size:>10,}" + "".join(f"{seconds * 1000:9.2f}" for seconds in cost))
    small, large = (measured[size] for size in SIZES)
    for name in small:
        print(f"{name}: CPU at {SIZES[1]:,} / at {SIZES[0]:,} = {large[name].cpu / small[name].cpu:.2f}")


if __name__ == "__main__":
    main()
