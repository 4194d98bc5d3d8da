"""The command line: how soon it has started, how many rows a second it reads, and in how much memory."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "training/data"
POSTING = "コラムを書いてください。1本3,000円、週2本。報酬は採用後にお伝えします。"
LINES = 10_000
TEXTS = {"postings": "postings-*", "reviews": "*review-histories*", "comments": "*comments-written*"}
AIMS = {"postings": 500, "comments": 2_000}
START, MEMORY = 0.5, 400
TRIES = 7


def main() -> None:
    """Print the figures."""
    bare = start("-c", "pass")
    for name, words in {
        "mikiwame --help": ("--help",),
        "mikiwame read posting": ("read", "posting", "-"),
        "mikiwame read postings, one line": ("read", "postings", "-"),
        "mikiwame read reviews, one line": ("read", "reviews", "-"),
        "mikiwame read comments, one line": ("read", "comments", "-"),
    }.items():
        took = start("-m", "mikiwame", *words)
        print(f"command: {name}: {took * 1000:.0f} ms, {took / bare:.0f} × python -c pass (aim {START:g} s)")
    with tempfile.TemporaryDirectory() as folder:
        for what in TEXTS:
            file = Path(folder) / what
            file.write_text("".join(islice(cycle(rows(what)), LINES)), encoding="utf-8")
            rate, most = course("read", what, str(file))
            aim = f" (aim {AIMS[what]:,})" if what in AIMS else ""
            print(f"command: {rate:,.0f} {what} a second on one core, the start included{aim}")
            print(f"command: {LINES:,} {what} in {most:.0f} MB at most (aim {MEMORY})")


def rows(what: str) -> list[str]:
    """The labelled texts that lie in the repository, as lines."""
    found = sorted(DATA.glob(f"{TEXTS[what]}.jsonl"))
    return [line + "\n" for path in found for line in path.read_text(encoding="utf-8").splitlines()]


def start(*words: str) -> float:
    """The best of several starts, in seconds, each given one row of every kind."""
    row = (
        json.dumps({"body": POSTING, "comment": POSTING, "reviews": [{"rating": 5, "comment": POSTING}]})
        + "\n"
    )
    times = []
    for _ in range(TRIES):
        began = time.perf_counter()
        subprocess.run([sys.executable, *words], input=row.encode(), stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - began)
    return min(times)


def course(*words: str) -> tuple[float, float]:
    """How many rows the command read in a second of one core, and the most megabytes that it took."""
    reading = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "mikiwame", *words],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, used = os.wait4(reading, 0)
    assert status == 0
    return LINES / (used.ru_utime + used.ru_stime), megabytes(used)


def megabytes(used: resource.struct_rusage) -> float:
    """What Linux counts in kilobytes and macOS in bytes."""
    return used.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)


if __name__ == "__main__":
    main()
