"""All benchmarks one after the other; last a line for each, with the time that it took.

What doesn't end in its time is stopped; what fails, or is stopped, makes this fail too. Files that measure
millions of rows when they are called alone measure fewer here (``FEWER``): the ratios tell the same sooner.

    .venv/bin/python benchmarks/every.py [files, without bench_ and .py]
"""

import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

HERE = Path(__file__).resolve().parent
MOST = 600.0
"""Seconds for each."""

FEWER = {"export": "300000", "import": "200000", "tasks": "200000"}


def main(wanted: list[str]) -> None:
    """Run them."""
    names = wanted or [path.stem.removeprefix("bench_") for path in sorted(HERE.glob("bench_*.py"))]
    ended = {}
    for name in names:
        print(f"\n== {name}", flush=True)
        began = time.monotonic()
        ended[name] = run(name), time.monotonic() - began
    print("\n== all")
    for name, (how, took) in ended.items():
        print(f"{name:12}{took:7.0f} s  {how}")
    print(f"{'together':12}{sum(took for _, took in ended.values()):7.0f} s")
    if failed := [name for name, (how, _) in ended.items() if how != DONE]:
        raise SystemExit(f"not done: {', '.join(failed)}")


DONE = "done"


def run(name: str) -> str:
    """One of them, in a process of its own; how it ended. It has a minute to clear away what it made."""
    command = [sys.executable, HERE / f"bench_{name}.py", *([FEWER[name]] if name in FEWER else [])]
    with subprocess.Popen(command) as process:
        try:
            status = process.wait(MOST)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(60)
            process.kill()
            return f"stopped after {MOST:.0f} s"
    return DONE if status == 0 else f"failed ({status})"


if __name__ == "__main__":
    main(sys.argv[1:])
