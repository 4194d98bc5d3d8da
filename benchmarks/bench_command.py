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
AIMS = {"postings": 500, "reviews": 50, "comments": 2_000}
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
        for what, aim in AIMS.items():
            file = Path(folder) / what
            file.write_text("".join(islice(cycle(rows(what)), LINES)), encoding="utf-8")
            began = time.perf_counter()
            most = peak("read", what, str(file))
            rate = LINES / (time.perf_counter() - began)
            print(f"command: {rate:,.0f} {what} a second, the start included (aim {aim:,})")
            print(f"command: {LINES:,} {what} in {most:.0f} MB at most (aim {MEMORY})")


def rows(what: str) -> list[str]:
    """The labelled texts that lie in the repository, as lines."""
    found = sorted(DATA.glob(f"*{what}*.jsonl"))
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


def peak(*words: str) -> float:
    """The most megabytes that a run of the command took."""
    reading = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "mikiwame", *words],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, used = os.wait4(reading, 0)
    assert status == 0
    return megabytes(used)


def megabytes(used: resource.struct_rusage) -> float:
    """What Linux counts in kilobytes and macOS in bytes."""
    return used.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)


if __name__ == "__main__":
    main()
