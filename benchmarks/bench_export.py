"""How long does it take, and how much memory, until a client has all approved answers of a batch in a file?

The file is fetched over HTTP from the server as it runs in production, on one core, which is started afresh
for each file; its peak is compared among batches of 30,000, 300,000 and 3,000,000 answers, three to a unit.
In between, a client that stops reading for a while may not make the server hold what she hasn't taken. What
answers say together is found from all of them at once, so there the peak may grow. Places and money of the
answers are left out: no file reads them.

    .venv/bin/python benchmarks/bench_export.py [answers of the largest batch]
"""

import http.client
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client
from private import private_server
from serving import PORT, cpu, family, served
from stage import member, parties, prepared

from mikiwame.market.members.models import Member
from mikiwame.market.taskwork.form import Question
from mikiwame.market.taskwork.models import Batch
from mikiwame.market.taskwork.states import FieldKind

LARGEST = int(sys.argv[1]) if len(sys.argv) > 1 else 3_000_000
SIZES = (LARGEST // 100, LARGEST // 10, LARGEST)
EACH = 3
FILES = {"answers.csv": EACH, "answers.jsonl": EACH, "consensus.csv": 1}
"""File -> its lines for each unit."""

AT_ONCE = 1 << 20
PAUSE = 10.0  # seconds that a client reads nothing
QUESTIONS = (
    Question("feeling", FieldKind.SINGLE, "「{{text}}」", choices=(("good", "よい"), ("bad", "わるい"))),
    Question("why", FieldKind.SHORT_TEXT, "なぜですか"),
)
# Identifiers rise with time, as those of answers do; one round after another, as places are given out.
GIVEN = """
INSERT INTO taskwork_answer (id, state, state_since, batch_id, unit, place, worker_id, form_version, content,
    claimed_at, submitted_at, fixes, reason, evidence)
SELECT (lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint + place), 12, '0')
        || left(md5(%(batch)s::text || place), 20))::uuid,
    'approved', now(), %(batch)s, unit, place, (%(workers)s::uuid[])[1 + (place - 1) / %(units)s], 1,
    jsonb_build_object('feeling', CASE WHEN unit %% 3 = 0 THEN 'bad' ELSE 'good' END,
        'why', unit || '番目の文では、使いやすさを具体的に褒めているからです。'),
    now() - interval '42 seconds', now(), 0, '', ''
FROM (
    SELECT place, 1 + (place - 1) %% %(units)s AS unit FROM generate_series(1, %(answers)s) AS place
) AS given
"""


@dataclass(frozen=True)
class Fetched:
    """What one file cost, from the question to the last byte."""

    lines: int
    size: int
    seconds: float
    web: float
    database: float
    before: int
    peak: int


def main() -> None:
    """Measure on a private server, each size and file."""
    os.environ["PORT"] = str(PORT)
    with private_server() as database:
        client = member("client")
        batches = {size: answered(client, size // EACH) for size in SIZES}
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        cookie = signed_in(client)
        for file in FILES:
            measured = {size: one_file(batch, file, cookie, database) for size, batch in batches.items()}
            report(file, measured)


def answered(client: Member, units: int) -> Batch:
    """A batch of so many units, each with all its answers, approved."""
    said = "とても使いやすく、毎日持ち歩いています。"
    rows = ({"text": f"{number}番目のレビューです。{said}"} for number in range(units))
    batch = prepared(client, rows, QUESTIONS, answers_per_unit=EACH)
    with connection.cursor() as cursor:
        given = {"batch": batch.pk, "workers": parties(EACH), "units": units, "answers": units * EACH}
        cursor.execute(GIVEN, given)
    return batch


def signed_in(client: Member) -> str:
    """The cookie of a client who has signed in."""
    browser = Client()
    browser.force_login(client, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def one_file(batch: Batch, file: str, cookie: str, database: int) -> Fetched:
    """Fetch one file from a server that has done nothing before."""
    path = f"/batches/{batch.pk}/results/{file}"
    with served() as server:
        before, used = peak(server), (cpu(server), cpu(database))
        began = time.perf_counter()
        lines, size, paused = read(path, cookie)
        seconds = time.perf_counter() - began - paused
        return Fetched(
            *(lines, size, seconds, cpu(server) - used[0], cpu(database) - used[1]), before, peak(server)
        )


def read(path: str, cookie: str) -> tuple[int, int, float]:
    """Take a file in, with a pause in it: its lines, its bytes, and how long the pause was."""
    asking = http.client.HTTPConnection("127.0.0.1", PORT, timeout=600)
    asking.request("GET", path, headers={"Host": f"localhost:{PORT}", "Cookie": cookie})
    answer = asking.getresponse()
    assert answer.status == 200, (path, answer.status, answer.getheader("Location"))
    lines = size = 0
    paused = 0.0
    while part := answer.read(AT_ONCE):
        lines, size = lines + part.count(b"\n"), size + len(part)
        if not paused:
            time.sleep(PAUSE)
            paused = PAUSE
    asking.close()
    return lines, size, paused


def peak(server: int) -> int:
    """The most that any of the server's processes has held so far, in MB."""
    return max(held(pid) for pid in family(server))


def held(pid: int) -> int:
    """The most that one process has held so far, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) // 1024


def report(file: str, measured: dict[int, Fetched]) -> None:
    """Print a line for each size, then the ratios."""
    print(f"{file:15}{'MB':>7}{'seconds':>9}{'web s':>8}{'db s':>8}{'MB before':>11}{'MB at most':>12}")
    for size, it in measured.items():
        spent = f"{it.size / 1e6:7.0f}{it.seconds:9.1f}{it.web:8.1f}{it.database:8.1f}"
        print(f"{size:>15,}{spent}{it.before:11}{it.peak:12}")
        assert it.lines == size // EACH * FILES[file] + file.endswith(".csv")
    small, large = measured[SIZES[0]], measured[SIZES[-1]]
    per_answer = (large.seconds / SIZES[-1]) / (small.seconds / SIZES[0])
    print(f"peak at {SIZES[-1]:,} / at {SIZES[0]:,} = {large.peak / small.peak:.2f}; ", end="")
    print(f"seconds an answer, likewise = {per_answer:.2f}", flush=True)


if __name__ == "__main__":
    main()
